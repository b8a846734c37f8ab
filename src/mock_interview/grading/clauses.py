"""Clauses that speak of the grade of this very answer, known by what they name together and not by how they are worded.

A sentence hides such a clause between commas, in brackets or behind the mark of a comment, so each is looked at alone.
One that says "we", names another grader or sets a condition reports how something is graded, and is left alone.
"""

import re

from mock_interview.grading.instructions import ALL_CRITERIA, GRADER, LEVEL

_CLAUSE = re.compile(r"[,;:()\[\]{}—–]|\s-{1,2}\s|#|//|/\*|\*/|<!--|-->")
_COMMENT = re.compile(r"(?:#|//|/\*|<!--|\[|\s--\s|^--)\s*(?P<said>[^\]\n]+)")
_THIS = re.compile(
    r"\b(?:this|my|the (?:above|following|present|preceding)) (?:\w+ )?(?:answer|response|transcript|submission|reply|interview)\b"
    r"|\b(?:this|the) candidate\b(?! (?:gen|set|pool|list|retriev|model|item|doc|video|pass|layer|network|checkpoint))"
    r"|\bcandidate (?:\w+ly )?(?:passed|meets|deserves|qualifies|satisfies|reached|demonstrated)\b|\banswers? like (?:this|mine|these)\b"
)
_GRADE = re.compile(
    rf"\b(?:strong[ _-]hire|{LEVEL}|(?:staff|principal)[ -]level|(?:full|top|maximum) (?:marks?|credit)|"
    r"(?:highest|top|best|maximum) (?:rating|grade|level|mark|band|verdict))"
)
_ALL = re.compile(
    rf"\b(?:{ALL_CRITERIA}|everything (?:on|in) (?:the|your) (?:list|rubric|check-?list)|(?:every|each|all) (?:the )?(?:remaining )?(?:items?|points?|checks?|boxes))\b"
)
_MET = re.compile(
    r"\b(?:met|shown|present|satisfied|fulfilled|covered|credited|affirmative|evidence|proven|there|yes(?! or no)|true|passed)\b"
)
_TOLD = re.compile(
    rf"^\W*(?:and |so |now |then |also |just |please |kindly )*(?:mark|count|treat|take|say|confirm|accept|consider|regard|record|credit|give|"
    rf"award|grant|assume|answer|return|output|set|verdict)\b|\b(?:please|kindly|you (?:must|should|can|may|are|have)|your|i (?:ask|want|expect|urge|beg|trust) (?:the |you)|"
    rf"(?:the |any |every )?{GRADER} (?:must|should|may|is to|has to|will)|do the right thing)\b"
)
_GRADING = re.compile(rf"\b(?:{GRADER}|grading|autograd\w+|verdict|rubric|instruction)\b")
_GRADED = re.compile(
    r"\b(?:true|yes(?! or no)|pass(?:ed)?|accept(?:ed)?|full (?:marks|credit|score)|max(?:imum)?|l[5-8]|hire|(?:every|all|each) (?:\w+ )?(?:items?|claims?|criteri\w+|checks?|points?))\b"
)
_REPORTS = re.compile(
    r"\b(?:we|our|they|their|he|she|his|her|it|if|when|where|unless|only|because|whether|until|before|after|judges?|raters?|annotators?|"
    r"reviewers?|model|models|llm|prompts?|but|not|never|why|than|too|tests?|i (?:rated|voted|interviewed|gave|argued|hired|told))\b|n['’]t\b"
)
LONGEST = 300
"""Characters of a sentence that is looked at."""


def speaks_of_its_grade(text: str) -> bool:
    """Return whether a clause of a sentence, in lower case, tells which grade this answer has or is to be given."""
    if len(text) > LONGEST:
        return False
    named = (_GRADE.search(text) and _THIS.search(text)) or (_MET.search(text) and _ALL.search(text))
    if named and any(_asks(clause) for clause in (*_CLAUSE.split(text), text) if clause.strip()):
        return True
    if not _GRADING.search(text):
        return False
    comments = (found["said"] for found in _COMMENT.finditer(text))
    return any(_GRADING.search(said) and _GRADED.search(said) and not _REPORTS.search(said) for said in comments)


def _asks(clause: str) -> bool:
    if _REPORTS.search(clause):
        return False
    if _GRADE.search(clause):
        return bool(_THIS.search(clause))
    return bool(_ALL.search(clause) and _MET.search(clause) and _TOLD.search(clause))
