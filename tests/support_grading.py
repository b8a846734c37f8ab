"""What the tests of grading share: a good answer about bread, a client with a queue, readings in short."""

import re
from types import SimpleNamespace
from typing import Any

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer, prepare
from mock_interview.llm import Chat, Reply, Usage
from mock_interview.models import Rubric, Turn

BEFORE = "The gluten strands get pulled into a net and that net keeps the gas inside while the dough rises."
AFTER = "Past that point it tears and turns sticky because the bonds break, so I stop at the windowpane."


def prepared(bank: Bank, *texts: str) -> Answer:
    """Return the answer as a judge gets it; every second text is the interviewer's."""
    roles = ("candidate", "interviewer")
    turns = tuple(Turn(role=roles[i % 2], text=text) for i, text in enumerate(texts))
    return prepare(bank.question("why-knead"), bank.rubric("why-knead"), turns)


def words(text: str) -> list[str]:
    """Return the words of a text, without marks and white space."""
    return re.findall(r"\w+", text)


def readings(rubric: Rubric, met: dict[str, str], probability: float = 0.95) -> list[Reading]:
    """Return a reading for every criterion of a rubric; those in `met` are credited with these words."""
    return [
        Reading(c.id, probability, (met[c.id],)) if c.id in met else Reading(c.id, 1 - probability)
        for c in rubric.criteria
    ]


class FakeClient:
    """Replies from a queue, or by a function of the last message; a `GraderFailed` in it is raised."""

    model = "fake-1"

    def __init__(self, *replies: Any, embedded: bool = False) -> None:
        self.replies = list(replies)
        self.endpoint = SimpleNamespace(grader="fake", embedded=embedded)
        self.usage = Usage()
        self.chats: list[Chat] = []
        self.options: list[dict[str, Any]] = []

    def close(self) -> None:
        """Do nothing."""

    def chat(self, chat: Chat, **options: Any) -> Reply:
        """Remember the chat and give the next reply; the last one again when the queue is at its end."""
        self.chats.append(chat)
        self.options.append(options)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if callable(reply):
            reply = reply(chat[-1][1])
        if isinstance(reply, GraderFailed):
            raise reply
        return reply if isinstance(reply, Reply) else Reply(reply)
