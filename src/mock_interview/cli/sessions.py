"""`mock-interview sessions`: what has been practised."""

from typing import Annotated

import typer

from mock_interview.cli import deleting, exporting
from mock_interview.cli.importing import import_sessions
from mock_interview.cli.options import Json, group

app = group("List, show, import, export and delete saved sessions.")
Name = Annotated[str, typer.Argument(help="A session's id, the beginning of one, `last`, or a file.")]


@app.command("list")
def list_sessions(json: Json = False) -> None:
    """List the sessions, newest first.

    Example: mock-interview sessions list
    """
    import json as json_module

    from mock_interview.records import Summary, no_collecting, summaries
    from mock_interview.terminal.console import complain, print_json, reading, say
    from mock_interview.terminal.session_list import show_sessions

    with no_collecting():
        with reading() as on_read:
            found = summaries(on_read)
        rows = [one for one in found if isinstance(one, Summary)]
        for one in found:
            if not isinstance(one, Summary):
                complain(one)
        if json:
            values = [vars(row) | {"path": str(row.path)} for row in rows]
            print_json(json_module.dumps(values, ensure_ascii=False))
        elif rows:
            show_sessions(rows)
        elif not found:
            say("There are no sessions yet. Begin with: mock-interview practice")


@app.command("show")
def show(session: Name, json: Json = False) -> None:
    """Show a session: question, answer, grades, and the reference notes once it is graded.

    Example: mock-interview sessions show last
    """
    from mock_interview.records import find, load
    from mock_interview.terminal.console import out, print_json
    from mock_interview.terminal.views import session_view

    found = load(find(session))
    if json:
        print_json(found.model_dump_json())
    else:
        out().print(session_view(found))


@app.command("path")
def path(session: Annotated[str | None, typer.Argument(help="A session; without one, the folder.")] = None) -> None:
    """Print where a session, or all of them, lie.

    Example: mock-interview sessions path last
    """
    from mock_interview.records import find, sessions_folder

    typer.echo(str(find(session) if session else sessions_folder()))


app.command("import")(import_sessions)
app.command("export")(exporting.export)
app.command("delete")(deleting.delete)
