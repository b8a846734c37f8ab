"""Load content: the wheel's own, the checkout's, or a stranger's folder."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

from pydantic import Field, model_validator

from mock_interview.bank.places import checked, content_files
from mock_interview.bank.yaml_file import Where, YamlFile, read_yaml
from mock_interview.errors import BankError, UnknownQuestion
from mock_interview.models import (
    Criterion,
    CriterionKind,
    GoldAnswer,
    Id,
    Level,
    Noun,
    Question,
    QuestionKind,
    Rubric,
    Text,
)

if TYPE_CHECKING:
    from mock_interview.bank.search import Index

T = TypeVar("T")

SECTIONS: dict[CriterionKind, Where] = {
    "L4": ("criteria", "L4"),
    "L5": ("criteria", "L5"),
    "L6": ("criteria", "L6"),
    "strong_hire": ("strong_hire",),
    "down_level": ("down_level",),
}
"""Where a rubric file lists what, in the order a rubric keeps."""


class Category(Noun):
    """A group of questions."""

    id: Id
    title: Text


class Categories(Noun):
    """`questions/categories.yaml`: the categories in the order they are shown."""

    format: Annotated[int, Field(ge=1, le=1)]
    categories: tuple[Category, ...]


class Rule(Noun):
    """The rule from verdicts to a level: the points each level takes, and what a shared mark is worth.

    Points for L6 are the L6 criteria and `shared` for every mark of ownership; for L5 the L5 criteria and marks of use
    are added; for L4 all criteria of this question count and no shared marks. `spread` (in points) is how uncertain
    this grader leaves a count.
    """

    l4: Annotated[float, Field(gt=0)]
    l5: Annotated[float, Field(gt=0)]
    l6: Annotated[float, Field(gt=0)]
    shared: Annotated[float, Field(ge=0, le=3)]
    strong_hire: Annotated[float, Field(ge=0, le=3)]
    """What a strong-hire tell adds to the points for L6."""
    spread: Annotated[float, Field(ge=0, le=10)] = 0

    @model_validator(mode="after")
    def _rises(self) -> "Rule":
        if not self.l4 <= self.l5 <= self.l6:
            raise ValueError("l4, l5 and l6 must not fall")
        return self

    def points(self, criterion: Criterion, level: Level) -> float:
        """Return how many points a met criterion counts towards a level.

        L4 is about this question alone: the marks that all questions share do not count there, so that a fine answer
        to another question gets nowhere.
        """
        match criterion.kind, level:
            case "L6", "L5" | "L6":
                return self.shared if criterion.shared else criterion.weight
            case "strong_hire", "L5" | "L6":
                return self.strong_hire
            case "L5", "L5":
                return criterion.weight
            case "L4" | "L5" | "L6", "L4":
                return 0 if criterion.shared else criterion.weight
        return 0

    def needed(self, level: Level) -> float:
        """Return the points a level takes."""
        return {"below L4": 0.0, "L4": self.l4, "L5": self.l5, "L6": self.l6}[level]

    def __str__(self) -> str:
        return (
            f"L4 from {self.l4:g} criteria of this question; L5 from {self.l5:g} points, L6 from {self.l6:g}: an "
            f"L6 criterion is 1, a mark of ownership {self.shared:g}, a strong-hire tell {self.strong_hire:g}; "
            "L5 criteria are added for L5; what is first shown after a probe counts up to L5; an error found with "
            "70 % or more caps the level."
        )


class LevelsFile(Noun):
    """`rubrics/levels.yaml`: what the levels mean, the marks each kind of question shares, and the rule."""

    format: Annotated[int, Field(ge=1, le=1)]
    levels: dict[Level, Text]
    shared: dict[QuestionKind, list[dict[str, Any]] | QuestionKind]
    """Marks by kind of question; the name of another kind stands for its marks."""
    rule: Rule


class Levels(Noun):
    """The levels as they are used: meanings, shared marks by kind of question, the rule."""

    meanings: dict[Level, Text]
    shared: dict[QuestionKind, tuple[Criterion, ...]]
    rule: Rule


class Expected(Noun):
    """The criteria of a rubric as they are written, by level."""

    L4: list[dict[str, Any]]
    L5: list[dict[str, Any]]
    L6: list[dict[str, Any]]


class RubricFile(Noun):
    """A rubric as it is written; `Rubric` is what becomes of it."""

    format: Annotated[int, Field(ge=1, le=1)]
    question: Id
    criteria: Expected
    strong_hire: list[dict[str, Any]]
    down_level: list[dict[str, Any]]
    notes: tuple[Text, ...]


class GoldFile(Noun):
    """Labelled answers to one question."""

    format: Annotated[int, Field(ge=1, le=1)]
    question: Id
    answers: tuple[GoldAnswer, ...]


class Bank:
    """The content below one folder, loaded when asked for; anything broken raises `BankError` with every problem."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = checked(root)

    def paths(self, folder: str) -> list[Path]:
        """Return the files of `questions`, `rubrics` or `gold`, by category and name; attacks are not among them."""
        return content_files(self.root, folder)

    def _path(self, folder: str, question_id: str) -> Path:
        for path in self.paths(folder):
            if path.stem == question_id:
                return path
        if folder != "questions":
            raise BankError([f"{folder}/: has no file {question_id}.yaml; add it"])
        raise UnknownQuestion(f"There is no question {question_id!r}.", self._nearest(question_id))

    def _nearest(self, text: str) -> str:
        from rapidfuzz import process

        ids = [path.stem for path in self.paths("questions")]
        near = [match[0] for match in process.extract(text.lower(), ids, limit=3, score_cutoff=40)]
        return f"Did you mean {' or '.join(near)}?" if near else "See `mock-interview questions list`."

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """Return the categories in the order they are shown."""
        file = read_yaml(self.root / "questions" / "categories.yaml", self.root)
        return sound(file, file.validate(Categories)).categories

    @cached_property
    def levels(self) -> Levels:
        """Return what the levels mean, the shared marks and the rule."""
        file, levels = read_levels(self.root)
        return sound(file, levels)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, by category in the order of `categories`."""
        files = [read_yaml(path, self.root) for path in self.paths("questions")]
        found = [file.validate(Question) for file in files]
        if problems := [p for file in files for p in file.problems]:
            raise BankError(problems)
        order = {category.id: i for i, category in enumerate(self.categories)}
        return tuple(sorted((q for q in found if q), key=lambda q: (order.get(q.category, len(order)), q.title)))

    @cached_property
    def _index(self) -> "Index":
        from mock_interview.bank.search import Index

        return Index(self.questions)

    def search(self, text: str) -> list[Question]:
        """Return the questions whose title, id, prompt or topics match, best first; typos are forgiven."""
        return self._index.search(text)

    def question(self, question_id: str) -> Question:
        """Return one question; an unknown id raises `UnknownQuestion` with the nearest ids."""
        file = read_yaml(self._path("questions", question_id), self.root)
        return sound(file, file.validate(Question))

    def rubric(self, question_id: str) -> Rubric:
        """Return a question's rubric with the marks its kind shares."""
        file, rubric = read_rubric(self._path("rubrics", question_id), self.root)
        shared = self.levels.shared.get(self.question(question_id).kind, ())
        return with_shared(sound(file, rubric), shared)

    def gold(self, question_id: str) -> tuple[GoldAnswer, ...]:
        """Return the labelled answers of a question."""
        file = read_yaml(self._path("gold", question_id), self.root)
        return sound(file, file.validate(GoldFile)).answers


def sound(file: YamlFile, value: T | None) -> T:
    """Return what a file was read as; raises `BankError` with its problems when it does not hold together."""
    if value is None or file.problems:
        raise BankError(file.problems)
    return value


def with_shared(rubric: Rubric, shared: tuple[Criterion, ...]) -> Rubric:
    """Return the rubric with the marks its kind of question shares, everything in order of kind."""
    order = tuple(SECTIONS)
    criteria = sorted((*rubric.criteria, *shared), key=lambda c: order.index(c.kind))
    return rubric.model_copy(update={"criteria": tuple(criteria)})


def _criteria(file: YamlFile, at: Where, usual: dict[str, Any], **fixed: Any) -> Iterator[Criterion]:
    for where, item in file.entries(at):
        for name in fixed.keys() & item.keys():
            file.problem((*where, name), "is set by its place; remove it")
        criterion = file.validate(Criterion, {**usual, **item, **fixed}, where)
        if criterion:
            yield criterion


def read_rubric(path: Path, root: Path) -> tuple[YamlFile, Rubric | None]:
    """Read a rubric file; None with the file's problems when it does not hold together."""
    file = read_yaml(path, root)
    written = file.validate(RubricFile)
    found: list[Criterion] = []
    for kind, at in SECTIONS.items():
        caps = {} if kind == "down_level" else {"caps": None}
        found += _criteria(file, at, {}, kind=kind, shared=False, **caps)
    if written is None:
        return file, None
    return file, Rubric(question=written.question, criteria=tuple(found), notes=written.notes)


def read_levels(root: Path) -> tuple[YamlFile, Levels | None]:
    """Read `rubrics/levels.yaml`; None with the file's problems when it does not hold together."""
    file = read_yaml(root / "rubrics" / "levels.yaml", root)
    written = file.validate(LevelsFile)
    kinds = get_args(QuestionKind)
    shared = {kind: tuple(_criteria(file, ("shared", kind), {"kind": "L6"}, shared=True)) for kind in kinds}
    for kind in kinds:
        if isinstance(other := file.at(("shared", kind)), str):
            shared[kind] = shared.get(other, ())
    if written is None:
        return file, None
    return file, Levels(meanings=written.levels, shared=shared, rule=written.rule)
