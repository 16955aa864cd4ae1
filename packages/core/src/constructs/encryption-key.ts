import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import type { Environment } from "../environment";
import { policy, type Statement } from "../iam";

export interface EncryptionKeyProps {
  readonly environment: Environment;
  /** Full name, such as `alias/sbcntr-tfstate`. */
  readonly alias: string;
  readonly description: string;
  /** What AWS services may do with the key; the account's IAM policies decide for everybody else. */
  readonly statements?: readonly Statement[];
}

/**
 * Lets CloudWatch Logs encrypt log groups of the account with a key ("Encrypt log data in CloudWatch Logs using KMS" in
 * the CloudWatch Logs user guide).
 */
export const usedByLogs = ({ account, region }: Environment): Statement => ({
  actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
  resources: ["*"],
  principals: { Service: `logs.${region}.amazonaws.com` },
  conditions: {
    ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` },
  },
});

/** A KMS key of the account's own, rotated every year, with an alias. The key has the construct's Terraform name. */
export class EncryptionKey extends Construct {
  readonly key: KmsKey;
  readonly alias: KmsAlias;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { environment } = props;
    this.key = new KmsKey(this, "Default", {
      description: props.description,
      enableKeyRotation: true,
      // Without its key everything that was encrypted is lost: as long as AWS allows to change one's mind.
      deletionWindowInDays: environment.protected ? 30 : 7,
      policy: policy([
        {
          // Leaves the decision to IAM policies, and keeps the account from locking itself out.
          actions: ["kms:*"],
          resources: ["*"],
          principals: { AWS: `arn:aws:iam::${environment.account}:root` },
        },
        ...(props.statements ?? []),
      ]),
      ...(environment.protected ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.alias = new KmsAlias(this, "alias", { name: props.alias, targetKeyId: this.key.keyId });
  }

  get arn(): string {
    return this.key.arn;
  }
}
