"""CodeCommit repositories.

moto 5.2.5:
- sends dates as text; the JSON 1.1 protocol wants seconds since the epoch, and the provider fails
  on "expected Timestamp to be a JSON Number";
- drops the KMS key and the tags, and has no tag operations;
- has no UpdateRepositoryDescription and UpdateDefaultBranch.
"""

import json
import time

import moto.codecommit.models as models
from moto.codecommit.responses import CodeCommitResponse

from ..patching import add, around


@around(models, "iso_8601_datetime_with_milliseconds")
def _seconds(original, *_):
    return round(time.time(), 3)


def _tags(response: CodeCommitResponse, arn: str) -> dict[str, str]:
    backend = response.codecommit_backend
    return backend.__dict__.setdefault("repository_tags", {}).setdefault(arn, {})


def _repository(response: CodeCommitResponse) -> dict:
    return response.codecommit_backend.get_repository(response._get_param("repositoryName"))


@around(CodeCommitResponse, "create_repository")
def _keep_key_and_tags(original, self):
    name = json.loads(original(self))["repositoryMetadata"]["repositoryName"]
    metadata = self.codecommit_backend.repositories[name].repository_metadata
    metadata["kmsKeyId"] = self._get_param("kmsKeyId") or (
        f"arn:aws:kms:{self.region}:{self.current_account}:alias/aws/codecommit"
    )
    tags = _tags(self, metadata["Arn"])
    tags.clear()
    tags.update(self._get_param("tags") or {})
    return json.dumps({"repositoryMetadata": metadata})


@add(CodeCommitResponse)
def update_repository_description(self):
    _repository(self)["repositoryDescription"] = self._get_param("repositoryDescription")
    return "{}"


@add(CodeCommitResponse)
def update_default_branch(self):
    _repository(self)["defaultBranch"] = self._get_param("defaultBranchName")
    return "{}"


@add(CodeCommitResponse)
def list_tags_for_resource(self):
    return json.dumps({"tags": _tags(self, self._get_param("resourceArn"))})


@add(CodeCommitResponse)
def tag_resource(self):
    _tags(self, self._get_param("resourceArn")).update(self._get_param("tags") or {})
    return "{}"


@add(CodeCommitResponse)
def untag_resource(self):
    for key in self._get_param("tagKeys") or []:
        _tags(self, self._get_param("resourceArn")).pop(key, None)
    return "{}"
