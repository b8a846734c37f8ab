"""Adding an answer to a gold file as text."""

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_interview.bank import Bank
from mock_interview.bank.check import check
from mock_interview.bank.gold import add_answer, writable
from mock_interview.errors import BadInput, BankError
from mock_interview.models import GoldAnswer
from support import TINY

ANSWER = GoldAnswer(
    id="adopted",
    label="L5",
    type="plain",
    shows={"windowpane": "light: comes # through"},
    text="Until\n\n  light: comes # through.\n",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a tiny bank of one's own."""
    return shutil.copytree(TINY, tmp_path / "bank")


def gold(root: Path) -> Path:
    """Return the bank's gold file."""
    return root / "gold" / "bread" / "why-knead.yaml"


def test_an_answer_comes_last_and_the_rest_stays_as_it_is(root: Path) -> None:
    """Comments, wording and rights of the file stay; the bank's check finds nothing new."""
    path = gold(root)
    path.write_text("# Ours.\n" + path.read_text() + "  # The end.\n")
    path.chmod(0o640)
    before = path.read_text()
    add_answer(root, path, "why-knead", ANSWER, whole_bank=True)
    assert path.read_text() == before + (
        "  - id: adopted\n"
        "    label: L5\n"
        "    type: plain\n"
        "    shows:\n"
        "      windowpane: 'light: comes # through'\n"
        "    text: |\n"
        "      Until\n"
        "\n"
        "        light: comes # through.\n"
    )
    assert Bank(root).gold("why-knead")[-1] == ANSWER
    assert (check(root).problems, path.stat().st_mode & 0o777) == ([], 0o640)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "written",
    [
        "format: 1\nquestion: q\nanswers:\n- {id: a, label: L4, type: plain, text: Sure}",
        "answers:\n    - id: a\n      label: L4\n      type: plain\n      text: Sure\n# Rest\nformat: 1\nquestion: q\n",
        "format: 1\r\nquestion: q\r\nanswers:\r\n  - id: a\r\n    label: L4\r\n    type: plain\r\n    text: Sure\r\n",
    ],
    ids=["not indented, no last line end", "not the last field", "CRLF"],
)
def test_files_written_otherwise_are_kept_in_their_way(written: str, tmp_path: Path) -> None:
    """Indentation, order of fields and line ends are those of the file."""
    path = tmp_path / "q.yaml"
    path.write_bytes(written.encode())
    add_answer(tmp_path, path, "q", ANSWER, whole_bank=False)
    text = path.read_bytes().decode()
    assert [answer["id"] for answer in yaml.safe_load(text)["answers"]] == ["a", "adopted"]
    assert yaml.safe_load(text)["answers"][1]["text"] == ANSWER.text
    assert (text.count("\r\n") == text.count("\n")) == ("\r\n" in written)
    assert all(line in text for line in written.splitlines())


def test_a_file_that_does_not_exist_is_begun(tmp_path: Path) -> None:
    """The first answer makes the file, its folder too."""
    path = tmp_path / "to" / "bread" / "why-knead.yaml"
    add_answer(tmp_path / "to", path, "why-knead", ANSWER, whole_bank=False)
    assert path.read_text().startswith("format: 1\nquestion: why-knead\nanswers:\n  - id: adopted\n")


def test_what_the_banks_check_does_not_like_is_taken_back(root: Path) -> None:
    """An answer that repeats a claim, or shows what no criterion is, is named with its line; the file is as it was."""
    before = gold(root).read_text()
    claim = Bank(root).rubric("why-knead")["windowpane"].claim
    bad = ANSWER.model_copy(update={"text": claim + "\n", "shows": {"nothing": claim}})
    with pytest.raises(BankError) as caught:
        add_answer(root, gold(root), "why-knead", bad, whole_bank=True)
    assert gold(root).read_text() == before
    assert sorted(problem.split(":")[2] for problem in caught.value.problems) == [
        " answers[6].shows.nothing",
        " answers[6].text",
    ]


def test_faults_that_were_there_before_are_nobodys_business(root: Path) -> None:
    """A bank that has problems of its own can be added to."""
    rubric = root / "rubrics" / "bread" / "why-knead.yaml"
    rubric.write_text(rubric.read_text().replace("hint: Talk about dough temperature.", "hint: ''"))
    assert check(root).problems
    add_answer(root, gold(root), "why-knead", ANSWER, whole_bank=True)
    assert Bank(root).gold("why-knead")[-1] == ANSWER


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("format: 1\nquestion: q\nanswers: [{id: a, label: L4, type: plain, text: Sure}]\n", "not a list of lines"),
        ("format: 1\nquestion: q\nanswers: []\n", "not a list of lines"),
        (
            "format: 1\nquestion: q\nanswers:\n  - {id: adopted, label: L4, type: plain, text: Sure}\n",
            "has the answer 'adopted' already",
        ),
    ],
    ids=["on one line", "none", "twice"],
)
def test_what_cannot_be_added_to_is_refused(written: str, message: str, tmp_path: Path) -> None:
    """A file that would have to be written anew, or has the answer already, is left as it is."""
    path = tmp_path / "q.yaml"
    path.write_text(written)
    with pytest.raises(BadInput, match=message):
        add_answer(tmp_path, path, "q", ANSWER, whole_bank=False)
    assert path.read_text() == written


def test_a_broken_gold_file_is_named(tmp_path: Path) -> None:
    """A file that does not hold together is not made worse."""
    path = tmp_path / "q.yaml"
    path.write_text("answers: 3\n")
    with pytest.raises(BankError, match=r"q\.yaml:1"):
        add_answer(tmp_path, path, "q", ANSWER, whole_bank=False)


@settings(max_examples=300)
@given(st.text(min_size=1, max_size=80), st.text(max_size=10))
def test_any_words_come_back_as_they_were_written(words: str, before: str) -> None:
    """Whatever somebody typed, what is read from the file is what was put into it."""
    import tempfile

    text = writable(f"{before}x\n{words}y") + "\n"
    answer = ANSWER.model_copy(update={"text": text, "shows": {"windowpane": "x"}})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "q.yaml"
        add_answer(Path(folder), path, "q", ANSWER, whole_bank=False)
        add_answer(Path(folder), path, "q", answer.model_copy(update={"id": "second"}), whole_bank=False)
        assert yaml.safe_load(path.read_bytes())["answers"][1]["text"] == text
