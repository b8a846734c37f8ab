"""What a model said about the gold answers, in one small file: with it an audit takes minutes, and no model.

A reply is the log-probabilities of some 3,000 candidates of one token, a linear image of the model's last hidden state,
so that nearly all of it lies in few directions. Kept are the words that are read by themselves, to a hundredth, and of
the other candidates how far the reply goes along their principal components (Pearson 1901), to a tenth of a nat.
"""

import io
import json
import lzma
import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mock_interview.errors import BadInput
from mock_interview.grading.logprobs import LEAST_SAID
from mock_interview.grading.odds import logprobs, plain
from mock_interview.models import digest

WORDS = frozenset({"yes", "no", "true", "false", "3", "4", "5", "6"})
"""What verdicts, statements and levels are read from, in whatever spelling."""
COMPONENTS = 256
STEP = 0.1
"""Nats: what a component is rounded to, which moves one candidate by far less."""
IN_MOST = 0.9
"""A candidate is kept when it is in this share of the verdicts: replies that say Yes or No."""
ABSENT = -32768

FirstToken = dict[str, float]


def key_of(model: str, chat: Any) -> int:
    """Return what a reply is found by: 64 bits of a digest of the model's name and the whole chat."""
    return int(digest([model, chat]).removeprefix("sha256:")[:16], 16)


class Replies:
    """First tokens by the chats they were replies to; raises `BadInput` for a file that is no such thing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new: dict[int, FirstToken] = {}
        self._rows: dict[int, int] = {}
        self._tokens: list[str] = []
        self._words: list[str] = []
        if not path.exists():
            return
        try:
            data = np.load(io.BytesIO(lzma.decompress(path.read_bytes())), allow_pickle=False)
            head = json.loads(str(data["head"]))
            self._tokens, self._words = head["tokens"], head["words"]
            self._mean, self._components = data["mean"].astype(np.float32), data["components"].astype(np.float32)
            self._along, self._said = data["along"], data["said"]
            self._rows = {int(key): row for row, key in enumerate(data["keys"])}
        except (OSError, ValueError, KeyError, lzma.LZMAError) as error:
            raise BadInput(f"{path} holds no replies of a model: {error}", "Take the file as it is shipped.") from error

    def __contains__(self, key: int) -> bool:
        """Return whether a reply is there."""
        return key in self._rows or key in self._new

    def get(self, key: int) -> FirstToken | None:
        """Return the first token of a reply, as it is kept; None when there is none."""
        if key not in self._rows:
            return self._new.get(key)
        row = self._rows[key]
        whole = self._along[row]
        found: FirstToken = {}
        if whole.any():
            values = self._mean + (whole * np.float32(STEP)) @ self._components
            found = dict(zip(self._tokens, np.round(values, 2).tolist(), strict=True))
        said = {word: int(v) for word, v in zip(self._words, self._said[row], strict=True)}
        return {t: v for t, v in found.items() if t not in said} | {
            word: value / 100 for word, value in said.items() if value != ABSENT
        }

    def add(self, key: int, first_token: FirstToken) -> None:
        """Take in a reply that is not there yet; it is kept from the next `write` on."""
        if key not in self._rows:
            self._new[key] = first_token

    def write(self) -> bool:
        """Write what is new and return whether anything was; what was there stays as it was, to the bit.

        Candidates and components are found once, when the file is begun.
        """
        if not self._new:
            return False
        new = list(self._new.values())
        if not self._rows:
            self._begin(new)
        along, said = self._kept(new)
        if self._rows:
            along, said = np.vstack([self._along, along]), np.vstack([self._said, said])
        self._along, self._said = along, said
        self._rows |= {key: row for row, key in enumerate(self._new, len(self._rows))}
        self._new = {}
        self._save()
        return True

    def _begin(self, replies: list[FirstToken]) -> None:
        """Choose words, candidates and components by the replies there are."""
        self._words = sorted({token for reply in replies for token in reply if plain(token) in WORDS})
        verdicts = [reply for reply in replies if _is_verdict(reply)]
        usual = Counter(token for reply in verdicts for token in reply)
        self._tokens = sorted(t for t, n in usual.items() if n >= IN_MOST * len(verdicts))
        rows = self._matrix(verdicts)
        self._mean = _half(np.nanmean(rows, axis=0)) if verdicts else np.zeros(0, np.float32)
        centred = np.nan_to_num(rows - self._mean)
        _, vectors = np.linalg.eigh(centred.T @ centred)
        self._components = _half(vectors.T[::-1][:COMPONENTS])

    def _matrix(self, replies: Sequence[FirstToken]) -> Any:
        """Return a row for each reply and a column for each candidate; not-a-number where it is missing."""
        rows = [[reply.get(token, math.nan) for token in self._tokens] for reply in replies]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self._tokens))

    def _kept(self, replies: Sequence[FirstToken]) -> tuple[Any, Any]:
        """Return how far replies go along the components, in steps, and their words, in hundredths of a nat."""
        along = np.nan_to_num(self._matrix(replies) - self._mean) @ self._components.T
        along[[not _is_verdict(reply) for reply in replies]] = 0
        said = [[round(100 * reply[w]) if w in reply else ABSENT for w in self._words] for reply in replies]
        return np.round(along / STEP).astype(np.int16), np.array(said, dtype=np.int16).reshape(len(said), -1)

    def _save(self) -> None:
        buffer = io.BytesIO()
        np.savez(
            buffer,
            head=json.dumps({"tokens": self._tokens, "words": self._words}),
            mean=self._mean.astype(np.float16),
            components=self._components.astype(np.float16),
            keys=np.array(list(self._rows), dtype=np.uint64),
            along=np.asfortranarray(self._along),
            said=np.asfortranarray(self._said),
        )
        unfinished = self.path.with_suffix(".tmp")
        unfinished.write_bytes(lzma.compress(buffer.getvalue(), preset=6))
        os.replace(unfinished, self.path)


def _half(values: Any) -> Any:
    """Return values as they come back from the file, where they are kept in half precision."""
    return values.astype(np.float16).astype(np.float32)


def _is_verdict(reply: Mapping[str, float]) -> bool:
    """Return whether Yes and No together are likely enough for a verdict."""
    return sum(map(math.exp, logprobs(reply, "yes", "no"))) >= LEAST_SAID
