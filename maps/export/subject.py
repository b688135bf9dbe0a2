"""What one page shows, settled once: rows, outlines, style, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.export import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from maps.export.outlines import Outlines
    from maps.export.rows import IncidentRow, MemberRow
    from maps.layers.style import MapStyle
    from models.domain.error import Language, Words


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a page says. `now` is in the zone the page is written in."""

    district: str
    outlines: Outlines
    incidents: Sequence[IncidentRow]
    members: Sequence[MemberRow]
    style: MapStyle
    now: datetime
    seq: int
    language: Language

    def say(self, phrase: Words) -> str:
        """A phrase in the page's language."""
        return phrase.in_(self.language)

    def instant(self, at: datetime) -> str:
        """An instant as people of the district write it, to the minute."""
        return at.astimezone(self.now.tzinfo).strftime("%Y-%m-%d %H:%M")

    @property
    def title(self) -> str:
        """The district's name and what this is."""
        return f"{self.district or self.say(words.NO_DISTRICT)} · {self.say(words.MAP)}"

    def bounds(self) -> list[tuple[float, float]] | None:
        """South-west and north-east as (lat, lon): of the cells, else of who is there."""
        if self.outlines.bounds is not None:
            south, west, north, east = self.outlines.bounds
            return [(south, west), (north, east)]
        places = [(r.place.lat_deg, r.place.lon_deg) for r in self.incidents if r.place]
        places += [(m.lonlat_deg[1], m.lonlat_deg[0]) for m in self.members if m.lonlat_deg]
        if not places:
            return None
        lats, lons = zip(*places, strict=True)
        return [(min(lats), min(lons)), (max(lats), max(lons))]

    def middle(self) -> tuple[float, float]:
        """Where the map opens, (lat, lon)."""
        bounds = self.bounds()
        if bounds is None:
            return 35.0, 105.0
        (south, west), (north, east) = bounds
        return (south + north) / 2, (west + east) / 2
