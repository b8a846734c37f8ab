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
) -> "Grade":
    """Return the grade; unless `quiet`, verdicts are shown as they come in and the grade at the end.

    `keep` gets the grade before it is shown, so that it is not lost with a reader that went away (`| head`).
    """
    from mock_interview.grading import grade, standard_for

    if quiet:
        result = grade(question, rubric, turns, judge, standard_for(judge, rule))
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
    keep(result)
    console.out().print(views.grade_view(result, rubric))
    return result
