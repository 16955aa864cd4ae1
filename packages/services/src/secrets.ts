import type { ContractReference } from "@strata/core";
import type { databaseContract } from "@strata/database/contract";
import type { ContainerSettings } from "./settings";

type Secret = ContainerSettings["secrets"][string];

/** A secret as IAM and as ECS know it. */
export interface SecretReference {
  readonly store: "secrets-manager" | "parameter-store";
  /** What the execution role must be allowed to read. */
  readonly arn: string;
  /** What a container definition says: the ARN, or `<arn>:<json key>::` for one key of a JSON secret. */
  readonly valueFrom: string;
}

/** Where a container's secret is: user and password are kept by RDS, the rest by the database layer. */
export function secretReference(
  secret: Secret,
  database: ContractReference<typeof databaseContract>,
  { region, account }: { readonly region: string; readonly account: string },
): SecretReference {
  if ("parameter" in secret) {
    const arn = `arn:aws:ssm:${region}:${account}:parameter${secret.parameter}`;
    return { store: "parameter-store", arn, valueFrom: arn };
  }
  if ("secretArn" in secret) return keyOf(secret.secretArn, secret.key);
  const { connectionSecretArn, credentialsSecretArn } = database.databases.get(secret.database);
  const byRds = secret.key === "username" || secret.key === "password";
  return keyOf(byRds ? credentialsSecretArn : connectionSecretArn, secret.key);
}

const keyOf = (arn: string, key: string | undefined): SecretReference => ({
  store: "secrets-manager",
  arn,
  valueFrom: key === undefined ? arn : `${arn}:${key}::`,
});
