"""Write a session for others to read: as the file it is, as Markdown, or as one HTML page without a script."""

import re
from collections.abc import Mapping
from typing import Literal

from mock_interview.models import Grade, Review, Session
from mock_interview.pages import environment

Format = Literal["json", "md", "html"]
KINDS: Mapping[str, str] = {
    "L4": "L4",
    "L5": "L5",
    "L6": "L6",
    "strong_hire": "strong sign",
    "down_level": "error",
}
_SYNTAX = re.compile(r"[\\`*_\[\]<>#|~&!]|^[+\-=](?=\s)|(?<=\d)[.)](?=\s)")


def export(session: Session, format: Format) -> str:
    """Return a session in a format, with a line end; JSON is the session file itself."""
    if format == "json":
        return session.model_dump_json(indent=2) + "\n"
    made = environment("report", autoescape=format == "html")
    made.filters |= {"plain": plain, "fenced": fenced}
    return made.get_template(f"export.{format}.j2").render(session=session, level=level_in_words, kinds=KINDS)


def level_in_words(one: Grade | Review) -> str:
    """Return a level with its range and probability, or why there is none."""
    if isinstance(one, Review):
        return one.level or "no level given"
    level = one.level
    if level.estimate is None:
        return level.reason
    likely = level.probabilities.get(level.estimate)
    spread = f", range {level.low} to {level.high}" if level.low and level.low != level.high else ""
    return level.estimate + (f" ({likely:.0%} likely{spread})" if likely is not None else "")


def plain(text: str) -> str:
    """Return a text on one line of Markdown that means nothing but itself."""
    return _SYNTAX.sub(lambda found: "\\" + found[0], " ".join(text.split()))


def fenced(text: str) -> str:
    """Return a text of several lines as it is, in a fence longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"
