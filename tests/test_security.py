"""What strangers may try (`SECURITY.md`): steer the terminal, leave a folder, read what is private, learn a key."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mock_interview import records
from mock_interview.errors import BadInput, MockInterviewError
from mock_interview.llm import store
from mock_interview.llm.fetch import _hub_model
from mock_interview.models import Session, Turn
from support import TINY
from support_cli import ANSWER, HOSTILE, graded, invoke, session, usable

STEER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
COMMANDS = [
    ("sessions", "list"),
    ("sessions", "list", "--json"),
    ("sessions", "show", "last"),
    ("sessions", "show", "last", "--json"),
    ("sessions", "path", "last"),
    ("progress",),
    ("progress", "--json"),
    ("next", "--list"),
    ("next", "--list", "--json"),
    ("grade", "last"),
    ("grade", "last", "--json"),
    ("grade", "{answers}"),
    ("grade", "{answers}", "--json"),
    ("questions", "list", "--bank", "{bank}"),
    ("questions", "list", "--json", "--bank", "{bank}"),
    ("questions", "show", "why-knead", "--bank", "{bank}"),
    ("questions", "show", "why-knead", "--rubric", "--bank", "{bank}"),
    ("questions", "show", "why-knead", "--scenario", "--bank", "{bank}"),
    ("questions", "show", "why-knead", "--json", "--bank", "{bank}"),
    ("questions", "search", "knead", "--bank", "{bank}"),
    ("practice", "why-knead", "--answer", "{answer}", "--bank", "{bank}"),
    ("practice", "why-knead", "--answer", "{answer}", "--json", "--bank", "{bank}"),
    ("loop", "--dry-run", "--bank", "{bank}"),
    ("bank", "check", "{broken}"),
    ("sessions", "show", "{junk}"),
    ("grade", "last", "--grader", HOSTILE),
    ("grade", "-q", HOSTILE, "-a", "{answer}"),
    ("sessions", "show", HOSTILE),
]
"""Every command that shows what it was given; add those that show more here."""


def hostile(value: Any, key: str = "") -> Any:
    """Return JSON with escapes added to every text that may be any text."""
    if isinstance(value, dict):
        return {name: hostile(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, key) for inner in value]
    free = {"title", "prompt", "topics", "claim", "hint", "notes", "probe", "reason", "flags", "summary", "model"}
    free |= {"grader", "engine", "validity", "rule", "version", "code", "calibration"}
    return value + HOSTILE if isinstance(value, str) and key in free else value


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Return where everything hostile lies: a session, answers, a bank, a broken bank, a file of junk."""
    whole = json.loads(graded().model_dump_json())
    whole["question"] = hostile(whole["question"])
    whole["rubric"]["criteria"] = [
        hostile(c) | {"probe": HOSTILE if c["probe"] else ""} for c in whole["rubric"]["criteria"]
    ]
    whole["grades"] = hostile(whole["grades"])
    whole["question"]["scenario"] = {HOSTILE: HOSTILE}
    whole["candidate"] = HOSTILE
    found = Session.model_validate(whole)
    records.save(found.model_copy(update={"turns": (*found.turns, Turn(role="candidate", text=HOSTILE + ANSWER))}))
    answer, answers, junk = tmp_path / "a.txt", tmp_path / "a.jsonl", tmp_path / "junk.json"
    answer.write_text(ANSWER + HOSTILE)
    answers.write_text(json.dumps({"id": HOSTILE, "question": HOSTILE, "answer": HOSTILE}) + "\n" + HOSTILE + "\n")
    junk.write_text(json.dumps({HOSTILE: HOSTILE}))
    bank, broken = tmp_path / "bank", tmp_path / "broken"
    shutil.copytree(TINY, bank)
    file = bank / "questions" / "bread" / "why-knead.yaml"
    escaped = json.dumps(HOSTILE)[1:-1]
    title = f'title: "Why knead?{escaped}"'
    text = re.sub(r"^title: .*$", lambda _: title, file.read_text(), flags=re.MULTILINE)
    file.write_text(text + f'scenario:\n  "{escaped}": "{escaped}"\n')
    shutil.copytree(bank, broken)
    (broken / "questions" / "bread" / "why-knead.yaml").write_text(f'"{escaped}": "{escaped}"\n')
    return {"answer": answer, "answers": answers, "junk": junk, "bank": bank, "broken": broken}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: ascii(" ".join(command))[:60])
def test_nothing_shown_can_steer_the_terminal(command: tuple[str, ...], places: dict[str, Path]) -> None:
    """No escape, control character or direction override reaches either output, whatever was in answers and files."""
    result = invoke(*(word.format(**places) if "{" in word else word for word in command), judge=usable())
    assert STEER.findall(result.stdout + result.stderr) == []
    assert result.exit_code in (0, 1, 2, 3)
    if "--json" in command and result.exit_code == 0:
        for line in result.stdout.splitlines():
            json.loads(line)


@pytest.mark.parametrize("name", ["../../outside", "/etc/passwd", "..", "a/../../b", "~root", "x\0y", "*", "last/../x"])
def test_no_name_leads_out_of_a_folder(name: str, tmp_path: Path) -> None:
    """Ids and names with paths in them find nothing, write nothing and delete nothing."""
    outside = tmp_path / "outside.json"
    outside.write_text("{}")
    records.save(session())
    before = sorted(str(path) for path in tmp_path.rglob("*"))
    for command in (("sessions", "show"), ("sessions", "delete", "-y"), ("loop", "--debrief"), ("questions", "show")):
        result = invoke(command[0], *command[1:], name, judge=usable())
        assert result.exit_code in (1, 2), command
    for ask in (store.path_of, store.remove):
        try:
            found = ask(name)
        except (MockInterviewError, ValueError):
            continue
        assert found == []
    assert [path for path in sorted(str(path) for path in tmp_path.rglob("*")) if "index" not in path] == before


def test_a_session_file_cannot_name_where_it_is_saved(tmp_path: Path) -> None:
    """Ids inside files are ids: one with a path in it is no session, review or loop."""
    value = json.loads(session().model_dump_json())
    for field in ("id", "loop"):
        path = tmp_path / "s.json"
        path.write_text(json.dumps(value | {field: "../../outside"}))
        with pytest.raises(BadInput):
            records.load(path)


def test_a_hub_cannot_name_where_a_model_is_put(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a repository's files only those with plain names are models."""
    names = ["../up.gguf", "a/b.gguf", "we ird.gguf", "c:\\d.gguf", "plain.gguf"]
    monkeypatch.setattr("mock_interview.llm.fetch._hub_files", lambda repo: [{"path": name} for name in names])
    assert _hub_model("owner/repo").file == "plain.gguf"


def test_all_that_is_written_is_for_the_owner_alone(tmp_path: Path) -> None:
    """Folders that are made are 0700 and files 0600, whatever the umask."""
    home = tmp_path / "deep" / "home"
    (tmp_path / "a.txt").write_text(ANSWER)
    code = "import os, sys; os.umask(0); from mock_interview.cli import main; main()"
    for command in (["practice", "why-knead", "-a", str(tmp_path / "a.txt")], ["sessions", "list"]):
        environment = {**os.environ, "MOCK_INTERVIEW_HOME": str(home), "MOCK_INTERVIEW_BANK": str(TINY)}
        subprocess.run([sys.executable, "-c", code, *command], env=environment, capture_output=True, check=False)
    modes = {
        str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode)
        for path in [tmp_path / "deep", *(tmp_path / "deep").rglob("*")]
    }
    folders = {name: mode for name, mode in modes.items() if (tmp_path / name).is_dir()}
    assert set(folders.values()) == {0o700}
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}
    assert any(name.endswith(".json") for name in modes)


@pytest.mark.parametrize("address", ["http://user:sk-secret-marker@h/v1", "http://h/v1?key=sk-secret-marker"])
def test_a_key_in_an_address_is_refused_and_not_repeated(address: str, tmp_path: Path) -> None:
    """An address that carries a key is refused before anything is sent, saved or said of it."""
    (tmp_path / "a.txt").write_text(ANSWER)
    for command in (["grade", "-q", "why-knead", "-a", tmp_path / "a.txt"], ["doctor"]):
        result = invoke(*command, "--grader", address)
        assert (result.exit_code != 0, "sk-secret-marker" in result.output) == (True, False)
    kept = [path.read_text() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert "sk-secret-marker" not in "".join(kept)


def test_words_that_cannot_be_saved_are_shown_to_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """With home and temporary folder full, what came in is said once more before the program ends."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mock_interview.records.sessions.replace", full)
    read, write = os.pipe()
    os.write(write, ANSWER.encode())
    os.close(write)
    with os.fdopen(read) as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        from mock_interview.bank import Bank
        from mock_interview.cli.practice import _read_pipe
        from mock_interview.interview import Attempt

        bank = Bank(TINY)
        said: list[str] = []
        monkeypatch.setattr("mock_interview.terminal.console.say", lambda text, *_: said.append(text))
        with pytest.raises(BadInput, match="No space left on device"):
            _read_pipe(Attempt(bank.question("why-knead"), bank.rubric("why-knead")))
    assert said == ["This cannot be saved anywhere. Copy it from here:", ANSWER]


def test_every_dependency_is_locked_with_hashes() -> None:
    """`requirements.lock` names what a plain install takes, each with hashes, and no place to take it from."""
    root = TINY.parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["local"]]
    lock = (root / "requirements.lock").read_text()
    plain = {re.split(r"[<>=!~ \[]", name)[0].lower().replace("_", "-") for name in wanted}
    locked = re.findall(r"^([\w.-]+)==[\w.]+ \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert plain - {name.lower().replace("_", "-") for name in locked} == set()
    assert re.findall(r"^--.*|https?://|file:", lock, re.MULTILINE) == []
    assert lock.count("==") == len(locked)
