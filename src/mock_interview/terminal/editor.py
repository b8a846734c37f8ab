"""Read an answer of several lines at a terminal."""

import time
from collections.abc import Callable

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output

from mock_interview.terminal.clean import clean
from mock_interview.terminal.word_wrap import WordWrap

_PROMPT = "> "


def write_answer(
    minutes: float | None, draft: str, hear: Callable[[str], None], ask: Callable[[str], str] | None = None
) -> str:
    """Return what the user typed; `hear` is told the text whenever it changes. Without `minutes` no clock is shown.

    With `ask`, a line that begins with `?` is a question to the interviewer: Enter takes it out of the answer, and the
    reply is printed above. Raises `KeyboardInterrupt` on Ctrl-C; the words are those `hear` was told last.
    """
    begun = time.monotonic()
    keys = KeyBindings()

    @keys.add("c-d")
    def _finish(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @keys.add("enter", filter=Condition(lambda: ask is not None and _asked(session.default_buffer.document) != ""))
    def _ask(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        asked, line = _asked(buffer.document), buffer.document.current_line
        buffer.cursor_position += buffer.document.get_end_of_line_position()
        buffer.delete_before_cursor(len(line))
        reply = ask(asked) if ask else ""
        run_in_terminal(lambda: print_formatted_text(clean(f"? {asked}\n  {reply}\n"), output=event.app.output))

    def toolbar() -> HTML:
        words = len(session.default_buffer.text.split())
        spent = int(time.monotonic() - begun)
        over = " - take your time, but an interviewer would move on" if minutes and spent > minutes * 60 else ""
        clock = f"  {spent // 60}:{spent % 60:02d} of {minutes:g} min{over}" if minutes else ""
        questions = "  <b>?</b> ask" if ask else ""
        return HTML(
            f" {words} words{clock}  <b>Ctrl-D</b> finish{questions}  <b>Ctrl-X Ctrl-E</b> edit  <b>Ctrl-C</b> stop"
        )

    session: PromptSession[str] = PromptSession(
        multiline=True,
        key_bindings=keys,
        bottom_toolbar=toolbar,
        placeholder=HTML("<i>Ctrl-D finishes, Ctrl-C stops; both save.</i>"),  # some terminals get no toolbar
        refresh_interval=1,
        enable_open_in_editor=True,
        prompt_continuation=" " * len(_PROMPT),
        input_processors=[WordWrap(prefix=len(_PROMPT))],
        tempfile_suffix=".md",
        input=create_input(always_prefer_tty=True),
        output=create_output(always_prefer_tty=True),
    )
    session.default_buffer.on_text_changed += lambda buffer: hear(_whole(buffer.text))
    return _whole(session.prompt(_PROMPT, default=draft))


def _asked(document: Document) -> str:
    """Return the question to the interviewer that the cursor's line is, without its mark; empty when it is none."""
    line = document.current_line.strip()
    return line.removeprefix("?").strip() if line.startswith("?") else ""


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


def ask_line(question: str) -> str:
    """Return a line that the user types; empty for Ctrl-D. Raises `KeyboardInterrupt` on Ctrl-C."""
    session: PromptSession[str] = PromptSession(
        input=create_input(always_prefer_tty=True), output=create_output(always_prefer_tty=True)
    )
    try:
        return _whole(session.prompt(clean(question)))
    except EOFError:
        return ""


def choose_key(question: str, keys: str) -> str:
    """Return which of some keys the user pressed, in lower case; empty for Enter or Ctrl-D.

    Raises `KeyboardInterrupt` on Ctrl-C.
    """
    bindings = KeyBindings()
    for key in keys:

        @bindings.add(key)
        @bindings.add(key.upper())
        def _press(event: KeyPressEvent, key: str = key) -> None:
            event.app.exit(result=key)

    @bindings.add("enter")
    @bindings.add("c-d")
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit(result="")

    @bindings.add("<any>")
    def _ignore(event: KeyPressEvent) -> None:
        pass

    session: PromptSession[str] = PromptSession(
        key_bindings=bindings,
        input=create_input(always_prefer_tty=True),
        output=create_output(always_prefer_tty=True),
    )
    return session.prompt(f"{clean(question)} ")
