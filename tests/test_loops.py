"""Loops on disk, and the mixes of a bank."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank, Mix, Part, mixes
from mock_interview.bank.check import check
from mock_interview.errors import BadInput, BankError
from support_bank import changed_bank
from support_loop import NAMES, loop

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def test_a_loop_is_kept_as_it_is_and_for_its_owner_alone() -> None:
    """What is saved is what is loaded; the file can be read by nobody else, and is found by the beginning of its id."""
    kept = loop(done=1)
    path = records.save_loop(kept)
    assert records.load_loop(path) == kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [records.find_loop(name) for name in ("last", kept.id, "2026")] == [path] * 3


def test_an_unknown_loop_is_named() -> None:
    """A loop that is not there is an error with the next step."""
    with pytest.raises(BadInput) as caught:
        records.find_loop("nothing")
    assert (caught.value.message, caught.value.hint) == (
        "There is no loop 'nothing'.",
        "Begin one: mock-interview loop",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("{}", "id: Field required", id="empty"),
        pytest.param(
            loop().model_copy(update={"done": 2}).model_dump_json(),
            "questions, sessions and done do not go together",
            id="more done than begun",
        ),
    ],
)
def test_a_file_that_is_no_loop_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A damaged file is named with what is wrong."""
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        records.load_loop(path)
    assert caught.value.message == f"{path}: is no loop file: {reason}"


def test_the_newest_unfinished_loop_is_gone_on_with() -> None:
    """Finished loops, old ones, damaged ones and those of another bank are passed over."""
    fresh = NOW - timedelta(days=2)
    wanted = loop(done=1, created=fresh, name="20260105-000000-aaaa")
    for one in (
        loop(created=NOW - timedelta(days=8), name="20260102-000000-aaaa"),
        wanted,
        loop(done=2, created=fresh, name="20260106-000000-aaaa"),
        loop(created=fresh, name="20260107-000000-aaaa", count=3),
    ):
        records.save_loop(one)
    (records.loops_folder() / "20260108-000000-aaaa.json").write_text("{}")
    assert records.unfinished_loop(NAMES[:2], NOW) == wanted
    assert records.unfinished_loop(NAMES[:2], NOW + timedelta(days=6)) is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a loop cannot be saved the file is named."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path / "file"))
    with pytest.raises(BadInput, match="cannot be saved: Not a directory"):
        records.save_loop(loop())


def with_loops(folder: Path, text: str) -> Bank:
    """Return a copy of the tiny bank with a file of mixes."""
    root = changed_bank(folder, {})
    (root / "questions" / "loops.yaml").write_text(text, encoding="utf-8")
    return Bank(root)


def test_a_bank_without_mixes_has_one_of_anything(bank: Bank) -> None:
    """The file may be left out, and is no question when it is there."""
    assert mixes(bank) == (Mix(id="any", title="Any questions", parts=(Part(share=1),)),)


def test_mixes_are_read(tmp_path: Path) -> None:
    """A mix has parts with a share; kinds, categories and the core may be left out."""
    text = "format: 1\nloops:\n  - {id: baker, title: Baker, parts: [{share: 2, kinds: [concept], core: false}]}\n"
    bank = with_loops(tmp_path, text)
    assert mixes(bank) == (Mix(id="baker", title="Baker", parts=(Part(share=2, kinds=("concept",), core=False),)),)
    assert check(bank.root).problems == []
    assert [q.id for q in bank.questions] == ["why-knead"]


def test_every_problem_of_the_mixes_is_reported(tmp_path: Path) -> None:
    """`bank check` names doubled ids, unknown categories and parts without a question, each with its line."""
    text = """format: 1
loops:
  - id: baker
    title: Baker
    parts:
      - {share: 2, kinds: [design]}
  - id: baker
    title: Again
    parts:
      - {share: 2, categories: [brad]}
"""
    bank = with_loops(tmp_path, text)
    assert check(bank.root).problems == [
        "questions/loops.yaml:6: loops[0].parts[0]: takes no question of this bank; name other kinds or categories",
        "questions/loops.yaml:7: loops[1].id: 'baker' is taken; choose another",
        "questions/loops.yaml:10: loops[1].parts[0].categories: 'brad' is not in questions/categories.yaml; "
        "correct its spelling",
    ]


def test_a_broken_file_of_mixes_is_refused(tmp_path: Path) -> None:
    """What does not fit is named with file, line and field."""
    bank = with_loops(tmp_path, "format: 1\nloops:\n  - {id: x, title: X, parts: [{share: 0, name: why-knead}]}\n")
    with pytest.raises(BankError) as caught:
        mixes(bank)
    assert caught.value.problems == [
        "questions/loops.yaml:3: loops[0].parts[0].share: input should be greater than or equal to 1",
        "questions/loops.yaml:3: loops[0].parts[0].name: is not a known field; remove it or correct its spelling",
    ]


def test_a_mix_without_parts_is_refused(tmp_path: Path) -> None:
    """A mix must take something."""
    bank = with_loops(tmp_path, "format: 1\nloops:\n  - {id: x, title: X, parts: []}\n")
    assert check(bank.root).problems == ["questions/loops.yaml:3: loops[0].parts: is empty; name one at least"]


def test_the_shipped_mixes_have_what_they_promise() -> None:
    """There is a mix for each of the roles the command names, the general one first."""
    assert [mix.id for mix in mixes(Bank())] == ["general", "ml-engineer", "recsys", "llm", "research"]
