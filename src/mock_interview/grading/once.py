"""What follows from a question and its rubric is worked out once for all answers to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 128
"""Questions that are remembered; the one that came first goes first."""


def once(function: Callable[..., T]) -> Callable[..., T]:
    """Remember what a function returned for these very objects; they must not change."""
    known: dict[tuple[int, ...], tuple[tuple[Any, ...], T]] = {}

    @wraps(function)
    def remembered(*args: Any) -> T:
        key = tuple(map(id, args))
        found = known.get(key)
        if found is None:  # the arguments are held with the result, so that their ids stay theirs
            found = args, function(*args)
            while len(known) >= MOST:
                known.pop(next(iter(known)), None)
            known[key] = found
        return found[1]

    return remembered
