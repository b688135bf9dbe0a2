"""The catalogue: every act of a person, once, with its words, shortcut and conditions.

Menus, tool bars, the command palette and the shortcuts are all made from it, so that
none of them knows an act that the others do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

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
    TIME = "time"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Action:
    """An act of a person.

    `words` is its English name, translated under `Catalogue`; for an act of the lifecycle
    (`verb`) `console.state.words` says it. `shortcut` is Qt's portable text. `capability`
    must be in the frame.
    """

    id: str
    group: Group
    words: str = ""
    shortcut: str = ""
    capability: Capability | None = None
    verb: str = ""
    icon: str = ""


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
    _act("map.measure", _G.MAP, QT_TRANSLATE_NOOP("Catalogue", "Measure"), "M"),
    _act(
        "map.names",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Members' names"),
        "N",
        icon="person",
    ),
    _act(
        "export.page",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Export map…"),
        "Ctrl+E",
    ),
    _act(
        "export.pdf",
        _G.MAP,
        QT_TRANSLATE_NOOP("Catalogue", "Print map…"),
        "Ctrl+P",
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
BY_ID: Final = {action.id: action for action in CATALOGUE}


def words_of(action: Action) -> str:
    """An act's name in the language of the screens."""
    if action.verb:
        return action_words(action.verb)
    return QCoreApplication.translate("Catalogue", action.words)


def group_words(group: Group) -> str:
    """A menu's name in the language of the screens."""
    return QCoreApplication.translate("Catalogue", str(_GROUP_WORDS[group]))


_GROUP_WORDS: Final = {
    Group.CONSOLE: QT_TRANSLATE_NOOP("Catalogue", "Console"),
    Group.INCIDENT: QT_TRANSLATE_NOOP("Catalogue", "Incident"),
    Group.DISPATCH: QT_TRANSLATE_NOOP("Catalogue", "Dispatch"),
    Group.MEMBERS: QT_TRANSLATE_NOOP("Catalogue", "Members"),
    Group.MAP: QT_TRANSLATE_NOOP("Catalogue", "Map"),
    Group.TIME: QT_TRANSLATE_NOOP("Catalogue", "Time"),
    Group.VIEW: QT_TRANSLATE_NOOP("Catalogue", "View"),
}
