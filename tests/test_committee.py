"""What a committee says of graded answers: whose words it quotes, what it doubts, what it would ask and advise."""

from mock_interview.interview import committee
from mock_interview.interview.committee import Point
from mock_interview.models import Criterion, Gap, Grade, Quote, Session, Turn, Verdict
from support_loop import answered


def case(name: str, *shown: str, gaps: tuple[str, ...] = (), prompted: bool = False) -> tuple[Session, Grade]:
    """Return a session whose grade credits these criteria and names these gaps."""
    session = answered(name)
    grade = session.grades[0]
    assert grade.feedback
    quote = Quote(turn=0, start=0, end=4, text=f"words of {name}")

    def verdict(criterion: Criterion) -> Verdict:
        return Verdict(
            criterion=criterion.id,
            kind=criterion.kind,
            state="met" if criterion.id in shown else "unmet",
            probability=0.9 if criterion.id in shown else 0.1,
            quotes=(quote,) if criterion.id in shown else (),
            prompted=prompted,
        )

    rubric = session.rubric
    missing = [Gap(criterion=g, kind=rubric[g].kind, claim=rubric[g].claim, hint=rubric[g].hint) for g in gaps]
    feedback = grade.feedback.model_copy(update={"gaps": tuple(missing), "costliest": None})
    verdicts = tuple(verdict(c) for c in rubric.criteria)
    return session, grade.model_copy(update={"verdicts": verdicts, "feedback": feedback})


def test_strengths_are_the_best_of_each_answer_in_its_own_words() -> None:
    """An answer has one strength, the highest it shows; what was prompted comes after what was not; errors are none."""
    cases = [
        case("why-knead", "holds-gas", "own-number", "longer-is-better"),
        case("why-rest", "gluten-network"),
        case("why-salt", "own-number", prompted=True),
    ]
    rubric = cases[0][0].rubric
    assert [(p.question, p.claim, p.quote, p.hint) for p in committee.strengths(cases)] == [
        ("why-knead", rubric["own-number"].claim, "words of why-knead", ""),
        ("why-rest", rubric["gluten-network"].claim, "words of why-rest", ""),
        ("why-salt", rubric["own-number"].claim, "words of why-salt", ""),
    ]


def test_an_error_is_a_concern_with_the_words_and_what_is_right() -> None:
    """A committed error is quoted, and its hint says what to say instead."""
    found = committee.concerns([case("why-rest", "windowpane"), case("why-knead", "core-wrong")])
    rubric = answered("why-knead").rubric
    assert found == (
        Point(
            question="why-knead",
            title="Why-knead?",
            claim=rubric["core-wrong"].claim,
            quote="words of why-knead",
            hint=rubric["core-wrong"].hint,
        ),
    )


def test_what_recurs_over_several_answers_comes_first() -> None:
    """A mark that all questions share counts for all of them; a criterion of one question's own does not."""
    cases = [
        case("why-knead", gaps=("windowpane", "own-number")),
        case("why-rest", gaps=("windowpane", "own-number")),
        case("why-salt", gaps=("core-wrong",)),
    ]
    found = [(a.criterion, a.hint, a.questions) for a in committee.work_on(cases)]
    assert found[:2] == [
        ("own-number", "Put one number on it.", ("why-knead", "why-rest")),
        ("core-wrong", "Go back to the definition.", ("why-salt",)),
    ]
    assert [(name, questions) for name, _, questions in found[2:]] == [("windowpane", ("why-knead",))]


def test_the_committee_asks_what_was_not_asked_and_each_thing_once() -> None:
    """A probe that was put already is passed over, and the same one is not asked about two answers."""
    session, grade = case("why-knead", gaps=("own-number", "windowpane"))
    asked = Turn(role="interviewer", text="What numbers?", probe="own-number")
    probed = session.model_copy(update={"turns": (*session.turns, asked)})
    cases = [(probed, grade), case("why-rest", gaps=("own-number",)), case("why-salt", gaps=("own-number",))]
    assert [(p.question, p.claim) for p in committee.ask_next(cases)] == [
        ("why-knead", session.rubric["windowpane"].probe),
        ("why-rest", "What numbers would decide that for you?"),
    ]
