"""A moment of a home as a sheet to print, drawn without any window."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QGuiApplication

from console.panels.map_panel.ground import ground_of, levels_of, ways_of_backdrop
from console.settings.theme import FONT_FAMILIES
from maps.canvas.sheet.frame import LegendLine, SheetWords
from maps.canvas.sheet.paper import Sheet, write_pdf, write_png
from maps.export import words
from maps.export.moments import hidden_incidents
from maps.geometry.projection import to_mercator
from maps.layers.incidents import Stage
from maps.layers.layer import (
    CELL_NAMES,
    CELLS,
    DRAWINGS,
    INCIDENTS,
    LINKS,
    MEMBERS,
    ROADS,
    WATER,
    LayerStack,
)
from maps.layers.members import MemberLook
from maps.layers.moment import next_scene
from models.domain.error import Words
from models.feed.track import to_us
from models.picture.query import is_overdue, open_incidents
from models.picture.secrecy import without

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QCoreApplication

    from console.app.export_facts import ExportFacts
    from console.state.reference import Reference
    from maps.export.moments import Moment
    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Scene
    from maps.layers.style import Theme
    from models.domain.drawing import Drawing
    from models.domain.error import Language
    from models.domain.grid import Box
    from models.picture.picture import Picture

WAYS: Final = "ways"
SHEET_LAYERS: Final = frozenset({CELLS, WAYS, MEMBERS, INCIDENTS, LINKS, DRAWINGS})
_BEHIND: Final = {
    CELLS: (CELLS, CELL_NAMES),
    WAYS: (WATER, ROADS),
    MEMBERS: (MEMBERS,),
    INCIDENTS: (INCIDENTS,),
    LINKS: (LINKS,),
    DRAWINGS: (DRAWINGS,),
}
"""The layers of the canvas behind each of a sheet's."""
_CHINA: Final = (73.0, 18.0, 135.0, 53.5)
"""What is shown where a home has neither cells nor anybody in a place."""
_FOOT: Final = Words(
    "WGS 84，Web 墨卡托投影；比例尺以图幅中心为准。涉密事件与姓名不在图上。",
    "WGS 84, Web Mercator; the scale holds at the middle. Restricted incidents and names are "
    "not on the map.",
)


@dataclass(frozen=True, slots=True)
class SheetWish:
    """How a sheet shall be; `dpi` counts for a PNG alone."""

    language: Language = "zh"
    theme: Theme = "day"
    layers: frozenset[str] = SHEET_LAYERS
    size_mm: tuple[float, float] = (420.0, 297.0)
    dpi: int = 300
    has_grid: bool = False


def print_sheet(
    file: Path, moment: Moment, facts: ExportFacts, part: Box | None, wish: SheetWish
) -> int:
    """Write a sheet to a .pdf or .png; the denominator of its map's scale.

    `part` is west, south, east, north in degrees; without it the whole district is shown.

    Raises
    ------
    BadInput
        `bad_size`.
    OSError
        The file cannot be written.
    """
    require_application()
    reference = facts.reference
    hidden = hidden_incidents([moment], reference.categories, facts.restricted())
    picture = without(moment.picture, hidden)
    now_us = to_us(moment.now)
    scene = next_scene(None, picture, moment.positions, now_us, ground=ground_of(reference))
    sheet = Sheet(
        scene=scene,
        bounds_m=_bounds_m(scene, part),
        words=_words(picture, moment, reference, wish),
        size_mm=wish.size_mm,
        theme=wish.theme,
        layers=LayerStack(hidden=_hidden_layers(wish.layers)),
        has_grid=wish.has_grid,
    )
    if file.suffix.lower() == ".pdf":
        return write_pdf(sheet, file)
    return write_png(sheet, file, wish.dpi)


def require_application() -> QCoreApplication:
    """Text needs one; here nobody sees a window, and no display is asked for."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _KEPT.append(QGuiApplication(["wangge"]))
        font = QFont()
        font.setFamilies(list(FONT_FAMILIES))
        # Letters shaped for the pixels of a screen stand crooked on paper.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        QGuiApplication.setFont(font)
    return QGuiApplication.instance() or _KEPT[0]


_KEPT: list[QGuiApplication] = []
"""Qt wants its application to live as long as the process."""


def _hidden_layers(layers: frozenset[str]) -> frozenset[str]:
    away = (one for name, behind in _BEHIND.items() if name not in layers for one in behind)
    return frozenset(away)


def _bounds_m(scene: Scene, part: Box | None) -> Bounds:
    if part is None and scene.ground.cells:
        bounds = scene.ground.bounds_m()
        if bounds is not None:
            return bounds
    west, south, east, north = part or _CHINA
    (low_x, low_y), (high_x, high_y) = to_mercator([(west, south), (east, north)]).tolist()
    return low_x, low_y, high_x, high_y


def _words(
    picture: Picture, moment: Moment, reference: Reference, wish: SheetWish
) -> SheetWords:
    language = wish.language
    drawings = [one for one in picture.drawings.values() if one.stands(moment.now)]
    at = moment.now.astimezone(reference.calendar.zone)
    still_open = open_incidents(picture)
    late = sum(is_overdue(incident, moment.now) for incident in still_open)
    when = (
        f"{words.AS_OF.in_(language)} {at.isoformat(sep=' ', timespec='minutes')}    "
        f"{words.INCIDENTS.in_(language)} {len(still_open)} · "
        f"{words.LATE_COUNT.in_(language)} {late}"
    )
    return SheetWords(
        title=f"{_district(reference) or words.NO_DISTRICT.in_(language)} · "
        f"{words.MAP.in_(language)}",
        when=when,
        foot=_FOOT.in_(language),
        north="北" if language == "zh" else "N",
        legend=(*_legend(reference, wish), *_drawing_lines(drawings, wish)),
    )


def _district(reference: Reference) -> str:
    cells = sorted(reference.grid, key=lambda cell: (cell.level, cell.code))
    return "、".join(c.name or c.code for c in cells if c.level == cells[0].level)


def _legend(reference: Reference, wish: SheetWish) -> Iterator[LegendLine]:
    layers, language = wish.layers, wish.language
    if INCIDENTS in layers:
        yield from _incident_lines(language)
    if MEMBERS in layers:
        yield from _member_lines(language)
    if LINKS in layers and {INCIDENTS, MEMBERS} <= layers:
        yield LegendLine("link", words.LINKS.in_(language))
    if CELLS in layers:
        yield LegendLine("head", words.CELLS.in_(language))
        for level in levels_of(reference):
            yield LegendLine("level", level.words.in_(language), (int(level),))
    if WAYS in layers:
        yield from _way_lines(reference, language)


def _way_lines(reference: Reference, language: Language) -> Iterator[LegendLine]:
    ways = {ways.kind for ways in ways_of_backdrop(reference.backdrop)}
    if ways:
        yield LegendLine("head", words.WAYS.in_(language))
    for kind, said in words.WAY.items():
        if kind in ways:
            yield LegendLine("way", said.in_(language), (kind,))


def _drawing_lines(drawings: list[Drawing], wish: SheetWish) -> Iterator[LegendLine]:
    looks = {(one.kind, one.tone) for one in drawings}
    if not looks or DRAWINGS not in wish.layers:
        return
    yield LegendLine("head", words.DRAWINGS.in_(wish.language))
    for kind, tone in sorted(looks):
        said = words.DRAWING[kind].in_(wish.language)
        yield LegendLine("drawing", said, (kind.value, tone.value))


def _incident_lines(language: Language) -> Iterator[LegendLine]:
    yield LegendLine("head", words.INCIDENTS.in_(language))
    for urgency, said in words.URGENCY.items():
        about = (urgency.rank, int(Stage.TO_DISPATCH), 0)
        yield LegendLine("incident", said.in_(language), about)
    for stage, said in words.STAGE.items():
        yield LegendLine("incident", said.in_(language), (0, int(stage), 0))
    late = (0, int(Stage.HANDLING), 1)
    yield LegendLine("incident", words.OVERDUE.in_(language), late)


def _member_lines(language: Language) -> Iterator[LegendLine]:
    yield LegendLine("head", words.MEMBERS.in_(language))
    for look, said in words.LOOK.items():
        yield LegendLine("member", said.in_(language), (int(look), 0))
    yield LegendLine("member", words.OLD_FIX.in_(language), (int(MemberLook.FREE), 1))
