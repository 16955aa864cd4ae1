import { stateLocation, type Environment } from "@strata/core";

/** A resource of the foundation that may exist before its state does, and how to find it. */
export interface FoundationImport {
  /** Terraform address. */
  readonly address: string;
  /**
   * How the ID for `terraform import` is found: it is the bucket's name, it is the alias's name, or it is the
   * ID of the key (`KeyMetadata.KeyId` of `kms describe-key`) to which the alias leads.
   */
  readonly find: "bucket" | "alias" | "key-of-alias";
  /** The bucket's or the alias's name. */
  readonly name: string;
}

/** Terraform names of what the foundation can't make twice. The stack gives them, and so are they imported. */
export const FOUNDATION_NAMES = { bucket: "bucket", key: "key", alias: "alias" } as const;

/**
 * What `strata bootstrap` imports when it exists without a state. All the rest of the foundation describes the
 * bucket, and is simply put again.
 */
export function foundationImports(environment: Environment): readonly FoundationImport[] {
  const { bucket, kmsAlias } = stateLocation(environment);
  return [
    { address: `aws_s3_bucket.${FOUNDATION_NAMES.bucket}`, find: "bucket", name: bucket },
    { address: `aws_kms_key.${FOUNDATION_NAMES.key}`, find: "key-of-alias", name: kmsAlias },
    { address: `aws_kms_alias.${FOUNDATION_NAMES.alias}`, find: "alias", name: kmsAlias },
  ];
}
