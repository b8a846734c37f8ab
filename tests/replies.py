"""Ask the embedded model about gold answers it was not asked about, faster than an audit does (`make replies`).

All claims about an answer are evaluated together, with products that processors with AMX are fast at (tests/qwen.py):
twice as fast there. Replies differ from the product's by what two builds of its engine differ by. They are kept
where audits keep theirs, and go to the file of replies after each turn of the questions.
"""

from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.progress import Progress

from mock_interview import llm
from mock_interview.audit.kept import KeptClient
from mock_interview.audit.replies import Replies
from mock_interview.audit.signals import ask_about, spread
from mock_interview.bank import Bank
from mock_interview.config import models_folder
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.calibration import Calibration
from mock_interview.llm import Chat, Client, Reply
from qwen import Qwen

FILE = Path(__file__).parents[1] / "docs" / "audit" / "qwen2.5-coder-1.5b-instruct-q4_k_m.replies.xz"


class Noting(Client):
    """A client that notes what it is asked, and knows nothing."""

    def __init__(self, client: Client) -> None:
        self.endpoint, self.usage = client.endpoint, client.usage
        self.chats: list[Chat] = []

    @property
    def model(self) -> str:
        """Return the name of no model."""
        return "none"

    def chat(self, chat: Chat, **_: Any) -> Reply:
        """Note the chat."""
        self.chats.append(chat)
        return Reply("")


class Packed(Client):
    """The embedded model's weights, evaluated for many chats together; `ask` first, then `chat`."""

    def __init__(self, client: Client, qwen: Qwen) -> None:
        self.client, self.endpoint, self.usage = client, client.endpoint, client.usage
        self.qwen = qwen
        self.said: dict[str, dict[str, float]] = {}

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self.client.model

    def ask(self, chats: list[Chat], top: int) -> None:
        """Have the replies to chats at hand, those that begin alike evaluated together."""
        alike: dict[str, list[Chat]] = {}
        for chat in chats:
            alike.setdefault(_marked(chat[:-1]), []).append(chat)
        self.said = {}
        for beginning, group in alike.items():
            endings = [f"{_marked(chat[-1:])}<|im_start|>assistant\n" for chat in group]
            replies = self.qwen.likeliest(beginning, endings, top)
            for chat, reply in zip(group, replies, strict=True):
                self.said[_marked(chat)] = {token: min(logprob, 0.0) for token, logprob in reversed(reply)}

    def chat(self, chat: Chat, **_: Any) -> Reply:
        """Return a reply that is at hand."""
        return Reply("", self.said[_marked(chat)])


def _marked(chat: Chat) -> str:
    """Return a chat in the marks the embedded model was trained on (ChatML)."""
    return "".join(f"<|im_start|>{role}\n{text}<|im_end|>\n" for role, text in chat)


def main() -> None:
    """Ask about all gold answers, one of each question in turn, and say how that goes."""
    bank = Bank()
    plain = llm.Client(llm.choose("embedded"))
    assert plain.endpoint.gguf
    cache = models_folder().parent
    packed = Packed(plain, Qwen(plain.endpoint.gguf))
    replies = Replies(FILE)
    kept = KeptClient(packed, cache / "audit", replies)
    every = Calibration(wide=True)
    judge = LogprobsJudge(kept, every)
    turns = zip_longest(*([(q, answer) for answer in spread(bank.gold(q.id), q, None)] for q in bank.questions))
    with Progress() as bar:
        for turn in bar.track(list(turns), description="Answers to each question"):
            for question, answer in filter(None, turn):
                rubric = bank.rubric(question.id)
                kept.ask_nothing = True
                if ask_about(judge, question, rubric, answer):
                    continue
                kept.ask_nothing = False
                noting = Noting(plain)
                ask_about(LogprobsJudge(noting, every), question, rubric, answer)
                packed.ask(noting.chats, every.top_logprobs)
                ask_about(judge, question, rubric, answer)
                kept.flush()
            replies.write()


if __name__ == "__main__":
    main()
