import { EcsService, type EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service";
import type { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { CapacityShare } from "../capacity";
import type { ServiceSettings } from "../settings";
import { rollingLimits } from "../task-count";
import type { Cluster } from "./cluster";
import type { TaskDefinition } from "./task-definition";
import type { Traffic } from "./traffic";

export interface ServiceProps {
  readonly name: string;
  readonly cluster: Cluster;
  readonly task: TaskDefinition;
  /** Names an SSM parameter. */
  readonly parameterName: (what: string) => string;
  readonly settings: ServiceSettings;
  /** On what its tasks run. */
  readonly capacity: readonly CapacityShare[];
  /** Whether ECS Exec opens shells. */
  readonly exec: boolean;
  readonly connect: EcsServiceConfig["serviceConnectConfiguration"];
  /** The container which gets the requests, and its port. */
  readonly target: { readonly container: string; readonly port: number | undefined };
  readonly traffic: Traffic | undefined;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** Alarms at which a rolling deployment goes back to the old version. */
  readonly rollbackAlarms: readonly string[];
}

/**
 * An ECS service.
 *
 * Which task definition runs is kept in an SSM parameter, which the pipeline writes after each deployment that
 * succeeded. A rolling service runs that one, or Terraform's own where it is newer. So a deployment by the
 * pipeline is no change in the next plan, and a changed environment variable is rolled out. ECS lets nobody
 * but CodeDeploy change a blue/green service: there, Terraform writes its newest task definition into a second
 * parameter, and the pipeline layer deploys whenever that changes.
 */
export class Service extends Construct {
  /** Known when the service exists. */
  readonly name: string;
  readonly arn: string;
  /** Holds the ARN of the task definition that runs. */
  readonly running: SsmParameter;
  /** Holds the ARN of the task definition of the settings; for blue/green services. */
  readonly rollout: SsmParameter | undefined;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { settings, task, connect } = props;
    const blueGreen = settings.deployment.kind === "blue-green";

    this.running = new SsmParameter(this, "running", {
      name: props.parameterName("task-definition"),
      description: "The task definition that runs; written after each deployment.",
      type: "String",
      insecureValue: task.definition.arn,
      lifecycle: { ignoreChanges: ["insecure_value"] },
    });
    if (blueGreen) {
      this.rollout = new SsmParameter(this, "rollout", {
        name: props.parameterName("rollout"),
        description: "The task definition of the settings; deployed whenever it changes.",
        type: "String",
        insecureValue: task.definition.arn,
      });
    }

    const ignored = [
      // Autoscaling decides from then on.
      ...(settings.autoscaling === undefined ? [] : ["desired_count"]),
      // CodeDeploy decides from then on.
      ...(blueGreen ? ["task_definition", "load_balancer", "capacity_provider_strategy"] : []),
    ];
    const service = new EcsService(this, "service", {
      name: props.name,
      cluster: props.cluster.arn,
      taskDefinition: blueGreen ? task.definition.arn : newer(task.definition, this.running.insecureValue),
      desiredCount: settings.desiredCount,
      capacityProviderStrategy: [...props.capacity],
      // Of Fargate; EC2 instances have no such thing.
      ...(typeof settings.capacity === "object" ? {} : { platformVersion: "LATEST" }),
      propagateTags: "SERVICE",
      enableEcsManagedTags: true,
      enableExecuteCommand: props.exec,
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      deploymentController: { type: blueGreen ? "CODE_DEPLOY" : "ECS" },
      ...rolling(props),
      ...(connect === undefined ? {} : { serviceConnectConfiguration: connect }),
      ...behindLoadBalancer(props),
      dependsOn: [props.cluster.capacity, ...(props.traffic?.routes ?? [])],
      ...(ignored.length === 0 ? {} : { lifecycle: { ignoreChanges: ignored } }),
    });
    this.name = service.name;
    this.arn = service.id;
  }
}

/** How ECS replaces tasks; of a blue/green service CodeDeploy does that. */
function rolling({ settings, rollbackAlarms }: ServiceProps): Partial<EcsServiceConfig> {
  const { deployment, desiredCount } = settings;
  if (deployment.kind === "blue-green") return {};
  const { minimumHealthyPercent, maximumPercent } = rollingLimits(deployment, desiredCount);
  return {
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    deploymentMaximumPercent: maximumPercent,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    // What was changed of a service reaches the tasks that run, other capacity and ECS Exec included.
    forceNewDeployment: true,
    ...(rollbackAlarms.length === 0
      ? {}
      : { alarms: { alarmNames: [...rollbackAlarms], enable: true, rollback: true } }),
  };
}

function behindLoadBalancer({ traffic, target, settings }: ServiceProps): Partial<EcsServiceConfig> {
  if (traffic === undefined || target.port === undefined) return {};
  return {
    loadBalancer: [
      {
        targetGroupArn: traffic.targetGroupArn,
        containerName: target.container,
        containerPort: target.port,
      },
    ],
    healthCheckGracePeriodSeconds: settings.healthCheckGraceSeconds,
  };
}

/** The newer of two task definitions of a family: revisions only ever grow. */
function newer(own: EcsTaskDefinition, other: string): string {
  const revision = Fn.tonumber(Fn.element(Fn.split(":", other), 6));
  return Fn.join(":", [own.arnWithoutRevision, Fn.tostring(Fn.max([own.revision, revision]))]);
}
