import { stateLocation, type Environment } from "@strata/core";
import { statements, synthesize, testEnvironment, type Synthesized } from "@strata/core/testing";
import { foundationImports } from "./imports";
import { foundationSettings } from "./settings";
import { FoundationStack } from "./stack";

const environment = testEnvironment();

const foundation = (changes: Partial<Environment> = {}): Synthesized =>
  synthesize((app) => new FoundationStack(app, testEnvironment(changes), foundationSettings.parse({})));

describe("FoundationStack", () => {
  test("makes bucket and key where core's backend looks for them", () => {
    const { bucket, kmsAlias } = stateLocation(environment);
    expect(foundation().resource("aws_s3_bucket")).toMatchObject({ bucket });
    expect(foundation().resource("aws_kms_alias")).toMatchObject({ name: kmsAlias });
  });

  test("keeps every version of a state, encrypted, and lets nobody in from outside or without TLS", () => {
    const stack = foundation();
    expect(stack.resource("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(stack.resource("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.key.arn}",
          },
          bucket_key_enabled: true,
        },
      ],
    });
    expect(stack.resource("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(statements(stack.resource("aws_s3_bucket_policy").policy)).toMatchObject([
      { Effect: "Deny", Action: ["s3:*"], Condition: { Bool: { "aws:SecureTransport": "false" } } },
      {
        Effect: "Deny",
        Action: ["s3:PutObject"],
        Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
      },
    ]);
  });

  test("removes old versions by age, but never the newest of them", () => {
    expect(foundation().resource("aws_s3_bucket_lifecycle_configuration")).toMatchObject({
      rule: [
        {
          noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 30 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    });
  });

  test("can't be destroyed where the environment is protected", () => {
    const guarded = { lifecycle: { prevent_destroy: true } };
    const stack = foundation({ protected: true });
    expect(stack.resource("aws_s3_bucket")).toMatchObject({ ...guarded, force_destroy: false });
    expect(stack.resource("aws_kms_key")).toMatchObject({ ...guarded, deletion_window_in_days: 30 });
    expect(foundation().resource("aws_s3_bucket")).toMatchObject({ force_destroy: true });
    expect(foundation().resource("aws_s3_bucket")).not.toHaveProperty("lifecycle");
  });

  test("has what is imported at the addresses of the table", () => {
    const stack = foundation();
    expect(foundationImports(environment).map(({ find }) => find)).toEqual([
      "bucket",
      "key-of-alias",
      "alias",
    ]);
    for (const { address } of foundationImports(environment)) {
      const [type = "", name = ""] = address.split(".");
      expect(Object.keys(stack.resources(type))).toEqual([name]);
    }
  });
});
