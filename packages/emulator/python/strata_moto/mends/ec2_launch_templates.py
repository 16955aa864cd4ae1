"""EC2 launch templates.

moto 5.2.5:
- copies the tags of the launch template itself (so also the provider's default tags) into the tag
  specifications of the launch template data;
- keeps the user data of version 2 and later as a plain string, which its own assertion then
  refuses when an instance is launched from it;
- shows for ever the tags the template was created with.
"""

from moto.core.types import Base64EncodedString
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.utils import parse_user_data

from ..patching import add, around


@around(LaunchTemplate, "create_version")
def _version_as_given(original, self, data, description):
    data = dict(data)
    own = [
        specification
        for specification in data.pop("TagSpecifications", [])
        if specification["ResourceType"] != "launch-template"
    ]
    if own:
        data["TagSpecifications"] = own
    if not isinstance(data.get("UserData"), Base64EncodedString):
        data["UserData"] = parse_user_data(data.get("UserData"))
    return original(self, data, description)


def _ignore(self, value) -> None:
    """moto assigns the first tags; they are looked up instead."""


@add(LaunchTemplate)
@property
def tags(self):
    return self.get_tags()


LaunchTemplate.tags = LaunchTemplate.tags.setter(_ignore)
