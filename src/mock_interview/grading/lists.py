"""Bare lists of terms: naming a thing is not showing it."""

import re
from itertools import groupby

from mock_interview.grading.evidence import Span, sentences
from mock_interview.grading.words import COMMON, words

MANY = 10
"""Terms that are a list whatever stands in front of them."""
_SAYS = re.compile(
    r"\A\W*(?:for|against|to|under|on) [^,:]+:|(?<![A-Za-z\d])\d|->|=>|→|[=<>≈]|"
    r"\b(?:is|are|was|were|be|do|does|did|has|have|had|can|"
    r"could|will|would|should|may|might|must|so|because|when|if|then|than|that|which|not|no|but|since|while|until|we|i|you|"
    r"it|they|use|used|means|makes|gives|keeps|needs|goes|gets|stops|breaks|add|drop|check|fix|first|only|instead|never|"
    r"always|too|more|less|without|causes?|leads?|helps?|hurts?|reduces?|lowers?|raises?|prevents?|against|"
    r"ist|sind|wird|kann|nicht|est|sont|pas|es|son|non|jest|är)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A\W*(?:\d{1,2}|[a-z])[.)](?=\s|\Z)", re.IGNORECASE)
_HEADED = re.compile(
    r"\A\W*(?:(?:must|should|to|also|i|would|will|things|points|topics|terms|concepts|worth)\W+)*"
    r"(?:mention|cover|includ|discuss|nam|remember|know)(?:s|e|ed|ing)?\W*:",
    re.IGNORECASE,
)
"""What a list of terms is headed with, as if it said something of them."""
_NAMES = re.compile(r"\b\d+(?:[-–]\w+|[a-z]+|\s(?:ms|s|gb|k|m)\b)|\bp\d\d\b|\([^()]{,20}\)", re.IGNORECASE)
"""Numbers that are part of a term and say nothing of it: 3-D Secure, 100 ms p99, min(1, p/q)."""
_JOINED = re.compile(r"[^\w\s/-]")
_BETWEEN = re.compile(r"[,;/|•·、，\n]+|\s[-–—]\s|\band\b|&|#(?=\w)")


def bare_lists(text: str) -> set[Span]:
    """Return the sentences that are bare lists of terms: many short items and nothing said of any of them.

    Lines of few items are a list together.
    """
    found = [(span, _Line(text[slice(*span)])) for span in sentences(text)]
    bare = {span for span, line in found if line.is_list}
    said = [(span, line) for span, line in found if words(line.text)]  # the number of a list's item stands alone
    for short, group in groupby(said, key=lambda one: one[1].short):
        run = list(group)
        if short and (len(run) >= 6 or (len(run) > 1 and sum(len(line.items) for _, line in run) >= MANY)):
            bare.update(span for span, _ in run)
    return bare


class _Line:
    def __init__(self, text: str) -> None:
        self.text = _HEADED.sub("", _NUMBERED.sub("", text))
        self.items = [item for item in _BETWEEN.split(self.text) if words(item)]
        self.longest = max((len(words(item)) for item in self.items), default=0)
        self.short = 0 < self.longest <= 4 and not _SAYS.search(_NAMES.sub("", self.text))
        """Whether it names a few things and says nothing."""

    @property
    def is_list(self) -> bool:
        if self.short and len(self.items) >= 5:
            return True
        if len(self.items) >= 8 and self.longest <= 2 and not re.search(r"\d|[=<>→≈]", self.text):
            return True
        said = self.text.lower().split()
        common = sum(word in COMMON for word in said)
        return len(said) >= 14 and 12 * common <= len(said) and not _JOINED.search(self.text)
