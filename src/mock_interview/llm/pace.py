"""How many requests may be under way at one server, and when none may start: one judgement for all workers.

A refusal (429, 5xx, a time-out, no connection) pauses everybody, for as long as the server asks or twice as long as the
last time. After a pause one request goes alone; only when it succeeds do others follow, half as many as before. From
then on one more is allowed after each full round of successes: additive increase, multiplicative decrease (Chiu and
Jain 1989).
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from mock_interview.errors import GraderFailed

T = TypeVar("T")

FIRST_PAUSE = 1.0
"""Seconds, when the server does not say how long; doubled with each refusal that follows, up to `LONGEST_PAUSE`."""
LONGEST_PAUSE = 60.0
LONGEST_ASKED = 600.0
"""Seconds: a server that asks for a longer pause is not waited for."""
PATIENCE = 8
"""So many pauses in a row without one success, then this and all further requests fail."""
NOT_ASKED = "Stopped before the model was asked."


class Pace:
    """The pace of all clients that share it; `limit` is how many requests may be under way now."""

    def __init__(
        self,
        most: int,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float | None], object] = threading.Condition.wait,
    ) -> None:
        self.most = most
        self.limit = most
        self.under_way = 0
        self.refusals = 0
        self.pauses = 0
        """In a row, without a success between them."""
        self._clock, self._wait = clock, wait
        self._changed = threading.Condition()
        self._until = 0.0
        self._round = 0
        """Raised with every pause: what began before one says nothing about how it went after."""
        self._alone = False
        self._probing = False
        self._run = 0
        self._stopped = False
        self._gave_up = False

    @property
    def gave_up(self) -> bool:
        """Return whether patience is at its end."""
        return self._gave_up

    def _held(self) -> AbstractContextManager[Any]:
        """Hold everybody else back, for as long as what is noted here is read and changed."""
        return self._changed

    def stop(self) -> None:
        """Let no further request start; those under way are left to end."""
        with self._held():
            self._stopped = True
            self._changed.notify_all()

    def revive(self) -> None:
        """Begin anew after giving up."""
        with self._held():
            self._stopped = self._gave_up = self._alone = self._probing = False
            self.pauses, self._until = 0, 0.0

    def keep(self, call: Callable[[], T], refused: Callable[[GraderFailed], float | None]) -> T:
        """Make a call when its turn has come, again after each refusal.

        `refused` returns for a failure the seconds the server asks to wait, 0 when it does not say, or None for a
        failure that waiting does not help. Raises the failure when patience is at its end.
        """
        while True:
            began = self._enter()
            try:
                result = call()
            except GraderFailed as failure:
                seconds = refused(failure)
                if seconds is None:
                    self._leave(began, well=True)
                    raise
                if self._pause(began, seconds):
                    raise
            except BaseException:
                self._leave(began, well=False)
                raise
            else:
                self._leave(began, well=True)
                return result

    def _enter(self) -> int:
        with self._held():
            while True:
                if self._stopped:
                    raise GraderFailed(NOT_ASKED)
                pause = self._until - self._clock()
                free = not self._probing if self._alone else self.under_way < self.limit
                if pause <= 0 and free:
                    break
                self._wait(self._changed, pause if pause > 0 else None)
            self.under_way += 1
            self._probing = self._alone
            return self._round

    def _leave(self, began: int, *, well: bool) -> None:
        with self._held():
            self.under_way -= 1
            if began == self._round:
                self._probing = False
                if well:
                    self._alone, self.pauses = False, 0
                    self._run += 1
                    if self._run >= self.limit and self.limit < self.most:
                        self.limit += 1
                        self._run = 0
            self._changed.notify_all()

    def _pause(self, began: int, seconds: float) -> bool:
        """Pause everybody once for all that was under way together; return whether patience is at its end."""
        with self._held():
            self.under_way -= 1
            self.refusals += 1
            now = self._clock()
            if began == self._round:
                if not self._alone:  # a request that goes alone is refused for what was, not for being one too many
                    self.limit = max(self.limit // 2, 1)
                self._round += 1
                self.pauses += 1
                self._run = 0
                self._alone, self._probing = True, False
                usual = min(FIRST_PAUSE * 2 ** (self.pauses - 1), LONGEST_PAUSE)
                self._until = now + (seconds or usual)
            elif seconds:
                self._until = max(self._until, now + seconds)
            self._changed.notify_all()
            if self.pauses >= PATIENCE or seconds > LONGEST_ASKED:
                self._stopped = self._gave_up = True
            return self._stopped
