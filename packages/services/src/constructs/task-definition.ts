import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { Statement } from "@strata/core";
import { Construct } from "constructs";
import { containerDefinition, logRouter, volumes, type Container } from "../container-definition";
import type { ServiceSettings } from "../settings";
import { RunningImage, type RunningImageProps } from "./running-image";
import { taskRoles, type TaskRoles, type TaskRolesProps } from "./task-roles";

export interface TaskDefinitionProps
  extends Omit<TaskRolesProps, "logGroupArn">,
    Pick<ServiceSettings, "cpu" | "memory" | "architecture" | "ephemeralStorageGiB" | "logging"> {
  readonly family: string;
  readonly region: string;
  /** By name; the image of the first may be the pipeline's to change. */
  readonly containers: Readonly<Record<string, Container>>;
  /** On what it runs. */
  readonly launchType: "FARGATE" | "EC2";
  /** Whether ECS Exec opens shells. */
  readonly exec: boolean;
  /** The container which Service Connect calls. */
  readonly connected: string | undefined;
  readonly logGroupName: string;
  readonly imageParameterName: string;
  /** Who decides which image the first container runs. */
  readonly imageDecidedBy: RunningImageProps["decidedBy"];
  /** Whether old revisions stay, to roll back to. */
  readonly keepRevisions: boolean;
}

/** What a service runs: a task definition with its roles and its logs. */
export class TaskDefinition extends Construct {
  readonly definition: EcsTaskDefinition;
  readonly runningImage: RunningImage;
  readonly roles: TaskRoles;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const { containers, logging } = props;
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: props.logGroupName,
      retentionInDays: logging.retentionDays,
      kmsKeyId: props.keyArn,
    });
    this.logGroupName = logs.name;
    this.roles = taskRoles(this, {
      ...props,
      logGroupArn: logs.arn,
      statements: [...props.statements, ...logStatements(logging, logs.arn)],
    });

    const options = { ...props, logGroup: logs.name };
    const [deployed, { image }] = Object.entries(containers)[0] as [string, Container];
    const definitions = (running: string): string =>
      JSON.stringify([
        ...Object.entries(containers).map(([name, container]) =>
          containerDefinition(
            name,
            name === deployed ? { ...container, image: running } : container,
            options,
          ),
        ),
        ...(logging.kind === "firelens" ? [logRouter(logging.image, options)] : []),
      ]);
    const { ephemeralStorageGiB } = props;
    const task = {
      requiresCompatibilities: [props.launchType],
      networkMode: "awsvpc",
      cpu: String(props.cpu),
      memory: String(props.memory),
      runtimePlatform: { cpuArchitecture: props.architecture, operatingSystemFamily: "LINUX" },
      volume: Object.entries(containers).flatMap(([name, container]) =>
        Object.keys(volumes(name, container, options)).map((volume) => ({ name: volume })),
      ),
      ...(ephemeralStorageGiB === undefined ? {} : { ephemeralStorage: { sizeInGib: ephemeralStorageGiB } }),
    };

    this.runningImage = new RunningImage(this, "running-image", {
      parameterName: props.imageParameterName,
      image,
      decidedBy: props.imageDecidedBy,
      template: JSON.stringify([task, definitions("")]),
    });
    this.definition = new EcsTaskDefinition(this, "definition", {
      ...task,
      family: props.family,
      taskRoleArn: this.roles.taskRoleArn,
      executionRoleArn: this.roles.executionRoleArn,
      containerDefinitions: definitions(this.runningImage.image),
      skipDestroy: props.keepRevisions,
      // The service moves to the new revision before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** What the Fluent Bit container needs: it sends with the rights of the task. */
function logStatements(logging: ServiceSettings["logging"], logGroupArn: string): readonly Statement[] {
  if (logging.kind === "cloudwatch") return [];
  const toCloudWatch = {
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resources: [`${logGroupArn}:*`],
  };
  return [...(logging.output === undefined ? [toCloudWatch] : []), ...logging.statements];
}
