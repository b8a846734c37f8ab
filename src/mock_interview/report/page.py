"""Write a session as one HTML file to review it in: it asks nobody for anything and runs no script but its own."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup

from mock_interview.pages import environment
from mock_interview.report.facts import FINDINGS, Report
from mock_interview.report.visible import visible

OURS = '<meta name="generator" content="mock-interview report">'
"""What a file that may be written over has in it."""
_HEAD = 2000
"""Bytes, in which that stands."""
SCRIPTS = ("places.js", "kept.js", "evidence.js", "comments.js", "review.js")
"""In the order in which they build on each other; one script in the page."""
WIDTH = 240
"""Of a bar of probability 1, in units of the drawing."""


def html(report: Report, blind: bool = False) -> str:
    """Return the page; with `blind`, what tool, mentors and candidate think stays shut until a level is given."""
    style, script = _read("review.css"), "\n".join(map(_read, SCRIPTS))
    session = report.session
    data = {
        "session": session.id,
        "transcript": session.transcript_digest,
        "blind": blind,
        "criteria": [criterion.id for criterion in session.rubric.criteria],
        "texts": {said.number: said.turn.text for said in report.turns if said.differs},
    }
    return _template().render(
        report=report,
        session=session,
        blind=blind,
        data=data,
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        ours=Markup(OURS),
        findings=FINDINGS,
        width=WIDTH,
    )


def is_ours(path: Path) -> bool:
    """Return whether a file is a page of ours; raises `OSError`."""
    with path.open("rb") as file:
        return OURS.encode() in file.read(_HEAD)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


@cache
def _template() -> Template:
    made = environment("report")
    made.finalize = _shown
    return made.get_template("report.html.j2")


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
