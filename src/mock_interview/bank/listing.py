"""What a list shows of the questions, in a form that can be kept: neither YAML nor schemas are needed to read it."""

from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from mock_interview import __version__
from mock_interview.bank.places import content_files


class Listed(NamedTuple):
    """A question as a line of a list."""

    id: str
    category: str
    title: str
    kind: str
    minutes: int


def mark_of(root: Path) -> tuple[list[Any], int]:
    """Return what tells the questions of a bank from those of another time or place, and when they changed last.

    The moment is in nanoseconds since 1970. When a file's status changed counts too: that time no copying sets back.
    """
    files: list[list[Any]] = []
    changed = 0
    for path in (root / "questions" / "categories.yaml", *content_files(root, "questions")):
        files.append([path.relative_to(root).as_posix()])
        with suppress(OSError):  # reading it will say what is the matter
            found = path.stat()
            files[-1] += found.st_size, found.st_mtime_ns, found.st_ctime_ns
            changed = max(changed, found.st_mtime_ns, found.st_ctime_ns)
    return [__version__, str(root.resolve()), files], changed


def listing_of(root: Path) -> dict[str, Any]:
    """Return the ids of the categories and the questions, both in order; raises `BankError` with every problem.

    A question is as in JSON, without its scenario.
    """
    from mock_interview.bank.load import Bank

    bank = Bank(root)
    questions = [question.model_dump(mode="json", exclude={"scenario"}) for question in bank.questions]
    return {"categories": [category.id for category in bank.categories], "questions": questions}
