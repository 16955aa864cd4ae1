import type { Environment } from "@strata/core";
import type { OneDatabase } from "../settings";
import type { Monitoring } from "./insight";
import type { Watched } from "./limits";

/** What a database of either engine is made from. */
export interface DatabaseProps<S extends OneDatabase> {
  readonly environment: Environment;
  readonly name: (parts: readonly string[], limit?: number) => string;
  /** The database's name in the settings. */
  readonly key: string;
  readonly settings: S;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** ARN of the KMS key which encrypts storage, backups, logs, recorded queries and the password. */
  readonly keyArn: string;
  readonly monitoring: Monitoring | undefined;
}

/** What the rest of the layer needs of a database, whichever its engine. */
export interface Database {
  readonly arn: string;
  /** Where to write and read. */
  readonly host: string;
  /** Where to read only. */
  readonly readerHost: string;
  readonly port: number;
  /** Secret with user name and password. */
  readonly credentialsSecretArn: string;
  /** How many addresses of its subnets it takes. */
  readonly addresses: number;
  readonly watched: readonly Watched[];
}

/** The logs which MySQL writes and RDS passes on to CloudWatch. */
export const LOGS = ["error", "slowquery"] as const;

/** Days of backups: a second of last week where it matters, of yesterday elsewhere. */
export const backupDays = (settings: OneDatabase, { protected: guarded }: Environment): number =>
  settings.backupRetentionDays ?? (guarded ? 7 : 1);
