"""The `structured` engine: quotes, reason and verdict for each criterion as JSON, from any chat server.

The reply is never trusted: our own parser, two re-asks that name the fault, then the criteria stay ungraded.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mock_interview.errors import UnusableReply
from mock_interview.grading.answer import Answer
from mock_interview.grading.judging import ModelJudge, Reading
from mock_interview.grading.once import once
from mock_interview.grading.prompts import fenced, fill, prompt_digest
from mock_interview.llm import Chat, Client, parse_json
from mock_interview.models import Criterion, Question, Rubric, digest

TEMPLATES = ("structured.system.md.j2", "structured.criteria.md.j2", "structured.again.md.j2")
AT_ONCE = 8
"""Criteria in one request: more of them cost accuracy, fewer cost requests."""
REASKS = 2
TOKENS_EACH = 160
PROBABILITY = {"MET": 0.95, "UNMET": 0.05}
"""What a verdict counts as; a text verdict carries no probability of its own."""


Message = tuple[Literal["user"], str]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore")

    claim: str
    quotes: list[str] = Field(max_length=20)
    reason: str
    verdict: Literal["MET", "UNMET", "CANNOT_ASSESS"]


class StructuredJudge(ModelJudge):
    """Reads verdicts from JSON; works with every chat server, best with strong models."""

    engine = "structured"
    prompt = prompt_digest(*TEMPLATES)
    at_once = AT_ONCE

    def ask_at_once(self, count: int) -> None:
        """Ask about so many criteria in one request; another number than usual makes another prompt of it."""
        if count != AT_ONCE:
            self.prompt = digest([type(self).prompt, count])
        self.at_once = count

    @property
    def voice(self) -> Client | None:
        """Return the model, unless it is the embedded one."""
        return None if self.client.endpoint.embedded else self.client

    def read_ahead(self, question: Question, rubric: Rubric, draft: str) -> None:
        """Let an embedded model evaluate the draft; a remote server is not sent unfinished answers."""
        if self.client.endpoint.embedded:
            self.client.chat(opening(question, rubric, draft), max_tokens=1)

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield a reading for each criterion, in the rubric's order."""
        chat = opening(question, rubric, answer.reading)
        for criteria, message in _parts(rubric, self.at_once):
            yield from self._ask(chat, criteria, message, self.cache_key(question))

    def requests(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[dict[str, Any]]:
        """Yield the requests that `judge` begins with, to be sent by somebody else."""
        start = opening(question, rubric, answer.reading)
        for criteria, message in _parts(rubric, self.at_once):
            ids = [c.id for c in criteria]
            chat = [*start, message]
            yield self.client.request(chat, room(ids), 0, schema(ids), self.cache_key(question))

    def cache_key(self, question: Question) -> str:
        """Return what chats have in common that begin alike: the question and the wording."""
        return f"{question.id[:48]}-{self.prompt.removeprefix('sha256:')[:8]}"

    def _ask(self, start: Chat, criteria: Sequence[Criterion], message: Message, key: str) -> Iterator[Reading]:
        chat = [*start, message]
        found: dict[str, Reading] = {}
        fault = ""
        for _ in range(1 + REASKS):
            missing = [c.id for c in criteria if c.id not in found]
            raw = fault = ""
            try:
                raw = self.client.chat(chat, max_tokens=room(missing), schema=schema(missing), cache_key=key).text
                found |= read_reply(raw, missing)
            except UnusableReply as unusable:
                fault, raw = unusable.message, raw or unusable.raw
            missing = [c.id for c in criteria if c.id not in found]
            if not missing:
                break
            fault = fault or f"it has no usable entry for {', '.join(missing)}, or two that disagree"
            again = fill("structured.again.md.j2", fault=fault, ids=missing)
            chat = [*chat[: len(start) + 1], ("assistant", raw[:4000] or "(nothing)"), ("user", again)]
        for criterion in criteria:
            yield found.get(criterion.id, Reading(criterion.id, None, reason=f"no usable reply: {fault}"))


def opening(question: Question, rubric: Rubric, reading: str) -> Chat:
    """Return the shared beginning of every chat about an answer; the answer alone in a message of its own."""
    return [
        ("system", _system(question, rubric)),
        ("user", fenced(reading, question)),
        ("assistant", "I have read the answer."),
    ]


@once
def _system(question: Question, rubric: Rubric) -> str:
    return fill("structured.system.md.j2", question=question, notes=rubric.notes)


@once
def _parts(rubric: Rubric, at_once: int) -> list[tuple[Sequence[Criterion], Message]]:
    """Return the criteria of each request with the message that asks about them."""
    starts = range(0, len(rubric.criteria), at_once)
    parts = [rubric.criteria[i : i + at_once] for i in starts]
    return [(part, ("user", fill("structured.criteria.md.j2", criteria=part))) for part in parts]


def room(ids: Sequence[str]) -> int:
    """Return how many tokens a reply about so many criteria may have."""
    return TOKENS_EACH * len(ids) + 100


def read_reply(text: str, ids: Sequence[str]) -> dict[str, Reading]:
    """Return the readings of a reply by criterion; entries that fit nothing are left out.

    Raises `UnusableReply` when the reply as a whole cannot be read. Two entries that disagree about one criterion
    count as none.
    """
    value = parse_json(text)
    entries = value.get("verdicts") if isinstance(value, dict) else value
    if not isinstance(entries, list):
        raise UnusableReply('the reply is not an object with a list "verdicts"', raw=text)
    found: dict[str, Reading] = {}
    verdicts: dict[str, set[str]] = {}
    fault = ""
    for item in entries[:200]:
        try:
            entry = _Entry.model_validate(item)
        except ValidationError as error:
            first = error.errors()[0]
            fault = fault or f"{'.'.join(map(str, first['loc'])) or 'an entry'}: {first['msg']}"
            continue
        if entry.claim in ids:
            verdicts.setdefault(entry.claim, set()).add(entry.verdict)
            probability = PROBABILITY.get(entry.verdict)
            found[entry.claim] = Reading(entry.claim, probability, tuple(entry.quotes), entry.reason[:500])
    if fault and not found:
        raise UnusableReply(f"an entry does not fit: {fault}", raw=text)
    return {name: reading for name, reading in found.items() if len(verdicts[name]) == 1}


def schema(ids: Sequence[str]) -> dict[str, Any]:
    """Return the reply's JSON schema, in the subset every server takes: enum, required, no extra keys."""
    properties = {
        "claim": {"type": "string", "enum": list(ids)},
        "quotes": {"type": "array", "items": {"type": "string"}},
        "reason": {"type": "string"},
        "verdict": {"type": "string", "enum": ["MET", "UNMET", "CANNOT_ASSESS"]},
    }
    entry = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"verdicts": {"type": "array", "items": entry}},
        "required": ["verdicts"],
        "additionalProperties": False,
    }
