"""The command line: parse, call, show; one file per command group, and one boundary for errors."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mock_interview import __version__
from mock_interview.errors import ExitCode, MockInterviewError


class Boundary(TyperGroup):
    """Turns our own errors into a sentence on standard error and an exit code; anything else is a bug and shows."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except MockInterviewError as error:
            from mock_interview.terminal.console import complain

            complain(error)
            raise typer.Exit(int(error.exit_code)) from error
        except BrokenPipeError:
            # The reader of our output has gone (`| head`): nothing is left to say, at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(int(ExitCode.OK)) from None


app = typer.Typer(
    cls=Boundary,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help without rich: at once, and as good in a narrow terminal
    help="A mock interviewer for senior machine-learning roles: type an answer, get a level and the words it rests on.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"mock-interview {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _add_commands() -> None:
    from mock_interview.cli import agreement as agreement_
    from mock_interview.cli import audit, bank, doctor, grade, loop, model, practice, progress, questions, sessions
    from mock_interview.cli import next as next_
    from mock_interview.cli import report as report_
    from mock_interview.cli import review as review_

    app.command("practice")(practice.practice)
    app.command("loop")(loop.loop)
    app.command("next")(next_.next_question)
    app.add_typer(questions.app, name="questions")
    app.command("grade")(grade.grade)
    app.add_typer(sessions.app, name="sessions")
    app.command("report")(report_.report)
    app.command("review")(review_.review)
    app.command("agreement")(agreement_.agreement)
    app.command("progress")(progress.progress)
    app.command("audit")(audit.audit)
    app.add_typer(bank.app, name="bank")
    app.add_typer(model.app, name="model")
    app.command("doctor")(doctor.doctor)


_add_commands()


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is ours, and looking for them takes time
    if sys.stdin is None:  # closed by who started us (`<&-`)
        sys.stdin = open(os.devnull)  # noqa: SIM115 - lives as long as the program
    app(prog_name="mock-interview")
