import { synthesizeIn } from "@strata/core/testing";
import { Cluster } from "./cluster";

test("has Container Insights, and Fargate as its capacity", () => {
  const stack = synthesizeIn((scope) => {
    new Cluster(scope, "cluster", { name: "test" });
  });
  expect(stack.resource("aws_ecs_cluster")).toMatchObject({
    setting: [{ name: "containerInsights", value: "enabled" }],
  });
  expect(stack.resource("aws_ecs_cluster_capacity_providers")).toMatchObject({
    capacity_providers: ["FARGATE", "FARGATE_SPOT"],
  });
});
