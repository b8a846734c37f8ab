"""The fault suite: whole sessions against a server that misbehaves by seeded script. Run by `make faults`.

Each case is a session from the first draft to the saved grade. Counted are answers lost, levels and verdicts that the
server never gave, quotes that are not in the answer, exceptions that are none of ours, keys that got into a session,
redirects that were followed, and how many requests and seconds the worst grade took.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from mock_interview import records
from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed, MockInterviewError
from mock_interview.grading import Prober, grade, judge_for, standard_for
from mock_interview.interview import Attempt
from mock_interview.llm import Endpoint, Pace
from mock_interview.models import Grade
from support import TINY
from support_faults import ADDRESSES, FAULTS, SLOW, Given, Server, misbehaving

KEY = "sk-secret-marker-0123456789"
TIMEOUT = 0.25
"""Seconds of silence; so small that hundreds of hangs can be waited for."""
PIECES = (
    "The gluten strands get pulled into a net that keeps the gas.",
    "I stop when I can stretch a piece until light comes through.",
    "Past that point it tears and turns sticky because the bonds break.",
    "A wet dough left overnight gets there by itself.",
)
MOST = {"structured": 50, "logprobs": 70, "decisions": 55}
"""Requests that one grade may take: three tries for each request, three requests for each part of the rubric."""
PACED = 2
"""So many times as many may it take in bulk, where workers pause together and try again for longer."""


@dataclass
class Tally:
    """What came of the cases."""

    cases: int = 0
    graded: int = 0
    problems: list[str] = field(default_factory=list)
    """Each with the seed that leads to it again."""
    kinds: Counter[str] = field(default_factory=Counter)
    most_requests: int = 0
    longest: float = 0.0
    """Seconds of the slowest grade."""
    longest_wait: float = 0.0
    """Seconds the client would have waited before trying again."""
    longest_pause: float = 0.0
    """Seconds all workers would have paused for."""
    faults: Counter[str] = field(default_factory=Counter)

    def problem(self, kind: str, seed: int, what: str) -> None:
        """Note a problem."""
        self.kinds[kind] += 1
        self.problems.append(f"seed {seed}: {kind}: {what}")


class Clock:
    """The clock of a pace that waits for nothing, and remembers for how long it would have."""

    def __init__(self) -> None:
        self.now = self.longest = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def wait(self, _: threading.Condition, seconds: float | None) -> None:
        """Let the time pass."""
        self.now += seconds or 0.0
        self.longest = max(self.longest, seconds or 0.0)


def script(draw: random.Random, only: str | None = None) -> list[str]:
    """Return a script: so many replies well, then faults, alone, mixed or without end."""
    if not only and draw.random() < 0.25:  # replies that are none, in a server that is well otherwise
        return [draw.choice(["wrong", "well", "well", "well"]) for _ in range(60)]
    quick = [name for name in FAULTS if name not in SLOW]
    slow = draw.random() < 0.03
    names = draw.sample(quick, draw.randint(1, 4)) + (draw.sample(SLOW, 1) if slow else [])
    if only:
        return [only] * 3 if draw.random() < 0.5 else ["well", only]
    well = ["well"] * draw.randint(0, 8)
    match draw.choice(["one", "some", "many", "mixed"]):
        case "one":
            return [*well, names[-1]]
        case "some":
            return [*well, *(names * 2)]
        case "many":
            return [*well, *(names[-1:] * 150)]
    return [draw.choice([*names, "wrong", "well", "well"]) for _ in range(30)]


def one(seed: int, server: Server, bank: Bank, tally: Tally, only: str | None = None) -> None:
    """Play one session and look at what came of it."""
    draw = random.Random(seed)
    plan = script(draw, only)
    if only in ADDRESSES or (not only and draw.random() < 0.03):
        where = only or draw.choice(list(ADDRESSES))
        plan, url = [where], ADDRESSES[where](server)
    else:
        where, url = "", server.url
    server.play([] if where else plan, seed)
    server.other.play([], seed)  # type: ignore[attr-defined]
    server.secured.play([], seed)  # type: ignore[attr-defined]
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    said = [f"{text} ({draw.getrandbits(40)})" for text in draw.sample(PIECES, 3)]
    attempt = Attempt(question, rubric)
    engine = draw.choice(["structured", "structured", "logprobs", "decisions"])
    model = draw.choice(["small", "small", "small", ""])
    clock = Clock() if draw.random() < 0.25 else None
    tally.cases += 1
    given: Grade | None = None
    judge: Any = None
    try:
        attempt.write(said[0], finished=False)
        attempt.write(" ".join(said[:2]), finished=True)
        try:
            judge = judge_for(Endpoint("openai", url, model, KEY), engine)
            if clock:
                judge.client.share(Pace(4, clock, clock.wait))
            probe = None
            if draw.random() < 0.4:  # else the faults are kept for the grade
                probe = Prober(judge, question, rubric, bank.levels.rule).next(attempt.session.turns)
        except MockInterviewError:
            probe = next(c for c in rubric.criteria if c.probe)
        if probe:
            attempt.probe(probe)
            attempt.write(said[2], finished=True)
        if judge:
            server.given = Given()  # what was read before the follow-up is no part of the grade
            before, begun = len(server.asked), time.monotonic()
            given = grade(question, rubric, attempt.session.turns, judge, standard_for(judge, bank.levels.rule))
            attempt.add_grade(given)
            requests = len(server.asked) - before
            tally.longest = max(tally.longest, time.monotonic() - begun)
            tally.most_requests = max(tally.most_requests, requests)
            if requests > MOST[engine] * (PACED if clock else 1):
                tally.problem("retry storm", seed, f"{requests} requests")
    except GraderFailed:
        pass
    except Exception:  # noqa: BLE001 - that is what is looked for
        tally.problem("traceback", seed, traceback.format_exc())
    finally:
        if judge:
            judge.close()
    if where and (server.asked or server.secured.asked):  # type: ignore[attr-defined]
        tally.problem("sent astray", seed, where)
    tally.longest_pause = max(tally.longest_pause, clock.longest if clock else 0.0)
    tally.faults.update([where] if where else set(plan[: len(server.asked)]))
    _look(seed, attempt, given, [" ".join(said[:2]), *([said[2]] if probe else [])], engine, server, tally)


def _look(
    seed: int, attempt: Attempt, given: Grade | None, said: list[str], engine: str, server: Server, tally: Tally
) -> None:
    """Compare what lies on the disk with what was typed and what the server gave."""
    path = attempt.path
    if path is None or not path.is_file():
        tally.problem("answer lost", seed, "there is no file")
        return
    kept = records.load(path)
    if [turn.text for turn in kept.answers] != said:
        tally.problem("answer lost", seed, repr([turn.text for turn in kept.answers]))
    if kept.grades != (() if given is None else (given,)):
        tally.problem("grade lost", seed, f"{len(kept.grades)} grades")
    if KEY in path.read_text():
        tally.problem("key", seed, f"in {path}")
    if server.other.connections:  # type: ignore[attr-defined]
        tally.problem("redirect followed", seed, "")
    path.unlink()
    if given is None:
        return
    tally.graded += given.level.estimate is not None
    for verdict in given.verdicts:
        if verdict.probability is not None and not _genuine(verdict, engine, server):
            tally.problem("verdict invented", seed, verdict.model_dump_json())
        for quote in verdict.quotes:
            if kept.turns[quote.turn].text[quote.start : quote.end] != quote.text:
                tally.problem("quote invented", seed, quote.text)
    missing = sum(v.probability is None for v in given.verdicts)
    if given.level.estimate is not None and missing > 0.1 * len(given.verdicts):
        tally.problem("level invented", seed, f"{given.level.estimate} with {missing} verdicts missing")


def _genuine(verdict: Any, engine: str, server: Server) -> bool:
    """Return whether the server has given a verdict, in a well-formed reply."""
    if engine == "logprobs":
        return server.given.logprobs.get(verdict.criterion) is (verdict.probability >= 0.5)
    words = {0.95: "MET", 0.05: "UNMET"}
    if engine == "structured":
        said = (verdict.criterion, words.get(verdict.probability, ""), verdict.reason)
        return said in server.given.structured
    chance = server.given.decisions.get(verdict.criterion)
    return chance is not None and verdict.probability in (chance, (chance + 0.95) / 2, (chance + 0.05) / 2)


def run(cases: int, first: int, home: Path, seconds: float = 1e9, leave_out: Collection[str] = ()) -> Tally:
    """Play every fault by itself, then so many cases from a seed on, for at most so long; return what came of them."""
    tally = Tally()
    bank = Bank(TINY)
    ends = time.monotonic() + seconds

    def no_wait(self: Any, **known: Any) -> None:
        left = known["max_retries"] - known["retries_taken"]
        response = known["response"]
        waits = self._calculate_retry_timeout(
            left, known["options"], response.headers if response is not None else None
        )
        tally.longest_wait = max(tally.longest_wait, waits)

    settings = {"MOCK_INTERVIEW_HOME": str(home), "MOCK_INTERVIEW_TIMEOUT": str(TIMEOUT), "OPENAI_API_KEY": KEY}
    with (
        patch.dict(os.environ, settings),
        patch("openai._base_client.SyncAPIClient._sleep_for_retry", no_wait),
        misbehaving(bank.rubric("why-knead"), [*PIECES, "these words were never said"]) as server,
    ):
        for number, name in enumerate(name for name in (*FAULTS, *ADDRESSES) if name not in leave_out):
            one(first + number, server, bank, tally, only=name)
        for seed in range(first, first + cases):
            if time.monotonic() > ends:
                break
            one(seed, server, bank, tally)
    return tally


def main() -> int:
    """Run the suite and print what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=1800)
    given = options.parse_args()
    logging.disable()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        tally = run(given.cases, given.seed, Path(home), given.seconds)
    print(f"seeds from {given.seed}, {tally.cases} sessions, {len(tally.faults)} faults met, {tally.graded} levels")
    for kind in ("answer lost", "grade lost", "level invented", "verdict invented", "quote invented", "traceback"):
        print(f"{kind}: {tally.kinds[kind]}")
    for kind in ("key", "redirect followed", "sent astray", "retry storm"):
        print(f"{kind}: {tally.kinds[kind]}")
    print(
        f"most requests for one grade: {tally.most_requests}; longest wait before a retry: {tally.longest_wait:.0f} s, "
        f"in bulk {tally.longest_pause:.0f} s"
    )
    print(
        f"slowest grade: {tally.longest:.1f} s with a time-out of {TIMEOUT} s; {time.monotonic() - begun:.0f} s in all"
    )
    print(*tally.problems[:20], sep="\n")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
