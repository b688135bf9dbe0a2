"""What the layers of the map are called: one table, to which every new layer adds a row."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from maps.layers.layer import (
    CELL_NAMES,
    CELLS,
    CHOROPLETH,
    CLASS_ICONS,
    CLUSTERS,
    DAY_TRACK,
    DEPARTMENT,
    DRAWINGS,
    HEAT,
    INCIDENTS,
    LINKS,
    MEMBER_NAMES,
    MEMBERS,
    REACH,
    REACH_MINUTES,
    ROAD_NAMES,
    ROADS,
    SKILL_ICONS,
    SPECIAL_CELLS,
    TRAILS,
    WATER,
)

LAYER_WORDS: Final[dict[str, object]] = {
    CELLS: QT_TRANSLATE_NOOP("Layers", "Cells"),
    CHOROPLETH: QT_TRANSLATE_NOOP("Layers", "Cells by indicator"),
    WATER: QT_TRANSLATE_NOOP("Layers", "Water"),
    ROAD_NAMES: QT_TRANSLATE_NOOP("Layers", "Names of roads"),
    ROADS: QT_TRANSLATE_NOOP("Layers", "Roads"),
    SPECIAL_CELLS: QT_TRANSLATE_NOOP("Layers", "Special-duty cells"),
    DEPARTMENT: QT_TRANSLATE_NOOP("Layers", "Area of a department"),
    CELL_NAMES: QT_TRANSLATE_NOOP("Layers", "Names of cells"),
    LINKS: QT_TRANSLATE_NOOP("Layers", "Who is on the way"),
    MEMBERS: QT_TRANSLATE_NOOP("Layers", "Members"),
    INCIDENTS: QT_TRANSLATE_NOOP("Layers", "Incidents"),
    MEMBER_NAMES: QT_TRANSLATE_NOOP("Layers", "Members' names"),
    REACH: QT_TRANSLATE_NOOP("Layers", "What can be reached"),
    REACH_MINUTES: QT_TRANSLATE_NOOP("Layers", "Minutes on the way"),
    DRAWINGS: QT_TRANSLATE_NOOP("Layers", "Notes and perimeters"),
    HEAT: QT_TRANSLATE_NOOP("Layers", "Heat map of incidents"),
    TRAILS: QT_TRANSLATE_NOOP("Layers", "Trails of members"),
    DAY_TRACK: QT_TRANSLATE_NOOP("Layers", "Day's way of the selected"),
    CLUSTERS: QT_TRANSLATE_NOOP("Layers", "Groups of marks"),
    CLASS_ICONS: QT_TRANSLATE_NOOP("Layers", "Icons of classes"),
    SKILL_ICONS: QT_TRANSLATE_NOOP("Layers", "Icons of skills"),
}


def layer_words(key: str) -> str:
    """A layer's name in the language of the screens; its key where nobody named it."""
    words = LAYER_WORDS.get(key)
    if words is None:
        return key.replace("_", " ").capitalize()
    return QCoreApplication.translate("Layers", str(words))
