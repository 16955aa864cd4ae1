/** What is kept is encrypted, and so is what travels. */
import {
  blocks,
  isGiven,
  isObject,
  isOn,
  ofBucket,
  statementsOf,
  unless,
  type Check,
  type Rule,
} from "./rule";

const on =
  (attribute: string): Check =>
  ({ attributes }) =>
    unless(isOn(attributes[attribute]), `has no ${attribute}`);

const given =
  (attribute: string): Check =>
  ({ attributes }) =>
    unless(isGiven(attributes[attribute]), `has no ${attribute}`);

const DISKS = ["root_block_device", "ebs_block_device"];

export const encrypted: Rule = {
  name: "encrypted",
  demands: "Whatever keeps data encrypts it, with a key of the platform where there is a choice.",
  checks: {
    aws_backup_vault: given("kms_key_arn"),
    aws_codebuild_project: given("encryption_key"),
    aws_codepipeline: ({ attributes: { artifact_store: stores } }) =>
      unless(
        blocks(stores).every(({ encryption_key: keys }) => blocks(keys).some(({ id }) => isGiven(id))),
        "keeps artifacts without a key",
      ),
    aws_db_instance: ({ attributes }) =>
      // A replica in the same region is encrypted as its source is.
      unless(
        isOn(attributes.storage_encrypted) || isGiven(attributes.replicate_source_db),
        "has no storage_encrypted",
      ),
    aws_ebs_volume: on("encrypted"),
    aws_ecr_repository: ({ attributes: { encryption_configuration: encryption } }) =>
      unless(
        blocks(encryption).some(({ encryption_type: type }) => type === "KMS"),
        "is not encrypted with KMS",
      ),
    aws_efs_file_system: on("encrypted"),
    aws_elasticache_replication_group: on("at_rest_encryption_enabled"),
    aws_instance: ({ attributes }) => {
      const disks = DISKS.flatMap((name) => blocks(attributes[name]));
      // Without a block of its own, the disk is as the image has it.
      return unless(
        blocks(attributes.root_block_device).length > 0 && disks.every(({ encrypted: is }) => isOn(is)),
        "has a disk which is not encrypted",
      );
    },
    aws_kms_key: ({ attributes }) =>
      // AWS rotates symmetric keys only.
      unless(
        isOn(attributes.enable_key_rotation) ||
          /^(RSA|ECC|HMAC)_/.test(String(attributes.customer_master_key_spec)),
        "is not rotated",
      ),
    aws_launch_template: ({ attributes: { block_device_mappings: mappings } }) => {
      const disks = blocks(mappings).flatMap(({ ebs }) => blocks(ebs));
      return unless(
        disks.length > 0 && disks.every(({ encrypted: is }) => isOn(is)),
        "has a disk which is not encrypted",
      );
    },
    aws_rds_cluster: on("storage_encrypted"),
    aws_s3_bucket: (bucket, stack) => {
      const [encryption] = ofBucket("aws_s3_bucket_server_side_encryption_configuration", bucket, stack);
      const methods = blocks(encryption?.rule)
        .flatMap(({ apply_server_side_encryption_by_default: method }) => blocks(method))
        .map(({ sse_algorithm: algorithm }) => algorithm);
      return unless(methods.includes("aws:kms"), "is not encrypted with KMS");
    },
    aws_secretsmanager_secret: given("kms_key_id"),
    aws_sns_topic: given("kms_master_key_id"),
    aws_sqs_queue: ({ attributes }) =>
      unless(
        isGiven(attributes.kms_master_key_id) || isOn(attributes.sqs_managed_sse_enabled),
        "is not encrypted",
      ),
  },
};

/** Policies of load balancers with TLS 1.2 and 1.3 only, by their names in AWS's list. */
const SAFE_POLICY = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

/** The parameter of each engine with which it refuses connections without TLS. */
const FORCED = { require_secure_transport: ["1", "ON"], "rds.force_ssl": ["1"] };

const refusesPlain: Check = ({ attributes: { parameter } }) =>
  unless(
    blocks(parameter).some(({ name, value }) =>
      Object.entries(FORCED).some(
        ([forced, values]) => name === forced && values.includes(String(value).toUpperCase()),
      ),
    ),
    "takes connections without TLS",
  );

export const tls: Rule = {
  name: "tls-1-2",
  demands: "What travels does so under TLS 1.2 or newer; plain HTTP only leads there.",
  checks: {
    aws_cloudfront_distribution: ({ attributes }) => {
      const certificates = blocks(attributes.viewer_certificate);
      const behaviors = ["default_cache_behavior", "ordered_cache_behavior"].flatMap((name) =>
        blocks(attributes[name]),
      );
      const isSafe =
        certificates.some(({ minimum_protocol_version: version }) => /^TLSv1\.[23]/.test(String(version))) &&
        behaviors.every(({ viewer_protocol_policy: policy }) => policy !== "allow-all");
      return unless(isSafe, "answers without TLS 1.2");
    },
    aws_db_parameter_group: refusesPlain,
    aws_elasticache_replication_group: ({ attributes }) =>
      unless(
        isOn(attributes.transit_encryption_enabled) && attributes.transit_encryption_mode !== "preferred",
        "takes connections without TLS",
      ),
    aws_lb_listener: ({ attributes: { protocol, ssl_policy: policy, default_action: actions } }) => {
      if (protocol === "HTTPS" || protocol === "TLS")
        return unless(SAFE_POLICY.test(String(policy)), `has the policy ${String(policy)}`);
      const leadsToTls = blocks(actions).every(
        ({ type, redirect }) => type === "redirect" && blocks(redirect)[0]?.protocol === "HTTPS",
      );
      return unless(leadsToTls, `answers ${String(protocol)} itself`);
    },
    aws_rds_cluster_parameter_group: refusesPlain,
    aws_s3_bucket: (bucket, stack) => {
      const statements = ofBucket("aws_s3_bucket_policy", bucket, stack).flatMap(
        ({ policy }) => statementsOf(policy) ?? [],
      );
      const refuses = statements.some(
        ({ Effect, Action, Condition = {} }) =>
          Effect === "Deny" &&
          [Action].flat().includes("s3:*") &&
          isObject(Condition.Bool) &&
          Condition.Bool["aws:SecureTransport"] === "false",
      );
      return unless(refuses, "takes requests without TLS");
    },
  },
};
