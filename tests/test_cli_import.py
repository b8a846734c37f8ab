import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mock_interview import records
from mock_interview.models import Review
from mock_interview.records.transcripts.source import LARGEST
from support import said
from support_cli import ANSWER, HOSTILE, graded, invoke, lines, saved, session, usable
from support_import import TRANSCRIPTS, bakery

ASKED = (
    "A baker you work with kneads every dough for ten minutes. What does kneading do, and when would you leave it out?"
)


def written(tmp_path: Path, text: str, name: str = "x.txt") -> Path:
    """Write a file and return its path."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_imported_transcript_is_graded_as_it_is() -> None:
    """A transcript becomes a session that `grade` takes; the row on standard output names it."""
    made = invoke("sessions", "import", TRANSCRIPTS / "zoom.vtt")
    (kept,) = saved()
    assert (made.exit_code, made.stdout) == (0, f"{kept.id}\twhy-knead\tAna Lee\t48\n")
    path = TRANSCRIPTS / "zoom.vtt"
    assert made.stderr == (
        f"{path}: the candidate is Ana Lee (says most, while Bob Stone asks). Another: --candidate NAME\n"
        f"{path}: is about why-knead. Another: --question ID\n"
        f"1 imported.\nGrade it: mock-interview grade {kept.id}\n"
    )
    result = invoke("grade", kept.id, "--json", judge=usable())
    assert (result.exit_code, json.loads(result.stdout)["level"]["estimate"]) == (0, "L5")
    assert [grade.level.estimate for grade in saved()[0].grades] == ["L5"]
    assert invoke("grade", "--pending").stderr == "Nothing is pending: every finished answer is graded.\n"


def test_json_names_what_was_made() -> None:
    """`--json` prints an object for each session; the same file again makes nothing and says so."""
    path = TRANSCRIPTS / "teams.vtt"
    (first,) = lines(invoke("sessions", "import", path, "--json").stdout)
    (kept,) = saved()
    assert first == {
        "file": str(path),
        "status": "imported",
        "id": kept.id,
        "question": "why-knead",
        "candidate": "Ana Lee (Guest)",
        "turns": 2,
        "words": 27,
        "loop": None,
        "path": str(records.sessions_folder() / f"{kept.id}.json"),
    }
    again = invoke("sessions", "import", path, "--json")
    assert lines(again.stdout) == [first | {"status": "already there"}]
    assert (again.exit_code, saved()) == (0, [kept])


def test_the_candidate_may_be_named() -> None:
    """`--candidate` decides by the beginning of a name; everybody else is the interviewer."""
    invoke("sessions", "import", TRANSCRIPTS / "zoom.vtt", "--candidate", "sto", "--question", "why-knead")
    (kept,) = saved()
    assert (kept.candidate, [turn.role for turn in kept.turns][:2]) == ("Bob Stone", ["candidate", "interviewer"])


def test_a_name_nobody_has(tmp_path: Path) -> None:
    """A candidate who is none of the speakers is refused, with the speakers."""
    path = TRANSCRIPTS / "zoom.vtt"
    result = invoke("sessions", "import", path, "--candidate", "Eve")
    assert (result.exit_code, saved()) == (1, [])
    assert result.stderr == (f"{path}: 'Eve' is none of the speakers\nIts speakers: Bob Stone, Ana Lee.\n1 not read.\n")


def test_several_questions_become_a_loop(tmp_path: Path) -> None:
    """A transcript about two questions becomes two sessions of one loop, which can be debriefed."""
    bank = bakery(tmp_path)
    made = invoke("sessions", "import", TRANSCRIPTS / "two-questions.vtt", "--bank", bank, "--json")
    first, second = sorted(saved(), key=lambda one: one.turns[0].offset or 0)
    assert [(one.question.id, [turn.text[:10] for turn in one.turns]) for one in (first, second)] == [
        ("why-knead", ["A baker yo", "The gluten"]),
        ("pizza-oven", ["Thanks. Le", "A pizza is"]),
    ]
    assert [row["id"] for row in lines(made.stdout)] == [first.id, second.id]
    loop = records.load_loop(records.find_loop(str(first.loop)))
    assert (loop.id, loop.questions, loop.sessions, loop.core, loop.minutes, loop.seconds, loop.finished) == (
        second.loop,
        ("why-knead", "pizza-oven"),
        (first.id, second.id),
        ("why-knead", "pizza-oven"),
        1,
        49.0,
        True,
    )
    assert f"mock-interview loop --debrief {loop.id}" in made.stderr
    debrief = invoke("loop", "--debrief", loop.id, "--bank", bank, "--json")
    assert [one["session"] for one in json.loads(debrief.stdout)["answers"]] == [first.id, second.id]


def test_a_question_that_decides_for_all(tmp_path: Path) -> None:
    """`--question` makes one session of a transcript, whatever it seems to be about."""
    path = TRANSCRIPTS / "two-questions.vtt"
    invoke("sessions", "import", path, "--bank", bakery(tmp_path), "--question", "why-salt")
    assert [(one.question.id, len(one.turns), one.loop) for one in saved()] == [("why-salt", 4, None)]


def test_questions_that_are_named_are_looked_for(tmp_path: Path) -> None:
    """With several `--question`, the transcript is divided among these; one that begins nowhere is an error."""
    path, bank = TRANSCRIPTS / "two-questions.vtt", bakery(tmp_path)
    lost = invoke("sessions", "import", path, "--bank", bank, "-q", "why-knead", "-q", "why-salt")
    assert (lost.exit_code, saved()) == (1, [])
    assert f"{path}: it is not to be seen where why-salt begins\nCut the file there.\n" in lost.stderr
    invoke("sessions", "import", path, "--bank", bank, "-q", "pizza-oven", "-q", "why-knead")
    assert sorted(one.question.id for one in saved()) == ["pizza-oven", "why-knead"]


def test_a_question_that_is_not_clear_is_refused(tmp_path: Path) -> None:
    """Without a terminal to ask at, three likely questions and the flag are named, and nothing is made."""
    path = written(tmp_path, "Bob: How are you?\nAna: I baked bread.\n")
    result = invoke("sessions", "import", path, "--bank", bakery(tmp_path))
    assert (result.exit_code, saved()) == (1, [])
    assert re.search(
        r"x\.txt: it is not clear which question it is about; most likely [a-z-]+, [a-z-]+, [a-z-]+\n"
        r"Say which: --question ID; once for each, when there are several\.",
        result.stderr,
    )


def test_an_unknown_question_is_refused_at_once() -> None:
    """A question that the bank does not have is an error before any file is read."""
    result = invoke("sessions", "import", "nothing.txt", "--question", "why-need")
    assert (result.exit_code, result.stderr) == (
        1,
        "There is no question 'why-need'.\nDid you mean why-knead?\n",
    )


def test_an_import_that_was_killed_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between an interview's sessions and its loop: the same command again makes what was missing, once."""
    path, bank = TRANSCRIPTS / "two-questions.vtt", bakery(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr("mock_interview.records.imported.save_loop", lambda _: sys.exit("killed"))
        assert invoke("sessions", "import", path, "--bank", bank).exit_code == 1
    before = saved()
    before_id = before[0].loop
    records.delete(records.find(before[1].id))  # killed still earlier
    result = invoke("sessions", "import", path, "--bank", bank)
    loop = records.load_loop(records.find_loop("last"))
    assert (result.exit_code, before[0] in saved(), loop.id) == (0, True, before_id)
    assert sorted(loop.sessions) == [one.id for one in saved()]
    assert [one.loop for one in saved()] == [before_id, before_id]
    invoke("sessions", "import", path, "--bank", bank)
    assert (len(saved()), len(list(records.loops_folder().glob("*.json")))) == (2, 1)


def test_nothing_is_imported_into_a_folder_that_cannot_be_written() -> None:
    """The file that is imported holds the words already: no copy is put where no command would find it."""
    records.sessions_folder().parent.mkdir(parents=True)
    records.sessions_folder().write_text("in the way")
    result = invoke("sessions", "import", TRANSCRIPTS / "zoom.vtt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot be saved: Not a directory\nMake room, or set MOCK_INTERVIEW_HOME.\n1 not read.\n" in result.stderr


def test_an_unanswered_question_is_left_out(tmp_path: Path) -> None:
    """A question to which nobody says anything makes no session, and that is said."""
    text = (TRANSCRIPTS / "two-questions.vtt").read_text(encoding="utf-8").rpartition("00:31.000")[0]
    result = invoke("sessions", "import", written(tmp_path, text), "--candidate", "Ana", "--bank", bakery(tmp_path))
    assert [one.question.id for one in saved()] == ["why-knead"]
    assert "x.txt: pizza-oven was asked and not answered; it is left out." in result.stderr


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    """What is wrong with a file is said, the others are imported, and the exit code is 1."""
    empty, folder = written(tmp_path, "", "empty.txt"), tmp_path / "folder"
    folder.mkdir()
    binary = tmp_path / "binary"
    binary.write_bytes(b"a\0")
    result = invoke("sessions", "import", empty, folder, binary, TRANSCRIPTS / "meet.txt", tmp_path / "no", "--json")
    found = lines(result.stdout)
    assert (result.exit_code, [row.get("error", row.get("candidate")) for row in found]) == (
        1,
        [
            f"{empty}: is empty",
            f"{folder}: is a folder",
            f"{binary}: is binary (a zero byte at 1)",
            "Ana Lee",
            f"{tmp_path / 'no'}: cannot be read: No such file or directory",
        ],
    )
    assert "\n1 imported, 4 not read.\n" in result.stderr


def test_a_session_file_is_kept_as_it_is(tmp_path: Path) -> None:
    """A session of ours is copied with its grades; again it is already there, and another with its id is refused."""
    path = records.save(graded(), tmp_path / "mailed.json")
    first, again = (invoke("sessions", "import", path) for _ in range(2))
    mailed = records.load(path)
    assert (first.exit_code, saved()) == (0, [mailed])
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == f"{path}: is here already: {mailed.id}\n1 already there.\n"
    records.save(session(mailed.id, *said("Other words.")), path)
    refused = invoke("sessions", "import", path)
    assert (refused.exit_code, saved()) == (1, [mailed])
    assert refused.stderr == (
        f"{path}: the session {mailed.id} is here already, and not the same: turns, grades differ\n"
        f"To have this one instead: mock-interview sessions delete {mailed.id}\n1 not read.\n"
    )


def test_a_review_joins_its_session(tmp_path: Path) -> None:
    """A review is joined to the session it is of; without that it is refused."""
    of = graded()
    review = Review(
        session=of.id,
        transcript=of.transcript_digest,
        reviewer="Eve",
        at=datetime(2026, 1, 2, tzinfo=UTC),
        summary="Fine.",
    )
    path = written(tmp_path, review.model_dump_json(), "review.json")
    refused = invoke("sessions", "import", path)
    assert (refused.exit_code, refused.stderr.splitlines()[:2]) == (
        1,
        [f"{path}: there is no session {of.id}", "Import the session first."],
    )
    records.save(of)
    result = invoke("sessions", "import", path)
    assert (result.exit_code, [one.reviews for one in saved()]) == (0, [(review,)])
    assert result.stderr == f"{path}: the review by Eve is now part of {of.id}.\n1 reviews joined.\n"


def test_lines_of_answers_become_sessions(tmp_path: Path) -> None:
    """Each line of answers is a session that keeps its id as the candidate; broken lines are named."""
    rows = [
        {"id": "ana@example.org", "question": "why-knead", "answer": ANSWER},
        {"id": "bob", "question": "why-need", "answer": ANSWER},
        {"id": "eve", "question": "why-knead", "answer": " "},
        {"question": "why-knead", "answer": "I push it."},
    ]
    path = written(tmp_path, "\n".join(map(json.dumps, rows)), "x.jsonl")
    result = invoke("sessions", "import", path)
    assert sorted((one.candidate, one.turns) for one in saved()) == [
        ("", said("I push it.")),
        ("ana@example.org", said(ANSWER)),
    ]
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        [
            f"{path}: bob: There is no question 'why-need'.",
            "Did you mean why-knead?",
            f"{path}: eve: the answer is empty",
            "2 imported, 2 not read.",
            "Grade them: mock-interview grade --pending",
        ],
    )


def test_a_text_without_speakers_is_one_answer(tmp_path: Path) -> None:
    """A text that names nobody is the candidate's, and that is said."""
    path = written(tmp_path, f"{ANSWER}\nNote: not always.\n")
    result = invoke("sessions", "import", path)
    assert [one.turns for one in saved()] == [said(f"{ANSWER}\nNote: not always.")]
    assert f"{path}: nobody is named, so all of it is taken for the candidate's words.\n" in result.stderr


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    """Text that is not UTF-8 is read, with the guess on standard error."""
    path = tmp_path / "x.txt"
    path.write_bytes(f"Bob: {ASKED} Même à Orléans ?\nAna: {ANSWER} Ça va très bien là-bas.".encode("cp1252"))
    result = invoke("sessions", "import", path)
    assert f"{path}: is not UTF-8; it was read as cp1252, which is a guess.\n" in result.stderr
    assert [one.turns[0].text for one in saved()] == [f"{ASKED} Même à Orléans ?"]


def test_names_and_words_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Escapes, overrides and markup are kept in the session and shown harmless."""
    name = f"Ana{HOSTILE}"
    turns = [{"speaker": "Bob\u202e\x1b[2J", "text": f"{ASKED}{HOSTILE}"}, {"speaker": name, "text": ANSWER + HOSTILE}]
    path = written(tmp_path, "\n".join(map(json.dumps, turns)), "x.jsonl")
    for args in (["sessions", "import", path], ["sessions", "import", path, "--json"], ["sessions", "show", "last"]):
        result = invoke(*args)
        assert result.exit_code == 0
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []
    (kept,) = saved()
    assert (kept.candidate, kept.turns[1].text) == (name, ANSWER + HOSTILE)


def test_a_name_of_ten_thousand_characters(tmp_path: Path) -> None:
    """A name beyond all measure is cut in the session and in what is said."""
    turns = [{"speaker": "Bob", "text": ASKED}, {"speaker": "y" * 10_000, "text": ANSWER}]
    path = written(tmp_path, "\n".join(map(json.dumps, turns)), "x.jsonl")
    result = invoke("sessions", "import", path)
    assert ([one.candidate for one in saved()], max(map(len, result.stderr.splitlines())) < 400) == (["y" * 200], True)


def test_more_than_one_interviewer_is_said(tmp_path: Path) -> None:
    """With more than two speakers it is said who was taken for an interviewer."""
    path = written(tmp_path, f"Bob: {ASKED}\nAna: {ANSWER}\nEve: And rye?\nAna: No.\nEve: And oats?\nAna: No.")
    result = invoke("sessions", "import", path)
    assert f"{path}: taken for interviewers: Bob, Eve.\n" in result.stderr


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file larger than any transcript is not read."""
    path = written(tmp_path, "a" * (LARGEST + 1))
    result = invoke("sessions", "import", path, "--json")
    assert (result.exit_code, lines(result.stdout)) == (
        1,
        [{"file": str(path), "error": f"{path}: is larger than {LARGEST:,} bytes"}],
    )
