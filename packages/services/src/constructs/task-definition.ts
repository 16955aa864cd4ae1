import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { policy, trust } from "@strata/core";
import { Construct } from "constructs";
import type { ContainerSettings } from "../settings";
import { RunningImage } from "./running-image";

/** A container whose references to other resources are resolved to values. */
export interface Container extends Omit<ContainerSettings, "image" | "environment" | "secrets"> {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What ECS calls `valueFrom`: the ARN of a secret, or of one key of it. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface TaskDefinitionProps {
  readonly family: string;
  readonly region: string;
  readonly account: string;
  /** By name; the image of the first is the pipeline's to change. */
  readonly containers: Readonly<Record<string, Container>>;
  /** CPU units. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly logGroupName: string;
  readonly logRetentionDays: number;
  readonly imageParameterName: string;
  readonly pullPolicyArn: string;
  /** ARNs of the secrets that its containers take values from, without keys. */
  readonly secretArns: readonly string[];
  /** Whether old revisions stay, to roll back to. */
  readonly keepRevisions: boolean;
  readonly roleName: (part: string) => string;
}

/** What a service runs: a Fargate task definition with its roles and its logs. */
export class TaskDefinition extends Construct {
  readonly definition: EcsTaskDefinition;
  readonly runningImage: RunningImage;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: props.logGroupName,
      retentionInDays: props.logRetentionDays,
    });
    const assumedByTasks = trust("ecs-tasks.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": props.account },
    });
    const taskRole = new IamRole(this, "task-role", {
      name: props.roleName("task"),
      assumeRolePolicy: assumedByTasks,
    });
    const executionRole = new IamRole(this, "execution-role", {
      name: props.roleName("execution"),
      assumeRolePolicy: assumedByTasks,
    });
    new IamRolePolicyAttachment(this, "pull", { role: executionRole.name, policyArn: props.pullPolicyArn });
    new IamRolePolicy(this, "start", {
      name: "start",
      role: executionRole.name,
      policy: policy([
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${logs.arn}:*`] },
        ...(props.secretArns.length === 0
          ? []
          : [{ actions: ["secretsmanager:GetSecretValue"], resources: props.secretArns }]),
      ]),
    });

    const entries = Object.entries(props.containers);
    const [firstName, first] = entries[0] as [string, Container];
    const definitions = (firstImage: string): string =>
      JSON.stringify(
        entries.map(([name, container]) =>
          containerDefinition(name, container, {
            image: name === firstName ? firstImage : container.image,
            logGroup: logs.name,
            region: props.region,
          }),
        ),
      );

    this.runningImage = new RunningImage(this, "running-image", {
      parameterName: props.imageParameterName,
      firstImage: first.image,
      template: JSON.stringify([props.cpu, props.memory, definitions("")]),
    });
    this.definition = new EcsTaskDefinition(this, "definition", {
      family: props.family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(props.cpu),
      memory: String(props.memory),
      taskRoleArn: taskRole.arn,
      executionRoleArn: executionRole.arn,
      containerDefinitions: definitions(this.runningImage.image),
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      skipDestroy: props.keepRevisions,
      // The service moves to the new revision before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    this.taskRoleArn = taskRole.arn;
    this.executionRoleArn = executionRole.arn;
  }
}

function containerDefinition(
  name: string,
  container: Container,
  { image, logGroup, region }: { image: string; logGroup: string; region: string },
): object {
  const { port, command, environment, secrets, essential, readonlyRootFilesystem } = container;
  return {
    name,
    image,
    essential,
    readonlyRootFilesystem,
    command,
    portMappings: port === undefined ? [] : [{ containerPort: port, hostPort: port, protocol: "tcp" }],
    environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
    secrets: Object.entries(secrets).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": logGroup, "awslogs-region": region, "awslogs-stream-prefix": name },
    },
  };
}
