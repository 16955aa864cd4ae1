import type { ContractReference } from "@strata/core";
import type { databaseContract } from "@strata/database/contract";
import type { ContainerSettings } from "./settings";

type Secret = ContainerSettings["secrets"][string];

/** A secret as IAM and as ECS know it. */
export interface SecretReference {
  /** What the execution role must be allowed to read. */
  readonly arn: string;
  /** What a container definition says: the ARN, or `<arn>:<json key>::` for one key of a JSON secret. */
  readonly valueFrom: string;
}

/** Where a container's secret is: user and password are kept by RDS, the rest by the database layer. */
export function secretReference(
  secret: Secret,
  database: ContractReference<typeof databaseContract>,
): SecretReference {
  if ("secretArn" in secret) return { arn: secret.secretArn, valueFrom: secret.secretArn };
  const { connectionSecretArn, credentialsSecretArn } = database.databases.get(secret.database);
  const arn =
    secret.key === "username" || secret.key === "password" ? credentialsSecretArn : connectionSecretArn;
  return { arn, valueFrom: `${arn}:${secret.key}::` };
}
