"""Divide the turns of a transcript by question, and mark the follow-up questions that are a rubric's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from mock_interview.bank.wording import in_a_row
from mock_interview.interview.matching import Match
from mock_interview.models import Rubric, Turn

FEWEST_WORDS = 4
"""Words of a probe, below which saying the same may be chance."""


@dataclass(frozen=True)
class Part:
    """What was said on one question."""

    question: str
    turns: tuple[Turn, ...]

    @property
    def words(self) -> int:
        """Return how many words the candidate says."""
        return sum(len(turn.text.split()) for turn in self.turns if turn.role == "candidate")


def parts(turns: Sequence[Turn], matches: Sequence[Match]) -> tuple[Part, ...]:
    """Return what was said on each question, in the order they came up; one that comes back goes on where it was."""
    said: dict[str, list[Turn]] = {}
    for match in matches:
        said.setdefault(match.likely[0], []).extend(turns[match.begin : match.end])
    return tuple(Part(question, tuple(its)) for question, its in said.items())


def with_probes(turns: Sequence[Turn], rubric: Rubric) -> tuple[Turn, ...]:
    """Return the turns with the interviewer's marked in which a probe of the rubric is asked word for word.

    Nothing less will do: what is first shown after a probe counts up to L5 only.
    """
    probes = {
        words: criterion.id
        for criterion in rubric.criteria
        if len((words := in_a_row(criterion.probe)).split()) >= FEWEST_WORDS
    }
    marked = []
    answered = False
    for turn in turns:
        answered = answered or turn.role == "candidate"
        if turn.role == "interviewer" and answered:
            spoken = in_a_row(turn.text)
            asked = next((name for words, name in probes.items() if words in spoken), None)
            turn = turn.model_copy(update={"probe": asked}) if asked else turn
        marked.append(turn)
    return tuple(marked)
