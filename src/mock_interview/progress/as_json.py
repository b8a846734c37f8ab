"""Progress as the JSON that scripts may rely on."""

from typing import Any

from mock_interview.progress.figures import Category, Found, Progress, SelfRating


def as_json(progress: Progress) -> dict[str, Any]:
    """Return the figures as a JSON value; moments in ISO 8601 with the zone of where one is."""
    return {
        "category": progress.category,
        "since": progress.since.isoformat() if progress.since else None,
        "sessions": progress.sessions,
        "finished": progress.finished,
        "graded": progress.graded,
        "levelled": progress.levelled,
        "ahead": progress.ahead,
        "words": progress.words,
        "seconds": round(progress.seconds, 1),
        "streak": vars(progress.streak),
        "categories": [_category(one) for one in progress.categories],
        "missed": {
            "shared": [_found(one) for one in progress.missed_shared],
            "questions": [_found(one) for one in progress.missed],
        },
        "tells": {
            "strong_hire": [_found(one) for one in progress.strong],
            "down_level": [_found(one) for one in progress.errors],
        },
        "self_rating": _self_rating(progress.self_rating),
    }


def _category(one: Category) -> dict[str, Any]:
    levels = [
        {
            "at": point.at.isoformat(),
            "session": point.session,
            "question": point.question,
            "level": point.level,
            "low": point.low,
            "high": point.high,
        }
        for point in one.points
    ]
    return {
        "category": one.category,
        "sessions": one.sessions,
        "best": one.best,
        "self_rating": _self_rating(one.self_rating),
        "levels": levels,
    }


def _self_rating(one: SelfRating) -> dict[str, Any]:
    return {"count": one.count, "mean": None if one.mean is None else round(one.mean, 3)}


def _found(one: Found) -> dict[str, Any]:
    return dict(vars(one))
