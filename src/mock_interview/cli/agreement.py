"""`mock-interview agreement`: how far tool and mentors agree."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli.options import Json

if TYPE_CHECKING:
    from mock_interview.errors import BadInput
    from mock_interview.review.agreement import Agreement, Estimate, Outcome


def agreement(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Session files, review files, or folders of them; without any, all your sessions."),
    ] = None,
    json: Json = False,
) -> None:
    """Compare the tool with mentors, and mentors with each other: level by level, and criterion by criterion.

    Example: mock-interview agreement reviews/
    """
    import json as json_module

    from mock_interview.errors import BadInput
    from mock_interview.review.agreement import outcome
    from mock_interview.review.collect import collect
    from mock_interview.terminal import console

    for path in files or ():
        if not path.exists():
            raise BadInput(f"{path}: there is no such file or folder")
    collected = collect(files or ())
    for problem in collected.problems:
        console.complain(problem)
    with console.err().status("Drawing samples for the intervals ..."):
        found = outcome(collected.sessions)
    if json:
        console.print_json(json_module.dumps(_as_json(found, collected.problems), ensure_ascii=False))
    elif found.reviews:
        from mock_interview.terminal.agreement_view import agreement_view

        console.out().print(agreement_view(found))
        console.say("What the figures mean, and from what number on to trust them: docs/agreement.md", "dim")
    else:
        console.say("There are no reviews yet. Make one with: mock-interview review last")


def _as_json(found: "Outcome", problems: "tuple[BadInput, ...]") -> dict[str, Any]:
    return {
        "sessions": found.sessions,
        "reviews": found.reviews,
        "blind": found.blind,
        "not_blind": found.reviews - found.blind,
        "unmatched": found.unmatched,
        "tool_and_mentors": {"blind": _agreement(found.with_tool_blind), "not_blind": _agreement(found.with_tool_seen)},
        "mentors": {"blind": _agreement(found.among_blind), "not_blind": _agreement(found.among_others)},
        "criteria": [
            {
                "question": one.question,
                "criterion": one.criterion,
                "kind": one.kind,
                "claim": one.claim,
                "looked_at": one.looked_at,
                "differ": one.differ,
                "cases": [vars(case) for case in one.cases],
            }
            for one in found.criteria
        ],
        "passed_over": [problem.message for problem in problems],
    }


def _agreement(one: "Agreement") -> dict[str, Any]:
    return {
        "pairs": one.pairs,
        "sessions": one.sessions,
        "few": one.few,
        "exact": _estimate(one.exact),
        "within_one": _estimate(one.within_one),
        "bias": _estimate(one.bias) if one.bias else None,
        "kappa": _estimate(one.kappa),
        "alpha": _estimate(one.alpha),
        "confusion": one.confusion,
    }


def _estimate(one: "Estimate") -> dict[str, Any]:
    low, high = one.interval or (None, None)
    return {
        name: None if v is None else round(v, 4) for name, v in (("value", one.value), ("low", low), ("high", high))
    }
