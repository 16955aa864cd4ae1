import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { NameLimit, type Environment } from "@strata/core";
import { Construct } from "constructs";
import type { OneCache } from "../settings";
import { versionOf } from "../settings/caches";
import { cacheLimits, type Watched } from "./limits";
import { logGroups } from "./log-groups";

export interface CacheProps {
  readonly environment: Environment;
  readonly name: (parts: readonly string[], limit?: number) => string;
  /** The cache's name in the settings. */
  readonly key: string;
  readonly settings: OneCache;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** ARN of the KMS key which encrypts what is kept on disks, and the log. */
  readonly keyArn: string;
}

const PORT = 6379;

/**
 * A Valkey or Redis cache: a primary node and its replicas, encrypted, reached by TLS only.
 *
 * It has no password: ElastiCache has none that AWS makes, and one that Terraform gives would stand in its state. Who
 * may connect is decided by the security group alone.
 */
export class Cache extends Construct {
  readonly host: string;
  readonly readerHost: string;
  readonly port: number;
  /** How many addresses of its subnets it takes. */
  readonly addresses: number;
  readonly watched: readonly Watched[];

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { environment, key, settings, keyArn } = props;
    const identifier = props.name([key], NameLimit.cache);
    const version = versionOf(settings);
    const replicas = settings.replicas ?? (environment.protected ? 1 : 0);

    const subnets = new ElasticacheSubnetGroup(this, "subnets", {
      name: props.name([key]),
      description: `Subnets of the cache ${key}`,
      subnetIds: props.subnetIds,
    });
    // ElastiCache names a family by the first number of the version, and Redis 6 alone by "6.x".
    const [major = ""] = version.split(".");
    const family = `${settings.engine}${major === "6" ? "6.x" : major}`;
    const parameters = new ElasticacheParameterGroup(this, "parameters", {
      // A group belongs to one family: the next one is made under its own name before this one goes.
      name: props.name([key, family.replace(".", "")]),
      description: `Parameters for ${family}`,
      family,
      parameter: [{ name: "maxmemory-policy", value: settings.maxmemoryPolicy }],
      lifecycle: { createBeforeDestroy: true },
    });
    const [slowLog] = logGroups(this, {
      prefix: `/aws/elasticache/${identifier}`,
      logs: ["slow-log"],
      settings,
      keyArn,
    });

    const group = new ElasticacheReplicationGroup(this, "group", {
      replicationGroupId: identifier,
      description: `Cache ${key}`,
      engine: settings.engine,
      engineVersion: version,
      autoMinorVersionUpgrade: "true",
      nodeType: settings.nodeType ?? (environment.protected ? "cache.t4g.small" : "cache.t4g.micro"),
      port: PORT,
      parameterGroupName: parameters.name,

      numCacheClusters: 1 + replicas,
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      subnetGroupName: subnets.name,
      securityGroupIds: [props.securityGroupId],

      atRestEncryptionEnabled: "true",
      kmsKeyId: keyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",

      snapshotRetentionLimit: settings.snapshotRetentionDays ?? (environment.protected ? 7 : 0),
      snapshotWindow: settings.snapshotWindow,
      maintenanceWindow: settings.maintenanceWindow,
      logDeliveryConfiguration: [
        {
          logType: "slow-log",
          logFormat: "json",
          destinationType: "cloudwatch-logs",
          destination: slowLog?.name ?? "",
        },
      ],

      // Where it is protected, a change that replaces nodes waits for the maintenance window.
      applyImmediately: !environment.protected,
      ...(environment.protected
        ? { finalSnapshotIdentifier: props.name([key, "final"]), lifecycle: { preventDestroy: true } }
        : {}),
    });

    this.host = group.primaryEndpointAddress;
    this.readerHost = replicas > 0 ? group.readerEndpointAddress : this.host;
    this.port = PORT;
    this.addresses = 1 + replicas;
    // ElastiCache numbers the nodes of a group.
    this.watched = Array.from({ length: 1 + replicas }, (_, index) => ({
      part: String(index + 1),
      namespace: "AWS/ElastiCache",
      dimensions: { CacheClusterId: `${identifier}-${String(index + 1).padStart(3, "0")}` },
      limits: cacheLimits(settings.alarms),
    }));
  }
}
