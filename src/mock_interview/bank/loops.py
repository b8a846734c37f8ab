"""How a company puts a round of questions together: `questions/loops.yaml`, which a bank may leave out."""

from collections.abc import Iterable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from mock_interview.bank.load import Bank, sound
from mock_interview.bank.yaml_file import YamlFile, read_yaml
from mock_interview.models import Id, Noun, Question, QuestionKind, Text

T = TypeVar("T")


def _some(value: tuple[T, ...]) -> tuple[T, ...]:
    """Return what is not empty."""
    if not value:
        raise ValueError("is empty; name one at least")
    return value


class Part(Noun):
    """A part of a loop: questions of some kinds, from some categories."""

    share: Annotated[int, Field(ge=1, le=100)]
    """How much of the time it gets, beside the shares of the other parts."""
    kinds: tuple[QuestionKind, ...] = ()
    """Kinds of question; none named means any."""
    categories: tuple[Id, ...] = ()
    """Categories; none named means any."""
    core: bool = True
    """Whether one answer below L4 in this part caps the whole loop."""

    def takes(self, question: Question) -> bool:
        """Return whether a question belongs to this part."""
        of_kind = not self.kinds or question.kind in self.kinds
        return of_kind and (not self.categories or question.category in self.categories)


class Mix(Noun):
    """What a loop consists of, its parts in the order they are asked."""

    id: Id
    title: Text
    parts: Annotated[tuple[Part, ...], AfterValidator(_some)]


class LoopsFile(Noun):
    """`questions/loops.yaml`: the mixes to choose from; the first one is the usual one."""

    format: Annotated[int, Field(ge=1, le=1)]
    loops: Annotated[tuple[Mix, ...], AfterValidator(_some)]


ANY = Mix(id="any", title="Any questions", parts=(Part(share=1),))
"""The only mix of a bank that names none."""


def mixes(bank: Bank) -> tuple[Mix, ...]:
    """Return the mixes of a bank, the usual one first; a file that does not hold together raises `BankError`."""
    file = read_loops(bank)
    return (ANY,) if file is None else sound(file, file.validate(LoopsFile)).loops


def read_loops(bank: Bank) -> YamlFile | None:
    """Return the file of the mixes as it is written; None when the bank has none."""
    path = bank.root / "questions" / "loops.yaml"
    return read_yaml(path, bank.root) if path.exists() or path.is_symlink() else None


def check_loops(file: YamlFile, questions: Iterable[Question], categories: set[str] | None) -> None:
    """Note every problem of the file of the mixes; `categories` are the known ones, None when nobody can say."""
    written = file.validate(LoopsFile)
    if written is None:
        return
    there = tuple(questions)
    taken: set[str] = set()
    for i, mix in enumerate(written.loops):
        if mix.id in taken:
            file.problem(("loops", i, "id"), f"{mix.id!r} is taken; choose another")
        taken.add(mix.id)
        for j, part in enumerate(mix.parts):
            where = ("loops", i, "parts", j)
            unknown = [c for c in part.categories if categories is not None and c not in categories]
            for category in unknown:
                what = f"{category!r} is not in questions/categories.yaml; correct its spelling"
                file.problem((*where, "categories"), what)
            if not unknown and not any(part.takes(question) for question in there):
                file.problem(where, "takes no question of this bank; name other kinds or categories")
