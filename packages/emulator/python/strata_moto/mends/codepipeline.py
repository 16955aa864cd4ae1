"""CodePipeline pipelines and webhooks.

moto 5.2.5:
- sends dates as text where the JSON 1.1 protocol wants seconds since the epoch;
- answers a pipeline made without pipelineType or executionMode without them, where AWS answers V1
  and SUPERSEDED;
- refuses a role whose trust policy names several services;
- has none of the webhook operations.
"""

import json
from types import SimpleNamespace

import moto.codepipeline.models as models
from moto.codepipeline.models import CodePipeline, CodePipelineBackend
from moto.codepipeline.responses import CodePipelineResponse

from ..patching import add, around


@around(models, "iso_8601_datetime_with_milliseconds")
def _seconds(original, value):
    return value.timestamp()


@around(CodePipeline, "add_default_values")
def _defaults_of_v2(original, self, pipeline):
    pipeline.setdefault("pipelineType", "V1")
    pipeline.setdefault("executionMode", "SUPERSEDED")
    return original(self, pipeline)


@around(CodePipelineBackend, "iam_backend")
def _one_service_a_statement(original, self):
    """Roles as CreatePipeline reads them: it takes a service for a text, and never for a list."""

    def get_role_by_arn(arn):
        document = original(self).get_role_by_arn(arn).assume_role_policy_document
        statements = json.loads(document)["Statement"]
        principals = [s["Principal"] for s in statements if isinstance(s.get("Principal"), dict)]
        services = [principal.get("Service", []) for principal in principals]
        single = [s for some in services for s in ([some] if isinstance(some, str) else some)]
        split = [{"Principal": {"Service": service}} for service in single]
        return SimpleNamespace(assume_role_policy_document=json.dumps({"Statement": split}))

    return SimpleNamespace(get_role_by_arn=get_role_by_arn)


def _webhooks(response: CodePipelineResponse) -> dict[str, dict]:
    """Webhooks by ARN."""
    return response.codepipeline_backend.__dict__.setdefault("webhooks", {})


def _arn(response: CodePipelineResponse, name: str) -> str:
    return f"arn:aws:codepipeline:{response.region}:{response.current_account}:webhook:{name}"


@add(CodePipelineResponse)
def put_webhook(self):
    definition = self._get_param("webhook")
    arn = _arn(self, definition["name"])
    before = _webhooks(self).get(arn, {})
    _webhooks(self)[arn] = {
        "definition": definition,
        "url": f"https://webhooks.domain.com/trigger?t={definition['name']}",
        "arn": arn,
        "tags": self._get_param("tags") or before.get("tags", []),
    }
    return json.dumps({"webhook": _webhooks(self)[arn]})


@add(CodePipelineResponse)
def list_webhooks(self):
    return json.dumps({"webhooks": list(_webhooks(self).values())})


@add(CodePipelineResponse)
def delete_webhook(self):
    _webhooks(self).pop(_arn(self, self._get_param("name")), None)
    return "{}"


@add(
    CodePipelineResponse,
    "register_webhook_with_third_party",
    "deregister_webhook_with_third_party",
)
def _nothing_to_do(self):
    return "{}"


@around(CodePipelineResponse, "list_tags_for_resource")
def _list_webhook_tags(original, self):
    webhook = _webhooks(self).get(self._get_param("resourceArn"))
    return json.dumps({"tags": webhook["tags"]}) if webhook else original(self)


@around(CodePipelineResponse, "tag_resource")
def _tag_webhook(original, self):
    webhook = _webhooks(self).get(self._get_param("resourceArn"))
    if not webhook:
        return original(self)
    new = self._get_param("tags")
    keys = {tag["key"] for tag in new}
    webhook["tags"] = [tag for tag in webhook["tags"] if tag["key"] not in keys] + new
    return "{}"


@around(CodePipelineResponse, "untag_resource")
def _untag_webhook(original, self):
    webhook = _webhooks(self).get(self._get_param("resourceArn"))
    if not webhook:
        return original(self)
    keys = self._get_param("tagKeys")
    webhook["tags"] = [tag for tag in webhook["tags"] if tag["key"] not in keys]
    return "{}"
