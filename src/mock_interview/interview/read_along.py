"""While one types: the model loads and reads what is there already, and drafts are saved."""

import re
import threading
from collections.abc import Callable
from contextlib import suppress

from mock_interview.errors import MockInterviewError

NEW_CHARACTERS = 200
"""How much must have been added before the model reads on."""
_FINISHED = re.compile(r"(?s).*(?:\n|[.!?](?=\s|$))")


class ReadAlong:
    """A thread that hands drafts on, the newest only: to `keep` at once, to `read` in larger pieces.

    What fails here fails again, and is said, when the answer is graded.
    """

    def __init__(self, keep: Callable[[str], None], read: Callable[[str], None], every: float = 2.0) -> None:
        self._keep, self._read, self._every = keep, read, every
        self._draft = ""
        self._stop = threading.Event()
        self._keeping = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._read_to = 0
        self._kept = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    @property
    def draft(self) -> str:
        """Return what was heard last."""
        return self._draft

    def hear(self, draft: str) -> None:
        """Take note of what has been typed so far."""
        self._draft = draft

    def stop(self) -> None:
        """End, waiting for what is being read."""
        self._stop.set()
        self._thread.join()

    def abandon(self) -> None:
        """End without waiting for what is being read; no draft is kept from here on."""
        with self._keeping:
            self._stop.set()

    def _run(self) -> None:
        reading = threading.Thread(target=self._read_all, daemon=True)
        reading.start()
        while not self._stop.wait(self._every):
            self.keep_now()
        reading.join()

    def keep_now(self) -> None:
        """Save the draft if it has changed."""
        with self._keeping, suppress(MockInterviewError):
            draft = self._draft
            if draft != self._kept and not self._stop.is_set():
                self._keep(draft)
                self._kept = draft

    def _read_all(self) -> None:
        try:
            self._read("")
            while not self._stop.wait(0.2):
                finished = _FINISHED.match(self._draft)
                text = finished[0] if finished else ""
                if len(text) < self._read_to + NEW_CHARACTERS:
                    continue
                self._read_to = len(text)
                self._read(text)
        except MockInterviewError:
            return
