"""`mock-interview bank`: for authors of questions."""

from pathlib import Path
from typing import Annotated

import typer

from mock_interview.cli import adopt
from mock_interview.cli.options import BankFolder, Json, group, open_bank
from mock_interview.errors import BadInput, ExitCode

app = group("Check and extend a bank of questions.")
app.command("adopt")(adopt.adopt)


@app.command("check")
def check(
    remarks: Annotated[
        bool, typer.Option("--remarks", help="Also the criteria that no gold answer shows, or that all do.")
    ] = False,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Read every file and report every problem at once, as file:line: field: what to do.

    Example: mock-interview bank check --bank my-questions
    """
    import json as json_module

    from mock_interview.bank.check import check as check_bank
    from mock_interview.terminal.clean import clean
    from mock_interview.terminal.console import out, print_json

    report = check_bank(open_bank(bank).root)
    correlation = report.length_correlation
    if json:
        value = {
            "problems": report.problems,
            "remarks": report.remarks,
            "questions": dict(report.questions),
            "criteria": report.criteria,
            "answers": report.answers,
            "length_correlation": correlation,
        }
        print_json(json_module.dumps(value, ensure_ascii=False))
    else:
        for problem in [*report.problems, *(report.remarks if remarks else ())]:
            out().print(clean(problem), markup=False, soft_wrap=True)
        counts = ", ".join(f"{name} {count}" for name, count in report.questions.items())
        shown = "n/a" if correlation is None else f"{correlation:.2f}"
        more = "" if remarks or not report.remarks else " (--remarks shows them)"
        out().print(
            f"{report.questions.total()} questions in {len(report.questions)} categories ({counts}), "
            f"{report.criteria} criteria, {report.answers} gold answers; rank correlation of length and level {shown}; "
            f"{len(report.problems) or 'no'} problems, {len(report.remarks) or 'no'} remarks{more}.",
            markup=False,
            soft_wrap=True,
        )
    raise typer.Exit(int(ExitCode.PROBLEM if report.problems else ExitCode.OK))


@app.command("new")
def new(
    question: Annotated[str, typer.Argument(help="The id: lower-case words joined by hyphens.")],
    category: Annotated[str, typer.Option("--category", "-c", help="The category's id; a new one is added.")],
    title: Annotated[str, typer.Option("--title", "-t", help="What the question is called.")],
    kind: Annotated[
        str, typer.Option("--kind", "-k", help="concept, design, behavioural, derivation or coding.")
    ] = "concept",
    bank: BankFolder = None,
) -> None:
    """Start a question: its three files from a commented template, in a new bank if the folder is none yet.

    Example: mock-interview bank new why-knead --category bread --title "Why do we knead dough?" --bank my-questions
    """
    from mock_interview import config
    from mock_interview.bank.author import start_question
    from mock_interview.bank.places import checkout
    from mock_interview.terminal.console import out, say

    chosen = config.setting("bank", str(bank) if bank else None)
    root = Path(chosen).expanduser() if chosen else checkout()
    if root is None:
        raise BadInput("No bank of yours is known.", "Name a folder with --bank; it is made if it does not exist.")
    for path in start_question(root, name=question, category=category, title=title, kind=kind):
        out().print(str(path), markup=False, soft_wrap=True)
    say(f"Write what is marked TODO, then: mock-interview bank check --bank {root}")


@app.command("schema")
def schema(
    write: Annotated[
        Path | None, typer.Option("--write", "-w", help="Write one file for each into this folder.")
    ] = None,
) -> None:
    """Print the JSON Schemas of a bank's files, with which editors complete and check the YAML.

    Example: mock-interview bank schema --write my-questions/schemas
    """
    import json as json_module

    from mock_interview.bank.author import schemas
    from mock_interview.terminal.console import out, print_json, say

    found = schemas()
    if write is None:
        print_json(json_module.dumps(found, ensure_ascii=False))
        return
    try:
        write.mkdir(parents=True, exist_ok=True)
        for name, value in found.items():
            path = write / f"{name}.schema.json"
            path.write_text(json_module.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            out().print(str(path), markup=False, soft_wrap=True)
    except OSError as error:
        raise BadInput(f"{error.filename}: cannot be written: {error.strerror}") from error
    say("In a YAML file, as the first line: # yaml-language-server: $schema=PATH/rubric.schema.json")
