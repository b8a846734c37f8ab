import json
import re
from pathlib import Path

import pytest

from mock_interview import records
from support import said
from support_cli import ANSWER, HOSTILE, graded, invoke, lines, session


def test_list_shows_the_newest_first() -> None:
    """Each session is a row with question, words and level."""
    records.save(graded("20260101-120000-why-knead-aaaa"))
    records.save(session("20260102-120000-why-knead-bbbb", *said("I push it about.")))
    result = invoke("sessions", "list")
    assert [" ".join(row.split()) for row in result.stdout.splitlines()] == [
        "session question words level",
        "20260102-120000-why-knead-bbbb Why do we knead dough? 4 not graded",
        f"20260101-120000-why-knead-aaaa Why do we knead dough? {len(ANSWER.split())} L5",
    ]


def test_list_as_json() -> None:
    """`--json` prints one list with every field of a row."""
    path = records.save(graded())
    assert lines(invoke("sessions", "list", "--json").stdout) == [
        [
            {
                "id": "20260101-120000-why-knead-aaaa",
                "question": "why-knead",
                "title": "Why do we knead dough?",
                "created": "2026-01-01T12:00:00Z",
                "words": len(ANSWER.split()),
                "level": "L5",
                "graded": True,
                "path": str(path),
            }
        ]
    ]


def test_list_before_the_first_session() -> None:
    """Without a session there is no data, and how to begin is said."""
    table, data = invoke("sessions", "list"), invoke("sessions", "list", "--json")
    assert (table.exit_code, table.stdout) == (0, "")
    assert table.stderr == "There are no sessions yet. Begin with: mock-interview practice\n"
    assert (data.exit_code, data.stdout) == (0, "[]\n")


def test_list_names_damaged_files_and_shows_the_others() -> None:
    """A damaged file is named on standard error and spoils neither the table nor the JSON."""
    good = records.save(session())
    bad = good.with_name("20260102-120000-why-knead-bbbb.json")
    bad.write_bytes(good.read_bytes()[:1000])
    result = invoke("sessions", "list", "--json")
    assert (result.exit_code, result.stderr) == (0, f"{bad}: is no session file (JSONDecodeError)\n")
    assert [row["id"] for row in json.loads(result.stdout)] == ["20260101-120000-why-knead-aaaa"]


def test_show_prints_what_was_asked_and_said() -> None:
    """`show` prints question, answer, grade and notes of a session, found by the beginning of its id."""
    records.save(graded())
    text = " ".join(invoke("sessions", "show", "2026").stdout.split())
    for words in (
        "A baker you work with kneads",
        "The gluten strands get pulled",
        "Level estimate: L5",
        "Rye has hardly",
    ):
        assert words in text


def test_show_as_json_is_the_session() -> None:
    """`show --json` prints the session as it is in its file."""
    path = records.save(graded())
    assert json.loads(invoke("sessions", "show", path, "--json").stdout) == json.loads(path.read_text())


@pytest.mark.parametrize(
    "args", [["show", "last"], ["show", "last", "--json"], ["list"], ["list", "--json"]], ids=" ".join
)
def test_a_session_cannot_steer_the_terminal(args: list[str]) -> None:
    """A session file from a stranger is shown harmless."""
    was = session()
    question = was.question.model_copy(update={"title": HOSTILE, "prompt": HOSTILE})
    records.save(was.model_copy(update={"question": question, "turns": said(HOSTILE)}))
    result = invoke("sessions", *args)
    assert (result.exit_code, "[/red]" in result.stdout) == (0, True)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []


@pytest.mark.parametrize("command", ["show", "path", "delete"])
def test_an_unknown_session_is_an_error(command: str) -> None:
    """A name that no session has is refused, with the command that lists them."""
    result = invoke("sessions", command, "nothing")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "There is no session 'nothing'.\nSee `mock-interview sessions list`.\n",
    )


def test_show_of_a_damaged_file_names_it(tmp_path: Path) -> None:
    """A file that is no session is refused by name, field and reason."""
    path = tmp_path / "x.json"
    path.write_text("{}")
    result = invoke("sessions", "show", path)
    assert (result.exit_code, result.stderr) == (1, f"{path}: is no session file: id: Field required\n")


def test_path_prints_where_things_lie() -> None:
    """`path` prints a session's file, or the folder of them all."""
    path = records.save(session())
    assert invoke("sessions", "path", "last").stdout == f"{path}\n"
    assert invoke("sessions", "path").stdout == f"{path.parent}\n"


def test_delete_deletes_when_told_twice() -> None:
    """Without a terminal to ask at, a session is deleted with `--yes` alone."""
    path = records.save(session())
    refused = invoke("sessions", "delete", "last")
    assert (refused.exit_code, path.exists()) == (1, True)
    assert refused.stderr == f"{path.name} is not deleted without being asked.\nAdd --yes.\n"
    deleted = invoke("sessions", "delete", "last", "--yes")
    assert (deleted.exit_code, path.exists(), deleted.stderr) == (0, False, f"Deleted: {path}\n")


def test_a_damaged_session_can_be_deleted() -> None:
    """A file that cannot be read can still be deleted by its name."""
    path = records.save(session())
    path.write_text("{}")
    assert invoke("sessions", "delete", path.stem, "-y").exit_code == 0
    assert not path.exists()
