"""EC2 launch templates.

moto 5.2.5:
- copies the tags of the launch template itself (so also the provider's default tags) into the tag
  specifications of the launch template data;
- keeps the user data of version 2 and later as a plain string, which its own assertion then
  refuses when an instance is launched from it;
- shows for ever the tags the template was created with;
- keeps the disks of its instances when these are terminated, unless it says otherwise. AWS deletes the root disk, as the
  images have it.
"""

import copy

from moto.core.types import Base64EncodedString
from moto.ec2.models.instances import InstanceBackend
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


@around(InstanceBackend, "_get_template_from_args")
def _disks_go_with_instances(original, self, launch_template_arg):
    version = copy.copy(original(self, launch_template_arg))
    disks = version.data.get("BlockDeviceMappings") or []
    version.data = version.data | {
        "BlockDeviceMappings": [
            disk | {"Ebs": {"DeleteOnTermination": True} | disk["Ebs"]} if "Ebs" in disk else disk
            for disk in disks
        ]
    }
    return version


def _ignore(self, value) -> None:
    """moto assigns the first tags; they are looked up instead."""


@add(LaunchTemplate)
@property
def tags(self):
    return self.get_tags()


LaunchTemplate.tags = LaunchTemplate.tags.setter(_ignore)
