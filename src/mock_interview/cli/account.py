"""What a run over many answers has taken so far."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_interview.models import Provenance


class Account:
    """Tokens and money of one run, counted by all workers; `most` is in US dollars."""

    def __init__(self, most: float | None = None) -> None:
        self.most = most
        self.spent = 0.0
        self.input_tokens = self.output_tokens = self.cached_tokens = 0
        self.answers = 0
        """Those that a model was asked about."""
        self.priced = True
        self._lock = threading.Lock()

    @property
    def each(self) -> float:
        """Return what an answer has cost on average."""
        return self.spent / self.answers if self.answers else 0.0

    def add(self, made: "Provenance") -> None:
        """Count what a grade took."""
        with self._lock:
            if made.input_tokens or made.output_tokens:
                self.answers += 1
                self.priced = self.priced and made.cost_usd is not None
            self.spent += made.cost_usd or 0.0
            self.input_tokens += made.input_tokens
            self.output_tokens += made.output_tokens
            self.cached_tokens += made.cached_tokens

    def allows(self, under_way: int) -> bool:
        """Return whether one more answer would stay within `most`, if all under way cost what they do on average.

        Until the first one is done nobody knows what they cost, and one at a time is begun.
        """
        if self.most is None:
            return True
        with self._lock:
            if not self.answers:
                return under_way == 0
            return self.spent + (under_way + 1) * self.each <= self.most


class Tab(threading.local):
    """What the last grade of this thread took, for somebody else to count."""

    def __init__(self) -> None:
        self.made: Provenance | None = None

    def add(self, made: "Provenance") -> None:
        """Note it."""
        self.made = made
