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
  const [container] = task.containerDefinitions ?? [];
  const image = `${container?.image?.split(":")[0]}:${tag}`;
  const { taskDefinition } = await aws.ecs.send(
    new RegisterTaskDefinitionCommand({
      ...withoutReadOnly(task),
      containerDefinitions: [{ ...container, image }],
    }),
  );
  const taskDefinitionArn = taskDefinition?.taskDefinitionArn ?? "";
  await aws.ecs.send(
    new UpdateServiceCommand({
      cluster: "sbcntr-cluster",
      service: `sbcntr-${service}`,
      taskDefinition: taskDefinitionArn,
    }),
  );
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
