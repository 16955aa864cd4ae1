import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import type { Environment } from "@strata/core";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface ConnectionSecretProps {
  readonly environment: Environment;
  readonly name: string;
  readonly description: string;
  readonly host: string;
  readonly readerHost: string;
  readonly port: number;
  readonly databaseName: string;
  readonly keyArn: string;
}

/**
 * Where a database is: host, readerHost, port and dbname. The password is in the secret which RDS keeps, and nowhere else,
 * so that RDS may change it without Terraform, and the state holds none.
 */
export class ConnectionSecret extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: ConnectionSecretProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.keyArn,
      // Days in which a deletion can be taken back; until then the name can't be used again.
      recoveryWindowInDays: props.environment.protected ? 30 : 0,
    });
    new SecretsmanagerSecretVersion(this, "value", {
      secretId: secret.id,
      // Text throughout: ECS hands each value to a container as an environment variable.
      secretString: Fn.jsonencode({
        host: props.host,
        readerHost: props.readerHost,
        port: Fn.tostring(props.port),
        dbname: props.databaseName,
      }),
    });
    this.arn = secret.arn;
  }
}
