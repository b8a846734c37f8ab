import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.models import Quote, Remark, Review, Session
from mock_interview.records import without_names
from support import said
from support_cli import ANSWER, HOSTILE, graded, invoke, lines, session

NAME = "20260101-120000-why-knead-aaaa"


def reviewed() -> Session:
    """Return a graded session of Jane's with a review by Kim."""
    was = graded().model_copy(update={"candidate": "Jane Doe"})
    review = Review(
        session=was.id,
        transcript=was.transcript_digest,
        reviewer="Kim Ito",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        level="L6",
        blind=True,
        verdicts={"oxidation": "met"},
        remarks=(Remark(quote=Quote(turn=0, start=4, end=10, text=ANSWER[4:10]), advice="keep", text="Jane *knows*."),),
        summary="Strong.",
    )
    return was.model_copy(update={"reviews": (review,)})


@pytest.mark.parametrize("where", ["a file", "standard output"])
def test_json_is_the_session_itself(tmp_path: Path, where: str) -> None:
    """What is exported as JSON loads as the same session, from a file that its owner alone can read or from a pipe."""
    was = reviewed()
    records.save(was)
    file = tmp_path / "out" / "x.json"
    result = invoke("sessions", "export", "last", *(["-o", file] if where == "a file" else []))
    if where == "a file":
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Written: {file}\n")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    else:
        file.parent.mkdir()
        file.write_text(result.stdout, encoding="utf-8")
    assert records.load(file) == was


def test_markdown_is_the_report() -> None:
    """Markdown is what `report` prints."""
    records.save(reviewed())
    text = invoke("sessions", "export", "last", "--format", "md").stdout
    assert text == invoke("report", "last").stdout
    assert text.startswith("# Why do we knead dough?\n\n- Candidate: Jane Doe\n")


def test_a_fence_in_an_answer_does_not_end_ours() -> None:
    """An answer with a fence of its own is between longer ones."""
    records.save(session(NAME, *said("```\n# no heading\n````")))
    text = invoke("sessions", "export", "last", "-f", "md").stdout
    assert "\n`````text\n```\n# no heading\n````\n`````\n" in text


def test_without_names_there_are_none() -> None:
    """`--anonymous` leaves names out in every format, and says that no program knows them all."""
    records.save(reviewed())
    for form in ("json", "md", "html"):
        result = invoke("sessions", "export", "last", "--anonymous", "--name", "Kim", "-f", form)
        assert [name for name in ("Jane", "Doe", "Kim", "Ito", NAME) if name in result.stdout] == []
        assert result.stderr.startswith("What no program can know may still be in it")


def test_all_sessions_go_into_a_folder(tmp_path: Path) -> None:
    """With --all every session is a file of its id; one that is broken is named, and stops nothing."""
    records.save(graded())
    records.save(session("20260102-120000-why-knead-bbbb"))
    broken = records.sessions_folder() / "20260101-130000-x.json"
    broken.write_text("{}")
    folder = tmp_path / "out"
    result = invoke("sessions", "export", "--all", "-o", folder, "-f", "html")
    assert result.exit_code == 1
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.html", "20260102-120000-why-knead-bbbb.html"]
    assert f"{broken}: is no session file: id: Field required\n" in result.stderr
    assert result.stderr.endswith(f"Written: 2 files in {folder}\n")


def test_all_sessions_are_lines_of_json() -> None:
    """Without a folder, --all prints a session a line, oldest first."""
    both = (graded(), session("20260102-120000-why-knead-bbbb"))
    for one in both:
        records.save(one)
    result = invoke("sessions", "export", "--all")
    assert result.exit_code == 0
    assert lines(result.stdout) == [json.loads(one.model_dump_json()) for one in both]


def test_two_sessions_that_become_the_same_are_two_files(tmp_path: Path) -> None:
    """Two equal answers of a month have the same neutral id, and still neither replaces the other."""
    records.save(session())
    records.save(session("20260102-120000-why-knead-bbbb"))
    name = without_names(session()).id
    assert invoke("sessions", "export", "--all", "--anonymous", "-o", tmp_path).exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.json")) == [f"{name}-2.json", f"{name}.json"]


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    """A file that is there stays, unless --force is given."""
    records.save(session())
    file = tmp_path / "x.json"
    file.write_text("mine")
    refused = invoke("sessions", "export", "last", "-o", file)
    assert (refused.exit_code, file.read_text()) == (1, "mine")
    assert refused.stderr == f"{file}: is there already\nChoose another name, or add --force.\n"
    assert invoke("sessions", "export", "last", "-o", file, "--force").exit_code == 0
    assert records.load(file) == session()


@pytest.mark.parametrize("form", ["json", "md", "html"])
def test_an_export_cannot_steer_the_terminal(form: str) -> None:
    """Escapes in an answer are harmless in every format on standard output."""
    records.save(session(NAME, *said(HOSTILE)).model_copy(update={"candidate": HOSTILE}))
    result = invoke("sessions", "export", "last", "-f", form)
    assert [char for char in result.output if char != "\n" and (ord(char) < 32 or 126 < ord(char) < 160)] == []
    assert "\u202e" not in result.output


def test_a_page_is_the_one_to_review_in(tmp_path: Path) -> None:
    """HTML is the page that `report --html` writes."""
    records.save(reviewed())
    page = invoke("sessions", "export", "last", "-f", "html").stdout
    invoke("report", "last", "--html", tmp_path / "page.html")
    assert page == (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "said_of_it"),
    [
        ([], "Give one of: a session, --all.\n"),
        (["last", "--all"], "Give one of: a session, --all.\n"),
        (["last", "--name", "Jane"], "--name is for --anonymous.\nAdd --anonymous.\n"),
        (["--all", "-f", "md"], "--all needs a folder to write into.\nAdd -o FOLDER.\n"),
    ],
    ids=" ".join,
)
def test_arguments_that_do_not_go_together(args: list[str], said_of_it: str) -> None:
    """What cannot be meant is refused with what can."""
    result = invoke("sessions", "export", *args)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said_of_it)
