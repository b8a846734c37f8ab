"""Write a session as Markdown, to read in a terminal or to keep in a repository."""

import re
from typing import Any

from mock_interview.pages import environment
from mock_interview.report.facts import FINDINGS, Report
from mock_interview.report.visible import visible

_SYNTAX = re.compile(r"[\\`*_\[\]<>#|~&!]")
_MARKER = re.compile(r"^([+\-=]|\d+[.)])(?=\s|$)")
_BAR = 20
"""Characters of a bar of probability 1."""


def markdown(report: Report, blind: bool = False) -> str:
    """Return the document; with `blind`, without what the tool, the mentors and the candidate think."""
    made = environment("report", autoescape=False)
    made.finalize = _shown
    made.filters |= {"line": _line, "fenced": _fenced}
    return made.get_template("report.md.j2").render(
        report=report, session=report.session, blind=blind, findings=FINDINGS, width=_BAR
    )


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    """Return words on one line, with all that Markdown or HTML would make something of escaped."""
    words = _SYNTAX.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _MARKER.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], words)


def _fenced(text: str) -> str:
    """Return text as it is, between fences that no line of it can end."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}".replace("\r\n", "\n")
