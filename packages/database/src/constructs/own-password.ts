import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { Environment } from "@strata/core";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";

export interface OwnPasswordProps {
  readonly environment: Environment;
  readonly name: string;
  readonly description: string;
  readonly username: string;
  readonly keyArn: string;
}

/** Raised, it makes Terraform write another password. */
const VERSION = 1;

/**
 * The password of an instance that has replicas: RDS makes none of an instance whose password it manages itself (Amazon
 * RDS User Guide, "Limitations for Secrets Manager integration").
 *
 * Secrets Manager makes it. Terraform hands it on as an ephemeral value, to write-only arguments, so that it stands in no
 * plan and no state: once into the secret, and from there to the instance, so that both have the same even if the work is
 * interrupted in between. cdktf knows no ephemeral resources, hence the overrides.
 */
export class OwnPassword extends Construct {
  readonly secretArn: string;
  /** The arguments of the instance. */
  readonly password: { readonly passwordWo: string; readonly passwordWoVersion: number };

  constructor(scope: Construct, id: string, props: OwnPasswordProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.keyArn,
      // Days in which a deletion can be taken back; until then the name can't be used again.
      recoveryWindowInDays: props.environment.protected ? 30 : 0,
    });
    const label = secret.friendlyUniqueId;
    const made = `ephemeral.aws_secretsmanager_random_password.${label}`;
    const kept = `ephemeral.aws_secretsmanager_secret_version.${label}`;
    const value = new SecretsmanagerSecretVersion(this, "value", {
      secretId: secret.id,
      secretStringWo: `\${jsonencode({ username = "${props.username}", password = ${made}.random_password })}`,
      secretStringWoVersion: VERSION,
    });

    const stack = TerraformStack.of(this);
    // RDS takes no /, ", @ or space.
    stack.addOverride(made, { password_length: 32, exclude_punctuation: true });
    stack.addOverride(kept, { secret_id: value.secretId });
    // The first version with write-only arguments.
    stack.addOverride("terraform.required_version", ">= 1.11.0");

    this.secretArn = secret.arn;
    this.password = {
      passwordWo: `\${jsondecode(${kept}.secret_string)["password"]}`,
      passwordWoVersion: VERSION,
    };
  }
}
