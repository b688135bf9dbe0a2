"""What a photo shows, and what may be doubted about it.

Facts carry the names of attachments alone; what a photo shows follows from the act that
brought it. Where and when it was taken stands in the photo itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.error import Words
from models.domain.home_settings import HomeSettings
from models.domain.place import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from models.domain.fact import Entry
    from models.domain.incident import Incident
    from models.domain.place import LonLat


class PhotoRole(StrEnum):
    """Before the work, after it, of the check; or a paper: a form, a safety measure."""

    BEFORE = "before"
    AFTER = "after"
    CHECK = "check"
    PAPER = "paper"


CHOOSABLE: Final = (PhotoRole.BEFORE, PhotoRole.AFTER, PhotoRole.CHECK)
ON_THE_SPOT_M: Final = 100.0
"""How near to the incident whoever checks in or verifies must stand."""
AHEAD: Final = timedelta(minutes=5)
"""How far the clock of a telephone may run ahead of ours."""
_SELF: Final = "reported-self"
_BROUGHT_BY: Final = {
    "finished": PhotoRole.AFTER,
    "assist-finished": PhotoRole.AFTER,
    "attached-after": PhotoRole.AFTER,
    "check-passed": PhotoRole.CHECK,
    "check-failed": PhotoRole.CHECK,
    "attached-check": PhotoRole.CHECK,
    "extension-asked": PhotoRole.PAPER,
    "suspension-asked": PhotoRole.PAPER,
}
"""What the photos of a fact show; those of every other fact are from before the work."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an image file says of itself.

    `size_px` width and height as shown, upright. `place` WGS 84; `taken_at` aware UTC, by
    the file's own offset, else in the zone it was read in. None where the file does not say.
    """

    size_px: tuple[int, int]
    place: LonLat | None = None
    taken_at: datetime | None = None


def roles_of(incident: Incident, entries: Iterable[Entry]) -> dict[str, PhotoRole]:
    """What each photo of an incident shows, in the order they came.

    `entries` are facts of this incident in any order; a photo of which none of them tells
    is a paper. A fact may carry the incident whole: the first one counts.
    """
    found: dict[str, PhotoRole] = {}
    for entry in sorted(entries, key=_seq):
        fresh = [p for p in entry.fact.change.fields.get("photos", ()) if p not in found]
        for at, name in enumerate(fresh):
            # Whoever put it right at once shows first how it was, then how it is.
            own = PhotoRole.AFTER if entry.fact.verb == _SELF and at else PhotoRole.BEFORE
            found[name] = _BROUGHT_BY.get(entry.fact.verb, own)
    return {name: found.get(name, PhotoRole.PAPER) for name in incident.photos}


def _seq(entry: Entry) -> int:
    return entry.seq


def usual_role(incident: Incident) -> PhotoRole:
    """What a photo that comes now most likely shows."""
    if incident.state.is_with_unit:
        return PhotoRole.AFTER
    return PhotoRole.CHECK if incident.finished_at else PhotoRole.BEFORE


def doubts(
    seen: Seen, role: PhotoRole, incident: Incident, now: datetime, zone: tzinfo
) -> tuple[Words, ...]:
    """What does not fit: taken elsewhere, before the work was given, or in the future."""
    found = []
    away_m = _away_m(seen, incident)
    within_m = _WITHIN_M[role]
    if role is not PhotoRole.PAPER and away_m is not None and away_m > within_m:
        found.append(
            Words(
                f"摄于距现场 {away_m:,.0f} 米处，应在 {within_m:.0f} 米以内",
                f"Taken {away_m:,.0f} m from the incident; within {within_m:.0f} m is expected",
            )
        )
    taken = seen.taken_at
    given = incident.dispatched_at or incident.registered_at
    late = role in {PhotoRole.AFTER, PhotoRole.CHECK}
    if taken is not None and taken > now + AHEAD:
        found.append(
            Words(
                f"拍摄时间 {_said(taken, zone)} 晚于现在",
                f"Taken at {_said(taken, zone)}, which is still to come",
            )
        )
    elif taken is not None and late and given is not None and taken < given:
        found.append(
            Words(
                f"摄于 {_said(taken, zone)}，早于派遣（{_said(given, zone)}）",
                f"Taken at {_said(taken, zone)}, before the dispatch at {_said(given, zone)}",
            )
        )
    return tuple(found)


def _away_m(seen: Seen, incident: Incident) -> float | None:
    if seen.place is None or incident.place is None:
        return None
    return distance_m(seen.place, incident.place)


def _said(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


_WITHIN_M: Final = {
    PhotoRole.BEFORE: ON_THE_SPOT_M,
    PhotoRole.AFTER: float(HomeSettings().finish_within_m),
    PhotoRole.CHECK: float(HomeSettings().check_within_m),
    PhotoRole.PAPER: ON_THE_SPOT_M,
}
