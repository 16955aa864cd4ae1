import { service } from "./fixtures";
import { pushImages, recordRunning, registerTaskDefinitions, replaceTasks } from "./rights";

const api = {
  ...service,
  arn: "arn:api",
  taskRoleArn: "arn:api-task",
  executionRoleArn: "arn:api-execution",
};

test("images are pushed to the given repositories only", () => {
  expect(pushImages(["arn:web"]).find(({ actions }) => actions.includes("ecr:PutImage"))?.resources).toEqual([
    "arn:web",
  ]);
});

test("services are replaced, in their own roles only, and recorded by name", () => {
  const of = (action: string) =>
    [...replaceTasks([service, api]), ...registerTaskDefinitions([service, api]), ...recordRunning([service])]
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ resources = [] }) => resources);
  expect(of("ecs:UpdateService")).toEqual(["arn:service", "arn:api"]);
  expect(of("iam:PassRole")).toEqual([
    "arn:task-role",
    "arn:execution-role",
    "arn:api-task",
    "arn:api-execution",
  ]);
  expect(of("ssm:PutParameter")).toEqual(["arn:parameter/web/image", "arn:parameter/web/task-definition"]);
});
