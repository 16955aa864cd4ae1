"""EC2 security group rules: descriptions, and rules that are gone.

moto 5.2.5 keeps a rule's description only with its CIDR range: the description
of a rule that refers to a group or to a prefix list is dropped from
DescribeSecurityGroupRules, and a prefix list's also from
DescribeSecurityGroups. Changing such a description has no effect either.
Revoking a rule by an ID that isn't there is refused with another code than
AWS's, so that a client can't tell that its lost first request did the work.
"""

from moto.ec2.exceptions import InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models.security_groups import (
    SecurityGroup,
    SecurityGroupBackend,
    SecurityGroupRule,
)

from ..patching import around


@around(SecurityGroupRule, "__init__")
def _keep_prefix_list(original, self, *args, **kwargs):
    names = (
        "ec2_backend ip_protocol group_id from_port to_port ip_range "
        "source_group prefix_list_id is_egress tags"
    ).split()
    given = dict(zip(names, args)) | kwargs
    self.prefix_list = dict(given.get("prefix_list_id") or {})
    original(self, **given)


def _source(rule: SecurityGroupRule) -> dict:
    """The part of the rule its description belongs to."""
    return rule.source_group or rule.prefix_list or rule.ip_range


SecurityGroupRule.description = property(lambda self: _source(self).get("Description"))


@around(SecurityGroupRule, "__eq__")
def _equal_but_for_description(original, self, other):
    """A rule is revoked by what it allows, not by how it is described."""
    groups = self.source_group, other.source_group
    self.source_group, other.source_group = (
        {k: v for k, v in group.items() if k != "Description"} for group in groups
    )
    try:
        return original(self, other)
    finally:
        self.source_group, other.source_group = groups


@around(SecurityGroup, "_flattened_rules")
def _describe_prefix_lists(original, self, rules):
    views = original(self, rules)
    for view in views:
        view.prefix_list_ids = [
            rule.prefix_list
            for rule in rules
            if rule.prefix_list
            and (rule.from_port, rule.to_port, rule.ip_protocol)
            == (view.from_port, view.to_port, view.ip_protocol)
        ]
    return views


@around(SecurityGroupBackend, "modify_security_group_rules")
def _modify_description(original, self, group_id, rules):
    group = self.get_security_group_by_name_or_id(group_id)
    if group:
        for rule_id, change in rules.items():
            rule = group.get_rule(rule_id)
            if rule and not rule.ip_range:
                # moto would write it to ip_range, which this rule has none of.
                change = rules[rule_id] = dict(change)
                _source(rule)["Description"] = change.pop("Description", None)
    original(self, group_id, rules)


@around(SecurityGroupBackend, "_sg_update_description")
def _update_description(original, self, security_rule, rule):
    original(self, security_rule, rule)
    if rule.prefix_list_id and rule.prefix_list_id == security_rule.prefix_list_id:
        rule.prefix_list["Description"] = security_rule.prefix_list.get("Description")


def _refuse_unknown_rule(original, self, group_name_or_id, *args, **kwargs):
    group = self.get_security_group_by_name_or_id(
        group_name_or_id, kwargs.get("vpc_id")
    )
    for rule_id in kwargs.get("security_rule_ids") or [] if group else []:
        if group.get_rule(rule_id) is None:
            raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
    return original(self, group_name_or_id, *args, **kwargs)


for _operation in ("revoke_security_group_ingress", "revoke_security_group_egress"):
    around(SecurityGroupBackend, _operation)(_refuse_unknown_rule)
