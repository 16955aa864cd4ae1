"""EC2 network interfaces that are made with an instance.

moto 5.2.5 keeps them when the instance is terminated, attached to what is no more. AWS deletes them, unless the
request says otherwise; only an interface that was there before outlives its instance.
"""

from moto.ec2.models.instances import Instance

from ..patching import around


@around(Instance, "prep_nics")
def _goes_with_its_instance(original, self, nic_spec, *args, **kwargs):
    given = {int(nic["DeviceIndex"]): dict(nic) for nic in nic_spec}
    original(self, nic_spec, *args, **kwargs)
    for index, nic in self.nics.items():
        spec = given.get(index, {})
        if not spec.get("NetworkInterfaceId") and spec.get("DeleteOnTermination") is None:
            nic.delete_on_termination = True
