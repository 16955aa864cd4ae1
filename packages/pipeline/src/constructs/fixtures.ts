import type { BlueGreenTraffic, DeliveredService } from "./delivered-service";

/** A service for specs. */
export const service: DeliveredService = {
  clusterName: "cluster",
  name: "web",
  arn: "arn:service",
  taskFamily: "web-family",
  containerName: "app",
  containerPort: "8000",
  targetContainer: "nginx",
  targetPort: "80",
  capacityProviderStrategy: '[{"CapacityProvider":"FARGATE","Base":0,"Weight":1}]',
  taskRoleArn: "arn:task-role",
  executionRoleArn: "arn:execution-role",
  image: { name: "/web/image", arn: "arn:parameter/web/image" },
  taskDefinition: { name: "/web/task-definition", arn: "arn:parameter/web/task-definition" },
};

/** How users reach it, for specs. */
export const traffic: BlueGreenTraffic = {
  productionListenerArn: "arn:production",
  testListenerArn: "arn:test",
  blueTargetGroup: "blue",
  greenTargetGroup: "green",
  rollout: { name: "/web/rollout", arn: "arn:parameter/web/rollout" },
  alarmNames: ["errors"],
};
