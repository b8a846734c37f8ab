"""Write the figures of a class: as one HTML page that asks nobody for anything, as CSV, as JSON."""

import base64
import csv
import hashlib
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from mock_interview.models import LEVELS
from mock_interview.pages import environment
from mock_interview.report.cohort import MOST, Cohort, Entry, Found, Spread

GENERATOR = "mock-interview cohort"
"""By this a page is known to be ours, and may be replaced by a newer one."""
COLUMNS = (
    "candidate",
    "question",
    "title",
    "category",
    "level",
    "level_by",
    "tool_level",
    "mentor_level",
    "state",
    "reviewed",
    "words",
    "begun",
    "session",
    "file",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KINDS = {"L4": "L4", "L5": "L5", "L6": "L6", "strong_hire": "strong sign", "down_level": "error"}


def html(cohort: Cohort, now: datetime, *, days: bool = True) -> str:
    """Return the page; without `days` it says only in which month an answer was begun."""
    script = Path(__file__).with_name("cohort.js").read_text(encoding="utf-8")
    sha = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    lists = (
        ("What most have in common to work on", "missed by", cohort.gaps),
        ("Errors made", "made by", cohort.errors),
        ("Strong signs", "shown by", cohort.strong),
    )
    return (
        environment("report")
        .get_template("cohort.html.j2")
        .render(
            cohort=cohort,
            now=now,
            script=script,
            sha=sha,
            generator=GENERATOR,
            levels=LEVELS,
            bars=_bars(cohort.whole),
            matrix=[(c, [cohort.table.get((c, q)) for q, _ in cohort.questions]) for c in cohort.candidates],
            lists=[(heading, verb, found) for heading, verb, found in lists if found],
            kinds=KINDS,
            most=MOST,
            titles=dict(cohort.questions),
            day="%Y-%m-%d" if days else "%Y-%m",
            rank={level: number for number, level in enumerate(LEVELS, 1)},
        )
    )


def _bars(spread: Spread) -> list[tuple[str, int, float]]:
    """Return what each bar stands for, how many answers, and its length as a share of the longest."""
    counts = [(str(level), number) for level, number in spread.levels.items()]
    counts += [("no level", spread.no_level), ("ungraded", spread.not_graded)]
    longest = max(number for _, number in counts) or 1
    return [(name, number, number / longest) for name, number in counts]


def rows(cohort: Cohort, *, days: bool = True) -> list[dict[str, Any]]:
    """Return the answers as a list of values by column."""
    return [_row(entry, days) for entry in cohort.entries]


def _row(entry: Entry, days: bool) -> dict[str, Any]:
    return {
        "candidate": entry.candidate,
        "question": entry.question,
        "title": entry.title,
        "category": entry.category,
        "level": entry.level,
        "level_by": "mentor" if entry.mentor else "tool" if entry.tool else None,
        "tool_level": entry.tool,
        "mentor_level": entry.mentor,
        "state": entry.state,
        "reviewed": entry.reviewed,
        "words": entry.words,
        "begun": entry.created.strftime("%Y-%m-%d" if days else "%Y-%m"),
        "session": entry.session,
        "file": entry.file,
    }


def csv_text(cohort: Cohort, *, days: bool = True) -> str:
    """Return the answers as CSV; a text that a spreadsheet would take for a formula has an apostrophe before it."""
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows(cohort, days=days))
    return made.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def as_json(cohort: Cohort, *, days: bool = True) -> dict[str, Any]:
    """Return the figures as a JSON value."""
    return {
        "candidates": len(cohort.candidates),
        "sessions": len(cohort.entries),
        "reviewed": sum(entry.reviewed for entry in cohort.entries),
        "levels": _spread(cohort.whole),
        "categories": [{"category": one.name} | _spread(one) for one in cohort.by_category],
        "questions": [{"question": one.name, "title": one.title} | _spread(one) for one in cohort.by_question],
        "gaps": [_found(one) for one in cohort.gaps],
        "errors": [_found(one) for one in cohort.errors],
        "strong_signs": [_found(one) for one in cohort.strong],
        "answers": rows(cohort, days=days),
        "broken": [one._asdict() for one in cohort.broken],
    }


def _spread(one: Spread) -> dict[str, int]:
    return {str(level): number for level, number in one.levels.items()} | {
        "no level": one.no_level,
        "ungraded": one.not_graded,
    }


def _found(one: Found) -> dict[str, Any]:
    return one.claim._asdict() | {"question": one.claim.question or None, "count": one.count, "asked": one.asked}
