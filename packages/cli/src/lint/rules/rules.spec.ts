/** Each rule on counter-examples that it must find, and on the like which it must let pass. */
import { lookAt, RULES } from ".";
import type { Attributes } from "./rule";

/** By rule and type of resource: what must be found, and what is as it should be. */
type Cases = Readonly<
  Record<
    string,
    Readonly<Record<string, readonly [wrong: readonly Attributes[], right: readonly Attributes[]]>>
  >
>;

const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}): object => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const toAnybody = (more: object = {}): object => allow("s3:GetObject", "*", { Principal: "*", ...more });
const CONDITION = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };

const REACH: Cases[string][string] = [
  [{ publicly_accessible: true }, { publicly_accessible: "true" }, { publicly_accessible: "${var.public}" }],
  [{ publicly_accessible: false }, {}],
];
const INLINE: Cases[string][string] = [
  [
    { ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }] },
    { ingress: { from_port: 0, to_port: 0, protocol: "-1", ipv6_cidr_blocks: ["::/0"] } },
  ],
  [{}, { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] }],
];
const POLICY_FOR_ALL: Cases[string][string] = [
  [
    { policy: policy(toAnybody()) },
    { policy: policy(toAnybody({ Principal: { AWS: ["*"] } })) },
    { policy: policy(allow("s3:*", "*", { NotPrincipal: { AWS: "arn:aws:iam::1:role/a" } })) },
    { policy: "${data.aws_iam_policy_document.any.json}" },
  ],
  [
    { policy: policy(toAnybody({ Condition: CONDITION }), { ...toAnybody(), Effect: "Deny" }) },
    {
      policy: policy(
        allow("s3:GetObject", '${aws_s3_bucket.a["x"].arn}', { Principal: { AWS: "123456789012" } }),
      ),
    },
  ],
];
const TOO_WIDE: Cases[string][string] = [
  [
    { policy: policy(allow("*")) },
    { policy: policy(allow("s3:GetObject"), allow(["ec2:*"], ["*"])) },
    { policy: policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) },
    { policy: policy(allow("s3:*", undefined, { Resource: undefined, NotResource: "arn:aws:s3:::a" })) },
    { policy: policy(allow(["iam:PassRole"])) },
    { policy: "${jsonencode({})}" },
  ],
  [
    { policy: policy(allow("ecr:GetAuthorizationToken"), allow("s3:*", "arn:aws:s3:::mine/*")) },
    { policy: policy({ Effect: "Deny", Action: "*", Resource: "*" }) },
    { policy: policy(allow("iam:PassRole", "arn:aws:iam::123456789012:role/mine-*")) },
  ],
];
const ATTACHED: Cases[string][string] = [
  [
    { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    { policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
    { policy_arn: "arn:aws-cn:iam::aws:policy/job-function/PowerUserAccess" },
  ],
  [
    { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    { policy_arn: "${aws_iam_policy.a.arn}" },
  ],
];
const TOKENS: Cases[string][string] = [
  [{}, { metadata_options: { http_tokens: "optional" } }],
  [{ metadata_options: { http_tokens: "required" } }, { metadata_options: [{ http_endpoint: "disabled" }] }],
];
const FORCED: Cases[string][string] = [
  [{}, { parameter: [{ name: "require_secure_transport", value: "0" }] }],
  [
    { parameter: [{ name: "require_secure_transport", value: "1" }] },
    { parameter: { name: "rds.force_ssl", value: "1" } },
  ],
];
const flag = (name: string): Cases[string][string] => [
  [{}, { [name]: false }],
  [{ [name]: true }, { [name]: "true" }],
];
const key = (name: string): Cases[string][string] => [
  [{}, { [name]: "" }],
  [{ [name]: "${aws_kms_key.key.arn}" }],
];
const made: Cases[string][string] = [[{}], []];

const CASES: Cases = {
  "no-public-database": {
    aws_db_instance: REACH,
    aws_rds_cluster_instance: REACH,
    aws_redshift_cluster: REACH,
    aws_dms_replication_instance: REACH,
  },
  "no-public-bucket": { aws_s3_bucket: [[{}], []] },
  "no-open-door": {
    aws_vpc_security_group_ingress_rule: [
      [
        { cidr_ipv4: "0.0.0.0/0", from_port: 22, to_port: 22, ip_protocol: "tcp" },
        { cidr_ipv6: "::/0", from_port: 3000, to_port: 4000, ip_protocol: "tcp" },
        { cidr_ipv4: "128.0.0.0/1", from_port: 22, to_port: 22, ip_protocol: "tcp" },
        { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      ],
      [
        { cidr_ipv4: "0.0.0.0/0", from_port: 80, to_port: 80, ip_protocol: "tcp" },
        { cidr_ipv4: "203.0.113.7/32", from_port: 22, to_port: 22, ip_protocol: "tcp" },
        { referenced_security_group_id: "${aws_security_group.a.id}", ip_protocol: "-1" },
      ],
    ],
    aws_security_group_rule: [
      [{ type: "ingress", cidr_blocks: ["0.0.0.0/0"], from_port: 0, to_port: 65535, protocol: "tcp" }],
      [{ type: "egress", cidr_blocks: ["0.0.0.0/0"], from_port: 0, to_port: 0, protocol: "-1" }],
    ],
    aws_security_group: INLINE,
    aws_default_security_group: INLINE,
  },
  "not-for-anybody": {
    aws_ecr_repository_policy: POLICY_FOR_ALL,
    aws_iam_role: [
      [
        {
          assume_role_policy: policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } }),
        },
        { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" },
      ],
      [
        {
          assume_role_policy: policy({
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "ec2" },
          }),
        },
      ],
    ],
    aws_kms_key: [POLICY_FOR_ALL[0], [...POLICY_FOR_ALL[1], {}]],
    aws_s3_bucket_policy: POLICY_FOR_ALL,
    aws_secretsmanager_secret_policy: POLICY_FOR_ALL,
    aws_sns_topic_policy: POLICY_FOR_ALL,
    aws_sqs_queue_policy: POLICY_FOR_ALL,
  },
  "no-administrator": {
    aws_iam_group_policy: TOO_WIDE,
    aws_iam_group_policy_attachment: ATTACHED,
    aws_iam_policy: TOO_WIDE,
    aws_iam_role: [[{ managed_policy_arns: ["arn:aws:iam::aws:policy/IAMFullAccess"] }], [{}]],
    aws_iam_role_policy: TOO_WIDE,
    aws_iam_role_policy_attachment: ATTACHED,
    aws_iam_user_policy: TOO_WIDE,
    aws_iam_user_policy_attachment: ATTACHED,
  },
  "no-secret-values": {
    "*": [
      [
        { password: "hunter2hunter2" },
        { settings: [{ deep: { auth_token: "${var.token}" } }] },
        { master_password: "hunter2hunter2" },
      ],
      [{ password: "" }, { password_wo: "${ephemeral.a.b.random_password}" }, { password_wo_version: 1 }],
    ],
    aws_iam_access_key: made,
    aws_iam_user_login_profile: made,
    "data.aws_secretsmanager_random_password": made,
    "data.aws_secretsmanager_secret_version": made,
    random_password: made,
    tls_private_key: made,
    aws_codebuild_project: [
      [{ environment: { environment_variable: [{ name: "GITHUB_TOKEN", value: "x", type: "PLAINTEXT" }] } }],
      [
        {
          environment: {
            environment_variable: [{ name: "GITHUB_TOKEN", value: "x", type: "SECRETS_MANAGER" }],
          },
        },
      ],
    ],
    aws_ecs_task_definition: [
      [
        {
          container_definitions:
            '[{"name":"a","environment":[{"name":"DB_PASSWORD","value":"${local.p["a"]}"}]}]',
        },
      ],
      [{ container_definitions: '[{"name":"a","secrets":[{"name":"DB_PASSWORD","valueFrom":"arn"}]}]' }],
    ],
    aws_secretsmanager_secret_version: [
      [
        { secret_string: '{"username":"admin","password":"hunter2"}' },
        { secret_string: '${jsonencode({"password" = random_password.a.result})}' },
        { secret_string: "hunter2" },
      ],
      [{ secret_string_wo: "x" }, { secret_string: '${jsonencode({"host" = "a", "port" = "3306"})}' }],
    ],
    aws_ssm_parameter: [
      [{ type: "SecureString", value: "hunter2" }],
      [
        { type: "SecureString", value_wo: "hunter2" },
        { type: "String", value: "v1" },
      ],
    ],
  },
  "imds-v2": { aws_instance: TOKENS, aws_launch_template: TOKENS },
  encrypted: {
    aws_backup_vault: key("kms_key_arn"),
    aws_codebuild_project: key("encryption_key"),
    aws_codepipeline: [
      [{ artifact_store: [{ location: "a", type: "S3" }] }],
      [{ artifact_store: [{ location: "a", encryption_key: { id: "arn", type: "KMS" } }] }],
    ],
    aws_db_instance: [
      [{}, { storage_encrypted: false }],
      [{ storage_encrypted: true }, { replicate_source_db: "main" }],
    ],
    aws_ebs_volume: flag("encrypted"),
    aws_ecr_repository: [
      [{}, { encryption_configuration: [{ encryption_type: "AES256" }] }],
      [{ encryption_configuration: { encryption_type: "KMS" } }],
    ],
    aws_efs_file_system: flag("encrypted"),
    aws_elasticache_replication_group: flag("at_rest_encryption_enabled"),
    aws_instance: [
      [{}, { root_block_device: { encrypted: true }, ebs_block_device: [{ encrypted: true }, {}] }],
      [{ root_block_device: { encrypted: true }, ebs_block_device: [{ encrypted: "true" }] }],
    ],
    aws_kms_key: [
      [{}, { enable_key_rotation: false, customer_master_key_spec: "SYMMETRIC_DEFAULT" }],
      [{ enable_key_rotation: true }, { customer_master_key_spec: "RSA_2048" }],
    ],
    aws_launch_template: [
      [{}, { block_device_mappings: [{ ebs: { encrypted: "false" } }] }],
      [{ block_device_mappings: [{ ebs: { encrypted: "true" } }] }],
    ],
    aws_rds_cluster: flag("storage_encrypted"),
    aws_s3_bucket: [[{}], []],
    aws_secretsmanager_secret: key("kms_key_id"),
    aws_sns_topic: key("kms_master_key_id"),
    aws_sqs_queue: [[{}], [{ sqs_managed_sse_enabled: true }, { kms_master_key_id: "alias/a" }]],
  },
  "tls-1-2": {
    aws_cloudfront_distribution: [
      [
        { viewer_certificate: { cloudfront_default_certificate: true } },
        { viewer_certificate: { minimum_protocol_version: "TLSv1.1_2016" } },
        {
          viewer_certificate: { minimum_protocol_version: "TLSv1.2_2021" },
          ordered_cache_behavior: [{ viewer_protocol_policy: "allow-all" }],
        },
      ],
      [
        {
          viewer_certificate: { minimum_protocol_version: "TLSv1.2_2021" },
          default_cache_behavior: { viewer_protocol_policy: "redirect-to-https" },
        },
      ],
    ],
    aws_db_parameter_group: FORCED,
    aws_elasticache_replication_group: [
      [{}, { transit_encryption_enabled: true, transit_encryption_mode: "preferred" }],
      [{ transit_encryption_enabled: true, transit_encryption_mode: "required" }],
    ],
    aws_lb_listener: [
      [
        { protocol: "HTTP", default_action: [{ type: "forward" }] },
        { protocol: "HTTP", default_action: [{ type: "redirect", redirect: { protocol: "HTTP" } }] },
        { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-2016-08" },
        { protocol: "TLS", ssl_policy: "ELBSecurityPolicy-TLS13-1-0-2021-06" },
        { protocol: "HTTPS" },
      ],
      [
        { protocol: "HTTPS", ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" },
        { protocol: "HTTP", default_action: [{ type: "redirect", redirect: [{ protocol: "HTTPS" }] }] },
      ],
    ],
    aws_rds_cluster_parameter_group: FORCED,
    aws_s3_bucket: [[{}], []],
  },
  "immutable-tags": {
    aws_ecr_repository: [[{}, { image_tag_mutability: "MUTABLE" }], [{ image_tag_mutability: "IMMUTABLE" }]],
  },
  "log-retention": {
    aws_cloudwatch_log_group: [[{}, { retention_in_days: 0 }], [{ retention_in_days: 30 }]],
  },
};

/** A stack with one resource or data source. */
function stackWith(type: string, attributes: Attributes): object {
  const [kind, of] = type.startsWith("data.") ? ["data", type.slice("data.".length)] : ["resource", type];
  return { [kind]: { [of === "*" ? "aws_thing" : of]: { one: attributes } } };
}

const faults = (rule: string, stack: object): string[] =>
  lookAt("network", stack)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ resource }) => resource);

const all = Object.entries(CASES).flatMap(([rule, types]) =>
  Object.entries(types).map(([type, [wrong, right]]) => ({ rule, type, wrong, right })),
);

test.each(all)("$rule finds what is wrong with $type, and nothing else", ({ rule, type, wrong, right }) => {
  for (const attributes of wrong)
    expect([attributes, faults(rule, stackWith(type, attributes))]).toHaveProperty("1.length", 1);
  for (const attributes of right)
    expect([attributes, faults(rule, stackWith(type, attributes))]).toEqual([attributes, []]);
});

test("every rule is tried on every type that it knows", () => {
  for (const { name, checks } of RULES) {
    expect(Object.keys(CASES[name] ?? {})).toEqual(expect.arrayContaining(Object.keys(checks)));
  }
});

describe("a bucket", () => {
  const bucket = "${aws_s3_bucket.one.bucket}";
  const parts = {
    aws_s3_bucket: { one: {} },
    aws_s3_bucket_public_access_block: {
      one: {
        bucket,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    },
    aws_s3_bucket_server_side_encryption_configuration: {
      one: { bucket, rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }] },
    },
    aws_s3_bucket_policy: {
      one: {
        bucket,
        policy: policy({
          Effect: "Deny",
          Action: ["s3:*"],
          Principal: "*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      },
    },
  };
  const rulesOf = (resource: object): string[] =>
    lookAt("network", { resource }).findings.map(({ rule }) => rule);

  test("is fine with all that belongs to it", () => {
    expect(rulesOf(parts)).toEqual([]);
  });

  test.each([
    ["aws_s3_bucket_public_access_block", "no-public-bucket"],
    ["aws_s3_bucket_server_side_encryption_configuration", "encrypted"],
    ["aws_s3_bucket_policy", "tls-1-2"],
  ] as const)("without its %s is found by %s", (type, rule) => {
    expect(rulesOf({ ...parts, [type]: {} })).toEqual([rule]);
    expect(
      rulesOf({ ...parts, [type]: { one: { ...parts[type].one, bucket: "${aws_s3_bucket.other.id}" } } }),
    ).toEqual([rule]);
  });

  test("closed in three ways only is found", () => {
    const access = { one: { ...parts.aws_s3_bucket_public_access_block.one, ignore_public_acls: false } };
    expect(rulesOf({ ...parts, aws_s3_bucket_public_access_block: access })).toEqual(["no-public-bucket"]);
  });
});

test("a finding names layer, resource, what is wrong and what is demanded", () => {
  expect(
    lookAt(
      "registry",
      stackWith("aws_ecr_repository", { encryption_configuration: { encryption_type: "KMS" } }),
    ),
  ).toEqual({
    layer: "registry",
    tool: "strata",
    passed: 2,
    findings: [
      {
        layer: "registry",
        tool: "strata",
        rule: "immutable-tags",
        resource: "aws_ecr_repository.one",
        message: "It has tags which can be moved. A tag of a repository names one image for ever.",
      },
    ],
  });
});
