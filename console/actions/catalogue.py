"""The catalogue: every act of a person, once, with its words, shortcut and conditions.

Menus, tool bars, the command palette and the shortcuts are all made from it, so that
none of them knows an act that the others do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QKeySequence

from console.actions.lifecycle import VERBS
from console.state.words import action_words
from models.feed.frame import Capability


class Group(StrEnum):
    """The menus, from left to right."""

    CONSOLE = "console"
    INCIDENT = "incident"
    DISPATCH = "dispatch"
    MEMBERS = "members"
    MAP = "map"
    PLACES = "places"
    TIME = "time"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Action:
    """An act of a person.

    `words` is its English name, translated under `Catalogue`; for an act of the lifecycle
    (`verb`) `console.state.words` says it. `shortcut` is Qt's portable text, of
    several keys with "; " between them. `capability` must be in the frame. `number` fills
    the place of `{0}` in the words.
    """

    id: str
    group: Group
    words: str = ""
    shortcut: str = ""
    capability: Capability | None = None
    verb: str = ""
    icon: str = ""
    number: int = 0


_SHORTCUTS: Final = {
    "accept": "Ctrl+1",
    "register": "Ctrl+2",
    "assist": "Shift+D",
    "redispatch": "Ctrl+D",
    "withdraw": "Ctrl+W",
    "sign": "Ctrl+3",
    "finish": "Ctrl+4",
    "check-pass": "Ctrl+5",
    "close": "Ctrl+6",
    "comment": "Ctrl+M",
}
_G = Group


def _act(
    action_id: str,
    group: Group,
    words: object,
    shortcut: str = "",
    *,
    needs: Capability | None = None,
    icon: str = "",
) -> Action:
    return Action(action_id, group, str(words), shortcut, needs, icon=icon)


def _member(action_id: str, words: object, shortcut: str = "") -> Action:
    return _act(action_id, _G.MEMBERS, words, shortcut, needs=Capability.DISPATCH)


def _on_map(action_id: str, words: object, shortcut: str, icon: str = "") -> Action:
    return _act(action_id, _G.MAP, words, shortcut, needs=Capability.DISPATCH, icon=icon)


_PLACES: Final = (
    _act(
        "place.search",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Search the map…"),
        "S",
        icon="search",
    ),
    _act(
        "place.goto",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Go to coordinates…"),
        "Ctrl+G",
    ),
    _act(
        "place.copy",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Copy the coordinates"),
        "Ctrl+Shift+C",
    ),
    _act(
        "place.system",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Coordinates in another system"),
        "Ctrl+Shift+G",
    ),
    _act("place.into", _G.PLACES, QT_TRANSLATE_NOOP("Catalogue", "Into the cell"), "I"),
    _act(
        "place.up",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "One level up"),
        "Alt+Up; Backspace",
    ),
    _act(
        "place.crumbs",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the breadcrumb"),
        "F7",
    ),
    _act(
        "place.keep",
        _G.PLACES,
        QT_TRANSLATE_NOOP("Catalogue", "Keep this view…"),
        "Shift+V",
    ),
    _act("place.views", _G.PLACES, QT_TRANSLATE_NOOP("Catalogue", "Bookmarks…"), "V"),
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
_PLAIN: Final = (
    _act(
        "report",
        _G.INCIDENT,
        QT_TRANSLATE_NOOP("Catalogue", "New incident…"),
        "Ctrl+N",
        needs=Capability.DISPATCH,
        icon="pin",
    ),
    _act(
        "undo",
        _G.DISPATCH,
        QT_TRANSLATE_NOOP("Catalogue", "Undo the last act"),
        "Ctrl+Z",
        needs=Capability.DISPATCH,
        icon="undo",
    ),
    _member(
        "send-here", QT_TRANSLATE_NOOP("Catalogue", "Send the selected members"), "Shift+Return"
    ),
    _member("reserve", QT_TRANSLATE_NOOP("Catalogue", "Reserve the selected members"), "R"),
    _member("release", QT_TRANSLATE_NOOP("Catalogue", "Let reserved members go"), "Shift+R"),
    _member("duty-on", QT_TRANSLATE_NOOP("Catalogue", "On duty")),
    _member("duty-break", QT_TRANSLATE_NOOP("Catalogue", "On a break")),
    _member("duty-off", QT_TRANSLATE_NOOP("Catalogue", "Off duty")),
    _act(
        "palette",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Command palette…"),
        "Ctrl+K",
        icon="search",
    ),
    _act(
        "find",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Search the queue"),
        "Ctrl+F",
        icon="search",
    ),
    _act("language", _G.CONSOLE, QT_TRANSLATE_NOOP("Catalogue", "中文 / English"), "Ctrl+L"),
    _act(
        "quit",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Close this window"),
        "Ctrl+Q",
        icon="close",
    ),
    _act("map.fit", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Show the whole district"), "F"),
    _act(
        "map.focus",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Show the selected incident"),
        "Space",
        icon="pin",
    ),
    _act(
        "map.follow",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Follow the selected member"),
        "G",
        icon="follow",
    ),
    _act(
        "map.reach",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What can be reached in 5, 10, 15 minutes"),
        "J",
        icon="reach",
    ),
    _act(
        "map.travel",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Travel on foot, by e-bike, by car"),
        "Shift+J",
        icon="reach",
    ),
    _act("map.measure", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Measure a distance"), "M"),
    _act(
        "map.surface",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Measure an area"),
        "Shift+M",
        icon="surface",
    ),
    _act("map.copy", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Copy what was measured")),
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
    _act(
        "map.names",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Members' names"),
        "N",
        icon="person",
    ),
    _act("map.in", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Closer"), "+; ="),
    _act("map.out", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Further away"), "-; _"),
    _act(
        "map.box",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Draw a box to go to (or Shift and drag)"),
        "Z",
    ),
    _act(
        "map.below",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What lies below the cursor, one by one"),
        ".",
    ),
    _act(
        "map.above",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "What lies above, one by one"),
        ",",
    ),
    *_PLACES,
    _act(
        "map.legend",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Legend and layers"),
        "L",
        icon="legend",
    ),
    _act(
        "map.colours",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Colour the cells by an indicator"),
        "Shift+L",
    ),
    _act(
        "base-map", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Base map…"), "Ctrl+B", icon="layers"
    ),
    _act(
        "map.clusters",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Group marks that cover each other"),
        "C",
    ),
    _act(
        "map.open",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Open the group nearest to the middle"),
        "O",
    ),
    _act("map.heat", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Heat map of incidents"), "H"),
    _act("map.trails", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Trails of members"), "T"),
    _act(
        "map.trail-length",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Trails of 5, 10 or 30 minutes"),
        "Shift+T",
    ),
    _act(
        "map.icons",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Icons of classes and skills"),
        "I",
    ),
    _act(
        "time.follow",
        _G.TIME,
        QT_TRANSLATE_NOOP("Catalogue", "Follow the live picture"),
        "Ctrl+End",
    ),
    _act("time.pause", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "Play or pause"), "Ctrl+Space"),
    _act("time.back", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "One minute back"), "Ctrl+Left"),
    _act("time.on", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "One minute on"), "Ctrl+Right"),
    _act(
        "view.queue",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the queue"),
        "F2",
        icon="list",
    ),
    _act("view.map", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the map"), "F3"),
    _act(
        "view.roster",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the roster"),
        "F4",
        icon="people",
    ),
    _act("view.card", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the incident card"), "F5"),
    _act("view.log", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the journal"), "F6"),
    _act(
        "view.theme",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Night or day"),
        "Ctrl+T",
        icon="moon",
    ),
    _act("view.larger", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Larger words"), "Ctrl++"),
    _act("view.smaller", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Smaller words"), "Ctrl+-"),
    _act("view.full", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Full screen"), "F11"),
    _act("view.reset", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Arrange the docks anew")),
)
_PICKED: Final = ("dispatch", "assist", "redispatch", "withdraw")
CATALOGUE: Final[tuple[Action, ...]] = (
    *(action for action in _PLAIN if action.id == "report"),
    *(
        Action(
            verb,
            _G.DISPATCH if verb in _PICKED else _G.INCIDENT,
            shortcut="D" if verb == "dispatch" else _SHORTCUTS.get(verb, ""),
            capability=Capability.DISPATCH,
            verb=verb,
            icon="dispatch" if verb == "dispatch" else "",
        )
        for verb in VERBS
    ),
    *(action for action in _PLAIN if action.id != "report"),
)


def keys_of(action: Action) -> list[QKeySequence]:
    """The keys of an act, the one shown first."""
    return QKeySequence.listFromString(action.shortcut)


def key_words(action: Action) -> str:
    """The key shown beside an act's name; nothing where it has none."""
    native = QKeySequence.SequenceFormat.NativeText
    return next((keys.toString(native) for keys in keys_of(action)), "")


BY_ID: Final = {action.id: action for action in CATALOGUE}


def words_of(action: Action) -> str:
    """An act's name in the language of the screens."""
    if action.verb:
        return action_words(action.verb)
    words = QCoreApplication.translate("Catalogue", action.words)
    return words.format(action.number) if action.number else words


def group_words(group: Group) -> str:
    """A menu's name in the language of the screens."""
    return QCoreApplication.translate("Catalogue", str(_GROUP_WORDS[group]))


_GROUP_WORDS: Final = {
    Group.CONSOLE: QT_TRANSLATE_NOOP("Catalogue", "Console"),
    Group.INCIDENT: QT_TRANSLATE_NOOP("Catalogue", "Incident"),
    Group.DISPATCH: QT_TRANSLATE_NOOP("Catalogue", "Dispatch"),
    Group.MEMBERS: QT_TRANSLATE_NOOP("Catalogue", "Members"),
    Group.MAP: QT_TRANSLATE_NOOP("Catalogue", "Map"),
    Group.PLACES: QT_TRANSLATE_NOOP("Catalogue", "Places"),
    Group.TIME: QT_TRANSLATE_NOOP("Catalogue", "Time"),
    Group.VIEW: QT_TRANSLATE_NOOP("Catalogue", "View"),
}
