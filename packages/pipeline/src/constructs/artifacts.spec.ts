import { statements, synthesizeIn, testEnvironment } from "@strata/core/testing";
import { Artifacts } from "./artifacts";

describe("Artifacts", () => {
  let artifacts!: Artifacts;
  const stack = synthesizeIn((scope) => {
    artifacts = new Artifacts(scope, "artifacts", {
      environment: testEnvironment(),
      bucketName: "test-artifacts",
      keyAlias: "alias/test-pipeline",
      days: 30,
    });
  });

  test("are private, encrypted, reached by TLS only, and removed after a time", () => {
    expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      restrict_public_buckets: true,
    });
    expect(statements(stack.resource("aws_s3_bucket_policy").policy)[0]).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(stack.resource("aws_s3_bucket_lifecycle_configuration").rule).toContainEqual(
      expect.objectContaining({ id: "old-objects", expiration: [{ days: 30 }] }),
    );
    expect(stack.resource("aws_kms_alias")).toMatchObject({ name: "alias/test-pipeline" });
  });

  test("who reads them can't write any", () => {
    const actions = artifacts.read().flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /Put|Encrypt|Generate|Delete/.test(action))).toEqual([]);
    expect(artifacts.readAndWrite().flatMap((statement) => statement.actions)).toEqual(
      expect.arrayContaining([...actions, "s3:PutObject", "kms:GenerateDataKey"]),
    );
  });
});
