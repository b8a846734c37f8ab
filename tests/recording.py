"""Record a graded answer as a picture; `make recording` writes docs/session.svg with the embedded model."""

import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from mock_interview import llm
from mock_interview.bank import Bank
from mock_interview.grading import grade, judge_for, standard_for
from mock_interview.models import Turn
from mock_interview.terminal.after import answer_view
from mock_interview.terminal.views import grade_view, question_panel

DOCS = Path(__file__).parents[1] / "docs"
QUESTION = "bias-variance-tradeoff"


def record(width: int = 100) -> str:
    """Return the picture of the sample answer as `practice` shows it: question, answer with its marks, grade."""
    bank = Bank()
    question, rubric = bank.question(QUESTION), bank.rubric(QUESTION)
    turns = (Turn(role="candidate", text=(DOCS / "sample-answer.txt").read_text(encoding="utf-8").strip()),)
    judge = judge_for(llm.choose("embedded"))
    try:
        found = grade(question, rubric, turns, judge, standard_for(judge, bank.levels.rule))
    finally:
        judge.close()
    console = Console(record=True, width=width, file=open("/dev/null", "w"), force_terminal=True)  # noqa: SIM115
    console.print(
        Text(f"$ mock-interview practice {QUESTION} --answer docs/sample-answer.txt --grader embedded", "dim")
    )
    for view in (question_panel(question), answer_view(turns, found), grade_view(found, rubric)):
        console.print(view)
    # A picture that opens asks nobody for a font.
    return re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title="mock-interview"), flags=re.DOTALL)


if __name__ == "__main__":
    path = DOCS / "session.svg"
    path.write_text(record(), encoding="utf-8")
    print(f"Written: {path}")
