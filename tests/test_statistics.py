"""Figures of agreement, checked against scikit-learn and krippendorff."""

import math
from collections import Counter

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LinearRegression
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score, roc_auc_score

from mock_interview import statistics

pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)
verdicts = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=40)


@given(pairs)
def test_quadratic_kappa_is_scikit_learns(rows: list[tuple[int, int]]) -> None:
    """The quadratic weighted kappa equals scikit-learn's wherever that is defined."""
    labels, given_levels = [r[0] for r in rows], [r[1] for r in rows]

    found = statistics.quadratic_kappa(labels, given_levels)

    if len({*labels, *given_levels}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(
            cohen_kappa_score(labels, given_levels, weights="quadratic", labels=[0, 1, 2, 3]), abs=1e-9
        )


@given(verdicts)
def test_auc_is_scikit_learns(rows: list[tuple[bool, float]]) -> None:
    """The area under the ROC curve equals scikit-learn's, ties included; with one class it is undefined."""
    labels, scores = [r[0] for r in rows], [r[1] for r in rows]

    found = statistics.auc(labels, scores)

    if len(set(labels)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(roc_auc_score(labels, scores), abs=1e-9)


@given(verdicts)
def test_balanced_accuracy_is_scikit_learns(rows: list[tuple[bool, float]]) -> None:
    """Balanced accuracy equals scikit-learn's; with one class it is undefined."""
    labels, guesses = [r[0] for r in rows], [r[1] >= 0.5 for r in rows]

    found = statistics.balanced_accuracy(labels, guesses)

    if len(set(labels)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(balanced_accuracy_score(labels, guesses))


@given(pairs)
def test_alpha_is_krippendorffs(rows: list[tuple[int, int]]) -> None:
    """The interval alpha of two readers equals the reference implementation's wherever that is defined."""
    labels, given_levels = [r[0] for r in rows], [r[1] for r in rows]

    found = statistics.interval_alpha(labels, given_levels)

    if len({*labels, *given_levels}) == 1:
        assert found is None
    else:
        expected = krippendorff.alpha(reliability_data=[labels, given_levels], level_of_measurement="interval")
        assert found == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4), min_size=1, max_size=25))
def test_ordinal_alpha_is_krippendorffs(units: list[list[int]]) -> None:
    """The ordinal alpha of any number of readers equals the reference implementation's wherever that is defined."""
    found = statistics.ordinal_alpha(Counter(map(tuple, units)))

    paired = [unit for unit in units if len(unit) > 1]
    if len({value for unit in paired for value in unit}) < 2:
        assert found is None
    else:
        table = [[unit[i] if i < len(unit) else math.nan for unit in paired] for i in range(4)]
        expected = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal", value_domain=[0, 1, 2, 3])
        assert found == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(-3, 3)), min_size=2, max_size=30))
def test_slope_is_least_squares(rows: list[tuple[float, float]]) -> None:
    """The slope equals scikit-learn's linear regression; with one x alone it is undefined."""
    xs, ys = [r[0] for r in rows], [r[1] for r in rows]
    if max(xs) - min(xs) < 1e-3:
        return
    model = LinearRegression().fit([[x] for x in xs], ys)

    assert statistics.slope(xs, ys) == pytest.approx(model.coef_[0], abs=1e-6)
    assert statistics.slope(xs[:1], ys[:1]) is None


@given(verdicts)
def test_reliability_is_scikit_learns(rows: list[tuple[bool, float]]) -> None:
    """Each part of the reliability diagram has scikit-learn's means; the calibration error weighs them by size."""
    labels, chances = [r[0] for r in rows], [r[1] for r in rows]
    shown, said = calibration_curve(labels, chances, n_bins=10)

    found = statistics.reliability(labels, chances)

    if not any(0 < c < 1 and abs(c * 10 - round(c * 10)) < 1e-9 for c in chances):  # edges go to different sides
        assert [b.shown for b in found] == pytest.approx(list(shown))
        assert [b.said for b in found] == pytest.approx(list(said))
    assert sum(b.count for b in found) == len(rows)
    assert statistics.calibration_error([]) is None
    assert statistics.calibration_error([statistics.Bin(3, 0.5, 0.75), statistics.Bin(1, 0.9, 0.9)]) == 0.1875


def test_shares_and_bias() -> None:
    """Exact, within one and bias are means over the answers; without answers they are undefined."""
    labels, given_levels = [0, 1, 2, 3], [0, 2, 0, 3]

    assert statistics.exact(labels, given_levels) == 0.5
    assert statistics.within_one(labels, given_levels) == 0.75
    assert statistics.bias(labels, given_levels) == -0.25
    assert statistics.exact([], []) is None
    assert statistics.within_one([], []) is None
    assert statistics.bias([], []) is None


def test_confusion_counts_labels_in_rows() -> None:
    """A row is a label, a column the level given."""
    assert statistics.confusion([0, 0, 3], [0, 1, 3]) == [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


def test_bootstrap_draws_whole_questions() -> None:
    """The interval of a mean covers it, and is a point when all questions are alike; one question has none."""

    def mean(values: list[float]) -> float | None:
        return sum(values) / len(values) if values else None

    low, high = statistics.bootstrap([[0.0], [1.0], [0.5], [0.25]], mean) or (1, 0)

    assert 0 <= low < 0.4375 < high <= 1
    assert statistics.bootstrap([[0.5], [0.5]], mean) == (0.5, 0.5)
    assert statistics.bootstrap([[0.5]], mean) is None


def test_bootstrap_is_undefined_where_the_figure_mostly_is() -> None:
    """A figure that most draws cannot give has no interval, rather than a nice one."""
    groups = [[(0, 0)], [(0, 0)], [(0, 0)], [(1, 1)]]

    def kappa(rows: list[tuple[int, int]]) -> float | None:
        return statistics.quadratic_kappa([r[0] for r in rows], [r[1] for r in rows])

    assert statistics.bootstrap(groups, kappa) is None
