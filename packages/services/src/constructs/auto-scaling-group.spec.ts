import { synthesizeIn } from "@strata/core/testing";
import { autoScalingGroup } from "../settings/auto-scaling-groups";
import { AutoScalingGroup, mostInstances, type AutoScalingGroupProps } from "./auto-scaling-group";

const settings = (changes: object = {}) =>
  autoScalingGroup.parse({
    subnetGroup: "private",
    securityGroup: "web",
    min: 2,
    max: 6,
    desired: 3,
    instanceTypes: ["t3.small", "t3a.small"],
    ...changes,
  });

const group = (changes: object = {}, props: Partial<AutoScalingGroupProps> = {}) =>
  synthesizeIn((scope) => {
    new AutoScalingGroup(scope, "group", {
      name: "test-web",
      roleName: "test-web-instances",
      settings: settings(changes),
      subnetIds: ["subnet-a", "subnet-c"],
      securityGroupId: "sg-1",
      rootVolumeGiB: 20,
      policyArns: {},
      userData: ["dnf install -y nginx"],
      onDemandBase: 1,
      onDemandPercent: 0,
      traffic: undefined,
      tags: { Project: "test" },
      topicArn: "arn:topic",
      ...props,
    });
  });

test("the launch template asks for tokens, encrypts disks, and names no type", () => {
  const template = group().resource("aws_launch_template");
  expect(template).toMatchObject({
    metadata_options: { http_tokens: "required" },
    block_device_mappings: [{ ebs: { encrypted: "true", volume_type: "gp3", volume_size: 20 } }],
    monitoring: { enabled: true },
    vpc_security_group_ids: ["sg-1"],
    tag_specifications: [
      { resource_type: "instance", tags: { Project: "test", Name: "test-web" } },
      { resource_type: "volume", tags: { Project: "test", Name: "test-web" } },
    ],
  });
  expect(template).not.toHaveProperty("instance_type");
  expect(template).not.toHaveProperty("key_name");
  expect(template.user_data).toMatch(/^\$\{base64encode\(local\./);
});

test("mixes on demand and Spot over the types of the settings", () => {
  expect(group().resource("aws_autoscaling_group")).toMatchObject({
    min_size: 2,
    max_size: 6,
    desired_capacity: 3,
    capacity_rebalance: true,
    mixed_instances_policy: {
      instances_distribution: {
        on_demand_base_capacity: 1,
        on_demand_percentage_above_base_capacity: 0,
        spot_allocation_strategy: "price-capacity-optimized",
      },
      launch_template: { override: [{ instance_type: "t3.small" }, { instance_type: "t3a.small" }] },
    },
  });
});

test("or over all types that have what it needs", () => {
  const needs = {
    instanceTypes: undefined,
    requirements: { vcpu: { min: 1, max: 2 }, memoryGiB: { min: 1, max: 4 } },
  };
  expect(group(needs).resource("aws_autoscaling_group")).toMatchObject({
    mixed_instances_policy: {
      launch_template: {
        override: [
          {
            instance_requirements: {
              vcpu_count: { min: 1, max: 2 },
              memory_mib: { min: 1024, max: 4096 },
            },
          },
        ],
      },
    },
  });
});

test("launches before it terminates, and replaces instances when the template changes", () => {
  const { instance_maintenance_policy, instance_refresh, mixed_instances_policy } =
    group().resource("aws_autoscaling_group");
  expect(instance_maintenance_policy).toEqual({ min_healthy_percentage: 100, max_healthy_percentage: 110 });
  expect(instance_refresh).toMatchObject({ strategy: "Rolling", preferences: { auto_rollback: true } });
  expect(mixed_instances_policy).toMatchObject({
    launch_template: {
      launch_template_specification: { version: expect.stringContaining("latest_version") as string },
    },
  });
  expect(mostInstances(settings())).toBe(7);
  expect(mostInstances(settings({ maintenance: "none" }))).toBe(6);
  expect(group({ maintenance: "none" }).resource("aws_autoscaling_group")).not.toHaveProperty(
    "instance_maintenance_policy",
  );
});

test("believes the load balancer on health, where there is one", () => {
  expect(group().resource("aws_autoscaling_group")).toMatchObject({ health_check_type: "EC2" });
  expect(
    group({}, { traffic: { targetGroupArn: "arn:group", routes: [] } }).resource("aws_autoscaling_group"),
  ).toMatchObject({
    health_check_type: "ELB",
    target_group_arns: ["arn:group"],
  });
});

test("lets be what its policies change, and nothing else", () => {
  const ignored = (scaling: object): unknown =>
    group({ scaling }).resource("aws_autoscaling_group").lifecycle;
  const action = { recurrence: "0 9 * * *" };
  expect(ignored({})).toBeUndefined();
  expect(ignored({ targetTracking: { cpuPercent: 50 } })).toEqual({ ignore_changes: ["desired_capacity"] });
  expect(ignored({ scheduled: { morning: { ...action, desired: 3 } } })).toEqual({
    ignore_changes: ["desired_capacity"],
  });
  expect(ignored({ scheduled: { morning: { ...action, min: 3, max: 5 } } })).toEqual({
    ignore_changes: ["desired_capacity", "min_size", "max_size"],
  });
});

test("tells of instances that can't be started or ended", () => {
  expect(group().resource("aws_autoscaling_notification")).toMatchObject({
    notifications: ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE_ERROR"],
    topic_arn: "arn:topic",
  });
});
