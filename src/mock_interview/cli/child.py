"""One of the processes that grade many answers: `python -m mock_interview.cli.child`, begun by `cli.spread`.

Orders come on standard input, replies go to standard output, pickled; when the input ends, so does the process.
"""

import os
import pickle
import signal
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from mock_interview.errors import MockInterviewError

if TYPE_CHECKING:
    from mock_interview.cli.account import Tab
    from mock_interview.cli.spread import Order
    from mock_interview.cli.working import Result, Worker
    from mock_interview.models import Provenance
    from mock_interview.records import Input

Done = tuple["Result", "Provenance | None"]


def main() -> None:
    """Grade what comes, so many answers at once, until nothing more comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began us decides what it means
    orders, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that is printed comes between the replies
    writing = threading.Lock()

    def send(number: int, done: "Future[Done]") -> None:
        reply = pickle.dumps((number, _said(done)))
        try:
            with writing:
                replies.write(reply)
                replies.flush()
        except OSError:  # nobody reads them any more
            os._exit(0)

    try:
        order: Order = pickle.load(orders)
        worker, tab = _prepare(order)
        pool = ThreadPoolExecutor(order.jobs, thread_name_prefix="grading")
        number, one = pickle.load(orders)
        worker.rehearse(one)
        while True:
            pool.submit(_work, worker, tab, one).add_done_callback(partial(send, number))
            number, one = pickle.load(orders)
    except MockInterviewError as error:
        sys.stderr.write(f"{error.message}\n")
    except (EOFError, pickle.UnpicklingError):  # closed, or whoever began us died over a line
        pass
    os._exit(0)  # without waiting for what is under way


def _prepare(order: "Order") -> "tuple[Worker, Tab]":
    from mock_interview import llm
    from mock_interview.bank import Bank
    from mock_interview.cli.account import Tab
    from mock_interview.cli.bulk import prepare
    from mock_interview.cli.options import judge_on
    from mock_interview.cli.working import Worker
    from mock_interview.grading.judging import ModelJudge
    from mock_interview.llm.shared_pace import SharedPace

    judge = judge_on(llm.choose(order.grader), order.engine)
    assert isinstance(judge, ModelJudge)
    prepare(judge, order.at_once)
    judge.client.share(SharedPace(order.most, order.pace, order.slots, order.slot), order.model)
    judge.beside()  # connected now, and not by each thread at once
    tab = Tab()
    return Worker(Bank(order.bank), judge, tab, None, fresh=order.fresh), tab


def _work(worker: "Worker", tab: "Tab", one: "Input") -> Done:
    tab.made = None
    return worker(one), tab.made


def _said(done: "Future[Done]") -> Any:
    """Return what came of an input, or the error as text: not every error can be sent."""
    error = done.exception()
    return "".join(traceback.format_exception(error)) if error else done.result()


if __name__ == "__main__":
    main()
