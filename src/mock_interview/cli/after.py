"""After the grade: the own words, the notes, an answer of the next level, another try."""

from typing import TYPE_CHECKING

from mock_interview.models import LEVELS

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.grading import Judge
    from mock_interview.interview import Attempt
    from mock_interview.models import GoldAnswer, Grade


def afterwards(attempt: "Attempt", judge: "Judge", bank: "Bank", probes: int) -> None:
    """Show on request what helps to compare, and let the user try again as often as wanted; every attempt is kept."""
    from mock_interview.cli.room import hold
    from mock_interview.cli.showing import grade_and_show
    from mock_interview.interview import Attempt
    from mock_interview.terminal import after, console, views
    from mock_interview.terminal.editor import choose_key

    while attempt.session.grades and (grade := attempt.session.grades[-1]).level.estimate:
        session = attempt.session
        if session.self_rating and grade.level.estimate:
            console.say(after.rating_line(session.self_rating, grade.level.estimate))
        while True:
            gold = _example(bank, grade)
            offers = {
                "w": "your words",
                "n": "notes",
                **({"g": f"an {gold.label} answer"} if gold else {}),
                "t": "try again",
            }
            asked = "   ".join(f"{key} {what}" for key, what in offers.items())
            try:
                key = choose_key(f"{asked}   (Enter: done)", "".join(offers))
            except KeyboardInterrupt:
                return
            if key == "w":
                console.err().print(after.answer_view(session.turns, grade))
            elif key == "n":
                console.err().print(views.notes_view(session.rubric))
            elif key == "g" and gold:
                console.err().print(after.gold_view(gold))
            else:
                break
        if key != "t":
            return
        attempt = hold(Attempt(session.question, session.rubric), judge, bank.levels.rule, probes=probes)
        now = attempt.session
        try:
            found = grade_and_show(
                now.question, now.rubric, now.turns, judge, bank.levels.rule, quiet=False, keep=attempt.add_grade
            )
        except KeyboardInterrupt:
            from mock_interview.cli.room import interrupted

            interrupted(attempt)
        console.err().print(after.improvement_view(grade, found, now.rubric))
        console.say(f"Saved: {attempt.path}", "dim")


def _example(bank: "Bank", grade: "Grade") -> "GoldAnswer | None":
    """Return a gold answer of the level above, or of the highest; the shortest, which teaches most quickly."""
    level = LEVELS[min(LEVELS.index(grade.level.estimate or LEVELS[0]) + 1, len(LEVELS) - 1)]
    of_level = [answer for answer in bank.gold(grade.question) if answer.label == level]
    return min(of_level, key=lambda answer: len(answer.text), default=None)
