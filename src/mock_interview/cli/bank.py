"""`mock-interview bank`: for authors of questions."""

from mock_interview.cli.options import BankFolder, Json, group, open_bank
from mock_interview.errors import ExitCode

app = group("Check the questions, rubrics and gold answers.")


@app.callback()
def _bank() -> None:
    pass


@app.command("check")
def check(json: Json = False, bank: BankFolder = None) -> None:
    """Read every file and report every problem at once, as file:line: field: what to do.

    Example: mock-interview bank check --bank my-questions
    """
    import json as json_module

    import typer

    from mock_interview.bank import check as check_bank
    from mock_interview.terminal.clean import clean
    from mock_interview.terminal.console import out, print_json

    report = check_bank(open_bank(bank).root)
    correlation = report.length_correlation
    if json:
        value = {
            "problems": report.problems,
            "questions": dict(report.questions),
            "criteria": report.criteria,
            "answers": report.answers,
            "length_correlation": correlation,
        }
        print_json(json_module.dumps(value, ensure_ascii=False))
    else:
        for problem in report.problems:
            out().print(clean(problem), markup=False, soft_wrap=True)
        counts = ", ".join(f"{name} {count}" for name, count in report.questions.items())
        shown = "n/a" if correlation is None else f"{correlation:.2f}"
        out().print(
            f"{report.questions.total()} questions in {len(report.questions)} categories ({counts}), "
            f"{report.criteria} criteria, {report.answers} gold answers; "
            f"rank correlation of length and level {shown}; {len(report.problems) or 'no'} problems.",
            markup=False,
            soft_wrap=True,
        )
    raise typer.Exit(int(ExitCode.PROBLEM if report.problems else ExitCode.OK))
