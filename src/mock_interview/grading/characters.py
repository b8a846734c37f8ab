"""The characters of an answer: what a grader could take for its own marks, and what is said under a disguise."""

import re
import unicodedata

_CHAT_TOKEN = re.compile(
    r"<[|｜][^|｜>\n]{0,40}[|｜]?>"
    r"|</?(?:s|bos|eos|pad|think|tool_call|tool_response|system|user|assistant|answer|candidate_answer|question|rubric|grader|"
    r"start_of_turn|end_of_turn|instructions?)>|\[/?(?:INST|SYS|SYSTEM_PROMPT|TOOL_CALLS)\]|<</?SYS>>",
    re.IGNORECASE,
)
_ROLES = re.compile(r"im_start|im_end|(?:start|end)_of_turn|system|user|assistant|model|[\W_]", re.IGNORECASE)
_REPLY = re.compile(
    r"\W*(?:(?:model|assistant|system|grader|verdict|answer|grade|shown)\W+){0,2}(?:yes|met|true|shown|l[5-8])\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"={3}\s*[0-9a-f]{8}\s*={3}")
_RULE = re.compile(r"[=#~*_-]{5,}")
_HIDDEN = re.compile(
    r"(?<=[A-Za-z])[\u200b-\u200f\u2060-\u2064\ufeff](?=[A-Za-z])"
    r"|[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_MIXED = re.compile(r"(?<!\w)\w*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])\w*")
_TWINS = str.maketrans("аеорсхуіѕјһԁкмтвнАЕОРСХУІЅЈНКМТВοαρνικτ", "aeopcxyisjhdkmtbhAEOPCXYISJHKMTBoapvikt")
"""Cyrillic and Greek letters that look like Latin ones."""
_TWIN_WORD = re.compile(rf"(?<!\w)[{''.join(map(chr, _TWINS))}]+(?!\w)")
FEWEST_MIXED = 2
"""Words of two alphabets: one may be a name, such as Δx."""


_PLAIN = re.compile(r"[\x20-\x7e\n\t]*")
"""Text that is read as it is written: most of it, and sooner seen than folded."""


def harmless(text: str) -> str:
    """Return text in which nothing can be taken for the grader's own marks, without control characters."""
    result = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "" for c in text)
    result = _RULE.sub("----", result)
    while _CHAT_TOKEN.search(result):
        result = _CHAT_TOKEN.sub(lambda m: "(" + re.sub(r"[<>|｜\[\]]", "", m[0]) + ")", result)
    return result


def imitates(text: str) -> bool:
    """Return whether text has a mark of a chat format, or characters hidden to slip past a reader."""
    return bool(_HIDDEN.search(text) or _CHAT_TOKEN.search(as_read(text)) or _is_fence(text))


def _is_fence(text: str) -> bool:
    """Return whether text is a fence as the grader sets it, with nothing but marks around it."""
    # One pattern for all of it would try every way to part a long row of `=`: minutes for one answer.
    return bool(_FENCE.search(text)) and len(re.findall(r"\w", text)) == 8


def only_marks(text: str) -> bool:
    """Return whether text is nothing but a chat format's marks, such as the beginning of another speaker's turn."""
    plain = as_read(text)
    if _is_fence(plain):
        return True
    return bool(_CHAT_TOKEN.search(plain)) and not _ROLES.sub("", _CHAT_TOKEN.sub("", plain))


def replies(text: str) -> bool:
    """Return whether text has a mark of a chat format with a grader's reply right beside it."""
    plain = as_read(text)
    marks = list(_CHAT_TOKEN.finditer(plain))
    return any(_REPLY.match(plain, mark.end()) or _REPLY.fullmatch(plain, 0, mark.start()) for mark in marks)


def as_read(text: str) -> str:
    """Return text as a person would read it: compatibility forms and look-alikes folded, invisible characters out."""
    if _PLAIN.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t")
    if len(_MIXED.findall(seen)) >= FEWEST_MIXED:  # then whole words of twins are of the same disguise
        seen = _TWIN_WORD.sub(lambda m: m[0].translate(_TWINS), seen)
    return _MIXED.sub(lambda m: m[0].translate(_TWINS), seen)
