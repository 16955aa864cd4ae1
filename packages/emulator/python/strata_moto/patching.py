"""Two decorators to change a moto class (or module) in place."""

import functools
from collections.abc import Callable
from types import ModuleType


def add(owner: type, *names: str) -> Callable:
    """Give `owner` the decorated method or property, under `names` or its own name."""

    def put(member):
        function = member.fget if isinstance(member, property) else member
        for name in names or (function.__name__,):
            setattr(owner, name, member)
        return member

    return put


def around(owner: type | ModuleType, name: str) -> Callable:
    """Wrap `owner.name`; the decorated function gets the old function first."""

    def put(function: Callable) -> Callable:
        member = getattr(owner, name)
        original = member.fget if isinstance(member, property) else member

        @functools.wraps(original)
        def wrapped(*args, **kwargs):
            return function(original, *args, **kwargs)

        setattr(owner, name, property(wrapped) if isinstance(member, property) else wrapped)
        return function

    return put
