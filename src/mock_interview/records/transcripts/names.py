"""Decide which lines of a transcript begin somebody's words, from how often a name comes back and where it stands.

A colon makes no speaker: `Note:` in an answer is text. Whoever speaks comes back, or is named as a role, or has a time
beside the name, or opens a conversation in which somebody asks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from mock_interview.records.transcripts.pieces import key
from mock_interview.records.transcripts.shapes import Shape, shape_of

_ROLE = re.compile(
    r"(interviewer|interviewee|candidate|applicant|host|guest|moderator|speaker|participant)(\s+[\w#]{1,2}|#?\d{1,2})?"
)
_SHORT_ROLES = frozenset(("q", "a", "question", "answer", "me", "you", "i", "c", "user", "assistant"))
"""Words that stand for a speaker where the transcript begins with one of them."""
_LABEL_WORDS = """
note notes nb n.b. ps p.s. edit update example examples e.g. i.e. summary tl;dr tldr pros cons pro con todo warning
caveat caveats tip hint fyi first firstly second secondly third thirdly last lastly finally step then next also so but
because however assumption assumptions conclusion context situation task action result results problem solution
trade-offs tradeoffs trade-off tradeoff advantages disadvantages benefits drawbacks input output inputs outputs goal
goals metric metrics data model loss features training inference serving offline online risks risk cost costs
requirements else try except return default re subject to from date attendees title duration time transcript
participants recording started meeting topic where when link
latency throughput quality accuracy precision recall memory compute baseline evaluation deployment monitoring
architecture storage retrieval ranking scale limitations
"""
_LABELS = frozenset(_LABEL_WORDS.split())
"""Words before a colon that belong to an answer, to code, or to a transcript's head."""
_ASKS = re.compile(r"[?？]")


def beginnings(rows: Sequence[str]) -> list[Shape | None]:
    """Return for each line the shape by which a speaker begins in it, or None where the text goes on.

    A line that is only a time comes back as a shape without a name, if there are speakers at all.
    """
    shapes = _shapes(rows)
    names = _names(rows, shapes)
    if not names:
        return [None] * len(rows)
    stamped = Counter(s.clock is not None for s in shapes if s and s.colon and key(s.name) in names)
    clocks = stamped[True] > stamped[False]
    chosen: list[Shape | None] = []
    for at, shape in enumerate(shapes):
        if shape and shape.name:
            ours = key(shape.name) in names and (_head_stands(rows, shapes, at) if not shape.colon else True)
            loose = clocks and shape.colon and shape.clock is None and not _ROLE.fullmatch(key(shape.name))
            shape = shape if ours and not loose else None
        chosen.append(shape)
    return chosen


def _shapes(rows: Sequence[str]) -> list[Shape | None]:
    """Return the shape of each line; within fenced code there is none."""
    fenced = False
    found: list[Shape | None] = []
    for row in rows:
        if row.lstrip().startswith("```"):
            fenced = not fenced
            found.append(None)
        else:
            found.append(None if fenced else shape_of(row))
    return found


def _names(rows: Sequence[str], shapes: Sequence[Shape | None]) -> set[str]:
    """Return the keys of the names that are speakers; none when nothing speaks for a conversation."""
    times = Counter(key(s.name) for s in shapes if s and s.colon)
    standing = {at: s for at, s in enumerate(shapes) if s and s.name and not s.colon and _head_stands(rows, shapes, at)}
    heads = Counter(key(s.name) for s in standing.values())
    order = list(
        dict.fromkeys(
            key(s.name)
            for at, s in enumerate(shapes)
            if s and (s.colon or (at in standing and (s.heading or heads[key(s.name)] > 1)))
        )
    )
    sure = {key(s.name) for s in shapes if s and s.sure} | {name for name in (*times, *heads) if _ROLE.fullmatch(name)}
    sure -= _LABELS
    opening = order[0] if order and _opens(rows, shapes, order[0]) else ""
    short = _SHORT_ROLES if opening in _SHORT_ROLES else frozenset()
    not_names = (_LABELS | _SHORT_ROLES) - short
    again = {name for counts in (times, heads) for name, count in counts.items() if count > 1} - not_names
    names = sure | again | (short & set(order))
    asks = any(_ASKS.search(row) for row in rows)
    if opening and opening not in not_names and (names - {opening} or _asks(rows, shapes, opening)):
        names.add(opening)
    if len(names) == 1 and opening not in names and not sure:
        return set()
    if len(names) < 2 and opening in names:
        names |= {*[name for name in order if name not in names and name not in not_names][:1]}
    return names if sure or asks else set()


def _opens(rows: Sequence[str], shapes: Sequence[Shape | None], name: str) -> bool:
    """Return whether nothing but a short head of titles stands before a name."""
    at = next(i for i, s in enumerate(shapes) if s and key(s.name) == name)
    return not any(len(row.split()) > 12 for row in rows[:at])


def _asks(rows: Sequence[str], shapes: Sequence[Shape | None], name: str) -> bool:
    """Return whether a question mark stands between a name's first line and the next name."""
    places = [i for i, s in enumerate(shapes) if s and s.colon]
    for at, after in pairwise([*places, len(rows)]):
        shape = shapes[at]
        if shape and key(shape.name) == name:
            return any(_ASKS.search(row) for row in rows[at:after])
    return False


def _head_stands(rows: Sequence[str], shapes: Sequence[Shape | None], at: int) -> bool:
    """Return whether a name without a colon stands as one: after a blank line, or marked, and before text."""
    shape = shapes[at]
    if shape is None or at + 1 >= len(rows):
        return False
    below = at + 1 if rows[at + 1].strip() or not (shape.sure or shape.heading) else at + 2
    if below >= len(rows) or not rows[below].strip():
        return False
    after = shapes[below]
    if after and (after.sure or after.heading or (after.colon and after.clock is not None)):
        return False
    return shape.sure or shape.heading or at == 0 or not rows[at - 1].strip()
