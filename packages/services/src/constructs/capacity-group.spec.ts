import { synthesizeIn } from "@strata/core/testing";
import { CapacityGroup } from "./capacity-group";
import { Cluster } from "./cluster";

const stack = synthesizeIn((scope) => {
  const cluster = new Cluster(scope, "cluster", { name: "test", containerInsights: "disabled" });
  new CapacityGroup(scope, "capacity", {
    name: "test-capacity-web",
    roleName: "test-capacity-web",
    providerName: "capacity-test-web",
    cluster,
    settings: {
      instanceTypes: ["t3.medium", "t3a.medium"],
      architecture: "X86_64",
      min: 0,
      max: 3,
      subnetGroup: "private",
      securityGroup: "task",
      rootVolumeGiB: 30,
    },
    subnetIds: ["a", "c"],
    securityGroupId: "group",
  });
});

test("its instances ask for tokens, encrypt their disk, and have the newest image of AWS", () => {
  expect(stack.resource("aws_launch_template")).toMatchObject({
    metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    block_device_mappings: [{ ebs: { encrypted: "true", volume_size: 30 } }],
    image_id: expect.stringMatching(/^resolve:ssm:.*amazon-linux-2023/) as string,
    user_data: expect.stringMatching(/base64encode\(.*ECS_CLUSTER=\$\{aws_ecs_cluster/) as string,
  });
});

test("ECS decides how many there are, and ends none that runs tasks", () => {
  expect(stack.resource("aws_autoscaling_group")).toMatchObject({
    min_size: 0,
    max_size: 3,
    protect_from_scale_in: true,
    mixed_instances_policy: {
      launch_template: { override: [{ instance_type: "t3.medium" }, { instance_type: "t3a.medium" }] },
    },
  });
  expect(stack.resource("aws_ecs_capacity_provider")).toMatchObject({
    name: "capacity-test-web",
    auto_scaling_group_provider: {
      managed_draining: "ENABLED",
      managed_termination_protection: "ENABLED",
      managed_scaling: { status: "ENABLED" },
    },
  });
  expect(stack.resource("aws_ecs_cluster_capacity_providers").capacity_providers).toEqual([
    "FARGATE",
    "FARGATE_SPOT",
    expect.stringContaining("aws_ecs_capacity_provider"),
  ]);
});
