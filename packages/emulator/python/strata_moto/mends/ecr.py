"""ECR pull-through cache rules, repository creation templates, and scanning.

moto 5.2.5 has none of the operations of rules and templates, and can't turn scanning off: the
provider leaves out a scanOnPush of false.
"""

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ecr.models import Repository
from moto.ecr.responses import ECRResponse

from ..patching import add, around


class Store:
    """The create, describe, update and delete of one kind of registry setting."""

    def __init__(self, kind: str, key: str, fields: list[str]):
        self.kind = kind
        self.key = key
        self.fields = fields

    def _records(self, response: ECRResponse) -> dict[str, dict]:
        return response.ecr_backend.__dict__.setdefault(f"{self.kind}s", {})

    def _error(self, ending: str, name: str) -> ServiceException:
        error = ServiceException(f"{self.kind} '{name}': {ending}")
        error.code = f"{self.kind}{ending}Exception"
        return error

    def _given(self, response: ECRResponse) -> dict:
        values = {field: response._get_param(field) for field in self.fields}
        return {field: value for field, value in values.items() if value is not None}

    def create(self, response: ECRResponse, **defaults) -> dict:
        name = response._get_param(self.key)
        records = self._records(response)
        if name in records:
            raise self._error("AlreadyExists", name)
        now = utcnow()
        records[name] = {
            self.key: name,
            "createdAt": now,
            "updatedAt": now,
            **defaults,
            **self._given(response),
        }
        return records[name]

    def describe(self, response: ECRResponse, names: str) -> list[dict]:
        wanted = response._get_param(names)
        if not wanted:
            return list(self._records(response).values())
        return [self.get(response, name) for name in wanted]

    def get(self, response: ECRResponse, name: str) -> dict:
        if name not in self._records(response):
            raise self._error("NotFound", name)
        return self._records(response)[name]

    def update(self, response: ECRResponse) -> dict:
        record = self.get(response, response._get_param(self.key))
        record.update(self._given(response), updatedAt=utcnow())
        return record

    def delete(self, response: ECRResponse) -> dict:
        record = self.get(response, response._get_param(self.key))
        return self._records(response).pop(record[self.key])


_rules = Store(
    "PullThroughCacheRule",
    "ecrRepositoryPrefix",
    [
        "upstreamRegistryUrl",
        "upstreamRegistry",
        "upstreamRepositoryPrefix",
        "credentialArn",
        "customRoleArn",
    ],
)
_templates = Store(
    "Template",
    "prefix",
    [
        "description",
        "encryptionConfiguration",
        "resourceTags",
        "imageTagMutability",
        "imageTagMutabilityExclusionFilters",
        "repositoryPolicy",
        "lifecyclePolicy",
        "appliedFor",
        "customRoleArn",
    ],
)


@add(ECRResponse)
def create_pull_through_cache_rule(self):
    return ActionResult(_rules.create(self, registryId=self.current_account))


@add(ECRResponse)
def describe_pull_through_cache_rules(self):
    rules = _rules.describe(self, "ecrRepositoryPrefixes")
    return ActionResult({"pullThroughCacheRules": rules})


@add(ECRResponse)
def update_pull_through_cache_rule(self):
    return ActionResult(_rules.update(self))


@add(ECRResponse)
def delete_pull_through_cache_rule(self):
    return ActionResult(_rules.delete(self))


def _template_answer(response: ECRResponse, template: dict) -> ActionResult:
    return ActionResult(
        {
            "registryId": response.current_account,
            "repositoryCreationTemplate": template,
        }
    )


@add(ECRResponse)
def create_repository_creation_template(self):
    template = _templates.create(
        self,
        imageTagMutability="MUTABLE",
        encryptionConfiguration={"encryptionType": "AES256"},
    )
    return _template_answer(self, template)


@add(ECRResponse)
def describe_repository_creation_templates(self):
    return ActionResult(
        {
            "registryId": self.current_account,
            "repositoryCreationTemplates": _templates.describe(self, "prefixes"),
        }
    )


@add(ECRResponse)
def update_repository_creation_template(self):
    return _template_answer(self, _templates.update(self))


@add(ECRResponse)
def delete_repository_creation_template(self):
    return _template_answer(self, _templates.delete(self))


@around(Repository, "_update_image_scanning_configuration")
def _off_when_left_out(original, self, image_scanning_configuration):
    if image_scanning_configuration is not None:
        original(self, {"scanOnPush": False, **image_scanning_configuration})
