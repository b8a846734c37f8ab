"""Grade an answer and show it as it comes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_interview.bank import Rule
    from mock_interview.grading import Judge
    from mock_interview.models import Grade, Question, Rubric, Turn, Verdict


def grade_and_show(
    question: "Question",
    rubric: "Rubric",
    turns: "Sequence[Turn]",
    judge: "Judge",
    rule: "Rule",
    *,
    quiet: bool,
    keep: "Callable[[Grade], None]" = lambda grade: None,
    votes: int = 1,
    others: "Sequence[Judge]" = (),
) -> "Grade":
    """Return the grade; unless `quiet`, verdicts are shown as they come in and the grade at the end.

    With `votes`, the judge reads so many times, its paragraphs in another order each time; `others` read once each.
    `keep` gets the grade before it is shown, so that it is not lost with a reader that went away (`| head`).
    """
    from mock_interview.grading import grade, is_embedded, rehearse, standard_for

    if is_embedded(judge):
        rehearse(judge, question, rubric, rule)  # while it loads; where it was rehearsed before, nothing happens
    if quiet:
        result = grade(question, rubric, turns, judge, standard_for(judge, rule))
        result = _asked_again(result, question, rubric, turns, judge, rule, votes, others)
        keep(result)
        return result
    from mock_interview.terminal import console, views

    total = len(rubric.criteria)
    done: list[str] = []
    with console.err().status("The model is getting ready ...") as status:

        def show(verdict: "Verdict") -> None:
            done.append(verdict.criterion)
            status.update(f"Verdict {len(done)} of {total}")
            if verdict.state != "unmet":
                console.err().print(views.verdict_line(verdict, rubric))

        result = grade(question, rubric, turns, judge, standard_for(judge, rule), show)
        result = _asked_again(result, question, rubric, turns, judge, rule, votes, others, status.update)
    keep(result)
    console.out().print(views.grade_view(result, rubric))
    return result


def _asked_again(
    first: "Grade",
    question: "Question",
    rubric: "Rubric",
    turns: "Sequence[Turn]",
    judge: "Judge",
    rule: "Rule",
    votes: int,
    others: "Sequence[Judge]",
    on_step: "Callable[[str], None]" = lambda step: None,
) -> "Grade":
    """Return the first grade put together with further readings; as it is when there was nothing to grade."""
    from mock_interview.grading import grade, reordered, standard_for, together

    readings = [(judge, reordered(turns, vote)) for vote in range(1, votes)] + [(other, turns) for other in others]
    if not readings or not first.verdicts:
        return first
    grades = [first]
    for number, (reader, said) in enumerate(readings, 2):
        on_step(f"Reading {number} of {len(readings) + 1}")
        grades.append(grade(question, rubric, said, reader, standard_for(reader, rule)))
    return together(grades, turns, rubric, standard_for(judge, rule).rule)
