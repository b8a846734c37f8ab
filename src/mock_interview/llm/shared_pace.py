"""One pace for several processes: what `Pace` notes lies in a file without a name that all of them have open.

A lock of the operating system holds the others back while one reads and changes it; it is gone with a process that dies
holding it. Whoever waits looks again after a moment, since threads of another process cannot wake it.
"""

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mock_interview.llm.pace import Pace

LOOK = 0.05
"""Seconds after which somebody who waits looks again."""
_NOTED = struct.Struct("=9qd")
_COUNT = struct.Struct("=q")


class SharedPace(Pace):
    """The pace of one of several processes; the one with `slot` 0 begins, before the others look.

    `file` is the descriptor of an open file, which must stay open in each of them for as long as the pace is used.
    """

    def __init__(self, most: int, file: int, slots: int, slot: int = 0) -> None:
        super().__init__(most, wait=self._look_again)
        self._file, self._slots, self._slot = file, slots, slot
        self._counts = [0] * slots
        """Requests under way by process: those of one that died must not be counted for ever."""
        self._prober = 0
        """1 + the slot of the process whose request goes alone; 0 for none."""
        if not slot:
            self._write()

    @property
    def gave_up(self) -> bool:
        """Return whether patience is at its end; takes no lock, since a signal handler may be about to take it."""
        return bool(_NOTED.unpack(os.pread(self._file, _NOTED.size, 0))[0])

    def forget(self, slot: int) -> None:
        """Take what a process had under way as ended: it has died."""
        with self._held():
            self.under_way -= self._counts[slot]
            self._counts[slot] = 0
            if self._prober == slot + 1:
                self._probing = False

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._changed:
            self._lock()
            try:
                yield
            finally:
                self._unlock()

    def _look_again(self, changed: threading.Condition, seconds: float | None) -> None:
        self._unlock()
        try:
            changed.wait(LOOK if seconds is None else min(seconds, 10 * LOOK))
        finally:
            self._lock()

    def _lock(self) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        self._read()

    def _unlock(self) -> None:
        try:
            self._write()
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _read(self) -> None:
        data = os.pread(self._file, _NOTED.size + self._slots * _COUNT.size, 0)
        gave_up, stopped, alone, *numbers, self._until = _NOTED.unpack_from(data)
        self._gave_up, self._stopped, self._alone = bool(gave_up), bool(stopped), bool(alone)
        self.limit, self.refusals, self.pauses, self._round, self._run, self._prober = numbers
        self._probing = bool(self._prober)
        self._counts = [count for (count,) in _COUNT.iter_unpack(data[_NOTED.size :])]
        self.under_way = sum(self._counts)

    def _write(self) -> None:
        self._counts[self._slot] += self.under_way - sum(self._counts)
        self._prober = (self._prober or self._slot + 1) if self._probing else 0
        numbers = self.limit, self.refusals, self.pauses, self._round, self._run, self._prober
        noted = _NOTED.pack(self._gave_up, self._stopped, self._alone, *numbers, self._until)
        os.pwrite(self._file, noted + b"".join(map(_COUNT.pack, self._counts)), 0)
