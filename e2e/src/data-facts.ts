import { DescribeCacheClustersCommand, DescribeReplicationGroupsCommand } from "@aws-sdk/client-elasticache";
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import type { Aws } from "./aws";

/** What matters of each Aurora cluster. */
export async function clusters({ rds }: Aws) {
  const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
  return DBClusters.map((cluster) => ({
    engine: cluster.Engine,
    encrypted: cluster.StorageEncrypted,
    managedPassword: cluster.MasterUserSecret?.SecretArn !== undefined,
    writers: cluster.DBClusterMembers?.filter(({ IsClusterWriter }) => IsClusterWriter).length,
    readers: cluster.DBClusterMembers?.filter(({ IsClusterWriter }) => IsClusterWriter === false).length,
  }));
}

/** What matters of each Redis. */
export async function caches({ elastiCache }: Aws) {
  const { ReplicationGroups = [] } = await elastiCache.send(new DescribeReplicationGroupsCommand({}));
  const { CacheClusters = [] } = await elastiCache.send(new DescribeCacheClustersCommand({}));
  return ReplicationGroups.map((group) => ({
    name: group.ReplicationGroupId,
    encryptedAtRest: group.AtRestEncryptionEnabled,
    encryptedInTransit: group.TransitEncryptionEnabled,
    engine: CacheClusters.find((one) => one.ReplicationGroupId === group.ReplicationGroupId)?.Engine,
  }));
}
