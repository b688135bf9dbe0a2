"""A picture as a web page: the reference data and places that `maps.export` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.export.web_map import PageMatter, web_map
from models.feed.track import from_us

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from console.state.reference import Reference
    from models.domain.error import Language
    from models.feed.track import Fixes
    from models.picture.picture import Picture


def write_page(
    file: Path,
    picture: Picture,
    fixes: Fixes,
    reference: Reference,
    *,
    at: datetime | None = None,
    language: Language = "zh",
) -> None:
    """Write the map of a picture as one page that needs no network.

    `at` is the instant the page speaks of: by default that of the last thing known, a fact
    or a fix.
    """
    matter = PageMatter(
        picture=picture,
        positions=fixes,
        cells={cell.id: cell for cell in reference.grid},
        shapes=reference.shapes,
        categories=reference.categories,
        now=at or _last_known(picture, fixes),
        zone=reference.calendar.zone,
        language=language,
    )
    file.write_text(web_map(matter), encoding="utf-8")


def _last_known(picture: Picture, fixes: Fixes) -> datetime:
    if not len(fixes):
        return picture.at
    return max(picture.at, from_us(int(fixes.ts_us.max())))
