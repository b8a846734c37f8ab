"""Questions, rubrics and gold answers: load them, and report all that is wrong with them at once."""

from mock_interview.bank.check import Report, check
from mock_interview.bank.load import Bank, Category, Levels, Rule, content_root, prompts_folder

__all__ = ["Bank", "Category", "Levels", "Report", "Rule", "check", "content_root", "prompts_folder"]
