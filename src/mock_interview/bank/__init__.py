"""Questions, rubrics and gold answers: load them, and report all that is wrong with them at once."""

from mock_interview.bank.load import Bank, Category, Levels, Rule, content_root, prompts_folder
from mock_interview.bank.loops import Mix, Part, mixes

__all__ = [
    "Bank",
    "Category",
    "Levels",
    "Mix",
    "Part",
    "Rule",
    "content_root",
    "mixes",
    "prompts_folder",
]
