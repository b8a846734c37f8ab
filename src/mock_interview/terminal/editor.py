"""Read an answer of several lines at a terminal."""

import time
from collections.abc import Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output

from mock_interview.terminal.clean import clean


def write_answer(minutes: int, draft: str, hear: Callable[[str], None]) -> str:
    """Return what the user typed; `hear` is told the text whenever it changes.

    Raises `KeyboardInterrupt` on Ctrl-C; the words are those `hear` was told last.
    """
    begun = time.monotonic()
    keys = KeyBindings()

    @keys.add("c-d")
    def _finish(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    def toolbar() -> HTML:
        words = len(session.default_buffer.text.split())
        spent = int(time.monotonic() - begun)
        over = " - take your time, but an interviewer would move on" if spent > minutes * 60 else ""
        return HTML(
            f" {words} words  {spent // 60}:{spent % 60:02d} of {minutes} min{over}   "
            "<b>Ctrl-D</b> finish  <b>Ctrl-X Ctrl-E</b> editor  <b>Ctrl-C</b> stop (saved)"
        )

    session: PromptSession[str] = PromptSession(
        multiline=True,
        key_bindings=keys,
        bottom_toolbar=toolbar,
        placeholder=HTML("<i>Ctrl-D finishes, Ctrl-C stops; both save.</i>"),  # some terminals get no toolbar
        refresh_interval=1,
        enable_open_in_editor=True,
        prompt_continuation="  ",
        tempfile_suffix=".md",
        input=create_input(always_prefer_tty=True),
        output=create_output(always_prefer_tty=True),
    )
    session.default_buffer.on_text_changed += lambda buffer: hear(_whole(buffer.text))
    return _whole(session.prompt("> ", default=draft))


def _whole(text: str) -> str:
    """Return text in which bytes that were no UTF-8 (a terminal of another encoding) have become question marks."""
    return text.encode(errors="replace").decode()


def ask(question: str, default: bool = True) -> bool:
    """Ask a yes-or-no question at the terminal; Ctrl-D takes the default."""
    session: PromptSession[str] = PromptSession(
        input=create_input(always_prefer_tty=True), output=create_output(always_prefer_tty=True)
    )
    try:
        reply = session.prompt(f"{clean(question)} [{'Y/n' if default else 'y/N'}] ").strip().lower()
    except EOFError:
        return default
    return reply.startswith("y") if reply else default
