import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_interview.bank import Bank
from mock_interview.grading import Standard
from mock_interview.grading.calibration import (
    DEFAULT_CURVE,
    Calibration,
    Curve,
    Figures,
    Probe,
    Signal,
    baseline_key,
    calibration_for,
    yes_against_no,
)
from mock_interview.grading.odds import logprobs
from mock_interview.models import Criterion, Question

LOGPROB = st.floats(-1e6, 0)
OWN = Criterion(id="c", kind="L6", claim="x")
ASKED = Question(id="q", category="c", title="T", kind="concept", minutes=5, prompt="Why?")
SHARED = Criterion(id="c", kind="L6", claim="z", shared=True)


def test_spellings_are_taken_together() -> None:
    """Yes and No are found in every spelling that tokenizers give them, and nothing else is taken for them."""
    first = {"Yes": 0.1, " yes": 0.1, "YES": 0.1, "▁Yes": 0.1, "ĠYes": 0.1, "**Yes": 0.1, '"Yes"': 0.1}
    first |= {"No": 0.1, " no.": 0.1, "Not": 0.05, "None": 0.05, "Yesterday": 0.05, "Y": 0.05}
    yes, no = logprobs({token: math.log(p) for token, p in first.items()}, "yes", "no")
    assert (math.exp(yes), math.exp(no)) == (pytest.approx(0.7), pytest.approx(0.2))


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ({}, (-math.inf, -math.inf)),
        ({"Yes": -0.5}, (-0.5, -math.inf)),
        ({"No": -0.5, "Maybe": -1.0}, (-math.inf, -0.5)),
        ({"Yes": -9999.0, "No": -9999.0}, (-math.inf, -math.inf)),
    ],
    ids=["empty", "yes", "no", "vanishing"],
)
def test_what_is_absent_is_minus_infinity(first: dict[str, float], expected: tuple[float, float]) -> None:
    """A word that was no candidate has a log-probability of minus infinity."""
    assert logprobs(first, "yes", "no") == [pytest.approx(expected[0]), pytest.approx(expected[1])]


@given(st.dictionaries(st.sampled_from(["Yes", " yes", "No", "no", "Hm"]), LOGPROB))
def test_log_odds_are_finite(first: dict[str, float]) -> None:
    """Whatever a server gives, log-odds are within 12, and the probability lies between 0 and 1."""
    assert -12 <= yes_against_no(first) <= 12
    assert 0 < Calibration().probability(ASKED, OWN, first) < 1


@given(LOGPROB, LOGPROB, LOGPROB)
def test_more_yes_is_no_less_probable(low: float, high: float, no: float) -> None:
    """A likelier Yes never lowers the probability."""
    low, high = sorted((low, high))
    chances = [Calibration().probability(ASKED, OWN, {"Yes": yes, "No": no}) for yes in (low, high)]
    assert chances == sorted(chances)


def _odds(calibration: Calibration, criterion: Criterion, first: dict[str, float]) -> float:
    p = calibration.probability(ASKED, criterion, first)
    return math.log(p / (1 - p))


def test_curves_are_by_kind() -> None:
    """Each kind of criterion has its own curve, shared marks theirs, and a kind that was not fitted the default."""
    curves = {"L6": Curve(log_odds=0, intercept=1), "shared L6": Curve(log_odds=0, intercept=-1)}
    calibration = Calibration(curves=curves)
    others = (OWN, SHARED, OWN.model_copy(update={"kind": "L4"}))
    odds = [_odds(calibration, criterion, {"Yes": -1.0, "No": -1.0}) for criterion in others]
    assert odds == [pytest.approx(1), pytest.approx(-1), pytest.approx(DEFAULT_CURVE.intercept)]


def test_signals_count_by_their_distance_from_the_baseline() -> None:
    """Both signals are taken from the claim's own baseline, and from its kind's where it has none of its own."""
    probe = Probe(tokens=("Yes",), means=(-1.0,), weights=(1.0,), intercept=0)
    calibration = Calibration(
        probes={"own": probe, "shared": probe},
        curves={"L6": Curve(log_odds=2, probe=10, intercept=0.5), "shared L6": Curve(log_odds=1, probe=0, intercept=0)},
        baselines={baseline_key(ASKED, OWN): Signal(log_odds=0.5, probe=0.25), "shared L6": Signal(log_odds=-1)},
    )
    first = {"Yes": -0.5, "No": -1.5}

    assert _odds(calibration, OWN, first) == pytest.approx(2 * (1 - 0.5) + 10 * (0.5 - 0.25) + 0.5)
    assert _odds(calibration, SHARED, first) == pytest.approx(1 * (1 + 1))


def test_a_baseline_belongs_to_one_claim_about_one_prompt() -> None:
    """Another wording of the claim or of the question has another key, so that a stale baseline is never used."""
    reworded = OWN.model_copy(update={"claim": "y"})
    elsewhere = ASKED.model_copy(update={"prompt": "Why not?"})
    hinted = OWN.model_copy(update={"hint": "h"})

    assert len({baseline_key(ASKED, OWN), baseline_key(ASKED, reworded), baseline_key(elsewhere, OWN)}) == 3
    assert baseline_key(ASKED, OWN) == baseline_key(ASKED, hinted)


def test_a_probe_is_a_weighted_sum() -> None:
    """A probe adds weighted deviations from the means; a token that is missing counts as its mean."""
    probe = Probe(tokens=("a", "b"), means=(-1, -2), weights=(2, 10), intercept=0.5)
    assert probe.score({"a": -0.5, "c": -9}) == 0.5 + 2 * 0.5
    assert probe.score({"a": -0.5, "b": -1.9}) == pytest.approx(0.5 + 1 + 1)


@pytest.mark.parametrize(("given_tokens", "expected"), [(6, False), (7, True)], ids=["too-few", "enough"])
def test_a_probe_wants_seven_tenths_of_its_tokens(given_tokens: int, expected: bool) -> None:
    """A probe can be read when at least 70 % of its tokens are there."""
    tokens = tuple("abcdefghij")
    probe = Probe(tokens=tokens, means=(0,) * 10, weights=(1,) * 10, intercept=0)
    assert probe.fits(dict.fromkeys(tokens[:given_tokens], -1.0)) is expected


def test_an_unknown_model_has_the_defaults() -> None:
    """A model or wording that nobody fitted gets conservative defaults, never another model's curve."""
    calibration = calibration_for("no-such-model", "logprobs", "sha256:0")
    assert calibration == Calibration(engine="logprobs")
    assert calibration.probability(ASKED, OWN, {"Yes": -0.7, "No": -0.7}) < 0.5
    assert calibration.validity == (
        "Nobody has measured how far this grader agrees with labelled answers: take its level as a rough guess."
    )


def test_a_measured_grader_says_how_good_it_is() -> None:
    """The sentence about a measured grader gives its agreement with an interval."""
    figures = Figures(
        answers=96, questions=8, exact=0.5, within_one=0.9, kappa=0.61, kappa_low=0.48, kappa_high=0.7
    )  # fmt: skip
    assert Calibration(figures=figures).validity == (
        "This grader agrees with 96 labelled answers at kappa 0.61 (95 % 0.48 to 0.70): "
        "exact level 50%, within one 90%."
    )


def test_a_question_it_was_not_measured_on_says_so(bank: Bank) -> None:
    """Where a claim has no baseline, the figures of new questions are given instead of the better ones."""
    question, rubric = bank.question("why-knead"), bank.rubric("why-knead")
    keys = frozenset(baseline_key(question, criterion) for criterion in rubric.criteria)
    known = Standard(bank.levels.rule, "x", "Measured.", keys, "New.")
    reworded = rubric.model_copy(update={"criteria": (*rubric.criteria, OWN)})

    assert known.validity_for(question, rubric) == "Measured."
    assert known.validity_for(question, reworded) == "New."
    assert Standard(bank.levels.rule, "default", "Nobody.").validity_for(question, rubric) == "Nobody."
