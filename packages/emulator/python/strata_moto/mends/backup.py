"""AWS Backup.

moto 5.2.5:
- answers ListTags with nothing, as it takes the wrong part of the path for the
  ARN when the client's trailing slash is gone;
- has no UpdateBackupPlan, no backup selections and no recovery points at all;
- still returns a plan after it was deleted.
"""

import json
import re
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

from ..patching import add, around

_SELECTIONS = "{0}/backup/plans/(?P<plan_id>[^/]+)/selections"

# Ahead of moto's own "plans/(.+)", which would match these paths too.
urls.url_paths = {
    "{0}/backup-vaults/(?P<backup_vault_name>[^/]+)/recovery-points/?$": BackupResponse.dispatch,
    f"{_SELECTIONS}/?$": BackupResponse.dispatch,
    f"{_SELECTIONS}/(?P<selection_id>[^/]+)/?$": BackupResponse.dispatch,
    **urls.url_paths,
}


def _arn_in_path(response: BackupResponse) -> str:
    return re.sub(r"^.*/(tags|untag)/|/$", "", unquote(response.path))


@add(BackupResponse)
def list_tags(self):
    return json.dumps({"Tags": self.backup_backend.list_tags(_arn_in_path(self))})


@add(BackupResponse)
def tag_resource(self):
    tags = json.loads(self.body)["Tags"]
    self.backup_backend.tag_resource(_arn_in_path(self), tags)
    return json.dumps({})


@add(BackupResponse)
def untag_resource(self):
    keys = json.loads(self.body)["TagKeyList"]
    self.backup_backend.untag_resource(_arn_in_path(self), keys)
    return json.dumps({})


@around(BackupBackend, "get_backup_plan")
def _deleted_plan_is_gone(original, self, backup_plan_id, version_id):
    plan = original(self, backup_plan_id, version_id)
    if plan.deletion_date:
        raise ResourceNotFoundException(
            msg="Failed reading Backup plan with provided version"
        )
    return plan


@around(BackupBackend, "create_backup_plan")
def _name_of_deleted_plan_is_free(original, self, **plan):
    for plan_id, old in list(self.plans.items()):
        if old.deletion_date:
            del self.plans[plan_id]
    return original(self, **plan)


@add(BackupResponse)
def list_recovery_points_by_backup_vault(self):
    """None, as nothing is ever backed up: what empties a vault before it removes it has nothing to do."""
    return json.dumps({"RecoveryPoints": []})


def _path_part(response: BackupResponse, after: str) -> str:
    return re.search(f"/{after}/([^/]+)", unquote(response.path)).group(1)


def _plan(response: BackupResponse) -> Plan:
    plan_id = _path_part(response, "plans")
    return response.backup_backend.get_backup_plan(plan_id, None)


@add(BackupResponse)
def update_backup_plan(self):
    old = _plan(self)
    new = Plan(
        json.loads(self.body)["BackupPlan"], old.creator_request_id, self.backup_backend
    )
    old.backup_plan = new.backup_plan
    old.advanced_backup_settings = new.advanced_backup_settings
    old.version_id = new.version_id
    return json.dumps(old.to_dict())


def _selections(response: BackupResponse) -> dict[str, dict]:
    return _plan(response).__dict__.setdefault("selections", {})


def _selection(response: BackupResponse) -> dict:
    selection_id = _path_part(response, "selections")
    if selection_id not in _selections(response):
        raise ResourceNotFoundException(msg=f"Selection {selection_id} not found")
    return _selections(response)[selection_id]


@add(BackupResponse)
def create_backup_selection(self):
    body = json.loads(self.body)
    selection = {
        "BackupPlanId": _plan(self).backup_plan_id,
        "SelectionId": str(mock_random.uuid4()),
        "CreationDate": unix_time(),
        "CreatorRequestId": body.get("CreatorRequestId"),
        "BackupSelection": body["BackupSelection"],
    }
    _selections(self)[selection["SelectionId"]] = selection
    answer = ("BackupPlanId", "SelectionId", "CreationDate")
    return json.dumps({key: selection[key] for key in answer})


@add(BackupResponse)
def get_backup_selection(self):
    return json.dumps(_selection(self))


@add(BackupResponse)
def list_backup_selections(self):
    listed = [
        {
            "SelectionName": selection["BackupSelection"]["SelectionName"],
            "IamRoleArn": selection["BackupSelection"]["IamRoleArn"],
            **{k: v for k, v in selection.items() if k != "BackupSelection"},
        }
        for selection in _selections(self).values()
    ]
    return json.dumps({"BackupSelectionsList": listed})


@add(BackupResponse)
def delete_backup_selection(self):
    del _selections(self)[_selection(self)["SelectionId"]]
    return json.dumps({})
