"""What a grader gets to read of an answer: its words, without what only pretends to be content.

Everything here is decided by code before a model is asked. What is set aside earns nothing and is flagged.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mock_interview.grading.evidence import sentences
from mock_interview.grading.instructions import CLAIMED, INSTRUCTIONS
from mock_interview.models import Question, Rubric, Turn

FEWEST_WORDS = 6
LONGEST_ANSWER = 40_000
"""Characters, all turns together: about 6,500 words, what fits the embedded model's context."""

FLAGS = {
    "instructions": "Words addressed to the grader were set aside; they earn nothing.",
    "claimed": "A level or rank the answer claims for itself was set aside.",
    "control": "Characters or marks that imitate the grader's own format were made harmless.",
    "echo": "Sentences that repeat the question, the rubric or the notes were set aside; they earn nothing.",
    "keywords": "Bare lists of terms were set aside; naming a thing is not showing it.",
    "repetition": "Repeated sentences were read once.",
}

_CHAT_TOKEN = re.compile(
    r"<\|[^|>\n]{0,40}\|?>|</?(?:s|system|user|assistant|answer|candidate_answer|question|rubric|grader|start_of_turn|end_of_turn|instructions?)>|\[/?(?:INST|SYS)\]|<</?SYS>>",
    re.IGNORECASE,
)
_RULE = re.compile(r"[=#~*_-]{5,}")
_BLOB = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SAYS = re.compile(
    r"\d|->|=>|→|[=<>≈]|\b(?:is|are|was|were|be|do|does|did|has|have|had|can|could|will|would|should|may|might|must|so|"
    r"because|when|if|then|than|that|which|not|no|but|since|while|until|we|i|you|it|they|use|used|means|makes|gives|"
    r"keeps|needs|goes|gets|stops|breaks|add|drop|check|fix|first|only|instead|never|always|too|more|less|without)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    [
        "a",
        "about",
        "above",
        "after",
        "again",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "each",
        "else",
        "even",
        "every",
        "few",
        "first",
        "for",
        "from",
        "get",
        "gets",
        "give",
        "go",
        "good",
        "had",
        "has",
        "have",
        "he",
        "how",
        "i",
        "if",
        "in",
        "instead",
        "into",
        "is",
        "it",
        "its",
        "just",
        "know",
        "less",
        "like",
        "make",
        "many",
        "may",
        "me",
        "more",
        "most",
        "much",
        "my",
        "need",
        "never",
        "no",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "same",
        "say",
        "see",
        "set",
        "she",
        "should",
        "since",
        "small",
        "so",
        "some",
        "still",
        "such",
        "take",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "thing",
        "this",
        "time",
        "to",
        "too",
        "train",
        "two",
        "under",
        "up",
        "us",
        "use",
        "used",
        "very",
        "want",
        "was",
        "way",
        "we",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "without",
        "work",
        "would",
        "you",
        "your",
        "data",
        "model",
        "models",
        "training",
        "loss",
    ]
)


@dataclass(frozen=True)
class Answer:
    """An answer ready to be judged: all turns as they were said, what a judge reads of them, and what was set aside."""

    turns: tuple[Turn, ...]
    reading: str
    """The candidate's words, cleaned, with follow-up questions between them."""
    flags: tuple[str, ...] = ()
    nothing: str = ""
    """Why there is nothing to grade; empty when there is."""


def prepare(question: Question, rubric: Rubric, turns: Sequence[Turn]) -> Answer:
    """Return the answer as it may be shown to a judge, with flags, or with the reason why there is nothing to grade."""
    kept: list[str] = []
    flags: set[str] = set()
    seen: set[str] = set()
    given = _given(question, rubric)
    said = 0
    for turn in turns:
        if turn.role == "interviewer":
            if kept:
                kept.append(f"(The interviewer asks: {_harmless(turn.text, set())})")
            continue
        said += len(_words(turn.text))
        if text := _keep(turn.text, given, seen, flags):
            kept.append(text)
    reading = "\n\n".join(kept)
    names = tuple(FLAGS[name] for name in FLAGS if name in flags)
    return Answer(tuple(turns), reading, names, _nothing(reading, said, given, flags))


def _keep(text: str, given: Sequence[str], seen: set[str], flags: set[str]) -> str:
    """Return a turn's text without the sentences that are set aside, line breaks kept."""
    pieces: list[str] = []
    last = 0
    bare_lines = _keyword_lines(text)
    for start, end in sentences(text):
        gap, sentence = text[last:start], text[start:end]
        last = end
        why = _pretends(sentence, given, seen) or ("keywords" if (start, end) in bare_lines else None)
        if why:
            flags.add(why)
            pieces.append("\n" if "\n" in gap else " ")
            continue
        bare = CLAIMED.sub(" ", sentence)
        flags.update({"claimed"} if bare != sentence else ())
        pieces += (gap, _harmless(bare, flags))
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def _pretends(sentence: str, given: Sequence[str], seen: set[str]) -> str | None:
    plain = _plain(sentence)
    if INSTRUCTIONS.search(plain) or INSTRUCTIONS.search(_decoded(plain)):
        return "instructions"
    words = _words(plain)
    key = " ".join(words).lower()
    if len(words) >= 4:
        if key in seen:
            return "repetition"
        seen.add(key)
        if any(_copies(key, other) for other in given):
            return "echo"
    return None


def _copies(key: str, given: str) -> bool:
    if len(key) < 0.6 * len(given):
        # A piece of the question or a claim: only a long one, word for word.
        return len(key) >= 60 and key in given
    return fuzz.ratio(key, given) >= 88


def _given(question: Question, rubric: Rubric) -> list[str]:
    """Return what the candidate may have been shown, sentence by sentence, as bare lower-case words."""
    texts = [question.title, question.prompt]
    for criterion in rubric.criteria:
        texts += [criterion.claim, criterion.hint, criterion.probe]
    pieces = [text[a:b] for text in texts for a, b in sentences(text)] + texts
    # A short fact of the notes is anybody's textbook sentence; a long one, word for word, is a copy.
    pieces += [note for note in rubric.notes if len(_words(note)) >= 15]
    keys = {" ".join(_words(piece)).lower() for piece in pieces}
    return [key for key in keys if len(key.split()) >= 4]


def _keyword_lines(text: str) -> set[tuple[int, int]]:
    """Return the sentences that are bare lists of terms: many short items and nothing said of any of them."""
    found = list(sentences(text))
    bare: set[tuple[int, int]] = set()
    run: list[tuple[int, int]] = []
    for span in [*found, (0, 0)]:
        piece = text[span[0] : span[1]]
        items = [item for item in re.split(r"[,;/|•·\n]+|\s[-–—]\s|\band\b|&", piece) if _words(item)]
        short = bool(items) and not _SAYS.search(piece) and all(len(_words(item)) <= 4 for item in items)
        if short and len(items) >= 5:
            bare.add(span)
        if short and len(items) <= 4 and span[1]:
            run.append(span)
            continue
        if len(run) >= 6:
            bare.update(run)
        run = []
    return bare


def _harmless(text: str, flags: set[str]) -> str:
    """Return text in which nothing can be taken for the grader's own marks or a control character."""
    result = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "" for c in text)
    marked = _CHAT_TOKEN.sub(lambda m: "(" + re.sub(r"[<>|\[\]]", "", m[0]) + ")", result)
    marked = _RULE.sub("----", marked)
    if _CHAT_TOKEN.search(result) or any(unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t\r" for c in text):
        flags.add("control")
    return marked


def _plain(text: str) -> str:
    """Return text as a person would read it: compatibility forms folded, invisible characters out."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t")


def _decoded(text: str) -> str:
    """Return what base64 blocks in the text say, if they say anything."""
    said = []
    for blob in _BLOB.findall(text):
        try:
            said.append(base64.b64decode(blob + "=" * (-len(blob) % 4)).decode())
        except (binascii.Error, UnicodeDecodeError):
            continue
    return "\n".join(said)


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
    if sum(word in known for word in words) < 0.2 * len(words) or len(set(words)) < 4:
        return "the words cannot be read as an answer"
    return ""


_SET_ASIDE = {
    "instructions": "words to the grader",
    "claimed": "claims of a level",
    "control": "control characters",
    "echo": "words of the question or the rubric",
    "keywords": "bare lists of terms",
    "repetition": "repetitions",
}
