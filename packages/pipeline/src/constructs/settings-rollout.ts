import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { NameLimit, type Environment } from "@strata/core";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { BlueGreenDeployment } from "./blue-green-deployment";
import type { BlueGreenTraffic, DeliveredService } from "./delivered-service";
import { ServiceRole } from "./service-role";

export interface SettingsRolloutProps {
  readonly environment: Environment;
  readonly name: (parts: readonly string[], limit?: number) => string;
  readonly service: DeliveredService;
  readonly traffic: BlueGreenTraffic;
  readonly deployment: BlueGreenDeployment;
  readonly logRetentionDays: number;
}

/** Seconds between two looks at a deployment. */
const LOOK_SECONDS = 30;

/**
 * Rolls out changed settings of a blue/green service.
 *
 * When an environment variable changes in the settings, Terraform registers a new task definition, but it can't
 * put it to work: ECS refuses UpdateService with a task definition for a service that CodeDeploy controls. So the
 * services layer writes the new task definition into a parameter; the change of the parameter is an event; and the
 * event starts this state machine, which has CodeDeploy replace the service just as the pipeline does, with the
 * same alarms and the same way back. It needs no code of its own to run, only calls of AWS services.
 */
export class SettingsRollout extends Construct {
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, props: SettingsRolloutProps) {
    super(scope, id);
    const { environment, name, service, traffic, deployment } = props;
    const { account } = environment;

    const logs = new CloudwatchLogGroup(this, "logs", {
      // The log groups of this prefix need no resource policy of their own, whose size AWS limits.
      name: `/aws/vendedlogs/states/${name(["settings-rollout"])}`,
      retentionInDays: props.logRetentionDays,
    });
    const role = new ServiceRole(this, "role", {
      name: name(["settings-rollout"], NameLimit.role),
      service: "states.amazonaws.com",
      account,
      statements: [
        { actions: ["ssm:GetParameter"], resources: [traffic.rollout.arn] },
        { actions: ["ssm:PutParameter"], resources: [service.image.arn, service.taskDefinition.arn] },
        // ECS knows no narrower resource for it.
        { actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] },
        ...deployment.deploy(),
        {
          // Step Functions delivers its log through these, and they know no narrower resource.
          actions: [
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:UpdateLogDelivery",
          ],
          resources: ["*"],
        },
      ],
    });
    const machine = new SfnStateMachine(this, "state-machine", {
      name: name(["settings-rollout"], 80),
      roleArn: role.arn,
      definition: JSON.stringify(definition(service, traffic, deployment)),
      loggingConfiguration: { level: "ALL", includeExecutionData: true, logDestination: `${logs.arn}:*` },
      dependsOn: [role.policy],
    });

    const start = new ServiceRole(this, "start", {
      name: name(["settings-rollout-start"], NameLimit.role),
      service: "events.amazonaws.com",
      account,
      statements: [{ actions: ["states:StartExecution"], resources: [machine.arn] }],
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name: name(["settings-rollout"], 64),
      description: "Terraform has registered a task definition with changed settings",
      eventPattern: JSON.stringify({
        source: ["aws.ssm"],
        "detail-type": ["Parameter Store Change"],
        // Create: should the parameter have been replaced.
        detail: { name: [traffic.rollout.name], operation: ["Create", "Update"] },
      }),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: machine.arn,
      roleArn: start.arn,
      // CodeDeploy goes by the AppSpec, and not by the service.
      input: Fn.jsonencode({ capacityProviderStrategy: service.capacityProviderStrategy }),
      dependsOn: [start.policy],
    });
    this.stateMachineArn = machine.arn;
  }
}

/** The state machine, in the Amazon States Language. */
function definition(
  service: DeliveredService,
  traffic: BlueGreenTraffic,
  deployment: BlueGreenDeployment,
): object {
  const call = (action: string): string => `arn:aws:states:::aws-sdk:${action}`;
  return {
    Comment: "Deploys the task definition of changed settings, and records what runs.",
    StartAt: "Read",
    // A deployment may wait for one before it, and each for a person and for the old tasks.
    TimeoutSeconds: (2 * deployment.minutes + 120) * 60,
    States: {
      Read: {
        Comment: "Read now, and not taken from the event: of several changes only the last is of interest.",
        Type: "Task",
        Resource: call("ssm:getParameter"),
        Parameters: { Name: traffic.rollout.name },
        ResultSelector: {
          "taskDefinition.$": "$.Parameter.Value",
          appSpec: {
            version: 0,
            Resources: [
              {
                TargetService: {
                  Type: "AWS::ECS::Service",
                  Properties: {
                    "TaskDefinition.$": "$.Parameter.Value",
                    LoadBalancerInfo: {
                      ContainerName: service.targetContainer,
                      ContainerPort: service.targetPort,
                    },
                    "CapacityProviderStrategy.$":
                      "States.StringToJson($$.Execution.Input.capacityProviderStrategy)",
                  },
                },
              },
            ],
          },
        },
        Next: "Deploy",
      },
      Deploy: {
        Type: "Task",
        Resource: call("codedeploy:createDeployment"),
        Parameters: {
          ApplicationName: deployment.application,
          DeploymentGroupName: deployment.group,
          Description: "Changed settings of the services layer",
          Revision: {
            RevisionType: "AppSpecContent",
            AppSpecContent: { "Content.$": "States.JsonToString($.appSpec)" },
          },
        },
        Retry: [
          {
            // Another deployment of the group is under way: the pipeline's, or a settings change before this one.
            ErrorEquals: ["CodeDeploy.DeploymentLimitExceededException"],
            IntervalSeconds: 60,
            BackoffRate: 1,
            MaxAttempts: deployment.minutes + 60,
          },
        ],
        ResultPath: "$.deployment",
        Next: "Wait",
      },
      Wait: { Type: "Wait", Seconds: LOOK_SECONDS, Next: "Look" },
      Look: {
        Type: "Task",
        Resource: call("codedeploy:getDeployment"),
        Parameters: { "DeploymentId.$": "$.deployment.DeploymentId" },
        ResultSelector: { "status.$": "$.DeploymentInfo.Status" },
        ResultPath: "$.result",
        Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 5 }],
        Next: "Done?",
      },
      "Done?": {
        Type: "Choice",
        Choices: [
          { Variable: "$.result.status", StringEquals: "Succeeded", Next: "Describe" },
          { Variable: "$.result.status", StringEquals: "Failed", Next: "Failed" },
          { Variable: "$.result.status", StringEquals: "Stopped", Next: "Failed" },
        ],
        Default: "Wait",
      },
      Describe: {
        Type: "Task",
        Resource: call("ecs:describeTaskDefinition"),
        Parameters: { "TaskDefinition.$": "$.taskDefinition" },
        ResultSelector: {
          "images.$": `$.TaskDefinition.ContainerDefinitions[?(@.Name=='${service.containerName}')].Image`,
        },
        ResultPath: "$.running",
        Next: "RecordImage",
      },
      // What the record project does after a deployment of the pipeline, in the same order.
      RecordImage: {
        Type: "Task",
        Resource: call("ssm:putParameter"),
        Parameters: {
          Name: service.image.name,
          "Value.$": "States.ArrayGetItem($.running.images, 0)",
          Overwrite: true,
        },
        ResultPath: null,
        Next: "RecordTaskDefinition",
      },
      RecordTaskDefinition: {
        Type: "Task",
        Resource: call("ssm:putParameter"),
        Parameters: {
          Name: service.taskDefinition.name,
          "Value.$": "$.taskDefinition",
          Overwrite: true,
        },
        End: true,
      },
      Failed: {
        Type: "Fail",
        Error: "DeploymentFailed",
        CausePath:
          "States.Format('Deployment {} has not succeeded; the old tasks serve on.', $.deployment.DeploymentId)",
      },
    },
  };
}
