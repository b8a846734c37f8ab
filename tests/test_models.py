"""The nouns: frozen, strict, and the same JSON for ever."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from mock_interview.bank import Bank
from mock_interview.models import (
    Criterion,
    Feedback,
    Gap,
    Grade,
    LevelEstimate,
    Provenance,
    Quote,
    Rubric,
    Session,
    Turn,
    Verdict,
    digest,
)

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def a_grade() -> Grade:
    """Return a grade with something in every field."""
    return Grade(
        question="why-knead",
        level=LevelEstimate(
            estimate="L5",
            low="L4",
            high="L5",
            probabilities={"below L4": 0, "L4": 0.2, "L5": 0.7, "L6": 0.1},
            reason="4 of 4 points",
        ),
        verdicts=(
            Verdict(
                criterion="windowpane",
                kind="L5",
                state="met",
                probability=0.93,
                quotes=(Quote(turn=0, start=12, end=17, text="bread"),),
                reason="says so",
            ),
            Verdict(criterion="oxidation", kind="L6", state="ungraded", probability=None),
        ),
        flags=("long",),
        feedback=Feedback(
            summary="Nearly.",
            shown=("windowpane",),
            next_level="L6",
            gaps=(Gap(criterion="oxidation", kind="L6", claim="Explains it.", hint="Explain it."),),
        ),
        provenance=Provenance(
            grader="embedded",
            model="m",
            engine="logprobs",
            rubric="sha256:1",
            prompt="sha256:2",
            calibration="default",
            validity="unmeasured",
            version="0.1.0",
            at=AT,
        ),
    )


def test_the_json_of_a_grade_is_the_contract() -> None:
    """A grade prints as the JSON object that scripts rely on."""
    assert a_grade().model_dump(mode="json") == {
        "question": "why-knead",
        "level": {
            "estimate": "L5",
            "low": "L4",
            "high": "L5",
            "probabilities": {"below L4": 0.0, "L4": 0.2, "L5": 0.7, "L6": 0.1},
            "reason": "4 of 4 points",
        },
        "verdicts": [
            {
                "criterion": "windowpane",
                "kind": "L5",
                "shared": False,
                "state": "met",
                "probability": 0.93,
                "prompted": False,
                "quotes": [{"turn": 0, "start": 12, "end": 17, "text": "bread"}],
                "reason": "says so",
                "unstable": False,
            },
            {
                "criterion": "oxidation",
                "kind": "L6",
                "shared": False,
                "state": "ungraded",
                "probability": None,
                "prompted": False,
                "quotes": [],
                "reason": "",
                "unstable": False,
            },
        ],
        "flags": ["long"],
        "feedback": {
            "summary": "Nearly.",
            "shown": ["windowpane"],
            "next_level": "L6",
            "gaps": [{"criterion": "oxidation", "kind": "L6", "claim": "Explains it.", "hint": "Explain it."}],
            "strongest": None,
            "costliest": None,
        },
        "opinions": [],
        "provenance": {
            "grader": "embedded",
            "model": "m",
            "engine": "logprobs",
            "rubric": "sha256:1",
            "prompt": "sha256:2",
            "calibration": "default",
            "rule": "",
            "validity": "unmeasured",
            "version": "0.1.0",
            "at": "2026-11-23T08:30:00Z",
            "input_tokens": 0,
            "output_tokens": 0,
            "cached_tokens": 0,
            "cost_usd": None,
            "seconds": 0.0,
        },
    }


def test_a_session_survives_its_file(bank: Bank) -> None:
    """A session read back from its JSON is the same session, grades and control characters included."""
    session = Session(
        id="2026-11-23-why-knead-1a2b",
        created=AT,
        question=bank.question("why-knead"),
        rubric=bank.rubric("why-knead"),
        turns=(Turn(role="candidate", text="né \x1b[31m\x00 “bread” 🍞\r\n", at=AT, seconds=3.5, finished=False),),
        self_rating="L5",
        grades=(a_grade(),),
    )

    assert Session.model_validate_json(session.model_dump_json()) == session


def test_answers_of_a_session(bank: Bank) -> None:
    """The answers of a session are the candidate's turns that say something."""
    said, drafted = Turn(role="candidate", text="Gluten."), Turn(role="candidate", text="And", finished=False)
    session = Session(
        id="s",
        created=AT,
        question=bank.question("why-knead"),
        rubric=bank.rubric("why-knead"),
        turns=(said, Turn(role="interviewer", text="Why?"), Turn(role="candidate", text=" \n\t"), drafted),
    )

    assert session.answers == (said, drafted)


@pytest.mark.parametrize(
    "name", ["", "../etc/passwd", "a/b", ".hidden", "a\nb", "a\x00", "é", "x" * 129], ids=lambda name: repr(name[:9])
)
def test_session_ids_are_file_names(bank: Bank, name: str) -> None:
    """An id that would not be a plain file name is refused."""
    with pytest.raises(ValidationError, match="String should match pattern"):
        Session(id=name, created=AT, question=bank.question("why-knead"), rubric=bank.rubric("why-knead"))


def test_nouns_are_frozen_and_strict() -> None:
    """A noun cannot be changed in place and refuses keys nobody knows."""
    turn = Turn(role="candidate", text="Gluten.")

    with pytest.raises(ValidationError, match="frozen"):
        turn.text = "Yeast."  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Turn.model_validate({"role": "candidate", "text": "Gluten.", "mood": "sure"})
    assert turn == Turn(role="candidate", text="Gluten.")


@pytest.mark.parametrize("probability", [-0.01, 1.01, float("nan")])
def test_probabilities_are_probabilities(probability: float) -> None:
    """A probability outside 0 to 1, or none at all, is refused."""
    with pytest.raises(ValidationError):
        Verdict(criterion="a", kind="L4", state="met", probability=probability)


def test_digest_is_of_the_content_alone() -> None:
    """A digest is that of the canonical JSON: the order of keys does not matter, every value does."""
    value = {"b": "é", "a": [1, None]}

    # printf '{"a":[1,null],"b":"é"}' | sha256sum
    assert digest(value) == "sha256:e03c3c1ebb5fccd76e3bd35b9a86169f35e6f1b069645d48ac278175f54c4208"
    assert digest({"a": [1, None], "b": "é"}) == digest(value)
    assert digest({"a": [None, 1], "b": "é"}) != digest(value)


def test_a_rubric_is_known_by_its_digest() -> None:
    """Changing one word of a criterion changes the digest of the rubric; an equal rubric has the same."""
    one = Criterion(id="a", kind="L4", claim="States that gluten forms a net.")
    rubric = Rubric(question="why-knead", criteria=(one,), notes=("Gluten.",))
    other = rubric.model_copy(
        update={"criteria": (one.model_copy(update={"claim": "States that gluten forms nets."}),)}
    )

    assert rubric.digest == Rubric(question="why-knead", criteria=(one,), notes=("Gluten.",)).digest
    assert rubric.digest != other.digest
    assert rubric["a"] == one


def test_docstrings_of_fields_are_their_descriptions() -> None:
    """The sentence under a field describes it in the JSON schema."""
    assert Gap.model_json_schema()["description"] == "A criterion not shown, with what to say to earn it."
    assert (
        Verdict.model_json_schema()["properties"]["probability"]["description"]
        == "That the answer shows it; None when ungraded."
    )
