"""From a model's raw signal to a probability, and its rule: fitted on `gold/` for one model and one wording."""

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from operator import mul, sub
from typing import Any

from pydantic import Field

from mock_interview.bank import Rule
from mock_interview.grading.context import Context
from mock_interview.grading.marks import FILE as MARKS
from mock_interview.grading.odds import log_odds
from mock_interview.models import Criterion, Noun, Question, digest

WIDE = 3000
"""Candidates of the first token for a probe; llama.cpp gives as many as one asks for."""
LEAST_TOKENS = 0.7
NARROW = 20
"""The most that OpenAI and vLLM give."""


class Curve(Noun):
    """Platt's scaling (Platt 1999) of the signals, as far as they lie from their baseline, and as they are."""

    log_odds: float
    probe: float = 0.0
    raw_log_odds: float = 0.0
    raw_probe: float = 0.0
    intercept: float


class Probe(Noun):
    """A linear probe on the first token's log-probabilities (logits are a linear image of the hidden state).

    score = intercept + sum(weight * (logprob - mean)) over its tokens; a token that is not in the reply counts as
    its mean.
    """

    tokens: tuple[str, ...]
    means: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def fits(self, first_token: Mapping[str, float]) -> bool:
        """Return whether a reply has enough of the tokens to be read."""
        return sum(map(first_token.__contains__, self.tokens)) >= LEAST_TOKENS * len(self.tokens)

    def score(self, first_token: Mapping[str, float]) -> float:
        """Return the probe's log-odds."""
        found = map(first_token.get, self.tokens, self.means)
        return self.intercept + math.fsum(map(mul, self.weights, map(sub, found, self.means)))


class Figures(Noun):
    """How grades under this calibration agree with labelled answers, each question left out of the fit in turn."""

    answers: int
    questions: int
    exact: float
    within_one: float
    kappa: float
    """Quadratic weighted kappa."""
    kappa_low: float
    kappa_high: float


class Signal(Noun):
    """What is read of one reply: log-odds of Yes against No, and the probe's score."""

    log_odds: float
    probe: float = 0.0


class Calibration(Noun):
    """What was fitted for one (model, prompt).

    A signal counts by how far it lies from its baseline, the mean over the gold answers to that question: models say
    Yes to some claims more readily than to others, whatever the answer.
    """

    format: int = 1
    model: str = "any"
    engine: str = "logprobs"
    prompt: str = ""
    probes: dict[str, Probe] = Field(default_factory=dict)
    """One for a question's own criteria (`own`), one for the marks all questions share (`shared`)."""
    curves: dict[str, Curve] = Field(default_factory=dict)
    """By kind of criterion, `shared L5` and so on for the shared marks."""
    baselines: dict[str, Signal] = Field(default_factory=dict)
    """By `baseline_key`, and by kind of criterion for those that have none of their own."""
    contexts: dict[str, Context] = Field(default_factory=dict)
    """By kind of criterion: its chance in the context of the whole answer. None: each reply stands alone."""
    rule: Rule | None = None
    figures: Figures | None = None
    new_question: Figures | None = None
    """The same for a question whose claims have no baselines."""
    wide: bool = False
    """Ask for as many candidates as a probe needs, though there is none yet."""

    @property
    def top_logprobs(self) -> int:
        """Return how many candidates of the first token the calibration needs."""
        return WIDE if self.probes or self.wide else NARROW

    def readable(self, first_token: Mapping[str, float]) -> bool:
        """Return whether a reply has enough candidates for the probes."""
        return all(probe.fits(first_token) for probe in self.probes.values())

    def probability(
        self, question: Question, criterion: Criterion, first_token: Mapping[str, float], odds: float | None = None
    ) -> float:
        """Return the calibrated probability that the answer shows the criterion.

        `odds` are the log-odds of Yes against No, where they are known already.
        """
        kind = kind_of(criterion)
        curve = self.curves.get(kind, DEFAULT_CURVE)
        nothing = self.baselines.get(kind, Signal(log_odds=0.0))
        baseline = self.baselines.get(baseline_key(question, criterion), nothing)
        probe = self.probes.get(group_of(criterion))
        score = probe.score(first_token) if probe else 0.0
        odds = yes_against_no(first_token) if odds is None else odds
        signal = curve.log_odds * (odds - baseline.log_odds) + curve.raw_log_odds * odds + curve.intercept
        if probe:
            signal += curve.probe * (score - baseline.probe) + curve.raw_probe * score
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, signal))))

    @property
    def validity(self) -> str:
        """Return one sentence on how far grades under this calibration can be trusted."""
        return _validity(self.figures, "This grader")

    @property
    def validity_of_new_questions(self) -> str:
        """Return the same sentence for a question whose claims have no baselines."""
        return _validity(self.new_question, "On questions it was not measured on, this grader")


def _validity(f: Figures | None, who: str) -> str:
    if f is None:
        return "Nobody has measured how far this grader agrees with labelled answers: take its level as a rough guess."
    return (
        f"{who} agrees with {f.answers} labelled answers at kappa {f.kappa:.2f} "
        f"(95 % {f.kappa_low:.2f} to {f.kappa_high:.2f}): exact level {f.exact:.0%}, within one {f.within_one:.0%}."
    )


DEFAULT_CURVE = Curve(log_odds=0.6, intercept=-0.6)
"""For a model nobody has fitted: raw log-odds of small models lean towards Yes and are too sure."""


def yes_against_no(first_token: Mapping[str, float]) -> float:
    """Return the log-odds of Yes against No."""
    return log_odds(first_token, "yes", "no")


def kind_of(criterion: Criterion) -> str:
    """Return the group a criterion's curve is fitted in: its kind, shared marks apart."""
    return f"shared {criterion.kind}" if criterion.shared else criterion.kind


def group_of(criterion: Criterion) -> str:
    """Return which probe reads a criterion."""
    return "shared" if criterion.shared else "own"


def baseline_key(question: Question, criterion: Criterion) -> str:
    """Return what a baseline belongs to: exactly this claim about an answer to exactly this prompt."""
    return digest([question.prompt, criterion.claim]).removeprefix("sha256:")[:16]


@cache
def _shipped() -> tuple[Calibration, ...]:
    folder = resources.files("mock_interview.grading").joinpath("calibrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".json") and f.name != MARKS), key=lambda f: f.name)
    values: list[Any] = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return tuple(Calibration.model_validate(value) for value in values)


def calibration_for(model: str, engine: str, prompt: str) -> Calibration:
    """Return what was fitted for exactly this model, engine and wording, else conservative defaults."""
    for calibration in _shipped():
        if (calibration.model, calibration.engine, calibration.prompt) == (plain_name(model), engine, prompt):
            return calibration
    return Calibration(engine=engine)


def plain_name(model: str) -> str:
    """Return a model's name without the folder and ending that servers of model files put around it."""
    return re.split(r"[/\\]", model)[-1].removesuffix(".gguf").lower()
