"""What happened in a shift, as a recording tells it: to whom it may be told, and until when."""

from __future__ import annotations

from console.app.facts_of import RecordedFacts
from models.feed.source import ListSource
from models.picture.shift_sheet import Begun, Happened
from tests.builders import NINE, a_category, a_fact, a_journal, an_incident, at

SECRET = a_category("E0901", restricted=True)
CLASSES = {"E0102": a_category(), "E0901": SECRET}


def a_recording(*, is_cleared: bool = True) -> RecordedFacts:
    """Two reports at nine, one of them restricted by its class, and one that came after."""
    early, late = an_incident(category="E0102"), an_incident(category="E0102")
    secret = an_incident(category="E0901")
    facts = [a_fact(one) for one in (early, secret, late)]
    return RecordedFacts(ListSource(a_journal(facts)), CLASSES, is_cleared=is_cleared)


def test_a_recording_counts_what_happened_up_to_a_fact() -> None:
    own, bare = a_recording().happened(Begun(at(hours=-1)), 2)
    assert (own, bare) == (Happened(received=2), Happened(received=1))


def test_after_a_hand_over_its_own_fact_is_where_counting_begins() -> None:
    own, _ = a_recording().happened(Begun(NINE, 2), 3)
    assert own == Happened(received=1)


def test_whoever_may_not_know_of_it_counts_nothing_that_is_restricted() -> None:
    both = a_recording(is_cleared=False).happened(Begun(at(hours=-1)), 3)
    assert both == (Happened(received=2), Happened(received=2))


def test_the_picture_of_a_fact_is_the_picture_of_that_fact() -> None:
    picture = a_recording().picture(2)
    assert (picture.seq, len(picture.incidents)) == (2, 2)
