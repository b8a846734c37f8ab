"""What can be wrong with the wording of a claim, seen from the text alone."""

import re
from collections.abc import Mapping

CLAIM_WORDS = (8, 30)
TWINS = 85
"""Similarity of two claims, from 0 to 100 whatever the order of their words, from which they ask for the same."""
SHORTEST_PHRASE = 6
"""Words: shorter ones are anybody's."""
_NAMES_ONLY = re.compile(
    r"(mentions|names|understands|knows|lists|is aware of|refers to|touches on|discusses|talks about|brings up)\b",
    re.IGNORECASE,
)
_SECOND_CLAIM = re.compile(
    r"(?:;|\band|\bas well as)\s+(?:also\s+)?(?:claims|compares|derives|describes|explains|gives|proposes|says|"
    r"separates|shows|states|tells|traces|weighs|works out)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def faults(claim: str) -> list[str]:
    """Return what to do about a claim that is too short or long, only asks for a name, or is two claims in one."""
    found = []
    count = len(claim.split())
    if not CLAIM_WORDS[0] <= count <= CLAIM_WORDS[1]:
        found.append(f"has {count} words; write {CLAIM_WORDS[0]} to {CLAIM_WORDS[1]}")
    if _NAMES_ONLY.match(claim):
        found.append("asks for a name, not for something shown; say what must be explained")
    if second := _SECOND_CLAIM.search(claim):
        found.append(f"is two claims in one ({second[0]!r}); write each as a criterion of its own")
    return found


def twin(claim: str, others: Mapping[str, str]) -> str | None:
    """Return the id among `others` ({id: claim}) of a claim that asks for the same in other words."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(claim.lower(), others, scorer=fuzz.token_sort_ratio, score_cutoff=TWINS)
    return near[2] if near else None


def in_a_row(text: str) -> str:
    """Return the words of a text in lower case, a space around each."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def phrase_in_common(claim: str, said: str) -> str | None:
    """Return words in a row of an answer (`in_a_row`) that make up half of a claim or more: it was written from it."""
    words = in_a_row(claim).split()
    size = max(SHORTEST_PHRASE, (len(words) + 1) // 2)
    runs = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    return next((run for run in runs if f" {run} " in said), None)
