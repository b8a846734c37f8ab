"""What a model replied, kept on disk by content: nothing is asked twice, and an audit goes on where it stopped.

One file holds all replies to chats that begin alike, since a judge asks many short things about one answer.
"""

import gzip
import json
import os
from pathlib import Path
from typing import Any

from mock_interview.audit.replies import Replies, key_of
from mock_interview.errors import MockInterviewError
from mock_interview.llm import Chat, Client, Reply
from mock_interview.models import digest

DIGITS = 3
"""Digits of a log-probability that are kept."""
FILES = 2
"""Files that are held open: one about an answer, one about its question."""

Said = dict[str, dict[str, float] | str]
"""By the last message: the first token's candidates, or the text where none were asked for."""


class NotKept(MockInterviewError):
    """Nothing may be asked, and the reply is not among those that were kept; no failure of the grader."""

    def __init__(self) -> None:
        super().__init__("An earlier audit has not asked this.", "Run the audit without --kept.")


class KeptClient(Client):
    """A client that looks among the kept replies first; with `ask_nothing` it looks nowhere else.

    `replies` go before those this machine keeps, so that an audit comes to the same figures everywhere; what they lack
    is added to them.
    """

    def __init__(
        self, client: Client, folder: Path, replies: Replies | None = None, *, ask_nothing: bool = False
    ) -> None:
        self.client = client
        self.endpoint = client.endpoint
        self.usage = client.usage
        self.folder = folder
        self.replies = replies
        self.ask_nothing = ask_nothing
        self._open: dict[Path, Said] = {}
        self._new: set[Path] = set()

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self.client.model

    def start(self) -> None:
        """Begin to load the embedded model, unless nothing may be asked."""
        if not self.ask_nothing:
            self.client.start()

    def close(self) -> None:
        """Write what is new, and let the embedded model go."""
        self.flush()
        self._open.clear()
        self.client.close()

    def chat(
        self,
        chat: Chat,
        *,
        max_tokens: int,
        top_logprobs: int = 0,
        schema: dict[str, Any] | None = None,
        cache_key: str = "",
    ) -> Reply:
        """Return the kept reply to this very chat, or ask for it; raises as `Client.chat`, and `NotKept`."""
        shared = self.replies if top_logprobs else None
        if shared and (found := shared.get(key_of(self.model, chat))):
            return Reply("", found)
        path = self._file(chat[:-1], max_tokens, top_logprobs, schema)
        replies = self._replies(path)
        ask = chat[-1][1]
        if ask not in replies:
            if self.ask_nothing:
                raise NotKept
            reply = self.client.chat(
                chat, max_tokens=max_tokens, top_logprobs=top_logprobs, schema=schema, cache_key=cache_key
            )
            rounded = {token: round(logprob, DIGITS) for token, logprob in reply.first_token.items()}
            replies[ask] = rounded if top_logprobs else reply.text
            self._new.add(path)
        said = replies[ask]
        if isinstance(said, str):
            return Reply(said)
        if shared:
            shared.add(key_of(self.model, chat), said)
        return Reply("", said)

    def holds(self, chat: Chat, top_logprobs: int) -> bool:
        """Return whether a chat's reply is here, or another one about the same answer."""
        shared = self.replies is not None and key_of(self.model, chat) in self.replies
        return shared or self._file(chat[:-1], 1, top_logprobs, None).exists()

    def _file(self, opening: Chat, max_tokens: int, top_logprobs: int, schema: dict[str, Any] | None) -> Path:
        what: list[Any] = [self.model, top_logprobs, opening]
        if not top_logprobs:
            what += [max_tokens, schema]
        return self.folder / f"{digest(what).removeprefix('sha256:')}.json.gz"

    def _replies(self, path: Path) -> Said:
        """Return the replies a file holds; what is new in others is written before they are let go."""
        if path not in self._open:
            while len(self._open) >= FILES:
                self.flush()
                del self._open[next(iter(self._open))]
            self._open[path] = json.loads(gzip.decompress(path.read_bytes())) if path.exists() else {}
        return self._open[path]

    def flush(self) -> None:
        """Write what is new."""
        for path in self._new:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".tmp")
            unfinished.write_bytes(gzip.compress(json.dumps(self._open[path], ensure_ascii=False).encode(), 5))
            os.replace(unfinished, path)
        self._new.clear()
