import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { NameLimit } from "@strata/core";
import { Construct } from "constructs";
import type { MysqlSettings } from "../settings";
import { backupDays, LOGS, type Database, type DatabaseProps } from "./database";
import { insight } from "./insight";
import { instanceLimits, lagLimits, storageLimits, type Watched } from "./limits";
import { logGroups } from "./log-groups";
import { OwnPassword } from "./own-password";
import { ParameterGroup } from "./parameter-group";

/** A MySQL instance on RDS with its replicas, its place in the network, its parameters and its logs. */
export class Mysql extends Construct implements Database {
  readonly arn: string;
  readonly host: string;
  readonly readerHost: string;
  readonly port: number;
  readonly credentialsSecretArn: string;
  readonly addresses: number;
  readonly watched: readonly Watched[];

  constructor(scope: Construct, id: string, props: DatabaseProps<MysqlSettings>) {
    super(scope, id);
    const { environment, key, settings, keyArn } = props;
    const identifier = props.name([key], NameLimit.database);
    const multiAz = settings.multiAz ?? environment.protected;

    const subnets = new DbSubnetGroup(this, "subnets", {
      name: props.name([key]),
      description: `Subnets of the database ${key}`,
      subnetIds: props.subnetIds,
    });
    const parameters = new ParameterGroup(this, "parameters", {
      settings,
      name: (...parts) => props.name([key, ...parts]),
    });

    // What the instance and its replicas have in common.
    const common = {
      instanceClass: settings.instanceClass,
      // A version with all its numbers is meant: AWS must not raise it, or the next plan would want it back.
      autoMinorVersionUpgrade: settings.engineVersion.split(".").length < 3,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      iamDatabaseAuthenticationEnabled: settings.iamAuthentication,
      parameterGroupName: parameters.name,
      storageType: "gp3",
      maxAllocatedStorage: settings.maxStorageGib,
      storageEncrypted: true,
      maintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: [...LOGS],
      ...insight(settings, keyArn, props.monitoring),
      // Where it is protected, a change that restarts the database waits for the maintenance window.
      applyImmediately: !environment.protected,
    };

    const own =
      settings.replicas === 0
        ? undefined
        : new OwnPassword(this, "password", {
            environment,
            name: props.name(["database", key, "credentials"]),
            description: `User name and password of the database ${key}`,
            username: settings.masterUsername,
            keyArn,
          });
    const instance = new DbInstance(this, "instance", {
      ...common,
      identifier,
      engine: settings.engine,
      engineVersion: settings.engineVersion,
      allowMajorVersionUpgrade: settings.allowMajorUpgrade,
      multiAz,

      dbName: settings.databaseName,
      username: settings.masterUsername,
      // RDS makes the password, keeps it in Secrets Manager and changes it; Terraform never sees it.
      ...(own?.password ?? { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn }),

      dbSubnetGroupName: subnets.name,
      allocatedStorage: settings.storageGib,
      kmsKeyId: keyArn,
      backupRetentionPeriod: backupDays(settings, environment),
      backupWindow: settings.backupWindow,

      deletionProtection: environment.protected,
      deleteAutomatedBackups: !environment.protected,
      skipFinalSnapshot: !environment.protected,
      ...(environment.protected
        ? { finalSnapshotIdentifier: props.name([key, "final"]), lifecycle: { preventDestroy: true } }
        : {}),
      dependsOn: logGroups(this, { prefix: `/aws/rds/instance/${identifier}`, logs: LOGS, settings, keyArn }),
    });

    const replicas = Array.from({ length: settings.replicas }, (_, index) => {
      const part = `replica-${index + 1}`;
      const replica = props.name([key, part], NameLimit.database);
      return new DbInstance(this, part, {
        ...common,
        identifier: replica,
        // Of the same region: subnets, version and key are those of its source.
        replicateSourceDb: instance.identifier,
        // It holds nothing that its source has not, and RDS takes no final snapshot of it.
        skipFinalSnapshot: true,
        dependsOn: logGroups(this, {
          prefix: `/aws/rds/instance/${replica}`,
          logs: LOGS,
          id: `${part}-log`,
          settings,
          keyArn,
        }),
      });
    });

    this.arn = instance.arn;
    this.host = instance.address;
    this.readerHost = replicas[0]?.address ?? this.host;
    this.port = instance.port;
    this.credentialsSecretArn = own?.secretArn ?? instance.masterUserSecret.get(0).secretArn;
    this.addresses = (multiAz ? 2 : 1) + settings.replicas;

    const { alarms } = settings;
    const watch = (
      part: string,
      { identifier: name }: DbInstance,
      more: Watched["limits"] = {},
    ): Watched => ({
      part,
      namespace: "AWS/RDS",
      dimensions: { DBInstanceIdentifier: name },
      limits: { ...instanceLimits(alarms), ...storageLimits(alarms.freeStorageGib), ...more },
    });
    this.watched = [
      watch("", instance),
      ...replicas.map((replica, index) =>
        watch(`replica-${index + 1}`, replica, lagLimits(alarms.replicaLagSeconds, "ReplicaLag")),
      ),
    ];
  }
}
