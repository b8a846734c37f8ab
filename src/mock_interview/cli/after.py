"""After the grade: the own words, the notes, an answer of the next level, and whether to try again."""

from typing import TYPE_CHECKING

from mock_interview.models import LEVELS

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.interview import Attempt
    from mock_interview.models import GoldAnswer, Level


def wants_again(attempt: "Attempt", bank: "Bank") -> bool:
    """Show on request what helps to compare; return whether the user wants to try again. Not without a level."""
    from mock_interview.terminal import after, console, views
    from mock_interview.terminal.editor import choose_key

    session, grade = attempt.session, attempt.session.grades[-1]
    level = grade.level.estimate
    if level is None:
        return False
    if session.self_rating:
        console.say(after.rating_line(session.self_rating, level))
    gold = _example(bank, session.question.id, level)
    offers = {"w": "your words", "n": "notes", "t": "try again"}
    if gold:
        offers["g"] = f"an {gold.label} answer"
    asked = "   ".join(f"{key} {what}" for key, what in offers.items())
    while True:
        try:
            key = choose_key(f"{asked}   (Enter: done)", "".join(offers))
        except KeyboardInterrupt:
            return False
        if key == "w":
            console.err().print(after.answer_view(session.turns, grade))
        elif key == "n":
            console.err().print(views.notes_view(session.rubric))
        elif key == "g" and gold:
            console.err().print(after.gold_view(gold))
        else:
            return key == "t"


def compare(before: "Attempt", now: "Attempt") -> None:
    """Show what the later of two attempts shows that the earlier did not."""
    from mock_interview.terminal import after, console

    grades = before.session.grades[-1], now.session.grades[-1]
    console.err().print(after.improvement_view(*grades, now.session.rubric))


def _example(bank: "Bank", question: str, level: "Level") -> "GoldAnswer | None":
    """Return a gold answer of the level above, or of the highest; the shortest, which teaches most quickly."""
    above = LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
    of_level = [answer for answer in bank.gold(question) if answer.label == above]
    return min(of_level, key=lambda answer: len(answer.text), default=None)
