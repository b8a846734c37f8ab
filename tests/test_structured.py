import json
from typing import Any

import pytest

from mock_interview.bank import Bank
from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.grading import Reading, StructuredJudge
from mock_interview.grading.structured import read_reply
from mock_interview.models import Rubric
from support_grading import AFTER, BEFORE, FakeClient, prepared

IDS = ("one", "two")


def entry(claim: str, verdict: str = "MET", quotes: Any = ("words of it",), **more: Any) -> dict[str, Any]:
    """Return an entry of a reply."""
    return {"claim": claim, "quotes": list(quotes), "reason": "so", "verdict": verdict} | more


def reply(*entries: Any) -> str:
    """Return a reply with these entries."""
    return json.dumps({"verdicts": entries})


MET = Reading("one", 0.95, ("words of it",), "so")
GOOD = {
    "plain": (reply(entry("one"), entry("two", "UNMET", ())), {"one": MET, "two": Reading("two", 0.05, (), "so")}),
    "fenced": (f"```json\n{reply(entry('one'))}\n```", {"one": MET}),
    "thinking": (f"<think>{{\"verdicts\": []}} hm</think>\n{reply(entry('one'))}", {"one": MET}),
    "bare-list": (json.dumps([entry("one")]), {"one": MET}),
    "extra-keys": (reply(entry("one", confidence=0.3)), {"one": MET}),
    "cannot-assess": (reply(entry("one", "CANNOT_ASSESS", ())), {"one": Reading("one", None, (), "so")}),
    "unknown-id": (reply(entry("one"), entry("three")), {"one": MET}),
    "said-twice": (reply(entry("one"), entry("one")), {"one": MET}),
    "disagreeing": (reply(entry("one"), entry("two"), entry("two", "UNMET")), {"one": MET}),
    "one-bad-entry": (reply(entry("one"), entry("two", "YES")), {"one": MET}),
    "bad-entry-first": (reply("MET", entry("one")), {"one": MET}),
    "no-entries": (reply(), {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GOOD.values(), ids=GOOD)
def test_what_is_read_of_a_reply(text: str, expected: dict[str, Reading]) -> None:
    """Entries that fit are read, whatever stands around them; those that disagree or fit nothing are left out."""
    assert read_reply(text, IDS) == expected


BAD = {
    "empty": ("", "the reply is empty"),
    "prose": ("Sure! It is met.", "the reply is not valid JSON: Expecting value at line 1, column 1"),
    "cut-off": ('{"verdicts": [', "the reply is not valid JSON: Expecting value at line 1, column 15"),
    "other-object": ('{"met": true}', 'the reply is not an object with a list "verdicts"'),
    "a-number": ("5", 'the reply is not an object with a list "verdicts"'),
    "null": ("null", 'the reply is not an object with a list "verdicts"'),
    "placeholders": (
        reply(entry("<its id>", "<MET, UNMET or CANNOT_ASSESS>")),
        "an entry does not fit: verdict: Input should be 'MET', 'UNMET' or 'CANNOT_ASSESS'",
    ),
    "boolean": (
        reply(entry("one", True)),
        "an entry does not fit: verdict: Input should be 'MET', 'UNMET' or 'CANNOT_ASSESS'",
    ),
    "lower-case": (
        reply(entry("one", "met")),
        "an entry does not fit: verdict: Input should be 'MET', 'UNMET' or 'CANNOT_ASSESS'",
    ),
    "quote-is-text": (
        reply(entry("one") | {"quotes": "words"}),
        "an entry does not fit: quotes: Input should be a valid list",
    ),
    "no-verdict": (
        reply({"claim": "one", "quotes": [], "reason": "so"}),
        "an entry does not fit: verdict: Field required",
    ),
    "entry-is-text": (
        reply("one: MET"),
        "an entry does not fit: an entry: Input should be a valid dictionary or instance of _Entry",
    ),
}


@pytest.mark.parametrize(("text", "fault"), BAD.values(), ids=BAD)
def test_a_reply_that_cannot_be_read(text: str, fault: str) -> None:
    """A reply that cannot be read raises, and the message names its fault."""
    with pytest.raises(UnusableReply) as raised:
        read_reply(text, IDS)
    assert (raised.value.message, raised.value.raw) == (fault, text)


@pytest.fixture
def three(bank: Bank) -> Rubric:
    """Return the first three criteria about bread."""
    rubric = bank.rubric("why-knead")
    return rubric.model_copy(update={"criteria": rubric.criteria[:3]})


def asked(bank: Bank, rubric: Rubric, client: Any) -> list[Reading]:
    """Return a structured judge's readings of a good answer."""
    return list(StructuredJudge(client).judge(bank.question("why-knead"), rubric, prepared(bank, BEFORE)))


def test_one_good_reply_is_enough(bank: Bank, three: Rubric) -> None:
    """A complete reply is read in the rubric's order and nothing is asked again."""
    client = FakeClient(reply(*(entry(c.id) for c in reversed(three.criteria))))
    assert [r.criterion for r in asked(bank, three, client)] == ["gluten-network", "holds-gas", "windowpane"]
    assert len(client.chats) == 1
    shape = client.options[0]["schema"]["properties"]["verdicts"]["items"]
    assert list(shape["properties"]) == ["claim", "quotes", "reason", "verdict"]
    assert shape["properties"]["claim"]["enum"] == ["gluten-network", "holds-gas", "windowpane"]


def test_the_fault_is_named_and_what_is_missing_asked_again(bank: Bank, three: Rubric) -> None:
    """A re-ask says what was wrong with the last reply and asks for what is still missing only."""
    client = FakeClient("Sure!", reply(entry("gluten-network")), reply(entry("holds-gas"), entry("windowpane")))

    found = asked(bank, three, client)

    assert [r.probability for r in found] == [0.95, 0.95, 0.95]
    assert [[role for role, _ in chat] for chat in client.chats] == [
        ["system", "user", "assistant", "user"],
        ["system", "user", "assistant", "user", "assistant", "user"],
        ["system", "user", "assistant", "user", "assistant", "user"],
    ]
    again = [chat[-1][1] for chat in client.chats[1:]]
    assert again == [
        "That reply cannot be used: the reply is not valid JSON: Expecting value at line 1, column 1. Reply again with "
        "JSON only, in the form that was asked for, with one entry for each of: gluten-network, holds-gas, windowpane.",
        "That reply cannot be used: it has no usable entry for holds-gas, windowpane, or two that disagree. Reply "
        "again with JSON only, in the form that was asked for, with one entry for each of: holds-gas, windowpane.",
    ]
    assert client.chats[1][-2] == ("assistant", "Sure!")


def test_after_two_re_asks_it_is_ungraded(bank: Bank, three: Rubric) -> None:
    """A server that never gives a usable reply is asked three times; then the criteria are ungraded, with the fault."""
    client = FakeClient("")
    found = asked(bank, three, client)
    assert len(client.chats) == 3
    why = "no usable reply: the reply is empty"
    assert found == [Reading(c.id, None, reason=why) for c in three.criteria]


def test_what_was_read_before_is_kept(bank: Bank, three: Rubric) -> None:
    """Verdicts of an incomplete reply stand, though the rest never comes."""
    found = asked(bank, three, FakeClient(reply(entry("gluten-network")), "", "no"))
    assert [r.probability for r in found] == [0.95, None, None]


def test_an_undecided_verdict_is_not_asked_again(bank: Bank, three: Rubric) -> None:
    """CANNOT_ASSESS is an answer: the criterion is ungraded, with the model's reason."""
    client = FakeClient(reply(*(entry(c.id, "CANNOT_ASSESS", ()) for c in three.criteria)))
    assert asked(bank, three, client)[0] == Reading("gluten-network", None, (), "so")
    assert len(client.chats) == 1


def test_a_body_that_is_no_reply_is_asked_again(bank: Bank, three: Rubric) -> None:
    """A web page instead of a reply is one fault among others."""
    page = UnusableReply("The server sent a web page instead of a reply.", raw="<html>")
    client = FakeClient(page, reply(*(entry(c.id) for c in three.criteria)))
    assert [r.probability for r in asked(bank, three, client)] == [0.95, 0.95, 0.95]
    assert client.chats[1][-2] == ("assistant", "<html>")


def test_a_server_that_is_down_is_not_asked_again(bank: Bank, three: Rubric) -> None:
    """A failure that is not about the reply's form goes up at once."""
    client = FakeClient(GraderFailed("The server cannot be reached."))
    with pytest.raises(GraderFailed, match="cannot be reached"):
        asked(bank, three, client)
    assert len(client.chats) == 1


def test_eight_criteria_at_once(bank: Bank) -> None:
    """A long rubric is asked in parts of eight, each after the same opening, the answer alone in its message."""
    rubric = bank.rubric("why-knead")
    client = FakeClient(reply(*(entry(c.id) for c in rubric.criteria)))
    assert len(asked(bank, rubric, client)) == 17
    asked_for = [
        len(o["schema"]["properties"]["verdicts"]["items"]["properties"]["claim"]["enum"]) for o in client.options
    ]
    assert asked_for == [8, 8, 1]
    assert client.chats[0][:3] == client.chats[1][:3] == client.chats[2][:3]
    fence, answer, again = client.chats[0][1][1].split("\n")
    assert (answer, again) == (BEFORE, fence)


def test_errors_are_asked_for_as_errors(bank: Bank) -> None:
    """A down-level tell is marked as an error, other criteria are not."""
    rubric = bank.rubric("why-knead")
    client = FakeClient(reply(*(entry(c.id) for c in rubric.criteria)))
    asked(bank, rubric, client)
    lines = "\n".join(chat[3][1] for chat in client.chats).splitlines()
    assert [line.split(":")[0] for line in lines if ": Error: " in line] == [
        "kneading-feeds-yeast", "longer-is-better", "core-wrong"
    ]  # fmt: skip


@pytest.mark.parametrize(("embedded", "expected"), [(True, 1), (False, 0)], ids=["embedded", "remote"])
def test_only_an_embedded_model_reads_a_draft(bank: Bank, embedded: bool, expected: int) -> None:
    """An unfinished answer is sent to no server but the one on this machine."""
    client = FakeClient("", embedded=embedded)
    judge: Any = client
    StructuredJudge(judge).read_ahead(bank.question("why-knead"), bank.rubric("why-knead"), AFTER)
    assert len(client.chats) == expected
