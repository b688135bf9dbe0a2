"""What one page shows, settled once: outlines, ways, people, cases, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.export import words
from maps.export.outlines import STEPS_PER_DEGREE
from maps.export.whereabouts import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from maps.export.cases import Case
    from maps.export.drawn import PageDrawing
    from maps.export.moments import Moment
    from maps.export.outlines import Outlines
    from maps.export.ways import PageWays
    from maps.export.whereabouts import Whereabouts
    from maps.layers.style import Theme
    from models.domain.category import Category
    from models.domain.error import Language, Words


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a page says; it opens on the last of its `moments`."""

    district: str
    outlines: Outlines
    ways: Sequence[PageWays]
    moments: Sequence[Moment]
    members: Sequence[Whereabouts]
    cases: Sequence[Case]
    drawings: Sequence[PageDrawing]
    categories: Mapping[str, Category]
    zone: tzinfo
    language: Language
    theme: Theme
    layers: frozenset[str]

    def say(self, phrase: Words) -> str:
        """A phrase in the page's language."""
        return phrase.in_(self.language)

    def instant(self, at: datetime) -> str:
        """An instant as people of the district write it, to the minute."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    @property
    def now(self) -> datetime:
        """The instant the page opens on."""
        return self.moments[-1].now

    @property
    def title(self) -> str:
        """The district's name and what this is."""
        return f"{self.district or self.say(words.NO_DISTRICT)} · {self.say(words.MAP)}"

    def category(self, code: str | None) -> str:
        """The name of a class."""
        known = self.categories.get(code or "")
        if known is None:
            return self.say(words.NO_CLASS)
        return known.zh if self.language == "zh" else known.en

    def bounds(self) -> list[tuple[float, float]] | None:
        """South-west and north-east as (lat, lon): of the cells, else of who is there."""
        if self.outlines.bounds is not None:
            west, south, east, north = self.outlines.bounds
            return [(south, west), (north, east)]
        places = [(c.place.lat_deg, c.place.lon_deg) for c in self.cases if c.place]
        places += [_first_place(m.changes) for m in self.members if m.changes]
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


def _first_place(changes: list[int]) -> tuple[float, float]:
    _, lat, lon, *_ = changes[:FIELDS]
    return lat / STEPS_PER_DEGREE, lon / STEPS_PER_DEGREE
