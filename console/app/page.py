"""Pictures as a web page: the reference data and places that `maps.export` asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from console.panels.map_panel.ground import ways_of_backdrop
from maps.export.layers import ALL_LAYERS
from maps.export.web_map import PageMatter, web_map
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from console.state.reference import Reference
    from maps.export.moments import Moment
    from maps.layers.style import Theme
    from models.domain.error import Language
    from models.domain.ids import IncidentId

MOST_STEPS: Final = 1_500
"""A day of minutes: more would make a page that no browser opens with ease."""


@dataclass(frozen=True, slots=True)
class PageWish:
    """How a page shall be."""

    language: Language = "zh"
    theme: Theme = "day"
    layers: frozenset[str] = ALL_LAYERS


def write_page(
    file: Path,
    shown: Sequence[Moment],
    reference: Reference,
    restricted: frozenset[IncidentId],
    wish: PageWish,
) -> None:
    """Write the map of some moments as one page that needs no network."""
    matter = PageMatter(
        moments=shown,
        cells={cell.id: cell for cell in reference.grid},
        shapes=reference.shapes,
        categories=reference.categories,
        zone=reference.calendar.zone,
        ways=ways_of_backdrop(reference.backdrop),
        restricted=restricted,
        language=wish.language,
        theme=wish.theme,
        layers=wish.layers,
    )
    file.write_text(web_map(matter), encoding="utf-8")


def steps_between(since: datetime, until: datetime, step: timedelta) -> list[datetime]:
    """The instants of a period: its beginning, each step from there, and its end.

    Raises
    ------
    BadInput
        `bad_period`, where it does not run forwards or has more than `MOST_STEPS`.
    """
    if until <= since or step <= timedelta(0):
        words = Words("时段的结束必须晚于开始", "a period must end after it begins")
        raise BadInput("bad_period", words)
    count = -(-(until - since) // step)
    if count > MOST_STEPS:
        words = Words(
            f"共 {count} 步，最多 {MOST_STEPS} 步：请缩短时段或加大步长",
            f"{count} steps are more than {MOST_STEPS}: take a shorter period or longer steps",
        )
        raise BadInput("bad_period", words)
    return [*(since + step * number for number in range(count)), until]
