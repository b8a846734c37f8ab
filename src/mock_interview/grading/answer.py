"""What a grader gets to read of an answer: its words, without what only pretends to be content.

Everything here is decided by code before a model is asked. What is set aside earns nothing and is flagged.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mock_interview.grading.characters import as_read, decoded, harmless, imitates, only_marks
from mock_interview.grading.code import beyond, code_lines
from mock_interview.grading.evidence import Span, sentences
from mock_interview.grading.instructions import CLAIMED, FILLER, INSTRUCTIONS, LABEL
from mock_interview.models import Question, Rubric, Turn

FEWEST_WORDS = 6
FEWEST_KNOWN = 0.05
"""Share of common words, or words of the question or rubric, that text must have; an expert's dense notes have few."""
COPIES = 3
"""From so many copied sentences on, short pieces of the notes are copies too and nobody's own words."""
LONGEST_ANSWER = 40_000
"""Characters, all turns together: about 6,500 words, what fits the embedded model's context."""

FLAGS = {
    "instructions": "Words addressed to the grader were set aside; they earn nothing.",
    "claimed": "A level or rank the answer claims for itself was set aside.",
    "control": "Characters or marks that imitate the grader's own format were made harmless.",
    "echo": "Sentences that repeat the question, the rubric or the notes were set aside; they earn nothing.",
    "keywords": "Bare lists of terms were set aside; naming a thing is not showing it.",
    "repetition": "Repeated sentences were read once.",
    "filler": "Openings that say nothing were set aside.",
}

# Chinese and Japanese write no spaces: each character counts.
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’-][^\W_{_CJK}]+)*")
_SAYS = re.compile(
    r"\A\W*(?:for|against|to|under|on) [^,:]+:|(?<![A-Za-z])\d|->|=>|→|[=<>≈]|"
    r"\b(?:is|are|was|were|be|do|does|did|has|have|had|can|"
    r"could|will|would|should|may|might|must|so|because|when|if|then|than|that|which|not|no|but|since|while|until|we|i|you|"
    r"it|they|use|used|means|makes|gives|keeps|needs|goes|gets|stops|breaks|add|drop|check|fix|first|only|instead|never|"
    r"always|too|more|less|without|causes?|leads?|helps?|hurts?|reduces?|lowers?|raises?|prevents?|against|"
    r"ist|sind|wird|kann|nicht|est|sont|pas|es|son|non|jest|är)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A\W*(?:\d{1,2}|[a-z])[.)](?=\s|\Z)", re.IGNORECASE)
_VERDICT = re.compile(r"\W*(?:yes|no|met|unmet|true|shown)\W*", re.IGNORECASE)
_BULLET = re.compile(r"\W*(?:\d{1,2}|[a-z])[.)]\s|[-*•·+>→#]", re.IGNORECASE)
_COMMON_WORDS = """
a about above after again all also an and any are as at be because been before but by can could do does each else even
every few first for from get gets give go good had has have he how i if in instead into is it its just know less like
make many may me more most much my need never no not now of off on once one only or other our out over same say see
set she should since small so some still such take than that the their them then there these they thing this time to
too train two under up us use used very want was way we well were what when where which while who why will with
without work would you your data model models training loss der die das und ist nicht ein eine mit von zu auf für dass
wenn man wird le la les des et est une dans que pour pas sur qui el los las y es un en por se del con o os uma não em
para da il di che per non het een van niet w na nie z się jest att det som och bir ve bu için
"""
_COMMON = frozenset(_COMMON_WORDS.split())


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
    reasons = _aside(question, turns, given)
    if sum(reason == "echo" for why in reasons for reason in why.values()) >= COPIES:
        reasons = _aside(question, turns, given, rubric.notes)
    said = 0
    for number, (turn, why) in enumerate(zip(turns, reasons, strict=True)):
        if turn.role == "interviewer":
            if kept:
                kept.append(f"(The interviewer asks: {harmless(turn.text)})")
            continue
        said += len(_words(turn.text))
        if text := _keep(turn.text, why, flags):
            kept.append(text)
        aside += ((number, span) for span in why)
    reading = "\n\n".join(kept)
    names = tuple(FLAGS[name] for name in FLAGS if name in flags)
    nothing = _nothing(beyond(question.code, reading) if question.code else reading, said, given, flags)
    return Answer(tuple(turns), reading, names, nothing, tuple(aside))


def _aside(
    question: Question, turns: Sequence[Turn], given: Sequence[str], notes: Sequence[str] = ()
) -> list[dict[Span, str]]:
    """Return for each turn the sentences that earn nothing; with `notes`, pieces of those are copies however short."""
    seen: set[str] = set()
    copied = tuple(" ".join(_words(note)).lower() for note in notes)
    result: list[dict[Span, str]] = []
    for turn in turns:
        if turn.role == "interviewer":
            result.append({})
            continue
        code = code_lines(turn.text) if question.kind == "coding" else []
        why = _why_not(turn.text, given, seen, code)
        for start, end in sentences(turn.text) if notes else ():
            key = " ".join(_words(as_read(turn.text[start:end]))).lower()
            in_code = any(a <= start and end <= b for a, b in code)
            if len(key.split()) >= 2 and not in_code and any(key in note for note in copied):
                why.setdefault((start, end), "echo")
        result.append(why)
    return result


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


def _why_not(text: str, given: Sequence[str], seen: set[str], code: Sequence[Span] = ()) -> dict[Span, str]:
    """Return the sentences of a text that earn nothing, each with the flag that says why.

    A line of code may repeat another or list names: it earns nothing only where it speaks to the grader.
    """

    def is_code(span: Span) -> bool:
        return any(start <= span[0] and span[1] <= end for start, end in code)

    why: dict[Span, str] = {span: "keywords" for span in _keyword_lines(text) if not is_code(span)}
    for lines in _wrapped(text):
        for start, end in lines:
            reason = _pretends(text[start:end], given, seen)
            if reason and not (reason in ("echo", "repetition") and is_code((start, end))):
                why[start, end] = reason
        if len(lines) > 1:
            why = _pretends_together(text, lines, given) | why
    if {"control", "instructions"} & set(why.values()):
        why |= {span: "instructions" for span in sentences(text) if _VERDICT.fullmatch(text[span[0] : span[1]])}
    return why


def _pretends(sentence: str, given: Sequence[str], seen: set[str]) -> str | None:
    plain = as_read(sentence)
    if INSTRUCTIONS.search(plain) or INSTRUCTIONS.search(decoded(plain)):
        return "instructions"
    if only_marks(sentence):
        return "control"
    if FILLER.fullmatch(plain.strip()):
        return "filler"
    words = _words(plain)
    key = " ".join(words).lower()
    if len(words) >= 4:
        if key in seen:
            return "repetition"
        seen.add(key)
        if any(_copies(key, other) for other in given):
            return "echo"
    return None


def _pretends_together(text: str, lines: Sequence[Span], given: Sequence[str]) -> dict[Span, str]:
    """Return the lines that earn nothing because of what they say together, innocent as they may be alone."""
    plain = [as_read(text[start:end]) for start, end in lines]
    joined = " ".join(plain)
    if any(_copies(" ".join(_words(joined)).lower(), other) for other in given):
        return dict.fromkeys(lines, "echo")
    found: dict[Span, str] = {}
    for match in INSTRUCTIONS.finditer(joined):
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


def _copies(key: str, given: str) -> bool:
    if len(key) < 0.6 * len(given):
        # A piece of the question or a claim: only a long one, word for word.
        return len(key) >= 60 and key in given
    return fuzz.ratio(key, given, score_cutoff=88) >= 88


def _given(question: Question, rubric: Rubric) -> list[str]:
    """Return what the candidate may have been shown, sentence by sentence, as bare lower-case words."""
    texts = [question.title, question.prompt, " ".join(question.prompt.split()), *question.scenario.values()]
    for criterion in rubric.criteria:
        texts += [criterion.claim, criterion.hint, criterion.probe]
    pieces = [text[a:b] for text in texts for a, b in sentences(text)] + texts
    # A short fact of the notes is anybody's textbook sentence; a long one, word for word, is a copy.
    pieces += [note for note in rubric.notes if len(_words(note)) >= 15]
    keys = {" ".join(_words(piece)).lower() for piece in pieces}
    return [key for key in keys if len(key.split()) >= 4]


def _keyword_lines(text: str) -> set[Span]:
    """Return the sentences that are bare lists of terms: many short items and nothing said of any of them."""
    bare: set[Span] = set()
    run: list[Span] = []
    for span in [*sentences(text), (0, 0)]:
        piece = _NUMBERED.sub("", text[span[0] : span[1]])
        if span[1] and not _words(piece):
            continue  # the number of a list's item, alone
        items = [item for item in re.split(r"[,;/|•·、，\n]+|\s[-–—]\s|\band\b|&", piece) if _words(item)]
        short = bool(items) and not _SAYS.search(piece) and all(len(_words(item)) <= 4 for item in items)
        terms = (
            len(items) >= 8 and all(len(_words(item)) <= 2 for item in items) and not re.search(r"\d|[=<>→≈]", piece)
        )
        if terms or (short and len(items) >= 5):
            bare.add(span)
        if short and len(items) <= 4:
            run.append(span)
            continue
        if len(run) >= 6:
            bare.update(run)
        run = []
    return bare


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _nothing(reading: str, said: int, given: Iterable[str], flags: set[str]) -> str:
    words = [word.lower() for word in _words(reading)]
    if not said:
        return "nothing was said"
    if not words and flags:
        return f"nothing is left once {' and '.join(_SET_ASIDE[f] for f in FLAGS if f in flags)} are set aside"
    if len(words) < FEWEST_WORDS:
        return f"too little was said to go by ({len(words)} word{'s' if len(words) != 1 else ''})"
    letters = [c for c in reading if c.isalpha()]
    if sum(c.isascii() for c in letters) < 0.5 * len(letters):
        return ""  # another script: the model may read it
    known = _COMMON | {word for text in given for word in text.split()}
    if sum(word in known for word in words) < FEWEST_KNOWN * len(words) or len(set(words)) < 4:
        return "the words cannot be read as an answer"
    return ""


_SET_ASIDE = {
    "instructions": "words to the grader",
    "claimed": "claims of a level",
    "control": "control characters",
    "echo": "words of the question or the rubric",
    "keywords": "bare lists of terms",
    "repetition": "repetitions",
    "filler": "openings that say nothing",
}
