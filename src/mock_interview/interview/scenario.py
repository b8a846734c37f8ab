"""What the interviewer replies to a clarifying question: the facts of the scenario it is about, and nothing else."""

import re
from collections.abc import Mapping, Sequence

UNKNOWN = "I have no figure for that. Assume what seems reasonable to you, say so, and go on."
MOST = 2
"""Facts given at once; an interviewer does not read out the sheet."""
ABOUT = 2
"""What it counts that a question means what a fact is about (twice that where it says so), against 1 for each word of
the fact itself."""
LEAST = 1
STEM = 5
"""Letters that decide whether two words are the same."""

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_EMPTY_WORDS = """
a about all also an and any are as at be been but by can could current currently do does for from give have here how i
if in is it its know like me more much need of on or our please say should so some tell than that the their them there
they this those to us want was we were what when where which who why will with would you your
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_MEANINGS = (
    "volume traffic requests request queries qps rps scale size many users user load peak number daily items orders",
    "latency fast slow long wait delay speed quick milliseconds ms seconds budget-time response real-time sla",
    "team teams people engineers staff headcount organisation resources",
    "money cost costs budget price spend afford gpu gpus hardware machines",
    "data labels label history logs log records training-data features feature signals signal ground-truth",
    "rules rule legal law privacy gdpr regulation regulations regulator compliance personal policy policies",
    "freshness fresh stale often update updates updated recent",
    "goal goals objective objectives metric metrics success kpi measure measured business aim",
    "today existing baseline present now system currently",
    "quality accuracy precision recall error errors mistakes",
)


def reply(asked: str, scenario: Mapping[str, str], about: Sequence[str] | None = None) -> str:
    """Return the facts that a clarifying question is about, at most `MOST`; `UNKNOWN` where none is.

    `about` names the facts where somebody understood the question; None leaves it to its words.
    """
    found = _matched(asked, scenario) if about is None else about
    return " ".join(scenario[name].strip() for name in found[:MOST]) or UNKNOWN


def _matched(asked: str, scenario: Mapping[str, str]) -> list[str]:
    said = set(_words(asked))
    stems = {word[:STEM] for word in said}
    meant = {other[:STEM] for group in _MEANINGS if said & set(group.split()) for other in group.split()}
    scores: dict[str, int] = {}
    for about, fact in scenario.items():
        names = {word[:STEM] for word in _words(about)}
        known = {word[:STEM] for word in _words(fact)}
        scores[about] = ABOUT * (2 * bool(names & stems) + bool(names & meant)) + len(stems & known)
    best = max(scores.values(), default=0)
    found = [about for about, score in scores.items() if score >= max(LEAST, best - 1)]
    return sorted(found, key=lambda about: -scores[about])


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _EMPTY]
