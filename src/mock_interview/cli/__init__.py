"""The command line: parse, call, show; one file per command group, and one boundary for errors."""

import errno
import io
import os
import sys
from typing import Annotated, Any

import typer

from mock_interview import __version__
from mock_interview.cli.lean import Group
from mock_interview.errors import BadInput, ExitCode, MockInterviewError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""A disk that takes no more is the user's to mend wherever it shows; any other failure of the system is a bug here."""


class Boundary(Group):
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

    app.command("practice", short_help="Practise one question: asked, probed, graded, coached.")(practice.practice)
    app.command("loop", short_help="A whole mock interview, with feedback at the end.")(loop.loop)
    app.command("next", short_help="What is weak and due, and why.")(next_.next_question)
    app.add_typer(questions.app, name="questions")
    app.command("grade", short_help="Grade a session, an answer, or many.")(grade.grade)
    app.add_typer(sessions.app, name="sessions")
    app.command("report", short_help="A page to read and review; or a class on one page.")(report_.report)
    app.command("review", short_help="Review an answer as a mentor.")(review_.review)
    app.command("agreement", short_help="How far the tool and mentors agree.")(agreement_.agreement)
    app.command("progress", short_help="Levels over time, and what you miss most.")(progress.progress)
    app.command("audit", short_help="How far a grader can be trusted.")(audit.audit)
    app.add_typer(bank.app, name="bank")
    app.add_typer(model.app, name="model")
    app.command("doctor", short_help="What is configured, and whether it works.")(doctor.doctor)


_add_commands()


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is ours, and looking for them takes time
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by who started us (`<&-`)
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - lives as long as the program
    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that its encoding does not have is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            app(prog_name="mock-interview")
        finally:
            sys.stdout.flush()  # else what cannot be written shows when nobody is left to say so
    except OSError as error:
        if error.errno not in FULL:
            raise
        from mock_interview.terminal.console import complain

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        place = error.filename or "what the command prints"
        complain(BadInput(f"{place}: cannot be written: {error.strerror}", "Make room, and run it again."))
        sys.exit(int(ExitCode.PROBLEM))
