import { join } from "node:path";
import {
  POLICIES_A_ROLE,
  POLICY_LIMIT,
  readAccessLock,
  stateLocation,
  type Environment,
  type EnvironmentAccess,
} from "@strata/core";
import {
  statements,
  synthesize,
  testEnvironment,
  type Attributes,
  type Synthesized,
} from "@strata/core/testing";
import { foundationImports } from "./imports";
import { foundationSettings, type FoundationSettingsInput } from "./settings";
import { FoundationStack } from "./stack";

const environment = testEnvironment();

const access: EnvironmentAccess = {
  network: { reads: [], resources: ["aws_vpc"], data: [] },
  services: { reads: ["network"], resources: ["aws_ecs_cluster", "aws_iam_role"], data: [] },
};

const foundation = (
  changes: Partial<Environment> = {},
  settings: FoundationSettingsInput = {},
  layers = access,
): Synthesized =>
  synthesize(
    (app) => new FoundationStack(app, testEnvironment(changes), foundationSettings.parse(settings), layers),
  );

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

  describe("with roles", () => {
    const github = { repository: "acme/platform" };
    const stack = foundation({}, { roles: { github, sessionHours: 2 } });
    const role = (name: string): Attributes => stack.resources("aws_iam_role")[name] ?? {};

    test("makes a plan and a deploy role of each layer of the lock, within the boundary of layers", () => {
      expect(Object.keys(stack.resources("aws_iam_role"))).toEqual([
        "network-deploy",
        "network-plan",
        "services-deploy",
        "services-plan",
      ]);
      for (const name of Object.keys(stack.resources("aws_iam_role")))
        expect(role(name)).toMatchObject({
          name: `test-${name}`,
          max_session_duration: 7200,
          permissions_boundary: "${aws_iam_policy.layer-boundary.arn}",
        });
    });

    test("gives each what its types need, and attaches all of it", () => {
      const policies = stack.resources("aws_iam_policy");
      const rights = JSON.stringify(statements(policies["services-deploy-1"]?.policy));
      expect(rights).toContain("ecs:CreateCluster");
      expect(rights).not.toContain("ec2:CreateVpc");
      expect(JSON.stringify(statements(policies["network-deploy-1"]?.policy))).toContain("ec2:CreateVpc");
      const attached = Object.values(stack.resources("aws_iam_role_policy_attachment"));
      expect(attached.map(({ role, policy_arn }) => [role, policy_arn])).toEqual(
        Object.keys(policies)
          .filter((name) => !name.endsWith("-boundary"))
          .map((name) => [
            `\${aws_iam_role.${name.replace(/-\d$/, "")}.name}`,
            `\${aws_iam_policy.${name}.arn}`,
          ]),
      );
    });

    test("trusts the repository of a layer which is elsewhere, and not the platform's", () => {
      const search = { repository: "acme/search", reads: ["network"], resources: [], data: [] };
      const elsewhere = foundation({}, { roles: { github } }, { ...access, search });
      const trusted = (name: string): string =>
        JSON.stringify(statements(elsewhere.resources("aws_iam_role")[name]?.assume_role_policy));
      expect(trusted("search-deploy")).toContain("repo:acme/search:environment:test-search");
      expect(trusted("search-plan")).toContain("repo:acme/search:ref:refs/heads/main");
      expect(trusted("search-deploy") + trusted("search-plan")).not.toContain("acme/platform");
      expect(trusted("network-deploy")).toContain("repo:acme/platform:environment:test-network");
    });

    test("trusts GitHub when its provider is there", () => {
      expect(stack.resource("aws_iam_openid_connect_provider")).toMatchObject({
        url: "https://token.actions.githubusercontent.com",
        client_id_list: ["sts.amazonaws.com"],
      });
      expect(role("network-plan")).toMatchObject({ depends_on: ["aws_iam_openid_connect_provider.github"] });
      const existing = foundation({}, { roles: { github: { ...github, provider: "existing" } } });
      expect(existing.resources("aws_iam_openid_connect_provider")).toEqual({});
      expect(statements(existing.resources("aws_iam_role")["network-plan"]?.assume_role_policy)).toEqual(
        statements(role("network-plan").assume_role_policy),
      );
    });

    test("without them makes the boundaries only, which the roles of layers need", () => {
      expect(Object.keys(foundation().resources("aws_iam_policy"))).toEqual([
        "layer-boundary",
        "workload-boundary",
      ]);
      expect(foundation().resources("aws_iam_role")).toEqual({});
    });
  });

  describe("of the layers that there are", () => {
    const lock = readAccessLock(join(__dirname, "../../.."));

    test.each(Object.entries(lock.environments))("in %s keeps within the limits of AWS", (_, layers) => {
      const stack = foundation(
        { namePrefix: "p234567890123456" },
        { roles: { github: { repository: "acme/platform" } } },
        layers,
      );
      const policies = Object.values(stack.resources("aws_iam_policy"));
      for (const { policy } of policies) expect(String(policy).length).toBeLessThanOrEqual(POLICY_LIMIT);
      const roles = Object.values(stack.resources("aws_iam_role_policy_attachment")).map(({ role }) => role);
      for (const role of new Set(roles))
        expect(roles.filter((one) => one === role).length).toBeLessThanOrEqual(POLICIES_A_ROLE);
      // The quota for trust policies (same page of the IAM User Guide).
      for (const { assume_role_policy } of Object.values(stack.resources("aws_iam_role")))
        expect(String(assume_role_policy).length).toBeLessThanOrEqual(2048);
    });
  });
});
