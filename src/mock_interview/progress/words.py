"""The sentences that the terminal and the page share."""

from mock_interview.progress.figures import FEW, Category, Progress, SelfRating


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def time_spent(seconds: float) -> str:
    """Return a time as hours and minutes."""
    minutes = round(seconds / 60)
    return f"{minutes // 60:,} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def self_rating(one: SelfRating) -> str:
    """Return what self-ratings say of a habit."""
    if one.count == 0:
        return "none"
    if one.mean is None:
        return f"too few to say ({one.count} of {FEW})"
    steps = f"{abs(one.mean):.1f}"
    if steps == "0.0":
        return f"as graded, over {one.count:,}"
    return (
        f"{steps} {'levels' if steps != '1.0' else 'level'} too {'high' if one.mean > 0 else 'low'}, over {one.count:,}"
    )


def streak(progress: Progress) -> str:
    """Return the streak in words."""
    now, longest = progress.streak.current, progress.streak.longest
    if not longest:
        return "no finished answer yet"
    if not now:
        return f"none now; the longest was {counted(longest, 'day')}"
    best = "the longest so far" if now == longest else f"the longest was {counted(longest, 'day')}"
    end = "" if progress.streak.today else " up to yesterday"
    return f"{counted(now, 'day')} in a row{end}; {best}"


def course(one: Category) -> str:
    """Return how levels went in a category, in words."""
    if not one.points:
        return "no level yet"
    first, last = one.points[0].level, one.points[-1].level
    if len(one.points) == 1:
        return last
    return f"{first} → {last}" if first != last else last
