"""The levels, and the kinds of things they are told by: words alone, so that lists need nothing heavy to know them."""

from typing import Literal

Level = Literal["below L4", "L4", "L5", "L6"]
CriterionKind = Literal["L4", "L5", "L6", "strong_hire", "down_level"]
QuestionKind = Literal["concept", "design", "behavioural", "derivation", "coding"]
State = Literal["met", "unmet", "unsupported", "ungraded"]

LEVELS: tuple[Level, ...] = ("below L4", "L4", "L5", "L6")
