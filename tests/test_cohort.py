import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.models import Level, LevelEstimate, Review, Session
from mock_interview.report.cohort import Broken, Claim, Found, cohort_of, entry_of, without_candidates
from mock_interview.report.cohort_files import COLUMNS
from support_cli import HOSTILE, graded, invoke, session

DAY = "20260101-120000-why-knead-"


def answer(candidate: str, name: str, tool: Level | None = "L5", mentor: Level | None = None, **update: Any) -> Session:
    """Return a session of a candidate, graded by the tool unless it is None, reviewed if a mentor's level is given."""
    was = graded(DAY + name).model_copy(update={"candidate": candidate, **update})
    if tool is None:
        was = was.model_copy(update={"grades": ()})
    else:
        sure = LevelEstimate(estimate=tool, low=tool, high=tool, probabilities={tool: 1.0}, reason="Shown: much.")
        was = was.model_copy(update={"grades": (was.grades[0].model_copy(update={"level": sure}),)})
    if mentor:
        verdicts = {"oxidation": "met", "windowpane": "unmet"}
        at = datetime(2026, 1, 2, tzinfo=UTC)
        review = Review(
            session=was.id, transcript=was.transcript_digest, reviewer="Kim", at=at, level=mentor, verdicts=verdicts
        )
        was = was.model_copy(update={"reviews": (review,)})
    return was


def class_of(folder: Path) -> Path:
    """Write a class: Ada twice, once reviewed; Bo ungraded; a nameless one in a folder; a file that is no session."""
    records.save(answer("Ada", "aaaa", "L4", "L6"), folder / "1.json")
    records.save(answer("Ada", "bbbb", "L5", created=datetime(2026, 1, 3, tzinfo=UTC)), folder / "2.json")
    records.save(answer("=Bo()", "cccc", None), folder / "3.json")
    records.save(answer("", "dddd", "L5"), folder / "group b" / "4.json")
    (folder / "5.json").write_text("{}")
    return folder


def test_the_mentor_is_heard_first() -> None:
    """A level and the findings on criteria are the mentor's where there are some, else the tool's."""
    entry = entry_of(answer("Ada", "aaaa", "L4", "L6"), "x", "1.json")
    assert (entry.level, entry.tool, entry.mentor, entry.reviewed, entry.state) == ("L6", "L4", "L6", True, "level")
    shown = {claim.criterion for claim, met in entry.marks if met}
    assert ("oxidation" in shown, "windowpane" in shown, "gluten-network" in shown) == (True, False, True)
    alone = entry_of(answer("Ada", "aaaa", "L4"), "x", "1.json")
    assert (alone.level, alone.reviewed) == ("L4", False)


def test_a_review_of_other_words_does_not_count() -> None:
    """What was said of an earlier transcript is no review of this one."""
    was = answer("Ada", "aaaa", "L4", "L6")
    stale = was.reviews[0].model_copy(update={"transcript": "sha256:" + "0" * 64})
    entry = entry_of(was.model_copy(update={"reviews": (stale,)}), "x", "1.json")
    assert (entry.level, entry.mentor, entry.reviewed) == ("L4", None, False)


@pytest.mark.parametrize(("name", "shown"), [("", "group b"), ("Candidate", "group b"), (" Ada  Li ", "Ada Li")])
def test_who_has_no_name_is_told_by_the_file(name: str, shown: str) -> None:
    """A session without a name, or anonymised, is of whom its place says; otherwise the name counts."""
    assert entry_of(answer(name, "aaaa"), "group b", "group b/1.json").candidate == shown


def test_gaps_are_counted_across_answers() -> None:
    """What most answers lack comes first, with its hint, and in how many it was looked for."""
    both = [entry_of(answer("Ada", "aaaa"), "", "1"), entry_of(answer("Bo", "bbbb", "L4", "L6"), "", "2")]
    found = cohort_of(both)
    assert found.gaps[0] == Found(
        Claim(
            "",
            "own-number",
            "L6",
            "Gives a real number from the bakery that visibly decides a choice in the answer.",
            "Put one number on it.",
        ),
        2,
        2,
    )
    counts = {one.claim.criterion: (one.count, one.asked) for one in found.gaps}
    assert (counts["oxidation"], counts["windowpane"]) == ((1, 2), (1, 2))
    assert "gluten-network" not in counts
    assert (found.errors, found.strong) == ((), ())


def test_a_folder_becomes_figures(tmp_path: Path) -> None:
    """Levels, candidates, what is ungraded and what could not be read: as JSON, the bad file named on the way."""
    folder = class_of(tmp_path / "class")
    result = invoke("report", folder, "--json")
    found = json.loads(result.stdout)
    levels = {"below L4": 0, "L4": 0, "L5": 2, "L6": 1, "no level": 0, "ungraded": 1}
    assert result.exit_code == 0
    assert result.stderr == f"{folder}/5.json: is no session file: id: Field required\n"
    assert (found["candidates"], found["sessions"], found["reviewed"], found["levels"]) == (3, 4, 1, levels)
    assert found["categories"] == [{"category": "bread"} | levels]
    assert found["questions"] == [{"question": "why-knead", "title": "Why do we knead dough?"} | levels]
    assert found["broken"] == [{"file": "5.json", "reason": "is no session file: id: Field required"}]
    assert [(row["candidate"], row["level"], row["level_by"], row["state"]) for row in found["answers"]] == [
        ("=Bo()", None, None, "ungraded"),
        ("Ada", "L6", "mentor", "level"),
        ("Ada", "L5", "tool", "level"),
        ("group b", "L5", "tool", "level"),
    ]
    assert found["gaps"][0]["criterion"] == "own-number"


def test_a_csv_file_lies_beside_the_page(tmp_path: Path) -> None:
    """The page's figures are in a CSV file of its name as well; what a spreadsheet would compute is made a text."""
    folder = class_of(tmp_path / "class")
    result = invoke("report", folder, "--html", tmp_path / "class.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(f"Written: {tmp_path}/class.html\nWritten: {tmp_path}/class.csv\n")
    with (tmp_path / "class.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["candidate"], row["level"], row["reviewed"]) for row in rows] == [
        ("'=Bo()", "", "no"),
        ("Ada", "L6", "yes"),
        ("Ada", "L5", "no"),
        ("group b", "L5", "no"),
    ]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", " =", "＝"])
def test_no_cell_is_a_formula(tmp_path: Path, begin: str) -> None:
    """A name that begins as formulas do has an apostrophe before it."""
    was = answer("Ada", "aaaa")
    title = f"{begin}HYPERLINK(1)"
    records.save(
        was.model_copy(update={"question": was.question.model_copy(update={"title": title})}), tmp_path / "1.json"
    )
    assert invoke("report", tmp_path, "--csv", tmp_path / "x.csv").exit_code == 0
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == [f"'{title}"]


def test_candidates_can_be_numbers(tmp_path: Path) -> None:
    """With --anonymous there is no name, id, file or day in page, CSV and JSON; who is the same stays the same."""
    folder = class_of(tmp_path / "class")
    result = invoke("report", folder, "--html", tmp_path / "x.html", "--json", "--anonymous")
    texts = [result.stdout, (tmp_path / "x.html").read_text(), (tmp_path / "x.csv").read_text()]
    for text in texts:
        assert [word for word in ("Ada", "Bo()", "group b", DAY, ".json", "2026-01-0") if word in text] == []
    names = [row["candidate"] for row in json.loads(result.stdout)["answers"]]
    assert sorted(set(names)) == ["Candidate 1", "Candidate 2", "Candidate 3"]
    assert sorted(names.count(name) for name in set(names)) == [1, 1, 2]


def test_numbers_do_not_follow_the_names() -> None:
    """Who comes first by name need not be the first number."""
    entries = [entry_of(answer(name, "aaaa"), "", name) for name in ("Ada", "Bo", "Cem", "Dana", "Eli", "Fay")]
    assert [one.candidate for one in without_candidates(entries)] != [f"Candidate {n}" for n in range(1, 7)]


def test_without_a_file_a_few_lines_say_it(tmp_path: Path) -> None:
    """The figures in short on standard output."""
    result = invoke("report", class_of(tmp_path))
    assert result.stdout.splitlines()[:2] == [
        "4 answers of 3 candidates, 1 reviewed",
        "0 below L4, 0 L4, 2 L5, 1 L6, 0 no level, 1 ungraded",
    ]


def test_files_of_others_are_not_written_over(tmp_path: Path) -> None:
    """A page of ours is replaced by a newer one; any other file stays unless --force is given, and so do all others."""
    folder = class_of(tmp_path / "class")
    page, table = tmp_path / "x.html", tmp_path / "x.csv"
    table.write_text("mine")
    refused = invoke("report", folder, "--html", page)
    assert (refused.exit_code, table.read_text(), page.exists()) == (1, "mine", False)
    assert invoke("report", folder, "--html", page, "--force").exit_code == 0
    assert invoke("report", folder, "--html", page).exit_code == 0


def test_a_folder_without_sessions_is_an_error(tmp_path: Path) -> None:
    """An empty folder is refused with what to do, and so is a file."""
    result = invoke("report", tmp_path)
    assert (result.exit_code, result.stderr) == (
        1,
        f"{tmp_path}: there is no session file in it\nExport some: mock-interview sessions export --all -o FOLDER\n",
    )


def test_only_broken_files_make_a_page_too(tmp_path: Path) -> None:
    """A folder of nothing but broken files becomes a page that lists them."""
    (tmp_path / "1.json").write_text("[]")
    assert invoke("report", tmp_path, "--html", tmp_path / "x.html").exit_code == 0
    assert "1.json" in (tmp_path / "x.html").read_text()


def test_a_class_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Names and claims from strangers are harmless on the terminal."""
    was = answer(HOSTILE, "aaaa")
    criteria = tuple(one.model_copy(update={"claim": HOSTILE}) for one in was.rubric.criteria)
    rubric = was.rubric.model_copy(update={"criteria": criteria})
    records.save(was.model_copy(update={"rubric": rubric}), tmp_path / "1.json")
    for args in ((), ("--json",)):
        output = invoke("report", tmp_path, *args).output
        assert [char for char in output if char != "\n" and (ord(char) < 32 or 126 < ord(char) < 160)] == []


def test_the_newest_answer_is_in_the_table() -> None:
    """The table has a candidate's answers to a question oldest first; figures of nothing are nought."""
    first, second = answer("Ada", "aaaa"), answer("Ada", "bbbb", "L6", created=datetime(2026, 1, 3, tzinfo=UTC))
    found = cohort_of([entry_of(second, "", "2"), entry_of(first, "", "1")], [Broken("3", "x")])
    assert [one.session[-4:] for one in found.table["Ada", "why-knead"]] == ["aaaa", "bbbb"]
    assert cohort_of([]).whole.total == 0
    assert entry_of(session(), "nobody", "x").state == "ungraded"
