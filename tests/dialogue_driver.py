"""The program with a judge of the tests in place of a model; the environment's `JUDGE` says which.

`usable` and `failing` are those of `support_cli`; `waiting` says one verdict and then nothing; `absorbed` never comes
back from reading ahead; `none` leaves the program as it is, with the embedded engine installed and no model.
"""

import os
import signal
import threading
from collections.abc import Iterator
from unittest.mock import patch

import support_cli
from mock_interview.cli import main
from mock_interview.grading import Reading
from mock_interview.grading.answer import Answer
from mock_interview.models import Question, Rubric


class Waiting(support_cli.FakeJudge):
    """Says one verdict and then nothing."""

    def judge(self, question: Question, rubric: Rubric, answer: Answer) -> Iterator[Reading]:
        """Yield one reading, then wait for ever."""
        yield Reading("gluten-network", 1.0, (support_cli.SHOWN["gluten-network"],))
        threading.Event().wait()


class Absorbed(support_cli.FakeJudge):
    """Never comes back from reading ahead."""

    def read_ahead(self, question: Question, rubric: Rubric, draft: str) -> None:
        """Wait for ever."""
        threading.Event().wait()


JUDGES = {
    "usable": support_cli.usable,
    "failing": support_cli.failing,
    "waiting": Waiting,
    "absorbed": Absorbed,
}

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have it ignored
    which = os.environ["JUDGE"]
    if which == "none":
        with patch("mock_interview.llm.engine_installed", lambda: True):
            main()
    else:
        judge = JUDGES[which]()
        with (
            patch("mock_interview.cli.room.open_judge", lambda *_: judge),
            patch("mock_interview.cli.grade.open_judge", lambda *_: judge),
        ):
            main()
