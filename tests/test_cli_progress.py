"""`mock-interview progress`, as table, JSON and page."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.cells import cell_len

from mock_interview import records
from mock_interview.terminal.session_list import TABLE, show_sessions
from support_cli import DRIVER, HOSTILE, environment, graded, invoke, program, session

STEER = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def practised() -> list[Path]:
    """Save a graded session and an ungraded one."""
    rated = graded("20260101-120000-why-knead-aaaa").model_copy(update={"self_rating": "L6"})
    return [records.save(rated), records.save(session("20260102-120000-why-knead-bbbb"))]


def test_progress_says_what_there_is() -> None:
    """Sessions, level, self-rating and what was missed are on standard output."""
    practised()
    result = invoke("progress")
    text = " ".join(result.stdout.split())
    missed = graded().grades[0]
    first = next(v for v in missed.verdicts if v.state == "unmet" and v.kind.startswith("L") and not v.shared)
    category = graded().question.category
    assert (result.exit_code, result.stderr) == (0, "")
    for said in (
        "Sessions 2, 1 graded",
        "the longest was 1 day",
        f"{category} ▆ 1 L5",
        "too few to say (1 of 3)",
        f"1 of 1 {first.kind} {graded().rubric[first.criterion].claim}",
    ):
        assert said in text


@pytest.mark.parametrize("columns", ["80", "40"])
def test_progress_fits(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is wider than the terminal."""
    practised()
    done = program("progress", more={"COLUMNS": columns})
    rows = done.stdout.decode().splitlines()
    assert (done.returncode, len(rows) > 10) == (0, True)
    assert max(cell_len(row) for row in rows) <= int(columns)


def test_progress_before_the_first_session() -> None:
    """An empty home is no error: how to begin is said; JSON is whole all the same."""
    table, data = invoke("progress"), invoke("progress", "--json")
    assert (table.exit_code, table.stdout) == (0, "")
    assert table.stderr == "There are no sessions yet. Begin with: mock-interview practice\n"
    assert (json.loads(data.stdout)["sessions"], data.stderr) == (0, "")


def test_progress_without_a_grade_names_the_next_step() -> None:
    """Sessions without a level are counted, and how to get one is said."""
    records.save(session())
    result = invoke("progress")
    assert "Sessions     1, 0 graded" in result.stdout
    assert result.stderr == "No level yet. Grade the newest answer with: mock-interview grade last\n"


def test_progress_as_json() -> None:
    """`--json` has every figure."""
    practised()
    value = json.loads(invoke("progress", "--json").stdout)
    (category,) = value["categories"]
    assert {
        key: value[key] for key in ("sessions", "finished", "graded", "levelled", "ahead", "category", "since")
    } == {
        "sessions": 2,
        "finished": 2,
        "graded": 1,
        "levelled": 1,
        "ahead": 0,
        "category": None,
        "since": None,
    }
    assert value["streak"] == {"current": 0, "longest": 1, "days": 1, "today": False}
    assert category["self_rating"] == value["self_rating"] == {"count": 1, "mean": None}
    assert [(one["session"], one["level"]) for one in category["levels"]] == [("20260101-120000-why-knead-aaaa", "L5")]
    unmet = {v.criterion for v in graded().grades[0].verdicts if v.state == "unmet" and v.kind.startswith("L")}
    assert {one["criterion"] for part in value["missed"].values() for one in part} == unmet
    assert value["tells"] == {"strong_hire": [], "down_level": []}


def test_filters() -> None:
    """`--since` and `--category` choose; what they cannot mean is refused with what they can."""
    practised()
    assert json.loads(invoke("progress", "--json", "--since", "2027-01-01").stdout)["sessions"] == 0
    assert invoke("progress", "--since", "2027-01-01").stderr.startswith("There are no sessions since then.")
    assert invoke("progress", "--since", "yesterday").exit_code == 2
    name = graded().question.category
    wrong = invoke("progress", "--category", "soup")
    assert json.loads(invoke("progress", "--json", "--category", name).stdout)["sessions"] == 2
    assert (wrong.exit_code, wrong.stderr) == (
        1,
        f"There is no session in category 'soup'.\nThere are some in: {name}.\n",
    )


def test_a_damaged_session_is_named_and_the_rest_counted() -> None:
    """A file that cannot be counted is named on standard error alone."""
    bad = practised()[1]
    bad.write_text(bad.read_text().replace("12:00:00Z", "12:00:00"))
    result = invoke("progress", "--json")
    assert result.stderr == f"{bad}: is passed over: created: Input should have timezone info\n"
    assert json.loads(result.stdout)["sessions"] == 1


def hostile() -> None:
    """Save a graded session whose every text tries to steer."""
    was = graded()
    criteria = tuple(one.model_copy(update={"claim": HOSTILE + "<script>"}) for one in was.rubric.criteria)
    records.save(
        was.model_copy(
            update={
                "question": was.question.model_copy(
                    update={"title": HOSTILE + "<script>", "category": "</svg><script>"}
                ),
                "rubric": was.rubric.model_copy(update={"criteria": criteria}),
            }
        )
    )


def test_progress_cannot_steer_the_terminal() -> None:
    """Claims and categories from a stranger's session are shown harmless."""
    hostile()
    for args in (["progress"], ["progress", "--json"]):
        result = invoke(*args)
        assert (result.exit_code, "[/red]" in result.stdout) == (0, True)
        assert STEER.findall(result.output) == []


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag and its attributes."""
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


def test_the_page_stands_alone(tmp_path: Path) -> None:
    """The page has a chart with words for it, a strict policy, and nothing that runs or is fetched."""
    hostile()
    file = tmp_path / "progress.html"
    result = invoke("progress", "--html", file)
    text = file.read_text()
    page = Page(text)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Written: {file}\n")
    assert {"script", "link", "img", "iframe", "style"} & set(page.tags) == {"style"}
    assert {"href", "src", "onload", "onclick", "style"} & set(page.attributes) == set()
    assert ("url(" in text, "@import" in text, "prefers-color-scheme: dark" in text, "@media print" in text) == (
        False,
        False,
        True,
        True,
    )
    assert any(
        value.startswith("default-src 'none'; style-src 'unsafe-inline'") for value in page.attributes["content"]
    )
    assert page.tags.count("svg") == page.tags.count("desc") == page.tags.count("details") == 1
    assert "1 level from 2026-01-01 to 2026-01-01: first L5, latest L5, best L5." in text
    assert "&lt;/svg&gt;&lt;script&gt;" in text


def test_a_page_of_nothing_is_a_page(tmp_path: Path) -> None:
    """Without a session the page has no chart, and is written all the same."""
    assert invoke("progress", "--html", tmp_path / "p.html").exit_code == 0
    assert Page((tmp_path / "p.html").read_text()).tags.count("svg") == 0


def test_a_full_disk_leaves_the_earlier_page(tmp_path: Path) -> None:
    """A page that cannot be written whole is not written, and the one before is there."""
    file = tmp_path / "p.html"
    file.write_text("the page of last week")
    limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", sys.executable, str(DRIVER)]
    done = subprocess.run(
        [*limited, "progress", "--html", file], capture_output=True, env=environment("usable"), timeout=60, check=False
    )
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (1, f"{file}: cannot be written: File too large")
    assert (file.read_text(), [path.name for path in tmp_path.iterdir() if path.is_file()]) == (
        "the page of last week",
        ["p.html"],
    )


def test_a_page_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A folder that is none is named."""
    (tmp_path / "no").write_text("")
    file = tmp_path / "no" / "p.html"
    result = invoke("progress", "--html", file)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        1,
        f"{file}: cannot be written: Not a directory",
    )


def test_a_long_list_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """More sessions than a table is laid out for are a line each, in columns, harmless."""
    records.save(session())
    (row,) = [one for one in records.summaries() if isinstance(one, records.Summary)]
    strange = records.Summary(**vars(row) | {"title": HOSTILE + "\nパン"})
    show_sessions([row] * TABLE + [strange])
    rows = capsys.readouterr().out.splitlines()
    assert (len(rows), STEER.findall("".join(rows))) == (TABLE + 2, [])
    assert rows[1].split() == [row.id, *row.title.split(), str(row.words), "not", "graded"]
    assert len({cell_len(one) for one in rows[1:]}) == 1
