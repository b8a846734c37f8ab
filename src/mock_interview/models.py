"""The nouns: question, rubric, turn, session, verdict, evidence, grade, review.

All are frozen and strict about unknown keys; a change makes a new value.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mock_interview.levels import LEVELS as LEVELS
from mock_interview.levels import CriterionKind as CriterionKind
from mock_interview.levels import Level as Level
from mock_interview.levels import QuestionKind as QuestionKind
from mock_interview.levels import State as State

FORMAT: Literal[1] = 1
SESSION_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Text = Annotated[str, Field(min_length=1)]
Probability = Annotated[float, Field(ge=0, le=1)]


class Noun(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


def digest(value: Any) -> str:
    """Return `sha256:` and the digest of a JSON value in canonical form."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class Question(Noun):
    """What the candidate sees."""

    format: Literal[1] = FORMAT
    id: Id
    category: Id
    title: Text
    kind: QuestionKind
    minutes: Annotated[int, Field(ge=1, le=120)]
    """Suggested time for the answer, in minutes."""
    topics: tuple[Text, ...] = ()
    """What a search should find the question by; gives nothing of the rubric away."""
    prompt: Text
    variants: tuple[Text, ...] = ()
    """The same question put another way, each complete in itself: for who has answered it before."""
    code: str = ""
    """Code the question is about, shown below the prompt as it is."""
    scenario: dict[Text, Text] = Field(default_factory=dict)
    """Facts the interviewer gives when asked, by what they are about; for design questions."""

    def put(self, time: int) -> "Question":
        """Return the question as it is put the first time (0), the second and so on: in each of its ways in turn."""
        ways = (self.prompt, *self.variants)
        return self.model_copy(update={"prompt": ways[time % len(ways)]})


class Criterion(Noun):
    """One claim about an answer, of a rubric's level or a tell, as the grader asks for it."""

    id: Id
    kind: CriterionKind
    claim: Text
    hint: str = ""
    """One sentence of coaching: what to say to earn it."""
    probe: str = ""
    """A follow-up question that gives a second chance."""
    weight: Annotated[float, Field(gt=0, le=5)] = 1
    shared: bool = False
    """A mark of ownership that all questions of this kind have in common."""
    caps: Level | None = None
    """For a down-level tell: the highest level an answer that commits this error can get."""


class Rubric(Noun):
    """All that an answer to one question is compared with; `digest` identifies it in a grade."""

    question: Id
    criteria: tuple[Criterion, ...]
    notes: tuple[Text, ...] = ()

    @property
    def digest(self) -> str:
        """Return the digest of the rubric's content."""
        return digest(self.model_dump(mode="json"))

    def __getitem__(self, criterion_id: str) -> Criterion:
        return next(c for c in self.criteria if c.id == criterion_id)


AnswerType = Literal["plain", "long", "terse", "fluent-wrong", "plain-english", "spoken", "reordered", "half-wrong"]
"""How a labelled answer is worded, or in what way it is wrong."""


class GoldAnswer(Noun):
    """A labelled answer: what graders are measured on, never shown to one."""

    id: Id
    label: Level
    type: AnswerType
    shows: dict[Id, Text] = Field(default_factory=dict)
    """Criteria and tells a careful reader found in the answer, each with the words that show it."""
    text: Text


class Turn(Noun):
    """One thing said in an interview."""

    role: Literal["candidate", "interviewer"]
    text: str
    at: datetime | None = None
    seconds: Annotated[float, Field(ge=0)] | None = None
    """How long the speaker took, in seconds."""
    finished: bool = True
    """False while the answer is still a draft."""
    probe: Id | None = None
    """The criterion a follow-up question of the interviewer's is about; None for anything else that is said."""
    clarifies: bool = False
    """The interviewer answers a question of the candidate's: nothing said after it is prompted."""
    offset: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """When it was said, in seconds from the beginning of a recording; for transcripts from elsewhere."""


class Quote(Noun):
    """Words of the answer: `text` is exactly `turns[turn].text[start:end]`."""

    turn: Annotated[int, Field(ge=0)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: Text


class Verdict(Noun):
    """What one reading of the answer says of one criterion."""

    criterion: Id
    kind: CriterionKind
    shared: bool = False
    state: State
    probability: Probability | None
    """That the answer shows it; None when ungraded."""
    prompted: bool = False
    """First shown in reply to a probe."""
    quotes: tuple[Quote, ...] = ()
    reason: str = ""
    unstable: bool = False
    """Readings of it disagree: another vote, grader or engine says otherwise."""


class LevelEstimate(Noun):
    """A level with its uncertainty; `estimate` is None when there is not enough to go by, and `reason` says why."""

    estimate: Level | None
    low: Level | None
    high: Level | None
    probabilities: dict[Level, Probability] = Field(default_factory=dict)
    reason: str


class Gap(Noun):
    """A criterion not shown, with what to say to earn it."""

    criterion: Id
    kind: CriterionKind
    claim: str
    hint: str


class Feedback(Noun):
    """What was shown, what is missing, and the shortest way to the next level."""

    summary: str
    shown: tuple[Id, ...] = ()
    next_level: Level | None = None
    gaps: tuple[Gap, ...] = ()
    """The smallest set of unmet criteria that would reach the next level; the first is the one to practise."""
    strongest: Id | None = None
    """The strong-hire tell that speaks loudest for the answer, if any."""
    costliest: Gap | None = None
    """The down-level tell that costs most, if any, with what is right instead."""


class Provenance(Noun):
    """Who graded what by which rule, and what it took."""

    grader: str
    model: str
    engine: str
    rubric: str
    prompt: str
    calibration: str
    """Digest of the calibration used, or `default` for a model that has none."""
    rule: str = ""
    """The rule from verdicts to a level, in words, with its numbers."""
    validity: str
    """How far this grader agrees with labelled answers, or that nobody has measured it."""
    version: str
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: float | None = None
    seconds: float = 0


class Opinion(Noun):
    """One of several readings of the same answer."""

    grader: str
    model: str
    engine: str
    level: LevelEstimate
    shown: tuple[Id, ...] = ()
    """Criteria it credits, errors among them."""


class Grade(Noun):
    """One grading of one session: the object `grade --json` prints."""

    question: Id
    level: LevelEstimate
    verdicts: tuple[Verdict, ...] = ()
    flags: tuple[str, ...] = ()
    feedback: Feedback | None = None
    opinions: tuple[Opinion, ...] = ()
    """The readings it was put together from, where there were several."""
    provenance: Provenance

    @property
    def failed(self) -> bool:
        """Return whether the grader, and not the answer, is why there is no level."""
        return self.level.estimate is None and self.level.reason.startswith("ungraded")


class Remark(Noun):
    """A reviewer's comment on words of the transcript: keep this, change this, or try this next time."""

    quote: Quote
    advice: Literal["keep", "change", "try"]
    text: Annotated[str, Field(min_length=1, max_length=10_000)]


class Review(Noun):
    """What a mentor says of a session; of `verdicts`, only those the mentor has looked at."""

    format: Literal[1] = FORMAT
    session: Annotated[str, Field(pattern=SESSION_ID)]
    transcript: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    """`Session.transcript_digest` of what was reviewed."""
    reviewer: Annotated[str, Field(min_length=1, max_length=200)]
    at: datetime
    blind: bool = False
    """The level was given before the tool's was seen."""
    level: Level | None = None
    verdicts: dict[Id, Literal["met", "unmet"]] = Field(default_factory=dict)
    """The reviewer's own finding on a criterion or tell, whether or not the tool's is the same."""
    remarks: tuple[Remark, ...] = ()
    summary: Annotated[str, Field(max_length=20_000)] = ""


class Session(Noun):
    """One attempt at one question, in a file that explains itself."""

    format: Literal[1] = FORMAT
    id: Annotated[str, Field(pattern=SESSION_ID)]
    created: datetime
    question: Question
    rubric: Rubric
    turns: tuple[Turn, ...] = ()
    loop: Annotated[str, Field(pattern=SESSION_ID)] | None = None
    """The loop it was part of: a mock interview of several questions, one session each."""
    candidate: Annotated[str, Field(max_length=200)] = ""
    """The candidate's name, where a transcript gave one; no grader sees it."""
    self_rating: Level | None = None
    grades: tuple[Grade, ...] = ()
    reviews: tuple[Review, ...] = ()
    """Of mentors, oldest first; a reviewer's later review of the same transcript replaces the earlier one."""

    @property
    def transcript_digest(self) -> str:
        """Return the digest of what a reviewer judges: the question, the rubric, who said what."""
        said = [[turn.role, turn.text] for turn in self.turns]
        return digest([self.question.id, self.rubric.digest, said])

    @property
    def answers(self) -> tuple[Turn, ...]:
        """Return the candidate's turns that say something."""
        return tuple(t for t in self.turns if t.role == "candidate" and t.text.strip())
