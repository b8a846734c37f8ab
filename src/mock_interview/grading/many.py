"""Many answers at once: workers on one judge's connections, results in the order of the input, bounded memory."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from mock_interview.errors import GraderFailed
from mock_interview.grading.judging import Judge, ModelJudge
from mock_interview.llm import Pace

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 4
"""Answers that may be begun or finished while an earlier one is waited for, for each worker."""
USUAL_JOBS = 8


def jobs_for(judge: Judge, wanted: int | None) -> int:
    """Return how many answers are graded at once: one on the embedded model, which has no use for more."""
    if not isinstance(judge, ModelJudge) or judge.client.endpoint.embedded:
        return 1
    return wanted or USUAL_JOBS


def paced(judge: Judge, jobs: int) -> Pace:
    """Return the pace of a judge's requests, shared by all judges made of it."""
    pace = Pace(jobs)
    if isinstance(judge, ModelJudge) and not judge.client.endpoint.embedded:
        judge.client.share(pace)
        try:
            _ = judge.model  # asked once and not by every worker
        except GraderFailed:
            pace.revive()  # whoever grades says what is wrong
    return pace


def beside(judge: Judge) -> Judge:
    """Return a judge that counts its tokens for itself, for one answer."""
    return judge.beside() if isinstance(judge, ModelJudge) else judge


def in_order(work: Callable[[T], R], inputs: Iterator[T], jobs: int, may_begin: Callable[[int], bool]) -> Iterator[R]:
    """Yield the results of some work in the order of its inputs, `jobs` of them worked on at once.

    `may_begin` is asked before each, with how many are under way; once it says no with none under way, nothing more is
    begun. What was begun is yielded in any case.
    """
    if jobs == 1:
        while may_begin(0):
            try:
                one = next(inputs)
            except StopIteration:
                return
            yield work(one)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="grading")
    try:
        yield from windowed(lambda one: pool.submit(work, one), inputs, jobs, may_begin)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def windowed(
    submit: Callable[[T], "Future[R]"], inputs: Iterator[T], jobs: int, may_begin: Callable[[int], bool]
) -> Iterator[R]:
    """Yield the results of what was submitted in the order of its inputs; `AHEAD` times `jobs` are held at most."""
    window: deque[Future[R]] = deque()
    more = True
    while more or window:
        while more and len(window) < jobs * AHEAD and may_begin(sum(not f.done() for f in window)):
            try:
                window.append(submit(next(inputs)))
            except StopIteration:
                more = False
        if not window:
            return
        window[0].result()
        yield window.popleft().result()
