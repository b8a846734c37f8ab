"""Check a whole bank: every file is read, and every problem reported at once."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mock_interview.bank.load import (
    SECTIONS,
    Bank,
    Categories,
    GoldFile,
    Rule,
    read_levels,
    read_rubric,
    with_shared,
)
from mock_interview.bank.loops import check_loops, read_loops
from mock_interview.bank.wording import faults, in_a_row, phrase_in_common, twin
from mock_interview.bank.yaml_file import Where, YamlFile, read_yaml
from mock_interview.models import LEVELS, Criterion, CriterionKind, Question, Rubric

COUNTS: dict[CriterionKind, tuple[int, int]] = {
    "L4": (2, 3),
    "L5": (4, 5),
    "L6": (5, 8),
    "strong_hire": (2, 4),
    "down_level": (2, 4),
}
FEWEST_NOTES = 5
FEWEST_ANSWERS = 6
UNWRITTEN = "TODO"
"""What `bank new` leaves for the author to write."""
WANTED = {("long", "L4"), ("terse", "L6"), ("fluent-wrong", "below L4")}


@dataclass
class Report:
    """What a check found."""

    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Criteria that tell no gold answer from another: nobody shows them, or everybody does."""
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

    written: dict[str, Path] = {}
    questions: dict[str, Question] = {}
    for path in bank.paths("questions"):
        file = read_yaml(path, root)
        files.append(file)
        _same(file, "id", path.stem, "the file's name")
        _same(file, "category", path.parent.name, "the folder's name")
        if known is not None and path.parent.name not in known:
            file.problem(("category",), "is not in questions/categories.yaml; add it there")
        if path.stem in written:
            file.problem(("id",), f"is taken by another file ({written[path.stem].parent.name}); rename one")
        written[path.stem] = path
        if question := file.validate(Question):
            questions[path.stem] = question
            report.questions[question.category] += 1

    if loops_file := read_loops(bank):
        files.append(loops_file)
        check_loops(loops_file, questions.values(), known)

    ids: dict[str, set[str]] = {}
    rubrics: dict[str, Rubric] = {}
    for path in bank.paths("rubrics"):
        file, rubric = read_rubric(path, root)
        files.append(file)
        _of_a_question(file, path, written)
        question = questions.get(path.stem)
        shared = levels.shared.get(question.kind, ()) if levels and question else ()
        own = _check_rubric(file, shared)
        if question and not levels_file.problems and file.value is not None:
            ids[path.stem] = own | {c.id for c in shared}
        if rubric:
            rubrics[path.stem] = whole = with_shared(rubric, shared)
            report.criteria += len(whole.criteria)
            if levels and question:
                _check_reachable(file, whole, levels.rule)

    for path in bank.paths("gold"):
        file = read_yaml(path, root)
        files.append(file)
        _of_a_question(file, path, written)
        _check_gold(file, ids.get(path.stem))
        if gold := file.validate(GoldFile):
            if rubric := rubrics.get(path.stem):
                _check_borrowed(file, gold, rubric)
                report.remarks += _remarks(file, gold, rubric)
            report.answers += len(gold.answers)
            report.lengths += [(len(a.text.split()), LEVELS.index(a.label)) for a in gold.answers]

    for file in files:
        _check_written(file, file.value, ())
    report.problems = [problem for file in files for problem in file.problems]
    for folder in ("rubrics", "gold"):
        there = {path.stem for path in bank.paths(folder)}
        for name in written.keys() - there:
            report.problems.append(f"{folder}/{written[name].parent.name}/{name}.yaml:1: is missing; add it")
    report.problems.sort(key=_by_place)
    return report


def _by_place(problem: str) -> tuple[str, int, str]:
    name, line, rest = problem.split(":", 2)
    return name, int(line), rest


def _same(file: YamlFile, name: str, expected: str, what: str) -> None:
    value = file.at((name,))
    if isinstance(value, str) and value != expected:
        file.problem((name,), f"is {value!r} but {what} is {expected!r}; make them the same")


def _of_a_question(file: YamlFile, path: Path, questions: dict[str, Path]) -> None:
    _same(file, "question", path.stem, "the file's name")
    question = questions.get(path.stem)
    if question is None:
        file.problem((), f"has no question; add questions/{path.parent.name}/{path.name}")
    elif question.parent.name != path.parent.name:
        file.problem((), f"belongs to a question in {question.parent.name}/; move it to the folder of that name")


def _check_written(file: YamlFile, value: Any, where: Where) -> None:
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            _check_written(file, item, (*where, key))
    elif isinstance(value, str) and value.strip() == UNWRITTEN:
        file.problem(where, "is still to be written")


def _check_rubric(file: YamlFile, shared: tuple[Criterion, ...]) -> set[str]:
    """Check what is written, whether the file is sound or not, and return the ids in it."""
    ids: set[str] = set()
    taken = {c.id for c in shared}
    claims = {c.id: c.claim.lower() for c in shared}
    for kind, at in SECTIONS.items():
        items, (fewest, most) = file.at(at), COUNTS[kind]
        if isinstance(items, list) and not fewest <= len(items) <= most:
            file.problem(at, f"has {len(items)} entries; write {fewest} to {most}")
        for where, item in file.entries(at):
            _check_criterion(file, kind, where, item)
            if isinstance(name := item.get("id"), str):
                if name in ids | taken:
                    file.problem((*where, "id"), f"{name!r} is taken; choose another")
                ids.add(name)
                if isinstance(claim := item.get("claim"), str) and claim != UNWRITTEN:
                    if same := twin(claim, claims):
                        file.problem((*where, "claim"), f"asks for nearly the same as {same!r}; tell them apart")
                    claims[name] = claim.lower()
    tells = list(file.entries(SECTIONS["down_level"]))
    if tells and not any(tell.get("caps") == "below L4" for _, tell in tells):
        file.problem(SECTIONS["down_level"], "has no misconception with `caps: below L4`; add the classic one")
    notes = file.at(("notes",))
    if isinstance(notes, list) and len(notes) < FEWEST_NOTES:
        file.problem(("notes",), f"has {len(notes)} entries; write 10 to 20 facts")
    return ids


def _check_criterion(file: YamlFile, kind: CriterionKind, where: Where, item: dict[str, Any]) -> None:
    if isinstance(claim := item.get("claim"), str) and claim != UNWRITTEN:
        for fault in faults(claim):
            file.problem((*where, "claim"), fault)
    if item.get("hint", "") == "":
        file.problem((*where, "hint"), "is missing; say what to say to earn it")
    if item.get("probe", "") == "" and kind in LEVELS:
        file.problem((*where, "probe"), "is missing; add a follow-up question")
    if item.get("caps") is None and kind == "down_level":
        file.problem((*where, "caps"), "is missing; add the highest level an answer with this error can get")


def _check_reachable(file: YamlFile, rubric: Rubric, rule: Rule) -> None:
    """Check that an answer which meets every criterion, and shows no tell, reaches every level."""
    for level in LEVELS[1:]:
        most = sum(rule.points(c, level) for c in rubric.criteria if c.kind != "strong_hire")
        if most < rule.needed(level):
            what = f"all criteria together give {most:g} points and {level} takes {rule.needed(level):g}; add criteria"
            file.problem(("criteria", level), what)


def _check_borrowed(file: YamlFile, gold: GoldFile, rubric: Rubric) -> None:
    """Check that no answer was written from the rubric's wording."""
    for i, answer in enumerate(gold.answers):
        said = in_a_row(answer.text)
        for criterion in rubric.criteria:
            if run := phrase_in_common(criterion.claim, said):
                what = f"repeats the claim {criterion.id!r} ({run!r}); say it differently"
                file.problem(("answers", i, "text"), what)


def _remarks(file: YamlFile, gold: GoldFile, rubric: Rubric) -> list[str]:
    """Return the question's own criteria that no gold answer shows, or that all from L4 up show."""
    good = [set(a.shows) for a in gold.answers if a.label != LEVELS[0]]
    remarks = []
    for criterion in (c for c in rubric.criteria if c.kind in LEVELS and not c.shared):
        shown = sum(criterion.id in ids for ids in good)
        if not shown:
            remarks.append(f"{file.name}:1: {criterion.id} ({criterion.kind}): no gold answer shows it")
        elif shown == len(good):
            remarks.append(f"{file.name}:1: {criterion.id} ({criterion.kind}): every gold answer from L4 up shows it")
    return remarks


def _check_gold(file: YamlFile, known: set[str] | None) -> None:
    """Check what is written, whether the file is sound or not, against the `known` ids of criteria and tells."""
    at = ("answers",)
    answers = list(file.entries(at))
    if not isinstance(file.at(at), list):
        return
    if len(answers) < FEWEST_ANSWERS:
        file.problem(at, f"has {len(answers)} answers; write at least {FEWEST_ANSWERS}")
    there = {(str(answer.get("type")), str(answer.get("label"))) for _, answer in answers}
    for label in LEVELS:
        if label not in {of for _, of in there}:
            file.problem(at, f"has no answer labelled {label!r}; add one")
    for kind, of in sorted(WANTED - there):
        file.problem(at, f"has no answer of type {kind!r} labelled {of!r}; add one")
    ids = Counter(str(answer.get("id")) for _, answer in answers if "id" in answer)
    for where, answer in answers:
        if ids[str(answer.get("id"))] > 1:
            file.problem((*where, "id"), f"{answer['id']!r} is taken; choose another")
        text, shows = answer.get("text"), answer.get("shows")
        for criterion, quote in shows.items() if isinstance(shows, dict) else ():
            if known is not None and criterion not in known:
                file.problem((*where, "shows", criterion), "is no criterion or tell of the rubric")
            if isinstance(text, str) and isinstance(quote, str) and quote not in text:
                file.problem((*where, "shows", criterion), "quotes words that are not in the text; copy them exactly")


def _ranks(values: list[int]) -> list[float]:
    """Return average ranks, ties sharing theirs."""
    order = sorted(values)
    return [order.index(v) + (order.count(v) - 1) / 2 for v in values]


def _pearson(x: list[float], y: list[float]) -> float | None:
    mx, my = sum(x) / len(x), sum(y) / len(y)
    sxy = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    sxx, syy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    return sxy / (sxx * syy) ** 0.5 if sxx and syy else None
