"""Application Auto Scaling tags.

moto 5.2.5 drops the tags of a scalable target and has none of
ListTagsForResource, TagResource and UntagResource.
"""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from ..patching import add, around


def _tags(response: ApplicationAutoScalingResponse, arn: str) -> dict[str, str]:
    backend = response.applicationautoscaling_backend
    return backend.__dict__.setdefault("tags", {}).setdefault(arn, {})


@around(ApplicationAutoScalingResponse, "register_scalable_target")
def _keep_tags(original, self):
    answer = original(self)
    _tags(self, json.loads(answer)["ScalableTargetARN"]).update(
        self._get_param("Tags") or {}
    )
    return answer


@add(ApplicationAutoScalingResponse)
def list_tags_for_resource(self):
    return json.dumps({"Tags": _tags(self, self._get_param("ResourceARN"))})


@add(ApplicationAutoScalingResponse)
def tag_resource(self):
    _tags(self, self._get_param("ResourceARN")).update(self._get_param("Tags") or {})
    return json.dumps({})


@add(ApplicationAutoScalingResponse)
def untag_resource(self):
    tags = _tags(self, self._get_param("ResourceARN"))
    for key in self._get_param("TagKeys") or []:
        tags.pop(key, None)
    return json.dumps({})
