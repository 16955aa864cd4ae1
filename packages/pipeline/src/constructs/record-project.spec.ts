import { statements, synthesizeIn, testEnvironment } from "@strata/core/testing";
import { Artifacts } from "./artifacts";
import { service } from "./fixtures";
import { RecordProject } from "./record-project";

describe("RecordProject", () => {
  const stack = synthesizeIn((scope) => {
    new RecordProject(scope, "record", {
      name: "test-record",
      roleName: "test-record",
      account: "123456789012",
      artifacts: new Artifacts(scope, "artifacts", {
        environment: testEnvironment(),
        bucketName: "artifacts",
        keyAlias: "alias/artifacts",
        days: 30,
      }),
      service,
      image: "image",
      logRetentionDays: 30,
    });
  });

  test("may write the two parameters of its service, and change nothing else", () => {
    const changes = statements(stack.resource("aws_iam_role_policy").policy).filter(({ Action }) =>
      (Action as string[]).some(
        (action) => !/:(Get|Describe|Decrypt|CreateLogStream|PutLogEvents)/.test(action),
      ),
    );
    expect(changes).toEqual([
      {
        Effect: "Allow",
        Action: ["ssm:PutParameter"],
        Resource: ["arn:parameter/web/image", "arn:parameter/web/task-definition"],
      },
    ]);
  });

  test("needs no Docker", () => {
    expect(stack.resource("aws_codebuild_project")).toMatchObject({
      environment: { privileged_mode: false },
    });
  });
});
