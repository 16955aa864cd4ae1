import { spawn } from "node:child_process";
import {
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Aws } from "./aws";
import { running } from "./platform-facts";

/**
 * Does what the pipeline and CodeDeploy do, which the emulator does not run: deploys an image in a new revision,
 * and writes down what runs.
 * @returns the ARN of the revision
 */
export async function deployImage(aws: Aws, service: string, tag: string): Promise<string> {
  const { task } = await running(aws, service);
  const image = `${task.containerDefinitions?.[0]?.image?.replace(/:[^:/]*$/, "")}:${tag}`;
  const taskDefinitionArn = await replaceImage(aws, service, image);
  for (const [name, Value] of [
    ["image", image],
    ["task-definition", taskDefinitionArn],
  ] as const) {
    await aws.ssm.send(
      new PutParameterCommand({ Name: `/sbcntr-services/${service}/${name}`, Value, Overwrite: true }),
    );
  }
  return taskDefinitionArn;
}

/**
 * Does what ECS's deploy action does: a new revision with another image, which the service then runs.
 * @returns the ARN of the revision
 */
export async function replaceImage(aws: Aws, service: string, image: string): Promise<string> {
  const { task } = await running(aws, service);
  const [container] = task.containerDefinitions ?? [];
  const { taskDefinition } = await aws.ecs.send(
    new RegisterTaskDefinitionCommand({
      ...withoutReadOnly(task),
      containerDefinitions: [{ ...container, image }],
    }),
  );
  const taskDefinitionArn = taskDefinition?.taskDefinitionArn ?? "";
  await runRevision(aws, service, taskDefinitionArn);
  return taskDefinitionArn;
}

/** Has a service run a revision, as CodeDeploy does in the end. */
export async function runRevision(aws: Aws, service: string, taskDefinition: string): Promise<void> {
  await aws.ecs.send(
    new UpdateServiceCommand({ cluster: "sbcntr-cluster", service: `sbcntr-${service}`, taskDefinition }),
  );
}

/** What the pipeline has written down of a service: what runs. */
export async function recorded({ ssm }: Aws, service: string): Promise<Record<string, string | undefined>> {
  const value = async (name: string): Promise<string | undefined> => {
    const Name = `/sbcntr-services/${service}/${name}`;
    return (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  };
  return { image: await value("image"), taskDefinition: await value("task-definition") };
}

/**
 * Has the AWS CLI deploy a task definition and an AppSpec, which it reads by itself, and leaves it when it only waits for
 * the end of the deployment: on the emulator there is none.
 */
export async function deployWithCli(
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<{ arn: string; deploymentId: string }> {
  const aws = spawn("aws", ["ecs", "deploy", ...args], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const status = await new Promise<number | null>((resolve, reject) => {
    const read = (data: Buffer): void => {
      printed += data.toString();
      if (printed.includes("Waiting for")) aws.kill();
    };
    aws.stdout.on("data", read);
    aws.stderr.on("data", read);
    aws.once("error", reject);
    aws.once("close", resolve);
  });
  const [arn, deploymentId] = [/new ECS task definition (\S+)/, /created deployment (\S+)/].map(
    (pattern) => pattern.exec(printed)?.[1],
  );
  if (arn === undefined || deploymentId === undefined) {
    throw new Error(`aws ecs deploy ended with ${String(status)}:\n${printed}`);
  }
  return { arn, deploymentId };
}

function withoutReadOnly({
  family,
  cpu,
  memory,
  networkMode,
  taskRoleArn,
  executionRoleArn,
  ...task
}: TaskDefinition) {
  const { requiresCompatibilities, runtimePlatform } = task;
  return {
    family,
    cpu,
    memory,
    networkMode,
    taskRoleArn,
    executionRoleArn,
    requiresCompatibilities,
    runtimePlatform,
  };
}
