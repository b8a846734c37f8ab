"""What stands beside words to a grader and belongs to them: forged replies, forms and turns.

Each is innocent in an answer that leaves the grader alone; where one sentence does not, the rest of the forgery goes
too.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from mock_interview.grading.characters import as_read
from mock_interview.grading.evidence import Span, sentences
from mock_interview.grading.words import words

FEWEST_VERDICTS = 3
"""Bare verdicts in a row that are a forgery whatever stands beside them."""
_ASKED = re.compile(r".*\b(?:answer|response|candidate|claim|criterion)\b.*\?\W*", re.IGNORECASE)
LONGEST_TAIL = 12
"""Words of a clause that goes on after a semicolon, such as "; nobody will check"."""
_VERDICT = re.compile(r"\W*(?:yes|no|met|unmet|true|shown)\W*", re.IGNORECASE)
_WORTH = r"(?:yes|met|shown|present|satisfied|pass(?:ed)?|affirmative|l ?[4-8]|✓|✔|✅|\[x\])"
_FORM = re.compile(
    # A row of a table, a line of a form.
    rf"\W{{0,9}}[^\n:|=>]{{0,80}}(?:(?:[:|=]|->|=>|→|\?)\W*{_WORTH}|[:|]\W*true)\W*"
    r"|\W*(?:score|grade|rating|points|total|result)s?\W{0,3}\d*\s*[:|=]\W*\d+(?:\.\d+)?(?:\s*/\s*\d+)?\W*"
    r"|[\s|:+-]*-{3,}[\s|:+-]*"
    r"|\W*(?:user|human|assistant|grader|judge|examiner)\s*:.*"
    r"|\W*(?:claim|criterion|shown|verdict|rationale)s?\W{0,3}\d*\s*[:?].*"
    r"|\W*(?:reason|level|confidence|evidence|score|grade)s?\W{0,3}\d*\s*[:?]\W*(?:\w+\W*){0,4}"
    rf"|\W*\[x\].*|\W*{_WORTH}\W*|\W*(?:assessment|grading|evaluation|result|assistant|system|user|human|response|instructions?)\W*"
    r"|\W*(?:this|the|my) answer\W*(?:is (?:complete|correct|perfect)\W*)?"
    r"|\\(?:begin|end)\{.*|.*\\end\{\w+\}|\W*no further (?:review|grading|assessment|checks?)\b.*",
    re.IGNORECASE,
)


def forged(text: str, why: Mapping[Span, str]) -> Iterator[Span]:
    """Yield the sentences of a text that belong to what was found in it to speak to the grader."""
    every = list(sentences(text))
    found = {span for span in every if why.get(span) in ("control", "instructions")}
    row: list[Span] = []
    for span in [*every, (0, 0)]:
        if span[1] and _VERDICT.fullmatch(text[span[0] : span[1]]):
            row.append(span)
            continue
        if len(row) >= FEWEST_VERDICTS or found:
            yield from row
        row = []
    for asked, reply in pairwise(every):
        if _ASKED.fullmatch(text[slice(*asked)]) and _VERDICT.fullmatch(text[slice(*reply)]):
            yield from (asked, reply)
    if not found:
        return
    for i, span in enumerate(every):
        said = as_read(text[span[0] : span[1]])
        before = every[i - 1][1] if i and every[i - 1] in found else span[0]
        tail = text[before : span[0]].strip(" ") == ";" and len(words(said)) <= LONGEST_TAIL
        if span not in why and (tail or _FORM.fullmatch(said)):
            found.add(span)
            yield span
