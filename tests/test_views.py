import io
import re
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from mock_interview.bank import Listed
from mock_interview.models import Criterion, Gap, Grade, Question, Quote, Rubric, Session, Turn, Verdict
from mock_interview.records import Summary
from mock_interview.terminal import question_list, session_list, views
from support_cli import HOSTILE, graded, session

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(what: RenderableType) -> str:
    """Return what a view prints, 100 columns wide, without colour."""
    console = Console(file=io.StringIO(), width=100, color_system=None)
    console.print(what)
    return console.file.getvalue()


def hostile_question() -> Question:
    """Return a question that tries to take over the terminal."""
    question = session().question
    return question.model_copy(update={"title": question.title + HOSTILE, "prompt": question.prompt + HOSTILE})


def hostile_rubric() -> Rubric:
    """Return a rubric that does so, too."""
    rubric = session().rubric

    def worse(criterion: Criterion) -> Criterion:
        return criterion.model_copy(update={"claim": criterion.claim + HOSTILE, "hint": criterion.hint + HOSTILE})

    criteria = tuple(worse(criterion) for criterion in rubric.criteria)
    return rubric.model_copy(update={"criteria": criteria, "notes": tuple(note + HOSTILE for note in rubric.notes)})


def hostile_grade() -> Grade:
    """Return a grade whose every text does so, too."""
    grade = graded().grades[0]
    quote = Quote(turn=0, start=0, end=len(HOSTILE), text=HOSTILE)
    level = grade.level.model_copy(update={"reason": grade.level.reason + HOSTILE})
    feedback = grade.feedback
    assert feedback
    gap = feedback.gaps[0].model_copy(update={"claim": HOSTILE, "hint": ""})
    return grade.model_copy(
        update={
            "level": level,
            "flags": (HOSTILE,),
            "verdicts": tuple(v.model_copy(update={"quotes": (quote,), "reason": HOSTILE}) for v in grade.verdicts),
            "feedback": feedback.model_copy(update={"summary": HOSTILE, "gaps": (gap,)}),
            "provenance": grade.provenance.model_copy(
                update={"model": HOSTILE, "engine": HOSTILE, "rule": HOSTILE, "validity": HOSTILE}
            ),
        }
    )


def hostile_session() -> Session:
    """Return a session all of that is in."""
    turns = (Turn(role="candidate", text=HOSTILE, finished=False), Turn(role="interviewer", text=HOSTILE))
    update = {"question": hostile_question(), "rubric": hostile_rubric(), "turns": turns, "grades": (hostile_grade(),)}
    return session().model_copy(update=update)


def ungraded() -> Grade:
    """Return a grade without a level, its reason hostile."""
    grade = hostile_grade()
    return grade.model_copy(update={"level": grade.level.model_copy(update={"estimate": None})})


HOSTILE_SUMMARY = Summary(
    id=HOSTILE, question=HOSTILE, title=HOSTILE, created=HOSTILE, words=1, level=None, graded=False, path=Path("x")
)


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(views.question_panel(hostile_question()), id="question"),
        pytest.param(question_list.question_table([Listed(HOSTILE, HOSTILE, HOSTILE, HOSTILE, 5)], {}), id="questions"),
        pytest.param(views.rubric_view(hostile_rubric()), id="rubric"),
        pytest.param(views.notes_view(hostile_rubric()), id="notes"),
        pytest.param(views.grade_view(hostile_grade(), hostile_rubric()), id="grade"),
        pytest.param(views.grade_view(ungraded(), hostile_rubric()), id="no level"),
        pytest.param(views.verdict_line(hostile_grade().verdicts[0], hostile_rubric()), id="verdict"),
        pytest.param(views.session_view(hostile_session()), id="session"),
        pytest.param(session_list.session_table([HOSTILE_SUMMARY]), id="sessions"),
    ],
)
def test_nothing_that_is_shown_can_steer_the_terminal(view: RenderableType) -> None:
    """Escapes and markup in content, answers and grades are printed as what they are."""
    text = shown(view)
    assert STEERING.findall(text) == []
    assert "[/red]" in text


def test_a_verdict_without_words_says_that_it_counts_for_nothing() -> None:
    """An unsupported verdict is shown with the reason why it earns nothing."""
    verdict = Verdict(criterion="windowpane", kind="L5", state="unsupported", probability=0.9)
    assert " ".join(shown(views.verdict_line(verdict, session().rubric)).split()) == (
        "○ L5 Explains how to tell that dough is kneaded enough, for example by the windowpane test. "
        "(no words for it in the answer: counts for nothing)"
    )


def test_an_error_is_marked_as_one() -> None:
    """An error that was found has a mark of its own, not that of something earned."""
    verdict = Verdict(criterion="longer-is-better", kind="down_level", state="met", probability=0.9)
    assert shown(views.verdict_line(verdict, session().rubric)).startswith(" ✗ down_level")


def test_a_session_shows_the_notes_only_when_it_is_graded() -> None:
    """The reference notes would spoil a question that is still open."""
    note = "Gluten forms when wet flour proteins bond."
    assert note not in shown(views.session_view(session()))
    assert note in shown(views.session_view(graded()))


def test_a_grade_shows_level_evidence_and_the_next_step() -> None:
    """The level comes with its uncertainty, the candidate's words, the hints and how far to trust it."""
    text = shown(views.grade_view(graded().grades[0], session().rubric))
    assert "Level estimate: L5" in text
    assert "L5 ████████████████████████████ 100%" in text
    assert "“I stop when I can stretch a piece until light comes through.”" in text
    assert "Say what intensive mixing costs." in text
    assert "Nobody has measured how far this grader agrees with labelled answers" in text


def test_the_strongest_and_the_costliest_tell_are_named() -> None:
    """What speaks loudest and what costs most stand above the way to the next level."""
    one = graded()
    strong = next(c for c in one.rubric.criteria if c.kind == "strong_hire")
    error = next(c for c in one.rubric.criteria if c.kind == "down_level")
    costliest = Gap(criterion=error.id, kind=error.kind, claim=error.claim, hint="")
    feedback = one.grades[0].feedback
    assert feedback
    told = feedback.model_copy(update={"strongest": strong.id, "costliest": costliest})
    found = " ".join(shown(views.grade_view(one.grades[0].model_copy(update={"feedback": told}), one.rubric)).split())
    assert f"Speaks loudest for you: {strong.claim} Costs you most: {error.claim}" in found
