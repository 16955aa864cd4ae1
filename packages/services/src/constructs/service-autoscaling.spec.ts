import { synthesize, testEnvironment } from "@strata/core/testing";
import { servicesSettings } from "../settings";
import { ServicesStack } from "../stack";

const service = {
  containers: { app: { image: { uri: "web:1" } } },
  subnetGroup: "private",
  securityGroup: "app",
};

const services = (change: object) =>
  synthesize(
    (app) =>
      new ServicesStack(
        app,
        testEnvironment(),
        servicesSettings.parse({ services: { shop: { ...service, ...change } } }),
      ),
  );

test("keeps the CPU near the target, within the limits", () => {
  const stack = services({ autoscaling: { min: 2, max: 6, cpuPercent: 50 } });
  expect(stack.resource("aws_appautoscaling_target")).toMatchObject({ min_capacity: 2, max_capacity: 6 });
  expect(stack.resource("aws_appautoscaling_policy")).toMatchObject({
    policy_type: "TargetTrackingScaling",
    target_tracking_scaling_policy_configuration: { target_value: 50 },
  });
});

test("takes the number of tasks out of Terraform's hands, and only then", () => {
  const scaled = services({ autoscaling: { min: 2, max: 6 } }).resource("aws_ecs_service");
  expect(scaled.lifecycle).toEqual({ ignore_changes: ["desired_count"] });
  expect(services({}).resource("aws_ecs_service").lifecycle).toBeUndefined();
});
