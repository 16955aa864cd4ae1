import { statements, synthesizeIn, testEnvironment } from "../testing";
import { PrivateBucket } from "./private-bucket";

const bucket = (change: { protected?: boolean; objectDays?: number } = {}) =>
  synthesizeIn((scope) => {
    new PrivateBucket(scope, "bucket", {
      environment: testEnvironment({ protected: change.protected ?? false }),
      name: "test",
      keyArn: "arn:key",
      oldVersionDays: 90,
      oldVersionsKept: 10,
      ...(change.objectDays === undefined ? {} : { objectDays: change.objectDays }),
    });
  });

test("is versioned, encrypted with the given key, and closed to the public", () => {
  expect(bucket().resource("aws_s3_bucket_versioning")).toMatchObject({
    versioning_configuration: { status: "Enabled" },
  });
  expect(bucket().resource("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
    rule: [
      { apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "arn:key" } },
    ],
  });
  expect(bucket().resource("aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
});

test("refuses plain HTTP, and objects that name another encryption", () => {
  const [transport, encryption] = statements(bucket().resource("aws_s3_bucket_policy").policy);
  expect(transport).toMatchObject({
    Effect: "Deny",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  expect(encryption).toMatchObject({ Effect: "Deny", Action: ["s3:PutObject"] });
});

test("old versions go after their time, but for the newest; objects stay unless they are told to go", () => {
  const rules = (stack: ReturnType<typeof bucket>) =>
    stack.resource("aws_s3_bucket_lifecycle_configuration").rule as Record<string, unknown>[];
  expect(rules(bucket())).toMatchObject([
    { noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 10 }] },
  ]);
  expect(rules(bucket({ objectDays: 30 }))).toMatchObject([{}, { expiration: [{ days: 30 }] }]);
});

test("is deleted with its objects only where the environment is not protected", () => {
  expect(bucket({ protected: true }).resource("aws_s3_bucket")).toMatchObject({
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(bucket().resource("aws_s3_bucket")).toMatchObject({ force_destroy: true });
});
