"""`mock-interview loop` without a terminal: the plan, the debrief, and what is refused."""

import json
import re
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.interview.overall import RULE
from support_cli import HOSTILE, failing, invoke, usable
from support_loop import ID, answered, bread, kept, loop, session_id


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a bank of three questions about bread."""
    return bread(tmp_path, 3)


def test_without_a_terminal_a_loop_is_refused(root: Path) -> None:
    """A pipe is no interview: what can be done instead is said, and nothing is made."""
    result = invoke("loop", "--bank", root, stdin=b"An answer.\n")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "A loop is held at a terminal, one question after the other.\n"
        "See what it would ask with --dry-run; one answer goes through a pipe with `mock-interview practice`.\n",
    )
    assert not records.loops_folder().exists()


def test_a_dry_run_shows_the_plan(root: Path) -> None:
    """`--dry-run` prints the questions and leaves nothing behind."""
    result = invoke("loop", "--dry-run", "--minutes", "10", "--seed", "1", "--bank", root)
    rows = [" ".join(row.split()) for row in result.stdout.splitlines()]
    assert rows[:2] == ["Any questions: 10 of 10 minutes", "question category kind min"]
    assert [row[-15:] for row in rows[2:]] == ["bread concept 5", "bread concept 5"]
    assert (result.exit_code, result.stderr) == (0, "The same again: --seed 1\n")
    assert not records.loops_folder().exists()


def test_a_dry_run_as_json_prefers_what_was_not_practised(root: Path) -> None:
    """The plan is data, and a question practised already comes last."""
    records.save(answered("why-knead"))
    plan = json.loads(invoke("loop", "--dry-run", "--minutes", "10", "--seed", "1", "--json", "--bank", root).stdout)
    assert {key: plan[key] for key in ("like", "seed", "minutes", "suggested")} == {
        "like": "any",
        "seed": 1,
        "minutes": 10,
        "suggested": 10,
    }
    assert sorted(q["id"] for q in plan["questions"]) == ["why-rest", "why-salt"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--like", "chef"], "--like chef: this bank has no such mix.\nThere are: any.\n"),
        (["--category", "cake"], "--category cake: no question is in it.\nThere are: bread.\n"),
    ],
    ids=["mix", "category"],
)
def test_an_unknown_mix_or_category_is_refused(args: list[str], said: str, root: Path) -> None:
    """What there is instead is listed, with the exit code of misuse."""
    result = invoke("loop", "--dry-run", *args, "--bank", root)
    assert (result.exit_code, result.stderr) == (2, said)


def test_a_debrief_is_shown_again(root: Path) -> None:
    """`--debrief last` shows levels, strengths in the candidate's words, advice and the rule, without a grader."""
    kept(Bank(root), ["L5", "L4", "L5"])
    result = invoke("loop", "--debrief", "last", "--bank", root)
    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    for words in (
        "1 Why-knead? L5",
        "2 Why-rest? L4",
        "Overall: L5",
        "The committee sees L5, with little doubt. Strongest: ",
        "Strengths",
        "“",
        "The committee would ask next",
        "Work on 1. ",
        "L5 from 1.6",
    ):
        assert words in text
    assert result.stderr == f"This debrief again: mock-interview loop --debrief {ID}\n"


def test_a_debrief_as_json(root: Path) -> None:
    """`--json` prints one object with every level, the rule, and the concerns."""
    kept(Bank(root), ["L5", "L5", "below L4"])
    value = json.loads(invoke("loop", "--debrief", ID, "--json", "--bank", root).stdout)
    assert [(a["question"], a["level"]["estimate"], a["counts"]) for a in value["answers"]] == [
        ("why-knead", "L5", True),
        ("why-rest", "L5", True),
        ("why-salt", "below L4", True),
    ]
    assert (value["loop"], value["overall"]["estimate"], value["categories"]["bread"]["estimate"]) == (ID, "L4", "L4")
    assert value["rule"] == RULE
    assert [c["question"] for c in value["concerns"]] == ["why-salt"]


def test_a_debrief_grades_what_is_not_graded(root: Path) -> None:
    """Answers without a grade are graded, and the grade is kept; with one already, nothing is asked again."""
    kept(Bank(root), ["L5", None])
    judge = usable()
    result = invoke("loop", "--debrief", "last", "--json", "--bank", root, judge=judge)
    assert (result.exit_code, len(judge.seen), json.loads(result.stdout)["overall"]["estimate"]) == (0, 1, "L5")
    assert len(records.load(records.find(session_id("why-rest"))).grades) == 1
    again = usable()
    invoke("loop", "--debrief", "last", "--bank", root, judge=again)
    assert again.calls == []


def test_without_a_grader_the_answers_stay_and_three_is_the_exit_code(root: Path) -> None:
    """Without a grader what is graded is shown, there is no overall level, and how to come back is said."""
    kept(Bank(root), ["L5", None])
    result = invoke("loop", "--debrief", "last", "--bank", root)
    text = " ".join(result.stdout.split())
    assert (result.exit_code, "Overall: no level" in text) == (3, True)
    assert "The committee cannot decide: too little is graded: 1 of 2 answers" in text
    assert "not graded yet: counts for nothing" in text
    assert result.stderr.endswith(
        f"1 of 2 answers are saved and not graded. Grade them: mock-interview loop --debrief {ID}\n"
    )


def test_a_grader_that_fails_leaves_the_sessions_as_they_are(root: Path) -> None:
    """A failed try is said, is not kept as a grade, and ends with exit code 3."""
    kept(Bank(root), [None, None])
    judge = failing()
    result = invoke("loop", "--debrief", "last", "--bank", root, judge=judge)
    assert result.exit_code == 3
    assert "No grade: The server at localhost:1 cannot be reached. Start it.\n" in result.stderr
    assert len(judge.seen) == 1
    assert records.load(records.find(session_id("why-knead"))).grades == ()


def test_an_answer_with_nothing_to_go_by_counts_as_below_l4(root: Path) -> None:
    """An empty answer is graded without a model: it counts, and lowers the loop."""
    whole = kept(Bank(root), ["L6", None])
    empty = answered("why-rest", None)
    turn = empty.turns[0].model_copy(update={"text": ""})
    records.save(empty.model_copy(update={"turns": (turn,)}))
    value = json.loads(invoke("loop", "--debrief", whole.id, "--json", "--bank", root, judge=usable()).stdout)
    assert value["answers"][1]["note"] == "counts as below L4: not enough evidence: nothing was said"
    assert value["overall"]["estimate"] == "L4"


def test_a_debrief_of_an_unfinished_loop_says_what_is_open(root: Path) -> None:
    """Questions nobody has answered, and sessions that are gone, count for nothing, and that is said."""
    records.save(answered("why-knead"))
    records.save_loop(loop(done=2, count=3))
    result = invoke("loop", "--debrief", "last", "--json", "--bank", root)
    value = json.loads(result.stdout)
    assert [(a["title"], a["note"]) for a in value["answers"]] == [
        ("Why-knead?", ""),
        ("Why-rest?", "its session cannot be read: counts for nothing"),
        ("Why-salt?", "not answered yet: counts for nothing"),
    ]
    assert (result.exit_code, value["overall"]["estimate"]) == (0, None)
    assert "cannot be read: No such file" in result.stderr
    assert "Go on with the loop: mock-interview loop\n" in result.stderr


@pytest.mark.parametrize("args", [[], ["--json"]], ids=["text", "json"])
def test_a_loop_from_a_stranger_cannot_steer_the_terminal(args: list[str], root: Path) -> None:
    """Titles, claims and reasons in session files are shown harmless."""
    kept(Bank(root), ["L5", "L5"])
    was = answered("why-rest")
    criteria = tuple(
        c.model_copy(update={"claim": HOSTILE, "hint": HOSTILE, "probe": HOSTILE}) for c in was.rubric.criteria
    )
    hostile = {
        "question": was.question.model_copy(update={"title": HOSTILE}),
        "rubric": was.rubric.model_copy(update={"criteria": criteria}),
    }
    records.save(was.model_copy(update=hostile))
    result = invoke("loop", "--debrief", "last", *args, "--bank", root)
    assert (result.exit_code, "[/red]" in result.stdout) == (0, True)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []
