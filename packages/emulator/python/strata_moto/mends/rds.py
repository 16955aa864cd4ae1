"""RDS instances, clusters and parameter groups.

moto 5.2.5:
- gives every instance the same DbiResourceId, which is what the provider looks instances up by;
- makes a read replica a shallow copy of its source: it shares the resource id, the tags and the
  managed password, so it is never found, and its deletion deletes the source's secret; AWS makes
  none at all of an instance whose password it manages;
- drops Performance Insights and Database Insights settings, on change also port and log exports;
- answers parameters without Source, and the provider skips those; does not use Source as a filter;
  can't reset parameters;
- keeps the automated snapshots of a cluster that is deleted;
- answers a provisioned cluster with an empty ScalingConfigurationInfo, which the provider takes
  for a change;
- forgets a subnet group whose subnets are changed;
- gives every master user the same managed password.
"""

import copy
import json
import secrets
import string

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random
from moto.rds.exceptions import (
    DBInstanceNotFoundError,
    DBSubnetGroupNotFoundError,
    InvalidParameterValue,
)
from moto.rds.models import DBCluster, DBInstance, MasterUserSecret, RDSBackend
from moto.rds.responses import RDSResponse

from ..patching import add, around

# Request parameter -> attribute under which it is read back.
_INSIGHTS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "database_insights_mode": "database_insights_mode",
}


def _resource_id() -> str:
    letters = string.ascii_uppercase + string.digits
    return "db-" + "".join(mock_random.choice(letters) for _ in range(26))


def _keep_insights(resource: DBInstance | DBCluster, params: dict) -> None:
    for parameter, attribute in _INSIGHTS.items():
        if params.get(parameter) is not None:
            setattr(resource, attribute, params[parameter])
    if not getattr(resource, "performance_insights_enabled", False):
        resource.performance_insights_retention_period = None
        resource.performance_insights_kms_key_id = None
    elif not getattr(resource, "performance_insights_retention_period", None):
        resource.performance_insights_retention_period = 7


# Instances


@around(DBInstance, "__init__")
def _own_id_and_insights(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.dbi_resource_id = _resource_id()
    self.performance_insights_enabled = False
    self.database_insights_mode = "standard"
    _keep_insights(self, kwargs)


@around(DBInstance, "update")
def _keep_changes(original, self, **kwargs):
    original(self, **kwargs)
    if kwargs.get("db_port_number"):
        self.port = kwargs["db_port_number"]
    if kwargs.get("monitoring_interval") == 0:
        self.monitoring_role_arn = None
    _keep_insights(self, kwargs)


@add(RDSBackend)
def create_db_instance_read_replica(self, db_kwargs):
    source = self.find_db_from_id(db_kwargs["source_db_instance_identifier"])
    if source.manage_master_user_password:
        raise InvalidParameterValue(
            f"Creating read replicas for source instance with engine {source.engine} where "
            "ManageMasterUserPassword is enabled is not supported."
        )
    replica = copy.copy(source)
    replica.backend = self
    replica.dbi_resource_id = _resource_id()
    replica.created = replica.instance_create_time = utcnow()
    replica.tags = []
    replica.deletion_protection = False
    replica.enabled_cloudwatch_logs_exports = list(
        db_kwargs.get("enable_cloudwatch_logs_exports", [])
    )
    replica.monitoring_interval, replica.monitoring_role_arn = 0, None
    replica.performance_insights_enabled = False
    replica.multi_az = False
    replica._associated_roles = []
    group = replica.db_parameter_group_name
    if group and group not in self.db_parameter_groups:
        replica.db_parameter_group_name = None  # another region does not have the source's group
    replica.update(**db_kwargs)
    replica.set_as_replica()
    self.databases[db_kwargs["db_instance_identifier"]] = replica
    source.add_replica(replica)
    return replica


@around(RDSBackend, "delete_db_instance")
def _delete_replica(original, self, db_instance_identifier, *args, **kwargs):
    database = self.databases.get(db_instance_identifier)
    if database is not None and database.is_replica:
        try:
            source = self.find_db_from_id(database.source_db_instance_identifier)
            if database.region != source.region:  # moto lists it by ARN and looks for its name
                source.replicas.remove(database.db_instance_arn)
                database.is_replica = False
        except DBInstanceNotFoundError:
            database.is_replica = False  # its source is gone, so it stands alone
    return original(self, db_instance_identifier, *args, **kwargs)


# Clusters


@around(DBCluster, "scaling_configuration_info")
def _none_when_provisioned(original, self):
    return original(self) if self.scaling_configuration else None


@around(DBCluster, "__init__")
def _cluster_insights(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    _keep_insights(self, kwargs)


@around(RDSBackend, "modify_db_cluster")
def _keep_cluster_changes(original, self, kwargs):
    identifier, params = kwargs["db_cluster_identifier"], dict(kwargs)
    logs = kwargs.pop("cloudwatch_logs_export_configuration", None) or {}
    answer = original(self, kwargs)
    cluster = self.clusters[params.get("new_db_cluster_identifier") or identifier]
    exports = [
        name
        for name in cluster.enabled_cloudwatch_logs_exports
        if name not in logs.get("DisableLogTypes", [])
    ]
    cluster.enabled_cloudwatch_logs_exports = exports + logs.get("EnableLogTypes", [])
    if params.get("enable_iam_database_authentication") is not None:
        cluster.iam_auth = params["enable_iam_database_authentication"]
    _keep_insights(cluster, params)
    return answer


@around(RDSResponse, "delete_db_cluster")
def _automated_snapshots_go_too(original, self):
    answer = original(self)
    if self.params.get("DeleteAutomatedBackups") is not False:
        cluster = self.params["DBClusterIdentifier"]
        snapshots = self.backend.cluster_snapshots
        for identifier, snapshot in list(snapshots.items()):
            if snapshot.snapshot_type == "automated" and snapshot.db_cluster_identifier == cluster:
                del snapshots[identifier]
    return answer


# Parameter groups


def _with_source(original, self):
    """Every parameter that moto holds was set by the user."""
    if self.params.get("Source") not in (None, "user"):
        return ActionResult({"Parameters": []})
    parameters = [
        {"ApplyMethod": "pending-reboot", "IsModifiable": True, **parameter, "Source": "user"}
        for parameter in original(self).result["Parameters"]
    ]
    return ActionResult({"Parameters": parameters})


around(RDSResponse, "describe_db_parameters")(_with_source)
around(RDSResponse, "describe_db_cluster_parameters")(_with_source)


def _reset(response: RDSResponse, group) -> None:
    if response.params.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in response.params.get("Parameters", []):
        group.parameters.pop(parameter.get("ParameterName"), None)


@add(RDSResponse)
def reset_db_parameter_group(self):
    name = self.params["DBParameterGroupName"]
    _reset(self, self.backend.db_parameter_groups[name])
    return ActionResult({"DBParameterGroupName": name})


@add(RDSResponse)
def reset_db_cluster_parameter_group(self):
    name = self.params["DBClusterParameterGroupName"]
    _reset(self, self.backend.db_cluster_parameter_groups[name])
    return ActionResult({"DBClusterParameterGroupName": name})


# Subnet groups


@around(RDSBackend, "modify_db_subnet_group")
def _keep_subnet_group(original, self, subnet_name, description, subnets):
    if subnet_name not in self.subnet_groups:
        raise DBSubnetGroupNotFoundError(subnet_name)
    group = original(self, subnet_name, description, subnets)
    self.subnet_groups[subnet_name] = group
    return group


@add(MasterUserSecret)
def _generate_secret_string(self) -> str:
    return json.dumps({"username": self.resource.master_username, "password": secrets.token_urlsafe(24)})
