"""CloudWatch log groups.

moto 5.2.5 keeps the tags of a log group that is deleted: another one of the same name has them.
"""

from moto.logs.models import LogsBackend

from ..patching import around


@around(LogsBackend, "delete_log_group")
def _tags_go_with_it(original, self, log_group_name):
    group = self.groups.get(log_group_name)
    original(self, log_group_name)
    self.tagger.delete_all_tags_for_resource(group.arn)
