"""Options that several commands share, and the judge they lead to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mock_interview.cli.lean import Group
from mock_interview.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge
    from mock_interview.llm import Endpoint

Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
BankFolder = Annotated[Path | None, typer.Option("--bank", help="A folder with questions/ and rubrics/ of your own.")]
Grader = Annotated[
    str | None,
    typer.Option("--grader", "-g", help="embedded[:MODEL], openai[:MODEL], or http://HOST/v1[#MODEL]."),
]
Graders = Annotated[
    list[str] | None,
    typer.Option(
        "--grader", "-g", help="embedded[:MODEL], openai[:MODEL], or http://HOST/v1[#MODEL]. May be repeated."
    ),
]
Probes = Annotated[int, typer.Option("--probes", min=0, max=5, help="Follow-up questions, at most; at a terminal.")]
Engine = Annotated[str, typer.Option("--engine", help="auto, logprobs, structured or decisions.")]


class Misuse(BadInput):
    """Arguments that do not go together."""

    exit_code = ExitCode.USAGE


def bank_folder(folder: Path | None) -> Path | None:
    """Return the folder of the bank, the flag's or the configured one; None for our own."""
    from mock_interview import config

    chosen = config.setting("bank", str(folder) if folder else None)
    return Path(chosen).expanduser() if chosen else None


def open_bank(folder: Path | None) -> "Bank":
    """Return the bank: the flag's, the configured one, or our own."""
    from mock_interview.bank import Bank

    return Bank(bank_folder(folder))


def open_judge(grader: str | None, engine: str) -> "Judge":
    """Return the judge for what was asked for or is configured, its model file checked."""
    from mock_interview import llm
    from mock_interview.terminal.console import say

    endpoint = llm.choose(grader)
    if endpoint.gguf:
        llm.store.verify(endpoint.gguf)
    say(f"Grader: {endpoint.grader}. Answers go to: {endpoint.goes_to}.", "dim")
    return judge_on(endpoint, engine)


def judge_on(endpoint: "Endpoint", engine: str) -> "Judge":
    """Return the judge on an endpoint, of the configured engine where the flag names none."""
    from mock_interview import config
    from mock_interview.grading import judge_for

    if engine == "auto":
        engine = config.setting("engine") or "auto"
    return judge_for(endpoint, engine)


def group(help_text: str) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(
        cls=Group,
        help=help_text,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,
    )
