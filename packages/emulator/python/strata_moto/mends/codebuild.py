"""CodeBuild projects and webhooks.

moto 5.2.5:
- asks for a location where AWS does not: source CODEPIPELINE or NO_SOURCE, artifacts CODEPIPELINE;
- deletes a project by name only. The provider sends the ARN, which moto first refuses and then
  would not find;
- has no UpdateProject, CreateWebhook, UpdateWebhook and DeleteWebhook;
- keeps an empty vpcConfig, by which a project is taken out of its VPC;
- drops encryption key, concurrent build limit, badge, secondary sources and artifacts and file
  system locations.
"""

from secrets import token_urlsafe

import moto.codebuild.responses as responses
from moto.codebuild.exceptions import ResourceNotFoundException
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import unix_time

from ..patching import add, around

_DROPPED_ON_CREATION = (
    "autoRetryLimit",
    "buildBatchConfig",
    "concurrentBuildLimit",
    "encryptionKey",
    "fileSystemLocations",
    "secondaryArtifacts",
    "secondarySources",
    "secondarySourceVersions",
)
_UPDATED = (
    *_DROPPED_ON_CREATION,
    "artifacts",
    "cache",
    "description",
    "environment",
    "logsConfig",
    "queuedTimeoutInMinutes",
    "serviceRole",
    "source",
    "sourceVersion",
    "tags",
    "timeoutInMinutes",
    "vpcConfig",
)


@around(responses, "_validate_required_params_source")
def _source_without_location(original, source):
    if source["type"] not in ("CODEPIPELINE", "NO_SOURCE"):
        original(source)


@around(responses, "_validate_required_params_artifacts")
def _artifacts_without_location(original, artifacts):
    if artifacts["type"] != "CODEPIPELINE":
        original(artifacts)


def _name(name_or_arn: str) -> str:
    return name_or_arn.rsplit("project/", 1)[-1]


def _project(response: CodeBuildResponse, parameter: str) -> dict:
    name = _name(response._get_param(parameter))
    project = response.codebuild_backend.codebuild_projects.get(name)
    if project is None:
        raise ResourceNotFoundException(f"Project cannot be found: {name}")
    return project.project_metadata


def _change(response: CodeBuildResponse, project: dict, members: tuple[str, ...]) -> None:
    for member in members:
        value = response._get_param(member)
        if value is not None:
            project[member] = value
    if not project.get("vpcConfig"):
        project.pop("vpcConfig", None)
    if response._get_param("badgeEnabled") is not None:
        project["badge"] = {"badgeEnabled": response._get_param("badgeEnabled")}
    project["environment"].setdefault("imagePullCredentialsType", "CODEBUILD")


@around(CodeBuildResponse, "create_project")
def _keep_settings(original, self):
    answer = original(self)
    _change(self, answer.result["project"], _DROPPED_ON_CREATION)
    return answer


@add(CodeBuildResponse)
def update_project(self):
    project = _project(self, "name")
    _change(self, project, _UPDATED)
    project["lastModified"] = unix_time()
    return ActionResult({"project": project})


@add(CodeBuildResponse)
def delete_project(self):
    self.codebuild_backend.delete_project(_name(self._get_param("name")))
    return EmptyResult()


@add(CodeBuildResponse, "create_webhook", "update_webhook")
def put_webhook(self):
    project = _project(self, "projectName")
    name = _name(self._get_param("projectName"))
    url = f"https://codebuild.{self.region}.amazonaws.com/webhooks?t={name}"
    webhook = {"url": url, "payloadUrl": url, "secret": token_urlsafe(24)}
    for member in ("branchFilter", "filterGroups", "buildType", "scopeConfiguration"):
        if self._get_param(member) is not None:
            webhook[member] = self._get_param(member)
    project["webhook"] = webhook
    return ActionResult({"webhook": webhook})


@add(CodeBuildResponse)
def delete_webhook(self):
    _project(self, "projectName").pop("webhook", None)
    return EmptyResult()
