"""What a grade on the embedded model evaluates: against the least it could, and against the model's own speed."""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_interview import llm
from mock_interview.bank import Bank
from mock_interview.grading import grade, judge_for, rehearse, standard_for
from mock_interview.llm import Chat, Client, Reply
from mock_interview.models import Turn


@dataclass(frozen=True)
class Call:
    """One request: what it begins with, its tokens, those found evaluated, and its seconds."""

    beginning: str
    tokens: int
    cached: int
    seconds: float


class Counted:
    """A client that notes what each request took."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.calls: list[Call] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def chat(self, chat: Chat, **more: Any) -> Reply:
        """Send the chat and note what it took."""
        usage, begun = self._client.usage, time.perf_counter()
        tokens, cached = usage.input_tokens, usage.cached_tokens
        reply = self._client.chat(chat, **more)
        took = time.perf_counter() - begun
        self.calls.append(Call(repr(chat[:-1]), usage.input_tokens - tokens, usage.cached_tokens - cached, took))
        return reply


def least(calls: Iterable[Call]) -> int:
    """Return the tokens that must be evaluated: each beginning once, and of each request what comes after it.

    How long a beginning is, is the most that a later request with it found evaluated.
    """
    groups: dict[str, list[Call]] = {}
    for call in calls:
        groups.setdefault(call.beginning, []).append(call)
    total = 0
    for first, *others in groups.values():
        shared = max((call.cached for call in others), default=0)
        total += first.tokens + sum(call.tokens - shared for call in others)
    return total


def rows() -> list[tuple[str, str, str]]:
    """Grade the sample answer with nothing read ahead; return what it took."""
    bank = Bank()
    question, rubric = bank.question("bias-variance-tradeoff"), bank.rubric("bias-variance-tradeoff")
    text = (Path(__file__).parents[1] / "docs" / "sample-answer.txt").read_text(encoding="utf-8")
    judge = judge_for(llm.choose("embedded"))
    judge.client = counted = Counted(judge.client)
    chance = random.Random(7)
    try:
        counted.chat([("user", "Hello")], max_tokens=1)  # the model is there
        words = " ".join(f"word{chance.randrange(10_000)}" for _ in range(600))
        counted.chat([("user", words)], max_tokens=1)
        prefill = counted.calls[-1]
        counted.calls.clear()
        standard = standard_for(judge, bank.levels.rule)
        rehearse(judge, question, rubric, bank.levels.rule)  # as while one types
        begun = time.perf_counter()
        grade(question, rubric, (Turn(role="candidate", text=text),), judge, standard)
        whole = time.perf_counter() - begun
    finally:
        judge.close()
    calls = counted.calls
    evaluated = sum(call.tokens - call.cached for call in calls)
    model = sum(call.seconds for call in calls)
    speed = (prefill.tokens - prefill.cached) / prefill.seconds
    needed = least(calls)
    return [
        (f"tokens evaluated in a grade, {len(calls)} requests", f"{evaluated:,}", ""),
        ("... against each beginning once and each request's own end", f"{evaluated / needed:.2f}", "1.1"),
        (
            f"... time against the same tokens in one go ({speed:.0f} a second)",
            f"{model / (evaluated / speed):.2f}",
            "1.2",
        ),
        ("our own time in that grade, beside the model's", f"{(whole - model) * 1000:.0f} ms", "50 ms"),
    ]


if __name__ == "__main__":
    for row in rows():
        print(*row, sep="\t")
