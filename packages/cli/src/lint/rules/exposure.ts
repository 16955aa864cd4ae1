/** Who can reach what is made. */
import { blocks, isOn, NOT_READABLE, ofBucket, statementsOf, unless, type Check, type Rule } from "./rule";

const notPublic: Check = ({ attributes: { publicly_accessible: reach } }) =>
  unless(reach === undefined || reach === false, "is publicly accessible, or may be");

export const noPublicDatabase: Rule = {
  name: "no-public-database",
  demands: "No database has a public address.",
  checks: {
    aws_db_instance: notPublic,
    aws_rds_cluster_instance: notPublic,
    aws_redshift_cluster: notPublic,
    aws_dms_replication_instance: notPublic,
  },
};

/** SSH, remote desktop, and what databases and caches listen on. */
const PRIVATE_PORTS = [22, 3389, 1433, 1521, 3306, 5432, 6379, 27017];

/** A range of half the internet or more. */
const isWorld = (range: unknown): boolean => typeof range === "string" && /\/[01]$/.test(range);

const opens = (from: unknown, to: unknown, protocol: unknown): string | undefined => {
  // With all protocols, ports mean nothing.
  const isAll = protocol === "-1" || protocol === "all";
  const open = PRIVATE_PORTS.filter((port) => isAll || (Number(from) <= port && port <= Number(to)));
  return unless(open.length === 0, `lets the whole internet in on ${open.join(", ")}`);
};

const inline: Check = ({ attributes: { ingress } }) =>
  blocks(ingress)
    .filter((rule) => [rule.cidr_blocks, rule.ipv6_cidr_blocks].flat().some(isWorld))
    .map((rule) => opens(rule.from_port, rule.to_port, rule.protocol))
    .find((fault) => fault !== undefined);

export const noOpenDoor: Rule = {
  name: "no-open-door",
  demands: "No security group lets 0.0.0.0/0 or ::/0 in on SSH, remote desktop or the port of a database.",
  checks: {
    aws_vpc_security_group_ingress_rule: ({ attributes }) =>
      isWorld(attributes.cidr_ipv4) || isWorld(attributes.cidr_ipv6)
        ? opens(attributes.from_port, attributes.to_port, attributes.ip_protocol)
        : undefined,
    aws_security_group_rule: ({ attributes }) =>
      attributes.type === "ingress" &&
      [attributes.cidr_blocks, attributes.ipv6_cidr_blocks].flat().some(isWorld)
        ? opens(attributes.from_port, attributes.to_port, attributes.protocol)
        : undefined,
    aws_security_group: inline,
    aws_default_security_group: inline,
  },
};

const BLOCKS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

export const noPublicBucket: Rule = {
  name: "no-public-bucket",
  demands: "Every bucket is closed to the public in all four ways that S3 has.",
  checks: {
    aws_s3_bucket: (bucket, stack) => {
      const [access] = ofBucket("aws_s3_bucket_public_access_block", bucket, stack);
      return unless(
        BLOCKS.every((name) => isOn(access?.[name])),
        "is not closed to the public",
      );
    },
  },
};

/** Whether a principal is anybody who has an account of AWS, or not even that. */
const isAnybody = (principal: unknown): boolean =>
  principal === "*" ||
  (typeof principal === "object" && principal !== null && Object.values(principal).flat().includes("*"));

const notForAnybody =
  (attribute: string): Check =>
  ({ attributes }) => {
    const statements = statementsOf(attributes[attribute]);
    if (statements === undefined) return NOT_READABLE;
    const open = statements.some(
      ({ Effect, Principal, NotPrincipal, Condition }) =>
        Effect === "Allow" &&
        (NotPrincipal !== undefined || (isAnybody(Principal) && Object.keys(Condition ?? {}).length === 0)),
    );
    return unless(!open, "is open to anybody");
  };

/** A key without a policy of its own belongs to its account, as AWS has it. */
const keyPolicy: Check = (key, stack) =>
  key.attributes.policy === undefined ? undefined : notForAnybody("policy")(key, stack);

export const notForAnyone: Rule = {
  name: "not-for-anybody",
  demands: "No policy of a resource, and no trust of a role, is for anybody without a condition.",
  checks: {
    aws_ecr_repository_policy: notForAnybody("policy"),
    aws_iam_role: notForAnybody("assume_role_policy"),
    aws_kms_key: keyPolicy,
    aws_s3_bucket_policy: notForAnybody("policy"),
    aws_secretsmanager_secret_policy: notForAnybody("policy"),
    aws_sns_topic_policy: notForAnybody("policy"),
    aws_sqs_queue_policy: notForAnybody("policy"),
  },
};
