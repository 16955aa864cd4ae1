import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { NameLimit, type Environment } from "@strata/core";
import { Construct } from "constructs";
import type { OneDatabase } from "../settings";
import { ParameterGroup } from "./parameter-group";

export interface MysqlProps {
  readonly environment: Environment;
  readonly name: (parts: readonly string[], limit?: number) => string;
  /** The database's name in the settings. */
  readonly key: string;
  readonly settings: OneDatabase;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** ARN of the KMS key which encrypts storage, backups and recorded queries. */
  readonly keyArn: string;
}

/** The logs which MySQL writes and RDS passes on to CloudWatch. */
const LOGS = ["error", "slowquery"] as const;

/** A MySQL instance on RDS, with its place in the network, its parameters and its logs. */
export class Mysql extends Construct {
  readonly instance: DbInstance;
  /** Secret in which RDS keeps user name and password. */
  readonly credentialsSecretArn: string;

  constructor(scope: Construct, id: string, props: MysqlProps) {
    super(scope, id);
    const { environment, key, settings, keyArn } = props;
    const identifier = props.name([key], NameLimit.database);

    const subnets = new DbSubnetGroup(this, "subnets", {
      name: props.name([key]),
      description: `Subnets of the database ${key}`,
      subnetIds: props.subnetIds,
    });
    const parameters = new ParameterGroup(this, "parameters", {
      ...settings,
      name: (...parts) => props.name([key, ...parts]),
    });
    // RDS would make them itself on the first line, and keep what they hold for ever.
    const logs = LOGS.map(
      (log) =>
        new CloudwatchLogGroup(this, `log-${log}`, {
          name: `/aws/rds/instance/${identifier}/${log}`,
          retentionInDays: settings.logRetentionDays,
        }),
    );

    this.instance = new DbInstance(this, "instance", {
      identifier,
      engine: settings.engine,
      engineVersion: settings.engineVersion,
      allowMajorVersionUpgrade: settings.allowMajorUpgrade,
      autoMinorVersionUpgrade: true,
      instanceClass: settings.instanceClass,
      multiAz: settings.multiAz,

      dbName: settings.databaseName,
      username: settings.masterUsername,
      // RDS makes the password, keeps it in Secrets Manager and changes it; Terraform never sees it.
      manageMasterUserPassword: true,

      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,

      parameterGroupName: parameters.name,

      storageType: "gp3",
      allocatedStorage: settings.storageGib,
      maxAllocatedStorage: settings.maxStorageGib,
      storageEncrypted: true,
      kmsKeyId: keyArn,

      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,

      enabledCloudwatchLogsExports: [...LOGS],
      performanceInsightsEnabled: settings.performanceInsights,
      // In days: what AWS gives without a charge.
      ...(settings.performanceInsights
        ? { performanceInsightsRetentionPeriod: 7, performanceInsightsKmsKeyId: keyArn }
        : {}),

      // Where it is protected, a change that restarts the database waits for the maintenance window.
      applyImmediately: !environment.protected,
      deletionProtection: environment.protected,
      deleteAutomatedBackups: !environment.protected,
      skipFinalSnapshot: !environment.protected,
      ...(environment.protected
        ? { finalSnapshotIdentifier: props.name([key, "final"]), lifecycle: { preventDestroy: true } }
        : {}),
      dependsOn: logs,
    });
    this.credentialsSecretArn = this.instance.masterUserSecret.get(0).secretArn;
  }
}
