"""Check a whole bank: every file is read, and every problem reported at once."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mock_interview.bank.load import (
    Bank,
    Categories,
    GoldFile,
    read_levels,
    read_rubric,
    with_shared,
)
from mock_interview.bank.yaml_file import YamlFile, read_yaml
from mock_interview.models import LEVELS, Criterion, Question, Rubric

COUNTS = {"L4": (2, 3), "L5": (4, 5), "L6": (5, 8), "strong_hire": (2, 4), "down_level": (2, 4)}
CLAIM_WORDS = (8, 30)
FEWEST_ANSWERS = 6
_NAMES_ONLY = re.compile(r"^(mentions|names|understands|knows|lists|is aware of)\b", re.IGNORECASE)


@dataclass
class Report:
    """What a check found."""

    problems: list[str] = field(default_factory=list)
    questions: Counter[str] = field(default_factory=Counter)
    """Questions by category."""
    answers: int = 0
    criteria: int = 0
    lengths: list[tuple[int, int]] = field(default_factory=list)
    """(words, index of the level) of every gold answer."""

    @property
    def length_correlation(self) -> float | None:
        """Spearman's rank correlation of words and level over all gold answers; None for fewer than three."""
        if len(self.lengths) < 3:
            return None
        return _pearson(*(_ranks([pair[i] for pair in self.lengths]) for i in (0, 1)))


def check(root: Path) -> Report:
    """Read every file of the bank below `root` and report every problem, sorted by file and line."""
    report = Report()
    bank = Bank(root)
    levels_file, levels = read_levels(root)
    categories_file = read_yaml(root / "questions" / "categories.yaml", root)
    categories = categories_file.validate(Categories)
    known = {c.id for c in categories.categories} if categories else None
    files = [levels_file, categories_file]

    questions: dict[str, Question] = {}
    for path in bank._paths("questions"):
        file = read_yaml(path, root)
        files.append(file)
        question = file.validate(Question)
        if question is None:
            continue
        _same(file, ("id",), question.id, path.stem, "the file's name")
        _same(file, ("category",), question.category, path.parent.name, "the folder's name")
        if known is not None and question.category not in known:
            file.problem(("category",), "is not in questions/categories.yaml; add it there")
        if path.stem in questions:
            file.problem(("id",), f"is taken by another file ({questions[path.stem].category}); rename one")
        questions[path.stem] = question
        report.questions[question.category] += 1

    rubrics: dict[str, Rubric] = {}
    for path in bank._paths("rubrics"):
        file, rubric = read_rubric(path, root)
        files.append(file)
        if rubric is None:
            continue
        question = questions.get(path.stem)
        _same(file, ("question",), rubric.question, path.stem, "the file's name")
        if question is None:
            file.problem((), f"has no question; add questions/{path.parent.name}/{path.name}")
        _check_rubric(file, rubric)
        shared = levels.shared.get(question.kind, ()) if levels and question else ()
        rubrics[path.stem] = rubric = with_shared(rubric, shared)
        _unique(file, rubric)
        report.criteria += len(rubric.criteria)

    for path in bank._paths("gold"):
        file = read_yaml(path, root)
        files.append(file)
        gold = file.validate(GoldFile)
        if gold is None:
            continue
        _same(file, ("question",), gold.question, path.stem, "the file's name")
        _check_gold(file, gold, rubrics.get(path.stem))
        report.answers += len(gold.answers)
        report.lengths += [(len(a.text.split()), LEVELS.index(a.label)) for a in gold.answers]

    report.problems = [problem for file in files for problem in file.problems]
    gold_files = {path.stem for path in bank._paths("gold")}
    for name, question in questions.items():
        for folder, there in (("rubrics", rubrics), ("gold", gold_files)):
            path = root / folder / question.category / f"{name}.yaml"
            if name not in there and not path.exists():
                report.problems.append(f"{folder}/{question.category}/{name}.yaml:1: is missing; add it")
    report.problems.sort(key=_by_place)
    return report


def _by_place(problem: str) -> tuple[str, int, str]:
    name, line, rest = problem.split(":", 2)
    return name, int(line), rest


def _same(file: YamlFile, where: tuple[str, ...], value: str, expected: str, what: str) -> None:
    if value != expected:
        file.problem(where, f"is {value!r} but {what} is {expected!r}; make them the same")


def _place(rubric: Rubric, criterion: Criterion) -> tuple[str | int, ...]:
    same = [c for c in rubric.criteria if c.kind == criterion.kind and not c.shared]
    at: tuple[str, ...] = ("criteria", criterion.kind) if criterion.kind.startswith("L") else (criterion.kind,)
    return (*at, next(i for i, c in enumerate(same) if c is criterion))


def _check_rubric(file: YamlFile, rubric: Rubric) -> None:
    for kind, (fewest, most) in COUNTS.items():
        count = sum(c.kind == kind for c in rubric.criteria)
        if not fewest <= count <= most:
            at: tuple[str, ...] = ("criteria", kind) if kind.startswith("L") else (kind,)
            file.problem(at, f"has {count} entries; write {fewest} to {most}")
    for criterion in rubric.criteria:
        at_criterion = _place(rubric, criterion)
        words = len(criterion.claim.split())
        if not CLAIM_WORDS[0] <= words <= CLAIM_WORDS[1]:
            file.problem((*at_criterion, "claim"), f"has {words} words; write {CLAIM_WORDS[0]} to {CLAIM_WORDS[1]}")
        if _NAMES_ONLY.match(criterion.claim):
            file.problem(
                (*at_criterion, "claim"), "asks for a name, not for something shown; say what must be explained"
            )
        if not criterion.hint:
            file.problem((*at_criterion, "hint"), "is missing; say what to say to earn it")
        if not criterion.probe and criterion.kind.startswith("L"):
            file.problem((*at_criterion, "probe"), "is missing; add a follow-up question")
        if criterion.kind == "down_level" and criterion.caps is None:
            file.problem((*at_criterion, "caps"), "is missing; add the highest level an answer with this error can get")
    if not any(c.caps == "below L4" for c in rubric.criteria):
        file.problem(("down_level",), "has no misconception with `caps: below L4`; add the classic one")
    if len(rubric.notes) < 5:
        file.problem(("notes",), f"has {len(rubric.notes)} entries; write 10 to 20 facts")


def _unique(file: YamlFile, rubric: Rubric) -> None:
    seen: set[str] = set()
    shared = {c.id for c in rubric.criteria if c.shared}
    for criterion in (c for c in rubric.criteria if not c.shared):
        if criterion.id in seen or criterion.id in shared:
            own = rubric.model_copy(update={"criteria": tuple(c for c in rubric.criteria if not c.shared)})
            file.problem((*_place(own, criterion), "id"), f"{criterion.id!r} is taken; choose another")
        seen.add(criterion.id)


def _check_gold(file: YamlFile, gold: GoldFile, rubric: Rubric | None) -> None:
    answers = gold.answers
    if len(answers) < FEWEST_ANSWERS:
        file.problem(("answers",), f"has {len(answers)} answers; write at least {FEWEST_ANSWERS}")
    for label in LEVELS:
        if not any(a.label == label for a in answers):
            file.problem(("answers",), f"has no answer labelled {label!r}; add one")
    wanted = {("long", "L4"), ("terse", "L6"), ("fluent-wrong", "below L4")}
    for kind, of in sorted(wanted - {(a.type, str(a.label)) for a in answers}):
        file.problem(("answers",), f"has no answer of type {kind!r} labelled {of!r}; add one")
    ids = Counter(a.id for a in answers)
    known = {c.id for c in rubric.criteria} if rubric else None
    for i, answer in enumerate(answers):
        if ids[answer.id] > 1:
            file.problem(("answers", i, "id"), f"{answer.id!r} is taken; choose another")
        for criterion, quote in answer.shows.items():
            if known is not None and criterion not in known:
                file.problem(("answers", i, "shows", criterion), "is no criterion or tell of the rubric")
            if quote not in answer.text:
                file.problem(
                    ("answers", i, "shows", criterion), "quotes words that are not in the text; copy them exactly"
                )


def _ranks(values: list[int]) -> list[float]:
    """Return average ranks, ties sharing theirs."""
    order = sorted(values)
    return [order.index(v) + (order.count(v) - 1) / 2 for v in values]


def _pearson(x: list[float], y: list[float]) -> float | None:
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    return sxy / (sxx * syy) ** 0.5 if sxx and syy else None
