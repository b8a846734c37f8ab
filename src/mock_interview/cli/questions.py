"""`mock-interview questions`: browse what can be asked."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli.options import BankFolder, Json, bank_folder, group, open_bank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_interview.bank import Listed

app = group("List, show and search the questions.")


@app.command("list")
def list_questions(
    category: Annotated[str | None, typer.Option("--category", "-c", help="Only this category.")] = None,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """List the questions by category, with the best level you have shown so far.

    Example: mock-interview questions list --category ml-fundamentals
    """
    from mock_interview.bank import checked, listing_of, mark_of
    from mock_interview.errors import BadInput
    from mock_interview.records import best_levels, kept_listing
    from mock_interview.terminal.console import reading
    from mock_interview.terminal.question_list import show_questions

    root = checked(bank_folder(bank))
    listing = kept_listing(*mark_of(root), lambda: listing_of(root))
    if category and category not in listing["categories"]:
        raise BadInput(f"There is no category {category!r}.", f"There are: {', '.join(listing['categories'])}.")
    found = [question for question in listing["questions"] if category in (None, question["category"])]
    with reading() as on_read:
        best = best_levels(on_read)
    if json:
        _print_json([question | {"best": best.get(question["id"])} for question in found])
        return
    show_questions([_line(question) for question in found], best)


@app.command("show")
def show(
    question: Annotated[str, typer.Argument(help="The question's id.")],
    rubric: Annotated[
        bool, typer.Option("--rubric", help="Also what a good answer shows. Spoils the question.")
    ] = False,
    scenario: Annotated[
        bool, typer.Option("--scenario", help="Also the facts the interviewer gives when asked. Ask for them first.")
    ] = False,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Show a question, without its rubric unless you ask for it.

    Example: mock-interview questions show why-dropout-works
    """
    source = open_bank(bank)
    found = source.question(question)
    if json:
        value = found.model_dump(mode="json", exclude=set() if scenario or rubric else {"scenario"})
        _print_json(value | {"rubric": source.rubric(question).model_dump(mode="json")} if rubric else value)
        return
    from mock_interview.terminal.console import err, out
    from mock_interview.terminal.views import question_panel, rubric_view, scenario_view

    out().print(question_panel(found))
    if scenario and found.scenario:
        out().print(scenario_view(found))
    if rubric:
        err().print("This is what the answer is compared with: it spoils the question for practice.", style="yellow")
        out().print(rubric_view(source.rubric(question)))


@app.command("search")
def search(
    text: Annotated[list[str], typer.Argument(help="What to look for in titles, prompts and topics; typos are fine.")],
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Search the questions, best match first.

    Example: mock-interview questions search lerning rate
    """
    from mock_interview.records import best_levels
    from mock_interview.terminal.console import reading

    found = open_bank(bank).search(" ".join(text))
    with reading() as on_read:
        best = best_levels(on_read)
    if json:
        _print_json([q.model_dump(mode="json", exclude={"scenario"}) | {"best": best.get(q.id)} for q in found])
        return
    from mock_interview.terminal.console import say
    from mock_interview.terminal.question_list import show_questions

    if not found:
        say("Nothing found. See `mock-interview questions list`.")
    else:
        show_questions([_line(vars(question)) for question in found], best, grouped=False)


def _line(question: "Mapping[str, Any]") -> "Listed":
    from mock_interview.bank import Listed

    return Listed(*(question[name] for name in Listed._fields))


def _print_json(value: object) -> None:
    import json

    from mock_interview.terminal.console import print_json

    print_json(json.dumps(value, ensure_ascii=False))
