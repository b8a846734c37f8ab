"""What a grader gets to read of an answer: its words, without what only pretends to be content.

Everything here is decided by code before a model is asked. What is set aside earns nothing and is flagged.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from mock_interview.grading.aside import set_aside
from mock_interview.grading.characters import as_read, harmless, imitates
from mock_interview.grading.code import beyond
from mock_interview.grading.copies import Given
from mock_interview.grading.elsewhere import elsewhere
from mock_interview.grading.evidence import Span, sentences
from mock_interview.grading.instructions import CLAIMED, LABEL
from mock_interview.grading.once import once
from mock_interview.grading.words import COMMON, words
from mock_interview.models import Question, Rubric, Turn

FEWEST_WORDS = 6
FEWEST_KNOWN = 0.05
"""Share of common words, or words of the question or rubric, that text must have; an expert's dense notes have few."""
LONGEST_ANSWER = 40_000
"""Characters, all turns together: about 6,500 words, what fits the embedded model's context."""

FLAGS = {
    "instructions": "Words addressed to the grader were set aside; they earn nothing.",
    "plea": "Sentences that speak for a grade instead of answering were set aside; they earn nothing.",
    "claimed": "A level or rank the answer claims for itself was set aside.",
    "control": "Characters or marks that imitate the grader's own format were made harmless.",
    "echo": "Sentences that repeat the question, the rubric or the notes were set aside; they earn nothing.",
    "keywords": "Bare lists of terms were set aside; naming a thing is not showing it.",
    "repetition": "Repeated sentences were read once.",
    "filler": "Sentences that say nothing about the question were set aside.",
}


@dataclass(frozen=True)
class Answer:
    """An answer ready to be judged: all turns as they were said, what a judge reads of them, and what was set aside."""

    turns: tuple[Turn, ...]
    reading: str
    """The candidate's words, cleaned, with follow-up questions between them."""
    flags: tuple[str, ...] = ()
    nothing: str = ""
    """Why there is nothing to grade; empty when there is."""
    set_aside: tuple[tuple[int, Span], ...] = ()
    """(turn, (start, end)) of each sentence that earns nothing; no quote may come from there."""


def prepare(question: Question, rubric: Rubric, turns: Sequence[Turn]) -> Answer:
    """Return the answer as it may be shown to a judge, with flags, or with the reason why there is nothing to grade."""
    if sum(len(turn.text) for turn in turns) > LONGEST_ANSWER:
        return Answer(tuple(turns), "", nothing=f"the answer is longer than {LONGEST_ANSWER:,} characters; shorten it")
    kept: list[str] = []
    aside: list[tuple[int, Span]] = []
    flags: set[str] = set()
    given = _given(question, rubric)
    reasons = set_aside(question, given, turns)
    said = 0
    for number, (turn, why) in enumerate(zip(turns, reasons, strict=True)):
        if turn.role == "interviewer":
            if kept:
                kept.append(f"(The interviewer {'says' if turn.clarifies else 'asks'}: {harmless(turn.text)})")
            continue
        said += len(words(turn.text))
        if text := _keep(turn.text, why, flags):
            kept.append(text)
        aside += ((number, span) for span in why)
    reading = "\n\n".join(kept)
    names = tuple(FLAGS[name] for name in FLAGS if name in flags)
    nothing = _nothing(beyond(question.code, reading) if question.code else reading, said, given.vocabulary, flags)
    nothing = nothing or elsewhere(question, rubric, reading, suspect=bool(flags))
    return Answer(tuple(turns), reading, names, nothing, tuple(aside))


@once
def _given(question: Question, rubric: Rubric) -> Given:
    return Given.of(question, rubric)


def _keep(text: str, why: dict[Span, str], flags: set[str]) -> str:
    """Return a turn's text without the sentences that are set aside, line breaks kept."""
    pieces: list[str] = []
    last = 0
    for start, end in sentences(text):
        gap, sentence = re.sub(r"[^\S\n\t]", " ", text[last:start].replace("\r\n", "\n")), text[start:end]
        last = end
        if imitates(sentence):
            flags.add("control")
        if (start, end) in why:
            flags.add(why[start, end])
            pieces.append("\n" if "\n" in gap else " ")
            continue
        if not pieces and (label := LABEL.match(sentence)):
            flags.add("filler")
            sentence = sentence[label.end() :]
        if CLAIMED.search(as_read(sentence)):
            flags.add("claimed")
            sentence = CLAIMED.sub(" ", as_read(sentence)).lstrip(" .,;:!?")
        pieces += (gap, harmless(sentence))
    kept = re.sub(r"```\w*\s*```", "", "".join(pieces)).rstrip()
    if why and kept.endswith("```") and kept.count("```") % 2:
        kept = kept[:-3]
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _nothing(reading: str, said: int, given: Set[str], flags: set[str]) -> str:
    read = [word.lower() for word in words(reading)]
    if not said:
        return "nothing was said"
    if not read and flags:
        return f"nothing is left once {' and '.join(_SET_ASIDE[f] for f in FLAGS if f in flags)} are set aside"
    if len(read) < FEWEST_WORDS:
        return f"too little was said to go by ({len(read)} word{'s' if len(read) != 1 else ''})"
    letters = [c for c in reading if c.isalpha()]
    if sum(c.isascii() for c in letters) < 0.5 * len(letters):
        return ""  # another script: the model may read it
    if sum(word in COMMON or word in given for word in read) < FEWEST_KNOWN * len(read) or len(set(read)) < 4:
        return "the words cannot be read as an answer"
    return ""


_SET_ASIDE = {
    "instructions": "words to the grader",
    "plea": "sentences that speak for a grade",
    "claimed": "claims of a level",
    "control": "control characters",
    "echo": "words of the question or the rubric",
    "keywords": "bare lists of terms",
    "repetition": "repetitions",
    "filler": "sentences that say nothing",
}
