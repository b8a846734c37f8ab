"""See in one line of a transcript who might be about to speak: the shapes that people and programs write."""

import re
from dataclasses import dataclass

LONGEST_NAME = 60
"""Characters of a name in a text file; longer ones are words that end with a colon."""
_MOST_WORDS = 6

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_STAMP = rf"[\[(<]?(?:{_DATE},?\s+)?(?P<clock>{_CLOCK})(?:,?\s+{_DATE})?[\])>]?"
_ITEM = re.compile(r"(?:>\s+)?(?:[-*+•]\s+|#{1,6}\s+)?")
_STAMPED = re.compile(rf"{_STAMP}(?:\s*[-–—|]\s+|\s+|$)")
_STAMP_AT_END = re.compile(rf"(?:^|\s+)(?:[-–—|@]\s*)?{_STAMP}\s*$")
_CHAT = re.compile(
    r"From\s+(?P<name>\S.{0,99}?)\s+to\s+[^:]{1,99}?(?:\((?:direct message|privately)\)\s*)?:(?:\s+|$)(?P<words>.*)$",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(\*\*|__|\*|_)(?P<name>\S[^*_]*)\1(?P<rest>.*)$")
_COLON = re.compile(r"[:：](?=\s|$)|：")
_NO_NAME = re.compile(r"[?!;{}`]|\.\s+\S+\s+\S+\s|://")
_ENDS_A_SENTENCE = re.compile(r"[.,!?;:…]$")


@dataclass(frozen=True)
class Shape:
    """What a line looks like."""

    name: str
    """Who may be speaking; empty for a line that is only a time."""
    words: str = ""
    clock: float | None = None
    """Seconds."""
    colon: bool = False
    """The name ends with a colon; without one it has the line for itself."""
    heading: bool = False
    """It is written as a heading, or is all of the line and bold."""
    sure: bool = False
    """Name and time stand together as no sentence has them."""


def shape_of(line: str) -> Shape | None:
    """Return what a line looks like if somebody may begin to speak in it; None when it can only be text."""
    rest = line.strip()
    clock: float | None = None
    if stamp := _STAMPED.match(rest):
        clock, rest = seconds(stamp["clock"]), rest[stamp.end() :]
        if not rest:
            return Shape("", clock=clock)
        if chat := _CHAT.match(rest):
            return Shape(chat["name"], chat["words"], clock, colon=True, sure=True)
    elif line[:1] in (" ", "\t"):
        return None
    item = _ITEM.match(rest)
    rest = rest[item.end() :] if item else rest
    bold = _BOLD.match(rest)
    if bold:
        rest = bold["name"] + bold["rest"]
    heading = bool((item and "#" in item[0]) or (bold and not bold["rest"]))
    name, colon, words = _parted(rest)
    if len(name) > 2 * LONGEST_NAME:
        return None
    if stamp := _STAMP_AT_END.search(name):
        clock, name = seconds(stamp["clock"]), name[: stamp.start()]
    if not is_name(name) or (not colon and _ENDS_A_SENTENCE.search(name)):
        return None
    sure = clock is not None and (colon or bool(stamp))
    return Shape(name.strip(), words, clock, colon, heading, sure)


def _parted(rest: str) -> tuple[str, bool, str]:
    """Return what stands before the first colon, whether there is one, and what stands after it."""
    found = _COLON.search(rest)
    return (rest[: found.start()], True, rest[found.end() :].strip()) if found else (rest, False, "")


def is_name(text: str) -> bool:
    """Return whether a text could be somebody's name, and is no sentence."""
    return (
        0 < len(text) <= LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and any(char.isalnum() for char in text)
        and not _NO_NAME.search(text)
    )


def seconds(clock: str) -> float:
    """Return a time of day, or a time since the beginning (`1:02`, `00:01:02.5`, `2:05 PM`), in seconds."""
    afternoon, morning = "p" in clock.lower(), "a" in clock.lower()
    parts = [float(part) for part in re.sub(r"[^\d:.]", "", clock.replace(",", ".")).rstrip(".").split(":")]
    if afternoon or morning:
        hours = parts[0] % 12 + (12 if afternoon else 0)
        parts = [hours, parts[1], *(parts[2:] or [0.0])]
    total = 0.0
    for part in parts:
        total = total * 60 + part
    return total
