import type { Environment, Statement } from "@strata/core";

/** What the layer's key allows beside what IAM policies of the account allow. */
export const keyStatements = ({ account, region }: Environment): Statement[] => [
  {
    // CloudWatch encrypts the logs of databases and caches, and of nothing else.
    actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    resources: ["*"],
    principals: { Service: `logs.${region}.amazonaws.com` },
    conditions: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": ["rds", "elasticache"].map(
          (service) => `arn:aws:logs:${region}:${account}:log-group:/aws/${service}/*`,
        ),
      },
    },
  },
  {
    // Who may read a secret may decrypt it, through Secrets Manager only: what the key of AWS itself allows, so that
    // no other layer needs to know this key.
    actions: ["kms:Decrypt", "kms:DescribeKey"],
    resources: ["*"],
    principals: { AWS: "*" },
    conditions: {
      StringEquals: {
        "kms:CallerAccount": account,
        "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
      },
    },
  },
];
