"""Which sentences of an answer earn nothing, and why: decided by code, before a model is asked."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import compress

from mock_interview.grading.characters import as_read, only_marks, replies
from mock_interview.grading.clauses import speaks_of_its_grade
from mock_interview.grading.code import code_lines
from mock_interview.grading.copies import FEWEST_COPIED, Given, copied, copies, key_of
from mock_interview.grading.disguises import undisguised
from mock_interview.grading.elsewhere import english, is_shipped
from mock_interview.grading.evidence import Span, sentences
from mock_interview.grading.forged import forged
from mock_interview.grading.instructions import CLAIMED, FILLER, INSTRUCTIONS, reported
from mock_interview.grading.languages import in_other_words
from mock_interview.grading.lists import bare_lists
from mock_interview.grading.pleas import pleas
from mock_interview.grading.recited import recitals, recited
from mock_interview.grading.repeats import repeated
from mock_interview.grading.words import is_hollow
from mock_interview.models import Question, Turn
from mock_interview.sentences import paragraphs

COPIES = 3
"""From so many sentences on that copy what the candidate was not shown, pieces of the notes are copies too."""
LONGEST_SCRAP = 6
"""Words: so many in a row are a piece of what stands beside them in the question or the rubric."""
_A_CLAIM = "as I am the one who is this"
"""Stands for a claim that was taken out of a sentence, so that what is left of it is not too short to be hollow."""

_BULLET = re.compile(r"[^\w\n]{0,20}(?:\d{1,2}|[a-z])[.)]\s|[-*•·+>→#]", re.IGNORECASE)


def set_aside(question: Question, given: Given, turns: Sequence[Turn]) -> list[dict[Span, str]]:
    """Return for each turn the sentences that earn nothing, each with the name of the flag that says why."""
    seen: set[str] = set()
    spans = [list(sentences(turn.text)) if turn.role == "candidate" else [] for turn in turns]
    code = [code_lines(turn.text) if question.kind == "coding" else [] for turn in turns]
    found = [
        _why_not(question, turn.text, given, seen, lines) if spans[n] else {}
        for n, (turn, lines) in enumerate(zip(turns, code, strict=True))
    ]
    every = [(n, span) for n, of_turn in enumerate(spans) for span in of_turn]
    plain = [as_read(turns[n].text[a:b]) for n, (a, b) in every]
    said = [key_of(text) or turns[n].text[slice(*span)] for text, (n, span) in zip(plain, every, strict=True)]
    coded = [_within(span, code[n]) for n, span in every]
    for at in repeated(said, coded):
        n, span = every[at]
        found[n].setdefault(span, "repetition")
    left = ["" if span in found[n] else text for text, (n, span) in zip(plain, every, strict=True)]
    for at in recited(left, given.asked_for):
        n, span = every[at]
        if not coded[at]:
            found[n].setdefault(span, "echo")
    reasons = [found[n].get(span, "") for n, span in every]
    for at in _scraps(said, coded, reasons, given):
        n, span = every[at]
        found[n][span] = "echo"
    return found


def _scraps(said: Sequence[str], coded: Sequence[bool], reasons: Sequence[str], given: Given) -> Iterator[int]:
    """Yield the indices of pieces too short to be a copy alone: beside a copy, or of notes copied at length."""
    now = list(reasons)
    so_far = sum(
        reason == "echo" and any(copies(text, other) for other in given.hidden)
        for text, reason in zip(said, reasons, strict=True)
    )
    forth = range(len(said))
    for way in (forth, reversed(forth)):
        before = ""
        for i in way:
            short = len(said[i].split()) < LONGEST_SCRAP
            texts = given.every if short and before == "echo" else ()
            if so_far >= COPIES and " " in said[i] and (not short or before == "echo"):
                texts += given.notes
            worded = any(c.isalpha() for c in said[i])
            if not now[i] and not coded[i] and worded and any(f" {said[i]} " in f" {text} " for text in texts):
                now[i] = "echo"
                yield i
            before = now[i]


def _within(span: Span, lines: Sequence[Span]) -> bool:
    """Return whether a span lies in one of these lines, which are in order and do not overlap."""
    before = bisect_right(lines, span[0], key=lambda line: line[0])
    return before > 0 and span[1] <= lines[before - 1][1]


def _why_not(question: Question, text: str, given: Given, seen: set[str], code: Sequence[Span] = ()) -> dict[Span, str]:
    """Return the sentences of a text that earn nothing, each with the flag that says why.

    A line of code may repeat another or list names: it earns nothing only where it speaks to the grader.
    """
    why: dict[Span, str] = {span: "keywords" for span in bare_lists(text) if not _within(span, code)}
    for lines in _wrapped(text):
        for start, end in lines:
            reason = _pretends(question, text[start:end], given, seen)
            if reason and not (reason in ("echo", "repetition") and _within((start, end), code)):
                why[start, end] = reason
        if len(lines) > 1:
            why = _pretends_together(question, text, lines, given) | why
    if english(text):  # in another language every sentence looks strange to what was learned
        why = _by_words(text, why, is_shipped(question)) | why
    return why | dict.fromkeys(forged(text, why), "instructions")


def _by_words(text: str, known: Collection[Span], shipped: bool) -> dict[Span, str]:
    """Return the sentences that plead or recite, as far as their words tell, beside those that are known to.

    Recitals were learned about the shipped questions; about another subject every word is new.
    """
    parts = [part for every in paragraphs(text) if (part := [span for span in every if span not in known])]
    said = [[CLAIMED.sub(" ", as_read(text[start:end])) for start, end in part] for part in parts]
    found: dict[Span, str] = {}
    reciting = recitals().reciting(said) if shipped else [False] * len(parts)
    for part, sentences_of, recites in zip(parts, said, reciting, strict=True):
        found |= dict.fromkeys(part, "echo") if recites else {}
        found |= dict.fromkeys(compress(part, pleas().pleading(sentences_of)), "plea")
    return found


def _pretends(question: Question, sentence: str, given: Given, seen: set[str]) -> str | None:
    plain = as_read(sentence)
    if _orders(plain) or any(map(_orders, undisguised(plain))):
        return "instructions"
    if only_marks(sentence):
        return "control"
    if replies(sentence):
        return "instructions"
    if FILLER.fullmatch(plain.strip()) or is_hollow(plain, question):
        return "filler"
    if CLAIMED.search(plain) and is_hollow(f"{CLAIMED.sub(' ', plain)} {_A_CLAIM}", question):
        return "claimed"
    key = key_of(plain)
    if len(key.split()) >= FEWEST_COPIED:
        if key in seen:
            return "repetition"
        seen.add(key)
        if copied(key, given):
            return "echo"
    return None


def _orders(text: str) -> bool:
    lower = reported(text).lower()
    if INSTRUCTIONS.search(lower) or in_other_words(lower):
        return True
    return speaks_of_its_grade(CLAIMED.sub(" ", lower))  # the phrase of a claimed level alone is taken out later


def _pretends_together(question: Question, text: str, lines: Sequence[Span], given: Given) -> dict[Span, str]:
    """Return the lines that earn nothing because of what they say together, innocent as they may be alone."""
    plain = [as_read(text[start:end]) for start, end in lines]
    joined = " ".join(plain)
    if copied(key_of(joined), given):
        return dict.fromkeys(lines, "echo")
    if is_hollow(joined, question):
        return dict.fromkeys(lines, "filler")
    found: dict[Span, str] = {}
    for match in INSTRUCTIONS.finditer(joined.lower()):
        at = 0
        for line, said in zip(lines, plain, strict=True):
            if match.start() < at + len(said) and at < match.end():
                found[line] = "instructions"
            at += len(said) + 1
    return found


def _wrapped(text: str) -> Iterator[list[Span]]:
    """Yield the sentences of a text, those that a line break cuts apart together."""
    lines: list[Span] = []
    for start, end in sentences(text):
        goes_on = (
            lines
            and text[lines[-1][1] : start].strip(" \t\r") == "\n"
            and text[lines[-1][1] - 1] not in ".!?:。！？"
            and not _BULLET.match(text, start)
        )
        if lines and not goes_on:
            yield lines
            lines = []
        lines.append((start, end))
    if lines:
        yield lines
