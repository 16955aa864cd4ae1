import { statements, synthesizeIn } from "@strata/core/testing";
import { policy } from "@strata/core";
import { Cluster } from "./cluster";

const cluster = (change: (cluster: Cluster) => void = () => undefined) =>
  synthesizeIn((scope) => {
    change(new Cluster(scope, "cluster", { name: "test", containerInsights: "enhanced" }));
  });

test("has Fargate as its capacity, and Container Insights as they are set", () => {
  const stack = cluster();
  expect(stack.resource("aws_ecs_cluster")).toMatchObject({
    setting: [{ name: "containerInsights", value: "enhanced" }],
  });
  expect(stack.resource("aws_ecs_cluster_capacity_providers")).toMatchObject({
    capacity_providers: ["FARGATE", "FARGATE_SPOT"],
  });
  expect(stack.resource("aws_ecs_cluster")).not.toHaveProperty("configuration");
});

test("takes EC2 capacity beside it", () => {
  const stack = cluster((one) => {
    one.addCapacity("capacity-test");
  });
  expect(stack.resource("aws_ecs_cluster_capacity_providers")).toMatchObject({
    capacity_providers: ["FARGATE", "FARGATE_SPOT", "capacity-test"],
  });
});

test("encrypts the shells of ECS Exec and keeps a log of them", () => {
  const rights: string[] = [];
  const stack = cluster((one) => {
    expect(one.execStatements).toEqual([]);
    one.logExec({ keyArn: "arn:key", logGroupName: "/ecs/exec", retentionDays: 90 });
    rights.push(policy(one.execStatements));
  });
  expect(stack.resource("aws_ecs_cluster").configuration).toMatchObject({
    execute_command_configuration: {
      kms_key_id: "arn:key",
      logging: "OVERRIDE",
      log_configuration: { cloud_watch_encryption_enabled: true },
    },
  });
  expect(stack.resource("aws_cloudwatch_log_group")).toMatchObject({
    name: "/ecs/exec",
    kms_key_id: "arn:key",
    retention_in_days: 90,
  });
  expect(statements(rights[0])).toContainEqual(
    expect.objectContaining({ Action: ["kms:Decrypt"], Resource: ["arn:key"] }),
  );
});
