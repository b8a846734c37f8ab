"""Choose a question at a terminal, from a list that can be searched while one types."""

from collections.abc import Callable

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    UIContent,
    UIControl,
    Window,
)
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth, is_dumb_terminal

from mock_interview.models import Question
from mock_interview.terminal.choice import Choice, Row
from mock_interview.terminal.clean import clean

WIDE = 60
"""Columns from which on a row has the kind of question too."""
TALL = 14
"""Rows from which on the beginning of the prompt is shown."""
PREVIEW = 5
"""Rows of the prompt that are shown."""
_STYLE = Style.from_dict(
    {"heading": "bold ansicyan", "selected": "reverse", "dim": "ansibrightblack", "mark": "bold ansiyellow"}
)
_KEYS = (
    ("Enter start  / search  Esc clear  q quit  ? keys", 50),
    ("Enter start  / search  q quit  ? keys", 0),
)
_HELP = """\
Up Down, j k      one question
PgUp PgDn         a page
Home End, g G     first, last
/ or any letter   search; typos are forgiven
Esc               clear the search
Enter             practise the selected question
q, Ctrl-C         leave, nothing is written
?                 close this help"""


def pick(choice: Choice, source: Input | None = None, screen: Output | None = None) -> str | None:
    """Return the id of the question the user chose, or None when they left.

    It is shown on the alternate screen of the terminal, also when standard output goes elsewhere.
    """
    app: Application[str | None] = Application(
        layout=Layout(_layout(choice)),
        key_bindings=_bindings(choice),
        style=_STYLE,
        full_screen=True,
        input=source or create_input(always_prefer_tty=True),
        output=screen or create_output(always_prefer_tty=True),
    )
    app.ttimeoutlen = 0.05  # how long Esc waits to see whether it begins the code of another key
    try:
        return app.run()
    except EOFError:  # the terminal has gone
        return None


def possible() -> bool:
    """Return whether the terminal can show a list."""
    return not is_dumb_terminal()


def one_line(text: str) -> str:
    """Return text from strangers as one harmless line."""
    return " ".join(clean(text).split())


def fit(text: str, width: int) -> str:
    """Return text of exactly so many columns: cut with an ellipsis, or filled up with blanks."""
    if get_cwidth(text) > width:
        kept, used = "", 0
        for char in text:
            used += get_cwidth(char)
            if used > width - 1:
                break
            kept += char
        text = kept + "…" if width > 0 else ""
    return text + " " * (width - get_cwidth(text))


def row_text(row: Row, width: int, selected: bool) -> StyleAndTextTuples:
    """Return a row of the list in so many columns."""
    question = row.question
    if width >= WIDE:
        facts = f" {fit(question.kind, 11)} {question.minutes:>3} min {fit(row.best, 8)}"
    else:
        facts = f" {question.minutes:>3}m {fit(row.best.replace('below ', '<'), 3)}"
    mark = f" {fit(row.mark, 5)}"
    title = fit(one_line(question.title), max(width - 2 - get_cwidth(facts) - get_cwidth(mark), 0))
    if selected:
        return [("class:selected", f"> {title}{facts}{mark}")]
    return [("", f"  {title}"), ("class:dim", facts), ("class:mark", mark)]


def beginning(question: Question, width: int, rows: int) -> list[str]:
    """Return the beginning of a question's prompt in lines of so many columns."""
    from rich.console import Console
    from rich.text import Text

    # A row has no more characters than columns: what is longer than all rows is not looked at.
    lines = Text(one_line(question.prompt[: 2 * width * rows])).wrap(Console(width=width), width)
    return [line.plain.rstrip() for line in lines[:rows]]


class _List(UIControl):
    """The lines of a choice; only those on the screen are made."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    def is_focusable(self) -> bool:
        return True

    def create_content(self, width: int, height: int) -> UIContent:
        choice = self.choice

        def line(number: int) -> StyleAndTextTuples:
            if not choice.lines:
                return [("class:dim", fit("  Nothing found. Esc clears the search.", width))]
            shown = choice.lines[number]
            if isinstance(shown, str):
                return [("class:heading", fit(one_line(shown), width))]
            return row_text(shown, width, number == choice.at)

        # The first heading is shown with the first row.
        at = 0 if height > 1 and choice.at == 1 and isinstance(choice.lines[0], str) else choice.at
        return UIContent(line, max(len(choice.lines), 1), Point(0, at), show_cursor=False)


def _layout(choice: Choice) -> HSplit:
    def head() -> StyleAndTextTuples:
        if choice.searching:
            found = sum(isinstance(line, Row) for line in choice.lines)
            return [("bold", f"/{one_line(choice.text)}"), ("reverse", " "), ("class:dim", f"  {found} found")]
        return [("bold", "Which question? "), ("class:dim", f"{len(choice.rows)} questions")]

    def prompt() -> StyleAndTextTuples:
        row, width = choice.selected, get_app().output.get_size().columns
        return [("", "\n".join(beginning(row.question, width, PREVIEW)) if row else "")]

    def keys() -> StyleAndTextTuples:
        width = get_app().output.get_size().columns
        return [("class:dim", next(text for text, least in _KEYS if width >= least))]

    tall = Condition(lambda: get_app().output.get_size().rows >= TALL)
    helping = Condition(lambda: choice.help)
    preview = HSplit(
        [Window(char="─", height=1, style="class:dim"), Window(FormattedTextControl(prompt))],
        height=PREVIEW + 1,
    )
    shown = Window(_List(choice), style="")
    return HSplit(
        [
            Window(FormattedTextControl(head), height=1),
            ConditionalContainer(shown, ~helping),
            ConditionalContainer(Window(FormattedTextControl(_HELP), wrap_lines=True), helping),
            ConditionalContainer(preview, tall & ~helping),
            Window(FormattedTextControl(keys), height=1),
        ]
    )


def _bindings(choice: Choice) -> KeyBindings:
    keys = KeyBindings()
    browsing = Condition(lambda: not choice.searching)

    def page() -> int:
        return max(get_app().output.get_size().rows - PREVIEW - 5, 1)

    def moving(*names: str, lines: Callable[[], int], only_browsing: bool = False) -> None:
        for name in names:

            @keys.add(name, filter=browsing if only_browsing else True)
            def _move(event: KeyPressEvent) -> None:
                choice.move(lines())

    moving("down", "c-n", lines=lambda: 1)
    moving("up", "c-p", lines=lambda: -1)
    moving("j", lines=lambda: 1, only_browsing=True)
    moving("k", lines=lambda: -1, only_browsing=True)
    moving("pagedown", lines=page)
    moving("pageup", lines=lambda: -page())
    moving("end", lines=lambda: len(choice.lines))
    moving("home", lines=lambda: -len(choice.lines))
    moving("G", lines=lambda: len(choice.lines), only_browsing=True)
    moving("g", lines=lambda: -len(choice.lines), only_browsing=True)

    @keys.add("enter")
    def _start(event: KeyPressEvent) -> None:
        if choice.selected and not choice.help:
            event.app.exit(result=choice.selected.question.id)

    @keys.add("c-c")
    @keys.add("<sigint>")
    @keys.add("c-d")
    @keys.add("q", filter=browsing)
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    @keys.add("escape", eager=True)
    def _clear(event: KeyPressEvent) -> None:
        if choice.help:
            choice.help = False
        else:
            choice.clear()

    @keys.add("?", filter=browsing)
    def _help(event: KeyPressEvent) -> None:
        choice.help = not choice.help

    @keys.add("/", filter=browsing)
    def _search(event: KeyPressEvent) -> None:
        choice.help, choice.searching = False, True

    @keys.add("backspace")
    def _rub_out(event: KeyPressEvent) -> None:
        choice.rub_out()

    @keys.add("<any>")
    def _type(event: KeyPressEvent) -> None:
        if event.data.isprintable() and (choice.searching or event.data.strip()):
            choice.help = False
            choice.type(event.data)

    @keys.add("<bracketed-paste>")
    def _paste(event: KeyPressEvent) -> None:
        choice.type(one_line(event.data)[:100])

    return keys
