import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.models import Question, Rubric, Turn
from mock_interview.terminal.console import of_total
from support import FakeJudge, said
from support_cli import ANSWER, failing, graded, invoke, lines, saved, session, usable

IDS = [f"2026010{day}-120000-why-knead-aaaa" for day in range(1, 7)]
DRAFT = Turn(role="candidate", text=ANSWER, finished=False)


class Moody(FakeJudge):
    """Fails, is stopped, or judges as `usable` does, one after the other."""

    def __init__(self, *moods: str) -> None:
        super().__init__(usable().queue)
        self.moods = list(moods)

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Do what the next mood says."""
        match self.moods.pop(0):
            case "fails":
                raise GraderFailed("The server is away.")
            case "stopped":
                raise KeyboardInterrupt
        yield from super().judge(question, rubric, answer)


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """Return a file with the answer."""
    path = tmp_path / "answer.txt"
    path.write_text(ANSWER)
    return path


def put(*names: str) -> list[Path]:
    """Save ungraded sessions, the last first."""
    return [records.save(session(name)) for name in reversed(names)][::-1]


def levels() -> list[list[str | None]]:
    """Return the levels of each session's grades, oldest session first."""
    return [[grade.level.estimate for grade in one.grades] for one in saved()]


def test_all_that_waits_is_graded_oldest_first() -> None:
    """Finished answers without a grade are graded and saved; graded ones and drafts are left as they are."""
    put(IDS[0], IDS[2])
    records.save(graded(IDS[1]))
    records.save(session(IDS[3], DRAFT))
    result = invoke("grade", "--pending", judge=usable())
    assert (result.exit_code, result.stderr) == (0, "2 graded.\n")
    assert result.stdout == f"{IDS[0]}\twhy-knead\tL5\n{IDS[2]}\twhy-knead\tL5\n"
    assert levels() == [["L5"], ["L5"], ["L5"], []]


def test_json_is_an_object_a_line_with_the_sessions_id() -> None:
    """`--json` prints each grade that was kept, with the id of its session."""
    put(*IDS[:2])
    result = invoke("grade", "--pending", "--json", judge=usable())
    kept = [{"id": one.id, **one.grades[0].model_dump(mode="json")} for one in saved()]
    assert (result.exit_code, lines(result.stdout)) == (0, kept)


@pytest.mark.parametrize("judge", [usable(), None], ids=["a grader", "no grader"])
def test_nothing_pending_is_said(judge: Any) -> None:
    """With nothing to do, no grader is needed."""
    records.save(graded())
    result = invoke("grade", "--pending", judge=judge)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing is pending: every finished answer is graded.\n"
    assert judge is None or judge.calls == []


def test_a_broken_file_does_not_stop_the_rest() -> None:
    """A file that cannot be read is named, also in JSON, the others are graded, and the exit code is 1."""
    unreadable, odd, _ = put(*IDS[:3])
    unreadable.write_text("{")
    text = odd.read_text().replace('"minutes": 5', '"minutes": "x"')
    odd.write_text(text)
    result = invoke("grade", "--pending", "--json", judge=usable())
    first, second, third = lines(result.stdout)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "1 graded, 2 broken.")
    assert first == {"id": IDS[0], "error": f"{unreadable}: is no session file (JSONDecodeError)"}
    where = f"{odd}: is no session file: question.minutes: "
    assert (second["id"], second["error"][: len(where)]) == (IDS[1], where)
    assert (third["id"], third["level"]["estimate"]) == (IDS[2], "L5")


def test_only_broken_files_is_a_problem() -> None:
    """When nothing can be graded because the one file is broken, the exit code says so."""
    (path,) = put(IDS[0])
    path.write_text("{")
    assert invoke("grade", "--pending", judge=usable()).exit_code == 1


def test_a_grader_that_fails_leaves_the_answer_pending() -> None:
    """A failed grade is not kept, the others are made, the exit code is 3, and it can be tried again."""
    put(*IDS[:3])
    result = invoke("grade", "--pending", judge=Moody("", "fails", ""))
    assert (result.exit_code, levels()) == (3, [["L5"], [], ["L5"]])
    assert result.stderr.splitlines() == [
        f"{IDS[1]}: ungraded: The server is away.",
        "2 graded, 1 left.",
        "Again: mock-interview grade --pending",
    ]
    assert invoke("grade", "--pending", judge=usable()).exit_code == 0
    assert levels() == [["L5"], ["L5"], ["L5"]]


def test_a_grader_that_fails_again_and_again_is_not_asked_further() -> None:
    """After three failures in a row the rest is left for later; a success in between counts anew."""
    put(*IDS)
    judge = Moody("fails", "fails", "", "fails", "fails", "fails")
    assert invoke("grade", "--pending", judge=judge).exit_code == 3
    judge = Moody("fails", "fails", "fails", "", "")
    result = invoke("grade", "--pending", judge=judge)
    assert (judge.moods, levels()[2]) == (["", ""], ["L5"])
    assert "The grader failed 3 times in a row: the rest is not tried.\n0 graded, 5 left.\n" in result.stderr


def test_an_answer_whose_grade_failed_is_pending(answer: Path) -> None:
    """What `practice` could not grade is graded here."""
    invoke("practice", "why-knead", "-a", answer, judge=failing())
    assert invoke("grade", "--pending", judge=usable()).exit_code == 0
    assert levels() == [[None, "L5"]]


def test_ctrl_c_keeps_what_is_done() -> None:
    """Ctrl-C ends with 130; what is graded is saved, and it is said how many are left."""
    put(*IDS[:3])
    result = invoke("grade", "--pending", judge=Moody("", "stopped"))
    assert (result.exit_code, levels()) == (130, [["L5"], [], []])
    assert result.stderr.splitlines()[-1] == "Stopped. 1 graded, 2 left. Go on: mock-interview grade --pending"


def test_several_readings_are_made_of_each() -> None:
    """`--votes` and a second `--grader` hold for each answer that waits."""
    put(IDS[0])
    judge = usable()
    assert invoke("grade", "--pending", "--votes", "2", "-g", "a", "-g", "b", judge=judge).exit_code == 0
    assert [len(grade.opinions) for one in saved() for grade in one.grades] == [3]


@pytest.mark.parametrize("more", [["last"], ["-q", "why-knead"], ["-a", "x.txt"]], ids=" ".join)
def test_pending_takes_no_answer(more: list[str]) -> None:
    """`--pending` together with something to grade is misuse."""
    result = invoke("grade", "--pending", *more, judge=usable())
    assert (result.exit_code, result.stderr[:31]) == (2, "--pending grades all that waits")


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (0, []),
        (1, ["1 earlier answer is not graded yet: mock-interview grade --pending"]),
        (2, ["2 earlier answers are not graded yet: mock-interview grade --pending"]),
    ],
)
@pytest.mark.parametrize("judge", [usable, failing, lambda: None], ids=["graded", "failed", "no grader"])
def test_practice_says_what_still_waits(earlier: int, expected: list[str], judge: Any, answer: Path) -> None:
    """At its end `practice` says how many earlier answers wait for a grade; its own is not among them, nor a draft."""
    put(*IDS[:earlier])
    records.save(session(IDS[4], *said("Yes."), DRAFT))
    result = invoke("practice", "why-knead", "-a", answer, judge=judge())
    assert [line for line in result.stderr.splitlines() if "earlier" in line] == expected


@pytest.mark.parametrize(
    ("done", "seconds", "expected"),
    [
        (0, 50, "1 of 5"),
        (1, 46, "2 of 5, about 3 min left"),
        (4, 40, "5 of 5, about 10 s left"),
    ],
)
def test_the_bar_says_how_long_it_takes(done: int, seconds: float, expected: str) -> None:
    """The rest is expected to take as long as what is done, for each answer."""
    assert of_total(done, 5, seconds) == expected


def test_a_grade_that_cannot_be_read_again_is_in_json() -> None:
    """Every line of `--json` is one value, an ungraded answer's too."""
    put(IDS[0])
    result = invoke("grade", "--pending", "--json", judge=failing())
    assert (result.exit_code, json.loads(result.stdout)["level"]["estimate"]) == (3, None)
