"""Add a labelled answer to a gold file: as text, so that comments and the other answers stay as they are written."""

import re
import tempfile
from pathlib import Path

import yaml
from yaml.reader import Reader

from mock_interview.bank.check import check
from mock_interview.bank.load import GoldFile, sound
from mock_interview.bank.writing import write_whole
from mock_interview.bank.yaml_file import read_yaml
from mock_interview.errors import BadInput, BankError
from mock_interview.models import FORMAT, GoldAnswer

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
"""What YAML takes for the end of a line, beside the usual one."""


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as it stands, below a `|`."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def writable(text: str) -> str:
    """Return text as a YAML file can hold it line by line: no control characters, no tabs, no blanks at line ends."""
    plain = _LINE_END.sub("\n", text).replace("\t", "    ")
    return "\n".join(line.rstrip() for line in Reader.NON_PRINTABLE.sub(" ", plain).strip("\n").split("\n"))


def add_answer(root: Path, path: Path, question: str, answer: GoldAnswer, *, whole_bank: bool) -> None:
    """Add an answer at the end of a gold file below `root`, which is begun if it does not exist.

    With `whole_bank`, raises `BankError` with what the bank's check finds wrong only since, and the file is as it was.
    Raises `BadInput` when the file cannot be written.
    """
    before = path.read_bytes() if path.exists() else None
    answers = sound(file := read_yaml(path, root), file.validate(GoldFile)).answers if before is not None else ()
    if any(one.id == answer.id for one in answers):
        raise BadInput(f"{path}: has the answer {answer.id!r} already", "Take it out there to add it anew.")
    text = _added(path, root, answer) if before is not None else _begun(question, answer)
    _try(text, path.name, (*answers, answer))
    write_whole(path, text)
    if whole_bank and (found := _faults(root)):
        if before is None:
            path.unlink()
        else:
            write_whole(path, before.decode())
        known = _faults(root)
        if new := [fault for place, fault in found.items() if place not in known]:
            raise BankError(new)
        write_whole(path, text)


def _faults(root: Path) -> dict[str, str]:
    """Return the problems of a bank by what stays of them when lines move."""
    found = {}
    for problem in check(root).problems:
        name, _, what = problem.split(":", 2)
        found[f"{name}:{what}"] = problem
    return found


def _entry(answer: GoldAnswer, indent: str) -> str:
    value = answer.model_dump(mode="json", exclude_defaults=True)
    written = yaml.dump([value], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)
    return "".join(indent + line if line.strip() else line for line in written.splitlines(keepends=True))


def _begun(question: str, answer: GoldAnswer) -> str:
    return f"format: {FORMAT}\nquestion: {question}\nanswers:\n{_entry(answer, '  ')}"


def _added(path: Path, root: Path, answer: GoldAnswer) -> str:
    """Return the file's text with an entry after its last one, indented as they are."""
    file = read_yaml(path, root)
    text = path.read_bytes().decode()
    lines = text.splitlines(keepends=True)
    first = lines[file.lines.get(("answers", 0), file.lines["answers",]) - 1]
    if not first.lstrip().startswith("- "):
        raise BadInput(f"{path}: its answers are not a list of lines that begin with `- `", "Write them so.")
    start = file.lines["answers",]
    after = min((n for where, n in file.lines.items() if len(where) == 1 and n > start), default=len(lines) + 1)
    head, rest = "".join(lines[: after - 1]), "".join(lines[after - 1 :])
    entry = _entry(answer, first[: len(first) - len(first.lstrip())])
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{head}{'' if head.endswith(end) else end}{entry.replace(chr(10), end)}{rest}"


def _try(text: str, name: str, expected: tuple[GoldAnswer, ...]) -> None:
    """Raise unless a file of this text would be read as these answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        found = sound(file := read_yaml(path, Path(folder)), file.validate(GoldFile)).answers
    if found != expected:
        raise BadInput(f"{name}: the answer cannot be added without changing the file's others", "Add it by hand.")
