import type { Statement } from "@strata/core";
import type { DeliveredService } from "./delivered-service";

/** What several roles need, whoever builds and deploys. */

/** To push images to these repositories: narrower than the registry's push policy, which is for every one. */
export const pushImages = (repositoryArns: readonly string[]): readonly Statement[] => [
  // The login is for the whole registry: ECR knows no narrower resource for it.
  { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  {
    actions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    resources: repositoryArns,
  },
];

/** To have ECS replace the tasks of these services, and to follow it. */
export const replaceTasks = (services: readonly DeliveredService[]): readonly Statement[] => [
  { actions: ["ecs:DescribeServices", "ecs:UpdateService"], resources: services.map(({ arn }) => arn) },
  // ECS knows no narrower resource for these.
  { actions: ["ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListTasks"], resources: ["*"] },
];

/** Each deployment is a new revision of the task definition, in the services' roles and in no other. */
export const registerTaskDefinitions = (services: readonly DeliveredService[]): readonly Statement[] => [
  // ECS knows no narrower resource for it.
  { actions: ["ecs:RegisterTaskDefinition"], resources: ["*"] },
  {
    actions: ["ecs:TagResource"],
    resources: ["*"],
    conditions: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
  },
  {
    actions: ["iam:PassRole"],
    resources: services.flatMap(({ taskRoleArn, executionRoleArn }) => [taskRoleArn, executionRoleArn]),
    conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  },
];

/** To write down what runs, for the next plan of the services layer. */
export const recordRunning = (services: readonly DeliveredService[]): readonly Statement[] => [
  {
    actions: ["ssm:PutParameter"],
    resources: services.flatMap(({ image, taskDefinition }) => [image.arn, taskDefinition.arn]),
  },
];
