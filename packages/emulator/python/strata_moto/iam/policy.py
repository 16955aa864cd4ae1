"""The evaluation of policy documents, as pure functions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping

Document = Mapping[str, object]
#: The values of a condition key, none where the request has no such key.
Context = Callable[[str], list[str]]


class CannotJudge(Exception):
    """A policy uses what is not known here; to guess would be to allow or to refuse wrongly."""


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


@functools.cache
def _glob(pattern: str, fold: bool) -> re.Pattern:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if fold else 0))


def matches(patterns, value: str, fold: bool = False) -> bool:
    """Whether one of the patterns with `*` and `?` matches the whole value."""
    return any(_glob(str(pattern), fold).fullmatch(value) for pattern in as_list(patterns))


def _filled(pattern: str, context: Context) -> str | None:
    """A resource's pattern with its policy variables; None where one of them has no value."""
    values = {name: context(name) for name in re.findall(r"\$\{([^}]+)\}", pattern)}
    if not all(values.values()):
        return None
    return re.sub(r"\$\{([^}]+)\}", lambda match: values[match[1]][0], pattern)


def _concerns(statement: Mapping, action: str, resource: str, context: Context) -> bool:
    if "NotAction" in statement:
        concerned = not matches(statement["NotAction"], action, fold=True)
    else:
        concerned = matches(statement.get("Action", []), action, fold=True)
    if not concerned:
        return False
    # A trust policy has no resource: it is the role's own.
    excluded = "NotResource" in statement
    patterns = as_list(statement.get("NotResource" if excluded else "Resource", "*"))
    filled = [pattern for one in patterns if (pattern := _filled(one, context)) is not None]
    return matches(filled, resource) != excluded


def _text(expected: list[str], actual: str) -> bool:
    return actual in expected


def _folded(expected: list[str], actual: str) -> bool:
    return actual.lower() in (value.lower() for value in expected)


def _number(compare: Callable[[float, float], bool]) -> Callable[[list[str], str], bool]:
    return lambda expected, actual: any(compare(float(actual), float(value)) for value in expected)


#: The negated operators are the same, of which none may hold.
_OPERATORS: dict[str, Callable[[list[str], str], bool]] = {
    "StringEquals": _text,
    "StringEqualsIgnoreCase": _folded,
    "StringLike": matches,
    "ArnEquals": matches,
    "ArnLike": matches,
    "Bool": _folded,
    "NumericEquals": _number(lambda actual, limit: actual == limit),
    "NumericLessThan": _number(lambda actual, limit: actual < limit),
    "NumericLessThanEquals": _number(lambda actual, limit: actual <= limit),
    "NumericGreaterThan": _number(lambda actual, limit: actual > limit),
    "NumericGreaterThanEquals": _number(lambda actual, limit: actual >= limit),
}


def _holds(operator: str, key: str, expected, context: Context) -> bool:
    expected = [str(value).lower() if isinstance(value, bool) else str(value) for value in as_list(expected)]
    actual = context(key)
    if operator == "Null":
        return ("true" in expected) == (not actual)
    quantifier, _, operator = operator.rpartition(":")
    name = operator.removesuffix("IfExists")
    negated = "Not" in name
    compare = _OPERATORS.get(name.replace("Not", ""))
    if compare is None or quantifier not in ("", "ForAllValues", "ForAnyValue"):
        raise CannotJudge(f"the operator {operator} of a condition on {key}")
    if not actual:
        return operator.endswith("IfExists") or quantifier == "ForAllValues" or (negated and not quantifier)
    hits = [compare(expected, value) != negated for value in actual]
    return all(hits) if quantifier == "ForAllValues" or (negated and not quantifier) else any(hits)


def _conditions_hold(statement: Mapping, context: Context) -> bool:
    return all(
        _holds(operator, key, expected, context)
        for operator, tests in statement.get("Condition", {}).items()
        for key, expected in tests.items()
    )


def effects(documents: Iterable[Document], action: str, resource: str, context: Context) -> set[str]:
    """What the statements say that apply: a set of "Allow" and "Deny"."""
    return {
        statement["Effect"]
        for document in documents
        for statement in as_list(document.get("Statement", []))
        if _concerns(statement, action, resource, context) and _conditions_hold(statement, context)
    }
