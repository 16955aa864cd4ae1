import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { NameLimit } from "@strata/core";
import { Construct } from "constructs";
import type { AuroraSettings } from "../settings";
import { backupDays, LOGS, type Database, type DatabaseProps } from "./database";
import { insight } from "./insight";
import { instanceLimits, lagLimits, type Watched } from "./limits";
import { logGroups } from "./log-groups";
import { ParameterGroup } from "./parameter-group";

/** An Aurora MySQL cluster: one storage, and instances of which one writes and the others read. */
export class Aurora extends Construct implements Database {
  readonly arn: string;
  readonly host: string;
  readonly readerHost: string;
  readonly port: number;
  readonly credentialsSecretArn: string;
  readonly addresses: number;
  readonly watched: readonly Watched[];

  constructor(scope: Construct, id: string, props: DatabaseProps<AuroraSettings>) {
    super(scope, id);
    const { environment, key, settings, keyArn } = props;
    const identifier = props.name([key], NameLimit.database);
    const logs = [...LOGS, ...(settings.auditLog ? ["audit"] : [])];

    const subnets = new DbSubnetGroup(this, "subnets", {
      name: props.name([key]),
      description: `Subnets of the database ${key}`,
      subnetIds: props.subnetIds,
    });
    const parameters = new ParameterGroup(this, "parameters", {
      settings,
      name: (...parts) => props.name([key, ...parts]),
    });

    const cluster = new RdsCluster(this, "cluster", {
      clusterIdentifier: identifier,
      engine: settings.engine,
      engineVersion: settings.engineVersion,
      allowMajorVersionUpgrade: settings.allowMajorUpgrade,
      ...(settings.serverless === undefined ? {} : { serverlessv2ScalingConfiguration: settings.serverless }),

      databaseName: settings.databaseName,
      masterUsername: settings.masterUsername,
      // RDS makes the password, keeps it in Secrets Manager and changes it; Terraform never sees it.
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: settings.iamAuthentication,

      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      dbClusterParameterGroupName: parameters.name,

      storageEncrypted: true,
      kmsKeyId: keyArn,
      backupRetentionPeriod: backupDays(settings, environment),
      preferredBackupWindow: settings.backupWindow,
      preferredMaintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: logs,

      // Where it is protected, a change that restarts the database waits for the maintenance window.
      applyImmediately: !environment.protected,
      deletionProtection: environment.protected,
      deleteAutomatedBackups: !environment.protected,
      skipFinalSnapshot: !environment.protected,
      ...(environment.protected
        ? { finalSnapshotIdentifier: props.name([key, "final"]), lifecycle: { preventDestroy: true } }
        : {}),
      dependsOn: logGroups(this, { prefix: `/aws/rds/cluster/${identifier}`, logs, settings, keyArn }),
    });

    // Any of them may write: after a failover it is another one. So they are numbered, and have no roles in their names.
    const instances = Array.from(
      { length: 1 + settings.replicas },
      (_, index) =>
        new RdsClusterInstance(this, `instance-${index + 1}`, {
          identifier: props.name([key, String(index + 1)], NameLimit.database),
          clusterIdentifier: cluster.id,
          // Without a version: an instance has that of its cluster, and is upgraded with it.
          engine: settings.engine,
          // A version with all its numbers is meant: AWS must not raise it, or the next plan would want it back.
          autoMinorVersionUpgrade: settings.engineVersion === "8.0",
          instanceClass: settings.serverless ? "db.serverless" : (settings.instanceClass ?? "db.t4g.medium"),
          // Who takes over first. Serverless readers of the tiers 0 and 1 keep the writer's capacity.
          promotionTier: index,
          dbSubnetGroupName: subnets.name,
          publiclyAccessible: false,
          preferredMaintenanceWindow: settings.maintenanceWindow,
          copyTagsToSnapshot: true,
          ...insight(settings, keyArn, props.monitoring),
          applyImmediately: !environment.protected,
        }),
    );

    this.arn = cluster.arn;
    this.host = cluster.endpoint;
    // AWS answers it with the writer as long as there is no reader.
    this.readerHost = cluster.readerEndpoint;
    this.port = cluster.port;
    this.credentialsSecretArn = cluster.masterUserSecret.get(0).secretArn;
    this.addresses = instances.length;

    const { alarms, serverless, replicas } = settings;
    const watch = (part: string, dimensions: Watched["dimensions"], limits: Watched["limits"]): Watched => ({
      part,
      namespace: "AWS/RDS",
      dimensions,
      limits,
    });
    this.watched = [
      ...instances.map((instance, index) =>
        watch(
          String(index + 1),
          { DBInstanceIdentifier: instance.identifier },
          // One that pauses is silent by intention.
          instanceLimits(alarms, serverless?.minCapacity !== 0),
        ),
      ),
      ...(replicas === 0
        ? []
        : [
            watch(
              "",
              { DBClusterIdentifier: cluster.clusterIdentifier },
              lagLimits(alarms.replicaLagSeconds, "AuroraReplicaLagMaximum"),
            ),
          ]),
    ];
  }
}
