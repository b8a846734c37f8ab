"""`mock-interview grade ... --batch`: send everything as batches, come back for the grades, restarts in between."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mock_interview.cli.bulk import prepare
from mock_interview.cli.options import Misuse
from mock_interview.cli.run import Plan, Run
from mock_interview.errors import BadInput, ExitCode, GraderFailed

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.cli.working import Worker
    from mock_interview.grading import StructuredJudge
    from mock_interview.llm.batch import State

POLL = 30.0
"""Seconds between two looks with --wait."""


def grade_batch(plan: Plan, bank: "Bank", grader: str | None, again: str, *, wait: bool) -> None:
    """Send what has no grade yet, or, when that is done, read the replies."""
    from mock_interview import grading, records
    from mock_interview.cli.account import Account
    from mock_interview.cli.grade import open_all
    from mock_interview.cli.working import Worker
    from mock_interview.llm import Pace
    from mock_interview.terminal.console import say

    plan.check()
    if plan.out is None:
        raise Misuse("--batch needs --out FILE.jsonl: what is under way is noted beside it.")
    if plan.max_cost is not None:
        raise Misuse("--max-cost does not go with --batch: it is all sent at once.")
    with open_all([grader], "structured") as (judge,):
        if not isinstance(judge, grading.StructuredJudge) or judge.client.endpoint.embedded:
            raise Misuse("--batch needs a server with a Batch API.", "Use --grader openai.")
        prepare(judge, plan.at_once)
        fresh = _read(plan, judge).fresh
        ledger = records.Ledger(plan.out, fresh=fresh)
        whole = False
        try:
            state = _read(plan, judge)  # again: until now another run may have noted something
            account = Account()
            worker = Worker(bank, judge, account, ledger, fresh=fresh)
            run = Run(plan, worker, account, ledger, Pace(1), again, give_up=inf)  # nobody is asked any more
            with _naming_the_note(plan):
                _Sending(plan, worker, judge, state).go()
                if state.shipments:
                    _await(state, plan, judge, again, wait=wait)
                with _collected(state, judge) as lost:
                    run.go(_inputs(plan, worker), 1)
            whole = run.whole
            if lost and run.counts["ungraded"]:
                say(f"{lost.message}\n{_if_it_stays_so(plan)}", "yellow")
            elif whole:
                _file(plan).unlink(missing_ok=True)
        finally:
            ledger.close(whole=whole)
        raise typer.Exit(int(run.exit_code))


def _file(plan: Plan) -> Path:
    assert plan.out is not None
    return plan.out.with_name(plan.out.name + ".batch.json")


def _inputs(plan: Plan, worker: "Worker") -> "Iterator[Any]":
    from mock_interview.records import read_inputs

    return read_inputs(plan.source, plan.question, worker.known, {*plan.leave, _file(plan), _file(plan).resolve()})


def _read(plan: Plan, judge: "StructuredJudge") -> "State":
    """Return what is under way, nothing if there is no note of it."""
    from mock_interview.llm.batch import State

    path = _file(plan)
    made_by = judge.grader, judge.model, judge.prompt
    if not path.exists():
        return State(made_by=made_by, fresh=plan.fresh)
    try:
        state = State.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise BadInput(f"{path}: cannot be read", "Remove it to send everything again.") from error
    if state.made_by != made_by:
        raise Misuse(f"{path}: what is under way was sent by {state.made_by[0]} with {state.made_by[1]}.")
    judge.client.refused = set(state.refused)
    return state


def _if_it_stays_so(plan: Plan) -> str:
    return f"If it stays so, remove {_file(plan)}: the same command then sends again what has no grade."


@contextmanager
def _naming_the_note(plan: Plan) -> "Iterator[None]":
    """Have a failure over what is under way say what to do if it comes again each time."""
    try:
        yield
    except GraderFailed as failure:
        if _file(plan).exists():
            failure.hint = f"{failure.hint} {_if_it_stays_so(plan)}".strip()
        raise


def _save(state: "State", plan: Plan) -> None:
    from mock_interview.records.files import replace

    path = _file(plan)
    try:
        replace(path, state.model_dump_json(indent=2) + "\n")
    except OSError as error:
        hint = "Make room and give the same command again: it goes on from what is noted there."
        raise BadInput(f"{path}: cannot be written: {error.strerror}", hint) from error


class _Sending:
    """Sends the requests of all answers that have no grade yet, a file at a time; goes on after a crash."""

    def __init__(self, plan: Plan, worker: "Worker", judge: "StructuredJudge", state: "State") -> None:
        self.plan, self.worker, self.judge, self.state = plan, worker, judge, state
        self._tried = False

    def go(self) -> None:
        """Send what is not sent yet, and note it."""
        from mock_interview.llm import batch
        from mock_interview.terminal.console import say

        state, client = self.state, self.judge.client
        for shipment in state.shipments:
            if not shipment.batch:
                batch.begin(client, shipment)
                _save(state, self.plan)
        if state.complete:
            return
        before = sum(shipment.requests for shipment in state.shipments)
        for number, file, count in self._files(before):
            shipment = batch.Shipment(file=batch.upload(client, file), requests=count)
            state.shipments.append(shipment)
            _save(state, self.plan)
            batch.begin(client, shipment)
            _save(state, self.plan)
            say(f"Sent {number + count:,} requests.", "dim")
        if state.shipments:
            state.complete = True
            _save(state, self.plan)

    def _files(self, skip: int) -> "Iterator[tuple[int, Any, int]]":
        """Yield files of requests as large as a batch may be, each with how many went before and are in it."""
        from mock_interview.llm import batch

        file, count, before = tempfile.TemporaryFile(), 0, skip  # noqa: SIM115 - closed below
        try:
            for number, line in enumerate(self._lines()):
                if number < skip:
                    continue
                if count == batch.MOST or file.tell() + len(line) > batch.MOST_BYTES:
                    yield before, file, count
                    before, count = before + count, 0
                    file.seek(0)
                    file.truncate()
                file.write(line)
                count += 1
            if count:
                yield before, file, count
        finally:
            file.close()

    def _lines(self) -> "Iterator[bytes]":
        """Yield the line of each request once; the first is tried at once, to learn what the model does not take."""
        from mock_interview.llm import batch

        client, seen = self.judge.client, batch.Seen()
        for one in _inputs(self.plan, self.worker):
            for request in self.worker.requests(one, self.judge):
                if not self._tried and not self.state.shipments:
                    self._tried = True
                    client.send(request)
                    self.state.refused = tuple(sorted(client.refused))
                name, line = batch.line_of(client, request)
                if seen.first(name):
                    yield line


def _await(state: "State", plan: Plan, judge: "StructuredJudge", again: str, *, wait: bool) -> None:
    """Return when all batches have ended; without `wait`, end the program when they have not."""
    from mock_interview.llm import batch
    from mock_interview.terminal.console import err, say

    try:
        with err().status("") as status:
            while True:
                for shipment in state.shipments:
                    if shipment.status not in batch.ENDED:
                        batch.look(judge.client, shipment)
                _save(state, plan)
                done, total = sum(s.done for s in state.shipments), sum(s.requests for s in state.shipments)
                if state.ended:
                    break
                if not wait:
                    say(f"Under way: {done:,} of {total:,} replies are there. Look again: {again}")
                    raise typer.Exit(int(ExitCode.NO_GRADER))
                status.update(f"{done:,} of {total:,} replies are there")
                time.sleep(POLL)
    except KeyboardInterrupt:
        say(f"\nThe batches go on without this program. Look again: {again}")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    for shipment in state.shipments:
        if shipment.status != "completed":
            say(f"The batch {shipment.batch} is {shipment.status}: what it has no reply to stays ungraded.", "yellow")


@contextmanager
def _collected(state: "State", judge: "StructuredJudge") -> "Iterator[GraderFailed | None]":
    """Have a judge read the replies of batches instead of asking; yield why those of some cannot be had.

    Raises that `GraderFailed` when none can.
    """
    from mock_interview.llm.batch import Collected

    asking = judge.client
    replies = Collected(asking)
    judge.client, judge.usage = replies, replies.usage
    lost: list[GraderFailed] = []
    try:
        for shipment in state.shipments:
            try:
                replies.fetch(shipment)
            except GraderFailed as failure:
                lost.append(failure)
        if lost and len(lost) == len(state.shipments):
            raise lost[0]
        yield lost[0] if lost else None
    finally:
        judge.client, judge.usage = asking, asking.usage
        replies.close()
