import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { ServiceSettings } from "../settings";
import type { Cluster } from "./cluster";
import type { TaskDefinition } from "./task-definition";
import type { Traffic } from "./traffic";

export interface ServiceProps {
  readonly name: string;
  readonly cluster: Cluster;
  readonly task: TaskDefinition;
  readonly taskDefinitionParameterName: string;
  readonly settings: ServiceSettings;
  readonly containerName: string;
  readonly containerPort: number | undefined;
  readonly traffic: Traffic | undefined;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** Alarms at which a rolling deployment goes back to the old version. */
  readonly rollbackAlarms: readonly string[];
}

/**
 * An ECS service.
 *
 * Which task definition runs is kept in an SSM parameter: the pipeline writes it after each deployment, and a
 * new revision by Terraform replaces it. A rolling service runs what the parameter says. So a deployment by
 * the pipeline is no change in the next plan, and a changed environment variable is rolled out. ECS lets
 * nobody but CodeDeploy change a blue/green service: there, the pipeline layer deploys whenever the parameter
 * is created anew.
 */
export class Service extends Construct {
  /** Known when the service exists. */
  readonly name: string;
  readonly arn: string;
  readonly parameter: SsmParameter;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { settings, task, traffic, containerPort } = props;
    const blueGreen = settings.deployment.kind === "blue-green";

    this.parameter = new SsmParameter(this, "task-definition", {
      name: props.taskDefinitionParameterName,
      description: "The task definition that runs; written after each deployment.",
      type: "String",
      insecureValue: task.definition.arn,
      lifecycle: {
        ignoreChanges: ["insecure_value"],
        // The revision and not the resource, or a changed tag would bring back an old image.
        replaceTriggeredBy: [`${EcsTaskDefinition.tfResourceType}.${task.definition.friendlyUniqueId}.revision`],
      },
    });

    const ignored = [
      // Autoscaling decides from then on.
      ...(settings.autoscaling === undefined ? [] : ["desired_count"]),
      // CodeDeploy decides from then on.
      ...(blueGreen ? ["task_definition", "load_balancer"] : []),
    ];
    const service = new EcsService(this, "service", {
      name: props.name,
      cluster: props.cluster.arn,
      taskDefinition: blueGreen ? task.definition.arn : this.parameter.insecureValue,
      desiredCount: settings.desiredCount,
      launchType: "FARGATE",
      platformVersion: "LATEST",
      propagateTags: "SERVICE",
      enableEcsManagedTags: true,
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      deploymentController: { type: blueGreen ? "CODE_DEPLOY" : "ECS" },
      ...(blueGreen
        ? {}
        : {
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            ...(props.rollbackAlarms.length === 0
              ? {}
              : { alarms: { alarmNames: [...props.rollbackAlarms], enable: true, rollback: true } }),
          }),
      ...(traffic === undefined || containerPort === undefined
        ? {}
        : {
            loadBalancer: [
              { targetGroupArn: traffic.targetGroupArn, containerName: props.containerName, containerPort },
            ],
            healthCheckGracePeriodSeconds: 60,
            dependsOn: [...traffic.listeners],
          }),
      lifecycle: { ignoreChanges: ignored },
    });
    this.name = service.name;
    this.arn = service.id;
  }
}
