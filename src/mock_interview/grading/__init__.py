"""From an answer to a grade: gates, verdict engines, evidence, level, feedback."""

from collections.abc import Sequence

from mock_interview.bank import Rule
from mock_interview.errors import BadInput, GraderFailed
from mock_interview.grading.answer import prepare
from mock_interview.grading.calibration import Calibration, calibration_for
from mock_interview.grading.decisions import DecisionsJudge
from mock_interview.grading.grade import Standard, failed, grade
from mock_interview.grading.interviewer import facts_asked, phrase
from mock_interview.grading.judging import Judge, Reading, is_embedded
from mock_interview.grading.logprobs import LogprobsJudge
from mock_interview.grading.many import beside, in_order, jobs_for, paced, windowed
from mock_interview.grading.opinions import reordered, together
from mock_interview.grading.probing import Prober
from mock_interview.grading.rehearsal import rehearse
from mock_interview.grading.structured import StructuredJudge
from mock_interview.llm import Client, Endpoint
from mock_interview.models import Question, Rubric, Turn, digest

ENGINES = ("auto", "logprobs", "structured", "decisions")

__all__ = [
    "ENGINES",
    "Calibration",
    "DecisionsJudge",
    "Judge",
    "LogprobsJudge",
    "Prober",
    "Reading",
    "Standard",
    "StructuredJudge",
    "beside",
    "calibration_for",
    "facts_asked",
    "failed",
    "grade",
    "in_order",
    "is_embedded",
    "jobs_for",
    "judge_for",
    "paced",
    "phrase",
    "prepare",
    "read_ahead",
    "rehearse",
    "reordered",
    "standard_for",
    "together",
    "windowed",
]


def judge_for(endpoint: Endpoint, engine: str = "auto") -> Judge:
    """Return the verdict engine for an endpoint.

    `auto` is `logprobs` on the embedded model; at OpenAI `decisions`, or `structured` alone where that endpoint cannot
    be used; `structured` anywhere else.
    """
    if engine not in ENGINES:
        raise BadInput(f"--engine {engine}: is none of {', '.join(ENGINES)}")
    client = Client(endpoint)
    if engine == "logprobs" or (engine == "auto" and endpoint.embedded):
        if not endpoint.model:
            endpoint = Endpoint(endpoint.grader, endpoint.url, client.model, endpoint.key, endpoint.gguf)
        return LogprobsJudge(client, calibration_for(endpoint.model, "logprobs", LogprobsJudge.prompt))
    if engine == "decisions" or (engine == "auto" and endpoint.openai):
        return DecisionsJudge(client, required=engine == "decisions")
    return StructuredJudge(client)


def read_ahead(judge: Judge, question: Question, rubric: Rubric, turns: Sequence[Turn]) -> None:
    """Let a judge evaluate the question and what there is of the answer, so that the first verdict comes sooner."""
    answer = prepare(question, rubric, turns)
    judge.read_ahead(question, rubric, answer.reading)


def standard_for(judge: Judge, rule: Rule) -> Standard:
    """Return what a judge's verdicts are turned into a level by: its own fitted rule, else the bank's."""
    try:
        calibration = calibration_for(judge.model, judge.engine, judge.prompt)
    except GraderFailed:
        calibration = Calibration()
    known = calibration.figures is not None
    return Standard(
        rule=calibration.rule or rule,
        calibration=digest(calibration.model_dump(mode="json")) if known else "default",
        validity=calibration.validity,
        baselines=frozenset(calibration.baselines),
        validity_of_new_questions=calibration.validity_of_new_questions if calibration.new_question else "",
    )
