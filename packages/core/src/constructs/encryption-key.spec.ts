import { statements, synthesizeIn, testEnvironment } from "../testing";
import { EncryptionKey } from "./encryption-key";

const key = (isProtected: boolean) =>
  synthesizeIn((scope) => {
    new EncryptionKey(scope, "key", {
      environment: testEnvironment({ protected: isProtected }),
      alias: "alias/test",
      description: "Test",
      statements: [
        { actions: ["kms:Decrypt"], resources: ["*"], principals: { Service: "logs.amazonaws.com" } },
      ],
    });
  });

test("is rotated, and has its alias", () => {
  expect(key(false).resource("aws_kms_key")).toMatchObject({ enable_key_rotation: true });
  expect(key(false).resource("aws_kms_alias")).toMatchObject({ name: "alias/test" });
});

test("the account keeps the last word, beside what services are allowed", () => {
  expect(statements(key(false).resource("aws_kms_key").policy)).toMatchObject([
    { Action: ["kms:*"], Principal: { AWS: "arn:aws:iam::123456789012:root" } },
    { Action: ["kms:Decrypt"], Principal: { Service: "logs.amazonaws.com" } },
  ]);
});

test("can't be destroyed by mistake where its environment is protected", () => {
  expect(key(true).resource("aws_kms_key")).toMatchObject({
    deletion_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
  expect(key(false).resource("aws_kms_key")).not.toHaveProperty("lifecycle");
});
