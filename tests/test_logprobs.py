import math
from typing import Any

import pytest

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.grading import Calibration, LogprobsJudge, Reading
from mock_interview.grading.calibration import Curve, Probe
from mock_interview.grading.logprobs import opening
from mock_interview.llm import Reply
from mock_interview.models import Rubric
from support_grading import BEFORE, FakeClient, prepared

RAW = Calibration(
    curves={
        kind: Curve(log_odds=1, intercept=0)
        for kind in ("L4", "L5", "L6", "shared L5", "shared L6", "strong_hire", "down_level", "shared down_level")
    }
)
"""Log-odds taken as they are."""


def said(yes: float, no: float) -> Reply:
    """Return a reply whose first token is Yes or No with these probabilities."""
    return Reply("Yes", {"Yes": math.log(yes), "No": math.log(no)})


@pytest.fixture
def two(bank: Bank) -> Rubric:
    """Return the first two criteria about bread."""
    rubric = bank.rubric("why-knead")
    return rubric.model_copy(update={"criteria": rubric.criteria[:2]})


def asked(bank: Bank, rubric: Rubric, client: Any, calibration: Calibration = RAW) -> list[Reading]:
    """Return a logprobs judge's readings of a good answer."""
    judge = LogprobsJudge(client, calibration)
    return list(judge.judge(bank.question("why-knead"), rubric, prepared(bank, BEFORE)))


def test_a_credited_criterion_comes_with_the_nearest_words(bank: Bank, two: Rubric) -> None:
    """The probability is that of Yes against No, one token each; what is credited comes with words of the answer."""
    client = FakeClient(said(0.8, 0.2), said(0.1, 0.9))
    found = asked(bank, two, client)
    assert found == [
        Reading("gluten-network", pytest.approx(0.8), (BEFORE,)),
        Reading("holds-gas", pytest.approx(0.1)),
    ]
    assert [o["max_tokens"] for o in client.options] == [1, 1]


def test_all_chats_share_their_beginning(bank: Bank) -> None:
    """Everything before the criterion is byte-identical, with the answer alone in a message of its own."""
    rubric = bank.rubric("why-knead")
    client = FakeClient(said(0.8, 0.2))
    asked(bank, rubric, client)

    start = opening(bank.question("why-knead"), BEFORE)
    assert len(client.chats) == len(rubric.criteria)
    assert all(chat[:-1] == start for chat in client.chats)
    assert [role for role, _ in start] == ["system", "user", "assistant"]
    fence, answer, again = start[1][1].split("\n")
    assert (answer, again) == (BEFORE, fence)
    assert not any(BEFORE in text for i, (_, text) in enumerate(start) if i != 1)
    assert not any(c.claim in text for c in rubric.criteria for _, text in start)


def test_each_criterion_is_asked_in_its_own_words(bank: Bank) -> None:
    """A claim is asked for as shown, an error as committed."""
    client = FakeClient(said(0.1, 0.9))
    rubric = bank.rubric("why-knead")
    asked(bank, rubric, client)
    asks = {c.id: chat[-1] for c, chat in zip(rubric.criteria, client.chats, strict=True)}
    assert asks["holds-gas"] == (
        "user",
        "Claim: Says that the kneaded network holds the gas that the yeast makes. Shown?",
    )
    assert asks["longer-is-better"] == (
        "user",
        "Error: Claims that kneading longer always makes better bread, without any limit. Committed?",
    )


def test_neither_yes_nor_no_is_ungraded(bank: Bank, two: Rubric) -> None:
    """A first token that is something else says nothing of the criterion; the next one is asked all the same."""
    client = FakeClient(Reply("Well", {"Well": math.log(0.9), "Yes": math.log(0.05)}), said(0.1, 0.9))
    assert asked(bank, two, client) == [
        Reading("gluten-network", None, reason="the model said neither Yes nor No"),
        Reading("holds-gas", pytest.approx(0.1)),
    ]


def test_log_probabilities_that_cannot_all_be_true_are_no_verdict(bank: Bank, two: Rubric) -> None:
    """Candidates that would have more than everything between them say nothing of the criterion."""
    client = FakeClient(Reply("Yes", {"Yes": 0.0, "No": -0.5, "Maybe": -0.7}), said(0.1, 0.9))
    assert asked(bank, two, client) == [
        Reading("gluten-network", None, reason="the log-probabilities of the server's reply cannot all be true"),
        Reading("holds-gas", pytest.approx(0.1)),
    ]


def test_an_unreadable_reply_leaves_one_criterion_ungraded(bank: Bank, two: Rubric) -> None:
    """A reply that cannot be read costs its own criterion only."""
    client = FakeClient(UnusableReply("The server sent nothing."), said(0.1, 0.9))
    assert [r.reason for r in asked(bank, two, client)] == ["The server sent nothing.", ""]


def test_no_log_probabilities_stop_the_grading(bank: Bank, two: Rubric) -> None:
    """A server without log-probabilities cannot be used with this engine; the hint names the other one."""
    client = FakeClient(Reply("Yes"))
    with pytest.raises(GraderFailed) as raised:
        asked(bank, two, client)
    assert (raised.value.message, raised.value.hint) == (
        "fake gives no log-probabilities.",
        "Use --engine structured.",
    )
    assert (raised.value.retryable, len(client.chats)) == (False, 1)


def test_a_failing_server_stops_the_grading(bank: Bank, two: Rubric) -> None:
    """A server that cannot be reached is not asked for the remaining criteria."""
    client = FakeClient(said(0.1, 0.9), GraderFailed("The server cannot be reached."))
    with pytest.raises(GraderFailed, match="cannot be reached"):
        asked(bank, two, client)
    assert len(client.chats) == 2


def test_a_probe_needs_its_tokens(bank: Bank, two: Rubric) -> None:
    """A calibration that reads many tokens asks for them, and goes without a verdict where a server cuts them short."""
    probe = Probe(tokens=("Yes", "No", "a", "b"), means=(0, 0, 0, 0), weights=(1, -1, 0, 0), intercept=0)
    client = FakeClient(said(0.1, 0.9))
    found = asked(bank, two, client, RAW.model_copy(update={"probes": {"own": probe}}))
    assert found[0] == Reading(
        "gluten-network", None, reason="the server gave too few log-probabilities for this model's calibration"
    )
    assert client.options[0]["top_logprobs"] == 3000


def test_reading_ahead_is_the_same_beginning(bank: Bank) -> None:
    """A draft is evaluated with exactly the words that the verdicts will be asked after."""
    client = FakeClient("")
    judge: Any = client
    LogprobsJudge(judge, RAW).read_ahead(bank.question("why-knead"), bank.rubric("why-knead"), BEFORE)
    assert client.chats == [opening(bank.question("why-knead"), BEFORE)]
