"""Values and classes of an indicator in words: figures, ranges, the card of a cell."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.panels.map_panel.key_marks import kind_words
from maps.canvas.overlays import HoverCard
from models.analysis.classing import FIRST, NO_VALUE, ZERO, Classes
from models.domain.grid import CellKind, Level
from models.domain.ids import CellId

if TYPE_CHECKING:
    from console.panels.map_panel.shader import Shader
    from console.state.session import Session
    from maps.layers.scene import CellsOfLevel
    from models.analysis.indicator import Indicator
    from models.domain.error import Language


def value_words(value: float, said: Indicator, language: Language) -> str:
    """A value with its unit; a dash where there is none (`domain.md` §4.1, rule 5)."""
    if isnan(value):
        return "—"
    figure = f"{value:.0f}" if said.is_whole else f"{value:.2f}"
    unit = said.unit.in_(language)
    return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}"


def class_words(classes: Classes, number: int, said: Indicator) -> str:
    """Which values a class holds."""
    if number == NO_VALUE:
        return QCoreApplication.translate("MapKey", "No value")
    if number == ZERO:
        return "0"
    at = number - FIRST
    upper, below = classes.upper[at], classes.upper[at - 1] if at else 0.0
    if not said.is_whole:
        return f"{_figure(below)} – {_figure(upper)}"
    lower = below + 1
    return _figure(upper) if lower >= upper else f"{_figure(lower)} – {_figure(upper)}"


def cell_card(session: Session, shader: Shader, cells: CellsOfLevel, row: int) -> HoverCard:
    """Name; code, level and duty; the indicator's value."""
    language, said = session.seat.language, shader.choice.said
    cell = session.reference.cell(CellId(int(cells.ids[row])))
    kind = cell.kind if cell is not None else CellKind.BASIC
    what = [Level(cells.level).words.in_(language), cell.code if cell is not None else ""]
    what.append("" if kind is CellKind.BASIC else kind_words(kind))
    value = value_words(shader.value_at(cells.level, row), said, language)
    lines = (" · ".join(filter(None, what)), f"{said.words.in_(language)}  {value}")
    return HoverCard(cells.names[row], lines)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
