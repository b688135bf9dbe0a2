"""Which case another is merged into: likely ones are offered, any is found by its number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from console.actions.naming import Named, Names
from console.actions.shelf import Label
from console.state.words import category_words, short_number
from models.analysis.duplicates import NEAR_M, RECENT, Told, Twins
from models.domain.merging import merge_refusal
from models.domain.place import distance_m
from models.domain.refusal import Refused, refuse
from models.picture.secrecy import is_cleared, is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.state.session import Session
    from models.domain.incident import Incident
    from models.domain.refusal import Refusal

_FAR: Final = float("inf")


def visible(session: Session) -> Iterable[Incident]:
    """The incidents of the picture that this seat may know of."""
    may_see = is_cleared(session.seat.roles)
    incidents = session.frame.picture.incidents.values()
    return (one for one in incidents if may_see or not one.restricted)


def numbered(session: Session, tail: str) -> list[Incident]:
    """The incidents whose number ends so: a whole serial first, then the newest."""
    known = [one for one in visible(session) if one.number.endswith(tail)]
    known.sort(key=newest_last, reverse=True)
    known.sort(key=lambda one: not _is_serial(one, tail))
    return known


def newest_last(incident: Incident) -> float:
    """By when it was reported."""
    return incident.reported_at.timestamp()


def master(session: Session, incident: Incident, tail: str) -> Incident:
    """The open case, another one, whose number ends so.

    Raises
    ------
    Refused
        `unknown_incident` where there is none; `open_master` where it may not be the master.
    """
    for one in numbered(session, tail):
        if one.id == incident.id or not one.state.is_open:
            continue
        # Never on to the next: whoever typed the number meant this one.
        if (refusal := _refusal(session, incident, one)) is not None:
            raise Refused(refusal)
        return one
    raise Refused(
        refuse(
            "unknown_incident",
            f"没有编号以 {tail} 结尾的其他未结事件。",
            f"No other open incident has a number that ends with {tail}.",
        )
    )


def _refusal(session: Session, incident: Incident, into: Incident) -> Refusal | None:
    categories = session.reference.categories
    return merge_refusal(incident, into, partial(is_restricted, categories=categories))


def masters(session: Session, incident: Incident) -> Names:
    """The cases that it may be the same as, the likeliest first, then whatever is near."""
    near = {
        one.id: one
        for one in visible(session)
        if _may_be_same(incident, one) and _refusal(session, incident, one) is None
    }
    twins = Twins()
    twins.show(near)
    told = Told(
        incident.text,
        incident.reported_at,
        incident.place,
        incident.category,
        incident.reporter_phone,
        incident.address,
    )
    likely = [twin.incident for twin in twins.of(told)]
    by_way = sorted(near, key=lambda key: _away_m(incident, near[key]))
    order = dict.fromkeys([*likely, *by_way])
    return Names(tuple(_named(session, incident, near[key]) for key in order))


def _may_be_same(incident: Incident, other: Incident) -> bool:
    return (
        other.id != incident.id
        and other.state.is_open
        and abs(other.reported_at - incident.reported_at) <= RECENT
        and _away_m(incident, other) <= NEAR_M
    )


def _away_m(incident: Incident, other: Incident) -> float:
    if incident.place is None or other.place is None:
        return _FAR
    return distance_m(incident.place, other.place)


def _named(session: Session, incident: Incident, other: Incident) -> Named:
    category = session.reference.categories.get(other.category or "")
    kind = category_words(category, session.seat.language)
    short = short_number(other.number)
    title = f"{short} {kind} · {_away_m(incident, other):.0f} m"
    return Named(other.number, title, (Label(other.number), Label(short), Label(kind)))


def _is_serial(incident: Incident, tail: str) -> bool:
    serial = incident.number.rpartition("-")[2]
    return serial.lstrip("0") == tail.lstrip("0")
