"""A review in the making."""

import pytest

from mock_interview.errors import BadInput
from mock_interview.models import Quote, Remark, Review, Session
from mock_interview.records import check_review
from mock_interview.records.reviews import drafts_of
from mock_interview.review.draft import MOST, Draft, begin, carry_over, draft_file, keep
from mock_interview.review.passages import choose
from support import said
from support_cli import graded, session
from support_review import review_of


def quote(one: Session, words: str) -> Quote:
    """Return words of a session."""
    return choose(words, one.turns)


def test_a_draft_is_gone_on_with() -> None:
    """What was kept is there again for the same reviewer of the same session, and for nobody else."""
    one = graded()
    draft = begin(one, "Ada", blind=True).with_level("L4").with_verdict("windowpane", "met")
    keep(draft, draft_file(one, "Ada"))
    assert begin(one, "Ada", blind=False) == draft
    assert begin(one, "Bob", blind=True).seen == ()
    assert draft_file(one, "Ada").stat().st_mode & 0o777 == 0o600


def test_who_has_seen_the_level_is_not_blind_again() -> None:
    """A review begun with the tool's level in sight stays so; one rated blind stays blind whatever is asked later."""
    one = graded()
    keep(begin(one, "Ada", blind=False), draft_file(one, "Ada"))
    assert begin(one, "Ada", blind=True).review.blind is False
    keep(begin(one, "Bob", blind=True), draft_file(one, "Bob"))
    assert begin(one, "Bob", blind=False).review.blind is False
    keep(begin(one, "Cyd", blind=True).with_level("L5"), draft_file(one, "Cyd"))
    assert begin(one, "Cyd", blind=False).review.blind is True


def test_an_earlier_review_is_the_beginning_of_the_next() -> None:
    """Who has reviewed the session before changes that review, its level as it was."""
    one = graded()
    mine = review_of(one, level="L6", blind=True, verdicts={"windowpane": "met"}, summary="Fine.")
    again = begin(one.model_copy(update={"reviews": (mine,)}), "Ada", blind=False)
    assert (again.review, again.rated, again.seen, again.summary) == (mine, True, (), "Fine.")


def test_an_earlier_review_that_does_not_fit_can_still_be_gone_on_with() -> None:
    """A remark on words that were never said, from a file somebody made, does not stand in the review's way."""
    one = graded()
    wrong = Remark(quote=Quote(turn=7, start=0, end=4, text="nope"), advice="try", text="Hm.")
    mine = review_of(one, level="L6", remarks=(wrong,), verdicts={"nothing": "met"})
    draft = begin(one.model_copy(update={"reviews": (mine,)}), "Ada", blind=True)
    check_review(draft.review, one, "it")
    assert draft.summary == "On “nope” (try): Hm."


def test_an_opinion_can_be_taken_back() -> None:
    """The last word on a criterion counts, none included."""
    draft = begin(graded(), "Ada", blind=True).with_verdict("windowpane", "met").with_verdict("holds-gas", "unmet")
    assert dict(draft.with_verdict("windowpane", "").review.verdicts) == {"holds-gas": "unmet"}
    assert draft.with_verdict("windowpane", "unmet").seen == ("holds-gas", "windowpane")


def test_a_very_long_comment_becomes_several() -> None:
    """No word of a comment is lost to the limit of a remark; one without words is dropped."""
    one = graded()
    typing = begin(one, "Ada", blind=True).model_copy(update={"about": quote(one, "1"), "typing": "x" * (MOST + 1)})
    done = typing.with_remark()
    assert [len(remark.text) for remark in done.review.remarks] == [MOST, 1]
    assert (done.about, done.typing) == (None, "")
    check_review(Review.model_validate(done.review.model_dump()), one, "it")
    assert typing.model_copy(update={"typing": " \n"}).with_remark().review.remarks == ()


def test_words_that_changed_take_no_comment_with_them() -> None:
    """When the answer changed since, comments on words that are still there stay, and the others join the summary."""
    was = session("s", *said("I knead it well. It gets stretchy. Then it rests."))
    draft = begin(was, "Ada", blind=True).with_level("L4").with_verdict("windowpane", "met")
    for words, text in (("I knead it", "Good."), ("It gets", "Say why.")):
        draft = draft.model_copy(update={"about": quote(was, words), "typing": text}).with_remark()
    draft = draft.model_copy(update={"about": quote(was, "Then it"), "typing": "How long?", "summary": "Nice."})
    now = was.model_copy(update={"turns": said("I knead it well. The gluten forms.")})
    carried = carry_over(draft, now)
    assert [remark.text for remark in carried.review.remarks] == ["Good."]
    assert carried.summary == (
        "Nice.\n\nOn “It gets stretchy.” (change): Say why.\n\nOn “Then it rests.” (change): How long?"
    )
    assert (carried.about, carried.typing, carried.review.level) == (None, "", "L4")
    check_review(carried.review, now, "it")


def test_a_damaged_draft_is_named() -> None:
    """A draft that cannot be read is not written over: it may hold somebody's words."""
    one = graded()
    path = draft_file(one, "Ada")
    keep(Draft(review=review_of(one)), path)
    path.write_text("{")
    with pytest.raises(BadInput, match=rf"{path}: is no draft of a review file"):
        begin(one, "Ada", blind=True)
    assert path.read_text() == "{"


def test_the_drafts_of_a_session_are_known() -> None:
    """Every reviewer's, and what a broken-off writing left; none of another session whose id begins like it."""
    one, other = graded("s"), graded("s.aaaaaaaa")
    paths = [draft_file(one, "Ada"), draft_file(one, "Bob"), draft_file(other, "Ada")]
    for path in paths:
        keep(Draft(review=review_of(one)), path)
    left = paths[0].with_name(f".{paths[0].name}.x1.tmp")
    left.touch()
    assert drafts_of("s") == sorted([*paths[:2], left])
    assert drafts_of("nothing") == []
