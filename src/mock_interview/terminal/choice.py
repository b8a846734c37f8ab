"""What a list of questions shows and has selected, whatever it is drawn on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mock_interview.models import Question


@dataclass(frozen=True)
class Row:
    """A question in the list: with the best level so far, and whether it is due, new or weak where it is proposed."""

    question: Question
    best: str = ""
    mark: str = ""


@dataclass
class Choice:
    """What is shown and selected; every key is a method, and nothing here knows of a terminal."""

    rows: Sequence[Row]
    headings: Mapping[str, str]
    """Titles of the categories by id."""
    find: Callable[[str], Sequence[str]]
    """Returns the ids of the questions that a search finds, best first."""
    first: str = ""
    """The id of the question that is selected at the beginning."""
    text: str = ""
    searching: bool = False
    help: bool = False
    lines: list[Row | str] = field(default_factory=list)
    """Headings and rows as they are shown."""
    at: int = 0
    """The line that is selected; a heading never is, unless there is no row."""

    def __post_init__(self) -> None:
        self._list(self.first)

    @property
    def selected(self) -> Row | None:
        """Return the row that is selected; None when the search finds nothing."""
        line = self.lines[self.at] if self.lines else ""
        return line if isinstance(line, Row) else None

    def _list(self, wanted: str = "") -> None:
        """Work out the lines, and select the question wanted, else the first."""
        self.lines = []
        if self.text.strip():
            by_id = {row.question.id: row for row in self.rows}
            self.lines += [by_id[name] for name in self.find(self.text)]
        else:
            category = None
            for row in self.rows:
                if row.question.category != category:
                    category = row.question.category
                    self.lines.append(self.headings.get(category, category))
                self.lines.append(row)
        places = [i for i, line in enumerate(self.lines) if isinstance(line, Row)]
        self.at = next((i for i in places if self._id(i) == wanted), places[0] if places else 0)

    def _id(self, at: int) -> str:
        line = self.lines[at]
        return line.question.id if isinstance(line, Row) else ""

    def move(self, lines: int) -> None:
        """Select the row so many lines down (up when negative), as far as there are rows."""
        step = 1 if lines > 0 else -1
        wanted = min(max(self.at + lines, 0), len(self.lines) - 1)
        for order in (step, -step):  # a heading is stepped over, at the ends backwards
            at = wanted
            while 0 <= at < len(self.lines):
                if isinstance(self.lines[at], Row):
                    self.at = at
                    return
                at += order

    def type(self, text: str) -> None:
        """Add to the search."""
        self.searching, self.text = True, self.text + text
        self._list()

    def rub_out(self) -> None:
        """Take the last character off the search; with none left, the search is over."""
        if self.text:
            self.text = self.text[:-1]
            self._list()
        else:
            self.clear()

    def clear(self) -> None:
        """End the search, keeping what is selected."""
        kept = self._id(self.at) if self.lines else ""
        self.searching, self.text = False, ""
        self._list(kept or self.first)
