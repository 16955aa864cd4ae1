"""ElastiCache replication groups, clusters, subnet groups and parameter groups.

moto 5.2.5:
- names member clusters of a replication group that DescribeCacheClusters does not know; the
  provider reads engine, parameter group, security groups and encryption from the first one;
- ignores NumCacheClusters, puts members into the zones of us-east-1, and does not answer a group
  with several shards or a cluster.on parameter group as cluster mode enabled;
- keeps deleted clusters and groups in "deleting" for ever;
- answers a cluster without its nodes, parameter group and security groups;
- has no parameter groups at all, can't change a cluster, change or delete a subnet group or change
  the number of replicas, and drops most members of ModifyReplicationGroup.
"""

import inspect

import moto.elasticache.models as models
from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import (
    CacheClusterNotFound,
    CacheSubnetGroupNotFound,
    ElastiCacheException,
    ReplicationGroupNotFound,
)
from moto.elasticache.models import CacheCluster, ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from ..patching import add, around

_ENGINE_VERSIONS = {"memcached": "1.6.22", "redis": "7.1.0", "valkey": "8.0.1"}
# What a member cluster has from its replication group.
_SHARED = (
    "at_rest_encryption_enabled",
    "auth_token_enabled",
    "auto_minor_version_upgrade",
    "cache_node_type",
    "cache_parameter_group_name",
    "engine",
    "engine_version",
    "notification_topic_arn",
    "snapshot_retention_limit",
    "snapshot_window",
    "transit_encryption_enabled",
    "transit_encryption_mode",
)


class CacheParameterGroupNotFound(ElastiCacheException):
    code = "CacheParameterGroupNotFound"


class CacheParameterGroupAlreadyExists(ElastiCacheException):
    code = "CacheParameterGroupAlreadyExists"


def _full_version(engine: str, version: str | None) -> str:
    """The version in full, as AWS answers it: 7.1 is 7.1.0, and 6.x is 6.2.6."""
    version = "6.2.6" if version == "6.x" else version or _ENGINE_VERSIONS[engine]
    return ".".join((version.split(".") + ["0", "0"])[:3])


def _default_parameter_group(engine: str, version: str, cluster_mode: bool) -> str:
    major, minor = version.split(".")[:2]
    if engine == "memcached":
        return f"default.memcached{major}.{minor}"
    family = f"{engine}6.x" if major == "6" else f"{engine}{major}"
    return f"default.{family}" + (".cluster.on" if cluster_mode else "")


# Clusters


def _endpoint(cluster: CacheCluster, label: str) -> dict:
    domain = f"{cluster.region_name}.cache.amazonaws.com"
    return {"Address": f"{cluster.cache_cluster_id}.{label}.{domain}", "Port": int(cluster.port)}


@add(CacheCluster)
@property
def security_groups(self):
    return [
        {"SecurityGroupId": group_id, "Status": "active"}
        for group_id in self.security_group_ids or []
    ]


@add(CacheCluster)
@property
def cache_parameter_group(self):
    return {
        "CacheParameterGroupName": self.cache_parameter_group_name,
        "ParameterApplyStatus": "in-sync",
        "CacheNodeIdsToReboot": [],
    }


@add(CacheCluster)
@property
def cache_nodes(self):
    zones = self.preferred_availability_zones or [self.preferred_availability_zone]
    return [
        {
            "CacheNodeId": f"{number + 1:0>4}",
            "CacheNodeStatus": "available",
            "CacheNodeCreateTime": self.cache_cluster_create_time,
            "CustomerAvailabilityZone": zones[number % len(zones)],
            "Endpoint": _endpoint(self, f"abcdef.{number + 1:0>4}"),
            "ParameterGroupStatus": "in-sync",
        }
        for number in range(self.num_cache_nodes)
    ]


@add(CacheCluster)
@property
def notification_configuration(self):
    topic = self.notification_topic_arn
    return {"TopicArn": topic, "TopicStatus": "active"} if topic else None


_CLUSTER_ARGUMENTS = list(inspect.signature(CacheCluster.__init__).parameters)[1:]


@around(CacheCluster, "__init__")
def _complete_cluster(original, self, **kwargs):
    original(self, **{**kwargs, "engine": kwargs.get("engine") or "redis"})
    self.region_name = kwargs["region_name"]
    self.num_cache_nodes = kwargs.get("num_cache_nodes") or 1
    self.engine_version = _full_version(self.engine, self.engine_version)
    self.cache_parameter_group_name = self.cache_parameter_group_name or _default_parameter_group(
        self.engine, self.engine_version, cluster_mode=False
    )
    self.preferred_availability_zone = self.preferred_availability_zone or f"{self.region_name}a"
    self.preferred_maintenance_window = self.preferred_maintenance_window or "sun:23:00-mon:01:30"
    self.auto_minor_version_upgrade = self.auto_minor_version_upgrade is not False
    self.network_type = self.network_type or "ipv4"
    self.ip_discovery = self.ip_discovery or "ipv4"
    self.at_rest_encryption_enabled = False
    if self.engine == "memcached":
        if not kwargs.get("port"):
            self.port = 11211
        self.configuration_endpoint = _endpoint(self, "cfg")
    else:  # moto knows these for redis only, and not for valkey
        self.snapshot_window = kwargs.get("snapshot_window") or "05:00-06:00"
        self.replication_group_id = kwargs.get("replication_group_id")


@add(ElastiCacheBackend)
def delete_cache_cluster(self, cache_cluster_id):
    cluster = self.cache_clusters.pop(cache_cluster_id, None)
    if cluster is None:
        raise CacheClusterNotFound(cache_cluster_id)
    cluster.cache_cluster_status = "deleting"
    return cluster


# Replication groups


@around(ReplicationGroup, "__init__")
def _complete_group(original, self, **kwargs):
    region = kwargs["region_name"]
    parameters = kwargs.get("cache_parameter_group_name") or ""
    sharded = (kwargs.get("num_node_groups") or 1) > 1 or "cluster.on" in parameters
    kwargs["cluster_mode"] = kwargs.get("cluster_mode") or ("enabled" if sharded else "disabled")
    if not kwargs.get("replicas_per_node_group") and kwargs.get("num_cache_clusters"):
        kwargs["replicas_per_node_group"] = kwargs["num_cache_clusters"] - 1
    if kwargs.get("auto_minor_version_upgrade") is None:
        kwargs["auto_minor_version_upgrade"] = True
    kwargs["snapshot_window"] = kwargs.get("snapshot_window") or "05:00-06:00"
    if kwargs.get("transit_encryption_enabled"):
        kwargs["transit_encryption_mode"] = kwargs.get("transit_encryption_mode") or "required"
    original(self, **kwargs)
    self.region_name = region
    self.engine_version = _full_version(self.engine, self.engine_version)
    self.cache_parameter_group_name = parameters or _default_parameter_group(
        self.engine, self.engine_version, self.cluster_enabled
    )
    for group in self.node_groups:
        for member in group["node_group_members"]:
            zone = member["preferred_availability_zone"]
            member["preferred_availability_zone"] = zone.replace("us-east-1", region)


def _settle_members(backend: ElastiCacheBackend, group: ReplicationGroup) -> None:
    """Make the clusters that the group names, and drop those it no longer names."""
    for identifier, cluster in list(backend.cache_clusters.items()):
        if getattr(cluster, "replication_group_id", None) == group.replication_group_id:
            if identifier not in group.member_clusters:
                del backend.cache_clusters[identifier]
    zones = {
        member["cache_cluster_id"]: member["preferred_availability_zone"]
        for node_group in group.node_groups
        for member in node_group["node_group_members"]
    }
    for identifier in group.member_clusters:
        if identifier not in backend.cache_clusters:
            arguments = {name: getattr(group, name, None) for name in _CLUSTER_ARGUMENTS}
            arguments |= {
                "account_id": backend.account_id,
                "cache_cluster_id": identifier,
                "log_delivery_configurations": [],
                "preferred_availability_zone": zones[identifier],
                "tags": None,
            }
            backend.cache_clusters[identifier] = CacheCluster(**arguments)
        cluster = backend.cache_clusters[identifier]
        for name in _SHARED:
            setattr(cluster, name, getattr(group, name))
        cluster.replication_group_id = group.replication_group_id
        cluster.security_group_ids = group.security_group_ids or []


@around(ElastiCacheBackend, "create_replication_group")
def _create_members(original, self, **kwargs):
    group = original(self, **kwargs)
    _settle_members(self, group)
    return group


@add(ElastiCacheBackend)
def delete_replication_group(self, replication_group_id, retain_primary_cluster=None):
    group = self.replication_groups.pop(replication_group_id, None)
    if group is None:
        raise ReplicationGroupNotFound(replication_group_id)
    kept = group.member_clusters[:1] if retain_primary_cluster else []
    for identifier in group.member_clusters:
        if identifier not in kept:
            self.cache_clusters.pop(identifier, None)
    group.status = "deleting"
    return group


# Changes

# Request member -> attribute of a group or a cluster.
_CHANGEABLE = {
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "CacheNodeType": "cache_node_type",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "IpDiscovery": "ip_discovery",
    "NotificationTopicArn": "notification_topic_arn",
    "NumCacheNodes": "num_cache_nodes",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "SecurityGroupIds": "security_group_ids",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "SnapshotWindow": "snapshot_window",
    "TransitEncryptionEnabled": "transit_encryption_enabled",
    "TransitEncryptionMode": "transit_encryption_mode",
}


def _change(response: ElastiCacheResponse, resource: ReplicationGroup | CacheCluster) -> None:
    params = response._get_params()
    for member, attribute in _CHANGEABLE.items():
        if params.get(member) is not None:
            setattr(resource, attribute, params[member])
    if params.get("EngineVersion"):
        resource.engine_version = _full_version(resource.engine, params["EngineVersion"])
    if params.get("AuthToken"):
        resource.auth_token_enabled = params.get("AuthTokenUpdateStrategy") != "DELETE"


@around(ElastiCacheResponse, "modify_replication_group")
def _keep_changes(original, self):
    answer = original(self)
    group, params = answer.result["ReplicationGroup"], self._get_params()
    _change(self, group)
    removed = params.get("UserGroupIdsToRemove", [])
    kept = [user_group for user_group in group.user_group_ids if user_group not in removed]
    group.user_group_ids = kept + params.get("UserGroupIdsToAdd", [])
    if "LogDeliveryConfigurations" in params:
        group.log_delivery_configurations = group._get_log_delivery_configurations(
            [config for config in params["LogDeliveryConfigurations"] if config.get("Enabled", True)]
        )
    _settle_members(self.elasticache_backend, group)
    for identifier in group.member_clusters:
        cluster = self.elasticache_backend.cache_clusters[identifier]
        cluster.preferred_maintenance_window = (
            params.get("PreferredMaintenanceWindow") or cluster.preferred_maintenance_window
        )
    return answer


@add(ElastiCacheResponse)
def modify_cache_cluster(self):
    identifier = self._get_param("CacheClusterId")
    cluster = self.elasticache_backend.describe_cache_clusters(identifier)[0]
    _change(self, cluster)
    return ActionResult({"CacheCluster": cluster})


@add(ElastiCacheResponse, "increase_replica_count", "decrease_replica_count")
def change_replica_count(self):
    backend = self.elasticache_backend
    group = backend.describe_replication_groups(self._get_param("ReplicationGroupId"))[0]
    wanted = int(self._get_param("NewReplicaCount")) + 1
    group.member_clusters = []
    for node_group in group.node_groups:
        members = node_group["node_group_members"][:wanted]
        stem = members[0]["cache_cluster_id"].rpartition("-")[0]
        while len(members) < wanted:
            identifier = f"{stem}-{len(members) + 1:0>3}"
            members.append(
                {**members[-1], "cache_cluster_id": identifier, "current_role": "replica"}
            )
        node_group["node_group_members"] = members
        group.member_clusters += [member["cache_cluster_id"] for member in members]
    _settle_members(backend, group)
    return ActionResult({"ReplicationGroup": group})


# Subnet groups


@add(ElastiCacheResponse)
def modify_cache_subnet_group(self):
    backend, name = self.elasticache_backend, self._get_param("CacheSubnetGroupName")
    old = backend.describe_cache_subnet_groups(name)[0]
    description = self._get_param("CacheSubnetGroupDescription")
    backend.cache_subnet_groups[name] = models.CacheSubnetGroup(
        backend.account_id,
        backend.region_name,
        name,
        description or old.cache_subnet_group_description,
        self._get_param("SubnetIds") or old.subnet_ids,
        old.tags,
    )
    return ActionResult({"CacheSubnetGroup": backend.cache_subnet_groups[name]})


@add(ElastiCacheResponse)
def delete_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    if self.elasticache_backend.cache_subnet_groups.pop(name, None) is None:
        raise CacheSubnetGroupNotFound(name)
    return EmptyResult()


# Parameter groups


@around(ElastiCacheBackend, "__init__")
def _accept_tags_of_every_kind(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.cache_parameter_groups = {}
    self.arn_regex = models.re_compile(r"^arn:aws:elasticache:[^:]*:[0-9]*:[a-z]+:.+$")


def _parameter_group(response: ElastiCacheResponse) -> dict:
    name = response._get_param("CacheParameterGroupName")
    groups = response.elasticache_backend.cache_parameter_groups
    if name not in groups:
        raise CacheParameterGroupNotFound(f"CacheParameterGroup not found: {name}")
    return groups[name]


@add(ElastiCacheResponse)
def create_cache_parameter_group(self):
    backend, name = self.elasticache_backend, self._get_param("CacheParameterGroupName").lower()
    if name in backend.cache_parameter_groups:
        raise CacheParameterGroupAlreadyExists(f"Cache parameter group {name} already exists.")
    scope = f"{backend.region_name}:{backend.account_id}"
    group = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
        "Description": self._get_param("Description"),
        "IsGlobal": False,
        "ARN": f"arn:aws:elasticache:{scope}:parametergroup:{name}",
        "parameters": {},
    }
    backend.cache_parameter_groups[name] = group
    backend.tagging_service.tag_resource(group["ARN"], self._get_param("Tags") or [])
    return ActionResult({"CacheParameterGroup": group})


@add(ElastiCacheResponse)
def describe_cache_parameter_groups(self):
    if self._get_param("CacheParameterGroupName"):
        groups = [_parameter_group(self)]
    else:
        groups = list(self.elasticache_backend.cache_parameter_groups.values())
    return ActionResult({"CacheParameterGroups": groups})


@add(ElastiCacheResponse)
def describe_cache_parameters(self):
    group = _parameter_group(self)
    if self._get_param("Source") not in (None, "user"):
        return ActionResult({"Parameters": []})
    parameters = [
        {"ParameterName": name, "ParameterValue": value, "Source": "user", "IsModifiable": True}
        for name, value in group["parameters"].items()
    ]
    return ActionResult({"Parameters": parameters})


@add(ElastiCacheResponse)
def modify_cache_parameter_group(self):
    group = _parameter_group(self)
    for parameter in self._get_param("ParameterNameValues") or []:
        group["parameters"][parameter["ParameterName"]] = parameter["ParameterValue"]
    return ActionResult({"CacheParameterGroupName": group["CacheParameterGroupName"]})


@add(ElastiCacheResponse)
def reset_cache_parameter_group(self):
    group = _parameter_group(self)
    if self._get_param("ResetAllParameters"):
        group["parameters"].clear()
    for parameter in self._get_param("ParameterNameValues") or []:
        group["parameters"].pop(parameter["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": group["CacheParameterGroupName"]})


@add(ElastiCacheResponse)
def delete_cache_parameter_group(self):
    group = _parameter_group(self)
    del self.elasticache_backend.cache_parameter_groups[group["CacheParameterGroupName"]]
    return EmptyResult()
