from pathlib import Path

import pytest
import yaml

from mock_interview.bank import Bank
from mock_interview.interview.importing import Part, parts, with_probes
from mock_interview.interview.matching import Match, Matcher
from mock_interview.models import Turn
from support_import import bakery

KNEAD = (
    "A baker you work with kneads every dough for ten minutes. What does kneading do, and when would you leave it out?"
)
PIZZA = "Why does an oven for pizza have to be hotter than one for bread, and what does a stone do?"
NET = "The gluten strands get pulled into a net, and the network holds the gas of the yeast while the dough rises."
STONE = "A pizza is thin, so the crust has to set before the topping dries. The stone stores heat for the base."
AND = "Interesting. Can you say a bit more about that?"


def asked(text: str) -> Turn:
    """Return a turn of the interviewer."""
    return Turn(role="interviewer", text=text)


def said(text: str) -> Turn:
    """Return a turn of the candidate."""
    return Turn(role="candidate", text=text)


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    """Return what knows three questions about bread."""
    source = Bank(bakery(tmp_path))
    return Matcher((one, source.rubric(one.id)) for one in source.questions)


def stretches(found: tuple[Match, ...]) -> list[tuple[int, int, str, bool]]:
    """Return beginning, end, question and whether it is clear, of each stretch."""
    return [(one.begin, one.end, one.likely[0], one.clear) for one in found]


def test_one_question(matcher: Matcher) -> None:
    """What is asked and what is said speak for a question; a follow-up does not begin another one."""
    turns = (asked(f"Hi, nice to meet you. {KNEAD}"), said(NET), asked(AND), said("It tears."))
    assert stretches(matcher.match(turns)) == [(0, 4, "why-knead", True)]


def test_an_answer_alone(matcher: Matcher) -> None:
    """Without an interviewer the answer speaks for the question."""
    assert stretches(matcher.match((said(NET),))) == [(0, 1, "why-knead", True)]


def test_nothing_speaks_for_any(matcher: Matcher) -> None:
    """Words that belong to no question make none of them clear."""
    assert [one.clear for one in matcher.match((said("Hello there, nothing much."),))] == [False]
    assert [one.clear for one in matcher.match(())] == []


@pytest.mark.parametrize("times", [1, 40])
def test_two_questions(tmp_path: Path, times: int) -> None:
    """The talk goes on to another question at the turn in which it is asked."""
    source = Bank()
    first, second = source.questions[0], source.questions[-1]
    matcher = Matcher((one, source.rubric(one.id)) for one in source.questions)
    answers = [next(a.text for a in source.gold(q.id) if a.label == "L5") for q in (first, second)]
    more = (asked(AND), said("Yes.")) * times
    turns = (asked(first.prompt), said(answers[0]), *more, asked(f"Thanks. {second.prompt}"), said(answers[1]), *more)
    middle = 2 + len(more)
    assert stretches(matcher.match(turns)) == [
        (0, middle, first.id, True),
        (middle, len(turns), second.id, True),
    ]


def test_one_that_comes_back_goes_on() -> None:
    """A question that is taken up again is one part with all that was said on it."""
    turns = tuple(said(str(number)) for number in range(6))
    found = [Match(begin, end, (name,), 9, 1, True) for begin, end, name in ((0, 2, "a"), (2, 3, "b"), (3, 6, "a"))]
    assert parts(turns, found) == (Part("a", turns[:2] + turns[3:]), Part("b", turns[2:3]))


def test_a_probe_is_known_word_for_word(bank: Bank) -> None:
    """A follow-up is a rubric's own when it has all its words in a row, after an answer; a like one is none."""
    rubric = bank.rubric("why-knead")
    probe = next(c for c in rubric.criteria if c.id == "holds-gas").probe
    turns = (asked(probe), said(NET), asked(f"OK - {probe.upper()}"), said("Gas."), asked("What good is the network?"))
    assert [turn.probe for turn in with_probes(turns, rubric)] == [None, None, "holds-gas", None, None]
    assert [turn.text for turn in with_probes(turns, rubric)] == [turn.text for turn in turns]


PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.yaml"


def _outcomes(asking: list[tuple[str, str]]) -> dict[str, int]:
    """Return how many transcripts are taken for the right question, the wrong one, and for none.

    Each question is asked, one follow-up is made that fits any, and each labelled answer of 30 words or more given.
    """
    source = Bank()
    matcher = Matcher((one, source.rubric(one.id)) for one in source.questions)
    counts = {"right": 0, "wrong": 0, "refused": 0}
    for name, words in asking:
        for answer in source.gold(name):
            text = answer.text.split()
            if answer.label == "below L4" or len(text) < 30:
                continue
            half = len(text) // 2
            pieces = (asked(words), said(" ".join(text[:half])), asked(AND), said(" ".join(text[half:])))
            found = matcher.match((asked("Hello."), said("Hi."), *pieces))
            clear = len(found) == 1 and found[0].clear
            counts["refused" if not clear else "right" if found[0].likely[0] == name else "wrong"] += 1
    return counts


def test_prompts_as_they_are_written_are_known() -> None:
    """Of transcripts in which a question is read out, nineteen in twenty are known, and none is taken for another."""
    found = _outcomes([(question.id, question.prompt) for question in Bank().questions])
    assert found["wrong"] == 0
    assert found["right"] >= 19 * found["refused"]


def test_prompts_in_other_words_are_seldom_taken_for_others() -> None:
    """Of transcripts in which a question is asked in other words, six in ten are known, and one in fifty is not it."""
    asking = yaml.safe_load(PARAPHRASES.read_text(encoding="utf-8"))
    found = _outcomes([(name, words) for one in asking for name, words in one.items()])
    total = sum(found.values())
    assert found["wrong"] <= total / 50
    assert found["right"] >= 0.6 * total
