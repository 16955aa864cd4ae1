import {
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
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
