"""`mock-interview grade FOLDER|FILE.jsonl`: many answers at once, streamed in input order, to be gone on with later."""

import os
import shlex
import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import typer

from mock_interview.cli.options import Misuse
from mock_interview.cli.run import Plan, Run
from mock_interview.errors import GraderFailed

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge


def same_command() -> str:
    """Return the command as it was given, to go on with."""
    words = [word for word in sys.argv[1:] if word != "--fresh"]
    return shlex.join(["mock-interview", *words])


def grade_many(plan: Plan, bank: "Bank", grader: str | None, engine: str, again: str) -> None:
    """Grade all there is; broken ones are reported in their place and stop nothing. `again` is the same command."""
    from mock_interview import grading, records
    from mock_interview.cli.account import Account
    from mock_interview.cli.grade import open_all
    from mock_interview.cli.spread import Order, Spread, processes_for
    from mock_interview.cli.working import Worker

    plan.check()
    with ExitStack() as stack:
        (judge,) = stack.enter_context(open_all([grader], engine))
        prepare(judge, plan.at_once)
        jobs = grading.jobs_for(judge, plan.jobs)
        pace = grading.paced(judge, jobs)
        if plan.max_cost is not None:
            check_price(judge)
        account = Account(plan.max_cost)
        ledger = records.Ledger(plan.out, fresh=plan.fresh) if plan.out else None
        whole = False
        try:
            worker = Worker(bank, judge, account, ledger, fresh=plan.fresh)
            spread = None
            processes = processes_for(jobs, plan.total)
            if processes > 1 and (model := _named(judge)) and not pace.gave_up:
                order = partial(Order, bank.root, grader, engine, plan.at_once, model, plan.fresh)
                spread = Spread(order, jobs, processes, worker, account)
                stack.callback(spread.close)
                pace = spread.pace
            run = Run(plan, worker, account, ledger, pace, again)
            run.go(records.read_inputs(plan.source, plan.question, worker.known, plan.leave), jobs, spread)
            whole = run.whole
        finally:
            if ledger:
                ledger.close(whole=whole)
        if run.hurried and jobs > 1:  # threads that wait for a server would keep the program from ending
            sys.stdout.flush()
            os._exit(int(run.exit_code))
        raise typer.Exit(int(run.exit_code))


def prepare(judge: "Judge", at_once: int | None) -> None:
    """Have a judge ask about as many criteria at once as was wished."""
    from mock_interview.grading import StructuredJudge

    if at_once:
        if not isinstance(judge, StructuredJudge):
            raise Misuse("--at-once is for engines that ask about several criteria in one request.")
        judge.ask_at_once(at_once)


def _named(judge: "Judge") -> str:
    """Return the model's name; none when the server does not say it, and then there is no use in more processes."""
    try:
        return judge.model
    except GraderFailed:
        return ""


def check_price(judge: "Judge") -> None:
    """Raise `Misuse` when nobody has said what the model costs."""
    from mock_interview.llm import prices_for

    if not prices_for(judge.model):
        where = f'Write [prices."{judge.model}"] with input and output in config.toml; see docs/scale.md.'
        raise Misuse(f"--max-cost: nobody has said what {judge.model} costs.", where)
