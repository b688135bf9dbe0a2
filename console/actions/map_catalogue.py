"""The acts of the map: what it shows, measures, draws, and where it looks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from console.actions.action import Action, Group, act
from models.feed.frame import Capability

_G = Group


def _on_map(action_id: str, words: object, shortcut: str, icon: str = "") -> Action:
    return act(action_id, _G.MAP, words, shortcut, needs=Capability.DISPATCH, icon=icon)


_PLACES: Final = (
    act(
        "place.search",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Search the map…"),
        "S",
        icon="search",
    ),
    act(
        "place.goto",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Go to coordinates…"),
        "Ctrl+G",
    ),
    act(
        "place.copy",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Copy the coordinates"),
        "Ctrl+Shift+C",
    ),
    act(
        "place.system",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Coordinates in another system"),
        "Ctrl+Shift+G",
    ),
    act("place.into", _G.PLACES, QT_TRANSLATE_NOOP("Catalogue", "Into the cell"), "Alt+Down"),
    act(
        "place.up",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "One level up"),
        "Alt+Up; Backspace",
    ),
    act(
        "place.crumbs",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the breadcrumb"),
        "F7",
    ),
    act(
        "place.keep",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Keep this view…"),
        "Shift+V",
    ),
    act("place.views", _G.PLACES, QT_TRANSLATE_NOOP("Catalogue", "Bookmarks…"), "V"),
    *(
        Action(
            f"place.view-{number}",
            _G.PLACES,
            str(QT_TRANSLATE_NOOP("Catalogue", "Go to bookmark {0}")),
            f"Alt+{number}",
            number=number,
        )
        for number in range(1, 10)
    ),
)
MAP_ACTS: Final = (
    act("map.fit", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Show the whole district"), "F"),
    act(
        "map.focus",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Show the selected incident"),
        "Space",
        icon="pin",
    ),
    act(
        "map.follow",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Follow the selected member"),
        "G",
        icon="follow",
    ),
    act(
        "map.reach",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What can be reached in 5, 10, 15 minutes"),
        "J",
        icon="reach",
    ),
    act(
        "map.travel",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Travel on foot, by e-bike, by car"),
        "Shift+J",
        icon="reach",
    ),
    act("map.measure", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Measure a distance"), "M"),
    act(
        "map.surface",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Measure an area"),
        "Shift+M",
        icon="surface",
    ),
    act(
        "map.copy", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Copy what was measured"), "Shift+C"
    ),
    _on_map("draw.note", QT_TRANSLATE_NOOP("Catalogue", "Draw a note"), "Shift+N", "pen"),
    _on_map("draw.line", QT_TRANSLATE_NOOP("Catalogue", "Draw a line"), "Shift+K"),
    _on_map("draw.area", QT_TRANSLATE_NOOP("Catalogue", "Draw a perimeter"), "Shift+P"),
    _on_map("draw.circle", QT_TRANSLATE_NOOP("Catalogue", "Draw a circle"), "Shift+O"),
    _on_map("draw.edit", QT_TRANSLATE_NOOP("Catalogue", "Change the drawing…"), "Shift+E"),
    _on_map("draw.erase", QT_TRANSLATE_NOOP("Catalogue", "Erase the drawing"), "Del"),
    _on_map(
        "wall.send",
        QT_TRANSLATE_NOOP("Catalogue", "Send this view to the wall"),
        "Shift+W",
        "screen",
    ),
    _on_map(
        "wall.clear",
        QT_TRANSLATE_NOOP("Catalogue", "Let the wall go back to its own view"),
        "Ctrl+Shift+W",
    ),
    act(
        "map.names",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Members' names"),
        "N",
        icon="person",
    ),
    act("map.in", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Closer"), "+; ="),
    act("map.out", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Further away"), "-; _"),
    act(
        "map.box",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Draw a box to go to (or Shift and drag)"),
        "Z",
    ),
    act(
        "map.below",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What lies below the cursor, one by one"),
        ".",
    ),
    act(
        "map.above",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What lies above, one by one"),
        ",",
    ),
    act(
        "map.legend",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Legend and layers"),
        "L",
        icon="legend",
    ),
    act(
        "map.colours",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Colour the cells by an indicator"),
        "Shift+L",
    ),
    act(
        "base-map", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Base map…"), "Ctrl+B", icon="layers"
    ),
    act(
        "map.clusters",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Group marks that cover each other"),
        "C",
    ),
    act(
        "map.open",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Open the group nearest to the middle"),
        "O",
    ),
    act("map.heat", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Heat map of incidents"), "H"),
    act("map.trails", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Trails of members"), "T"),
    act(
        "map.trail-length",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Trails of 5, 10 or 30 minutes"),
        "Shift+T",
    ),
    act(
        "map.icons",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Icons of classes and skills"),
        "I",
    ),
    act("export.page", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Export map…"), "Ctrl+E"),
    act("export.pdf", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Print map…"), "Ctrl+P"),
    *_PLACES,
)
"""In the order of the menus."""
