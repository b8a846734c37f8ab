"""One of many answers: read, graded, kept."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mock_interview.errors import BadInput, GraderFailed, MockInterviewError
from mock_interview.llm import NOT_ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_interview.bank import Bank
    from mock_interview.cli.account import Account, Tab
    from mock_interview.grading import Judge, StructuredJudge
    from mock_interview.models import Grade, Question, Rubric, Session, Turn
    from mock_interview.records import Input, Ledger

Outcome = Literal["graded", "graded before", "ungraded", "broken", "skipped", "left to another run", "not begun"]


@dataclass(frozen=True)
class Result:
    """What came of one input: a grade as JSON, or what is wrong."""

    outcome: Outcome
    id: str
    question: str = ""
    level: str = ""
    """For people: the level, or why there is none."""
    line: str = ""
    """The grade, or the error, as one JSON object."""
    content: str = ""
    """Digest of what was graded."""
    key: str = ""
    """What makes this grade the same as an earlier one, in the file of grades."""
    problem: str = ""

    @property
    def ledger_line(self) -> str:
        """Return the line for the file of grades, by which it is known again."""
        return self.line[:-1] + f', "content": {json.dumps(self.content)}}}' if self.content else self.line


class Worker:
    """Grades one input after the other, in whichever thread calls it."""

    def __init__(
        self, bank: "Bank", judge: "Judge", account: "Account | Tab", ledger: "Ledger | None", *, fresh: bool = False
    ) -> None:
        from mock_interview.grading import standard_for

        self._bank, self._judge, self._account, self._ledger, self._fresh = bank, judge, account, ledger, fresh
        self._standard = standard_for(judge, bank.levels.rule)
        self._shelf: dict[str, tuple[Question, Rubric, str]] = {}
        self._reading = threading.Lock()

    def known(self, question: str) -> bool:
        """Return whether the bank has a question."""
        try:
            self._content(question)
        except MockInterviewError:
            return False
        return True

    def __call__(self, one: "Input") -> Result:
        """Return what comes of an input."""
        if known := self.settled(one):
            return known
        try:
            return self._session(one) if one.session else self._answer(one)
        except MockInterviewError as error:
            return self.wrong(one, error.message, "broken")

    def settled(self, one: "Input") -> Result | None:
        """Return what comes of an input about which nothing need be asked: it is broken, or was graded before."""
        try:
            if one.problem:
                return self.wrong(one, one.problem, "skipped" if one.foreign else "broken")
            return None if one.session else self._graded_before(one)
        except MockInterviewError as error:
            return self.wrong(one, error.message, "broken")

    def rehearse(self, one: "Input") -> None:
        """Set up what all answers need, before many threads begin to do so at the same time."""
        from mock_interview.grading import rehearse

        if one.question:
            question, rubric, _ = self._content(one.question)
            rehearse(self._judge, question, rubric, self._standard.rule)

    def requests(self, one: "Input", judge: "StructuredJudge") -> "Iterator[dict[str, Any]]":
        """Yield what would be asked about an input; nothing when it is broken or has its grade."""
        from mock_interview import records
        from mock_interview.grading import prepare

        try:
            if one.problem:
                return
            if one.session:
                session = records.load(one.session)
                question, rubric, turns = session.question, session.rubric, session.turns
                if _unfinished(session) or (not self._fresh and self._grade_in(session)):
                    return
            else:
                question, rubric, digest = self._content(one.question)
                turns = one.turns
                if self._before(one, digest):
                    return
        except MockInterviewError:
            return
        answer = prepare(question, rubric, turns)
        if not answer.nothing:
            yield from judge.requests(question, rubric, answer)

    def _before(self, one: "Input", rubric: str) -> tuple[str, bytes] | None:
        """Return the key and the line of an earlier grade."""
        from mock_interview.records import key

        if not (self._ledger and self._ledger.known):
            return None
        for model in self._models():
            name = key(one.id, one.content, (*self._by(rubric), model))
            if line := self._ledger.find(name):
                return name, line
        return None

    def _grade_in(self, session: "Session") -> "Grade | None":
        """Return the latest grade that a session has of this judge."""
        by = self._by(session.rubric.digest)
        for grade in reversed(session.grades):
            *made, model = _made(grade)
            if tuple(made) == by and not grade.failed and model in self._models():
                return grade
        return None

    def _models(self) -> "Iterator[str]":
        """Yield what an earlier grade may have as its model: nothing, where none was asked, then the judge's.

        A server is asked for it only when it comes to that; whoever grades says what is wrong with one that is away.
        """
        yield ""
        with suppress(GraderFailed):
            yield self._judge.model

    def wrong(self, one: "Input", problem: str, outcome: Outcome) -> Result:
        """Return the result for an input that has no grade, with the reason."""
        value = {"id": one.id, "question": one.question, "error": problem}
        return Result(outcome, one.id, one.question, line=json.dumps(value), problem=problem)

    def _content(self, question: str) -> "tuple[Question, Rubric, str]":
        with self._reading:
            if question not in self._shelf:
                asked, rubric = self._bank.question(question), self._bank.rubric(question)
                self._shelf[question] = asked, rubric, rubric.digest
            return self._shelf[question]

    def _by(self, rubric: str) -> tuple[str, ...]:
        return self._judge.grader, self._judge.engine, self._judge.prompt, rubric

    def _graded_before(self, one: "Input") -> Result | None:
        _, _, digest = self._content(one.question)
        before = self._before(one, digest)
        if not before:
            return None
        key, line = before
        value = json.loads(line)
        level = value["level"]["estimate"] or value["level"]["reason"]
        value.pop("content")
        text = json.dumps(value, ensure_ascii=False)
        return Result("graded before", one.id, one.question, level, text, one.content, key)

    def _answer(self, one: "Input") -> Result:
        question, rubric, _ = self._content(one.question)
        grade = self._grade(question, rubric, one.turns)
        return self._result(one.id, grade, one.content)

    def _grade(self, question: "Question", rubric: "Rubric", turns: "tuple[Turn, ...]") -> "Grade":
        from mock_interview.grading import beside, grade

        result = grade(question, rubric, turns, beside(self._judge), self._standard)
        self._account.add(result.provenance)
        return result

    def _session(self, one: "Input") -> Result:
        """Grade a session and keep the grade in it, unless it has one of this grader; another run may have it now."""
        from mock_interview import records

        path = one.session
        assert path is not None
        with records.claimed(path) as mine:
            session = records.load(path)
            if not mine:
                return Result("left to another run", session.id, session.question.id)
            if _unfinished(session):
                raise BadInput(f"{path}: has no finished answer")
            content = records.content_of(session.question.id, session.turns)
            if not self._fresh and (before := self._grade_in(session)):
                return self._result(session.id, before, content, before=True)
            grade = self._grade(session.question, session.rubric, session.turns)
            problem = ""
            if not grade.failed:
                try:
                    with records.alone(path):
                        now = records.load(path)  # a review may have been added while it was graded
                        records.save(now.model_copy(update={"grades": (*now.grades, grade)}), path, spare=False)
                except BadInput as error:  # what was paid for is shown, and written where there is --out
                    level = grade.level.estimate or "no level"
                    problem = f"{level}, but its session does not hold the grade: {error.message}"
            return self._result(session.id, grade, content, problem=problem)

    def _result(self, name: str, grade: "Grade", content: str, *, before: bool = False, problem: str = "") -> Result:
        from mock_interview.records import key

        outcome: Outcome = "ungraded" if grade.failed else "graded before" if before else "graded"
        if problem:
            outcome = "broken"
        if grade.failed and NOT_ASKED in grade.level.reason:
            outcome = "not begun"
        line = json.dumps({"id": name, **grade.model_dump(mode="json")}, ensure_ascii=False)
        level = grade.level.estimate or grade.level.reason
        found = "" if grade.failed else key(name, content, _made(grade))
        return Result(outcome, name, grade.question, level, line, content, found, problem)


def _unfinished(session: "Session") -> bool:
    return not session.answers or not session.turns[-1].finished


def _made(grade: "Grade") -> tuple[str, ...]:
    """Return all that a grade is the same by."""
    made = grade.provenance
    return made.grader, made.engine, made.prompt, made.rubric, made.model
