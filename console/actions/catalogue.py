"""The catalogue: every act of a person, once, with its words, shortcut and conditions.

Menus, tool bars, the command palette and the shortcuts are all made from it, so that
none of them knows an act that the others do not.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QKeySequence

from console.actions.action import Action, Group, act
from console.actions.lifecycle import VERBS
from console.actions.map_catalogue import MAP_ACTS
from console.state.words import action_words
from models.feed.frame import Capability

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
    # E and a letter: what is rarer, or graver than one key.
    "send-verify": "E, V",
    "verify-result": "E, Shift+V",
    "refuse": "E, R",
    "appeal": "E, Shift+Z",
    "audit-pass": "E, A",
    "audit-fail": "E, Shift+A",
    "not-register": "E, N",
    "send-back-accept": "E, B",
    "merge": "E, M",
    "unmerge": "E, Shift+M",
    "whistle": "E, W",
    "inform": "E, Shift+I",
    "read": "E, Shift+Y",
    "call": "Ctrl+7",
    "uncall": "E, Shift+T",
    "well": "E, Shift+W",
    "arrive": "E, Y",
    "check-in": "E, I",
    "return": "E, T",
    "grant-return": "E, G",
    "deny-return": "E, Shift+G",
    "extend": "E, X",
    "grant-extend": "E, Shift+X",
    "deny-extend": "E, Ctrl+X",
    "suspend": "E, P",
    "grant-suspend": "E, Shift+P",
    "deny-suspend": "E, Ctrl+P",
    "drop-ask": "E, Ctrl+T",
    "resume": "E, U",
    "send-check": "E, C",
    "check-fail": "E, F",
    "close-refuse": "E, Shift+C",
    "recheck": "E, Shift+F",
    "follow-up": "E, L",
    "archive": "E, H",
    "reopen": "E, O",
    "rate": "E, Shift+R",
    "supervise": "E, S",
    "escalate": "E, E",
    "hand-down": "E, D",
    "reclassify": "E, K",
    "instruct": "E, J",
    "remind": "E, Q",
    "urgent": "E, Z",
    "mark": "E, Shift+K",
    "attach": "Ctrl+Shift+P",
    "void": "E, Backspace",
    "confirm-void": "E, Shift+Backspace",
    "drop-void": "E, Ctrl+Backspace",
}
_G = Group


def _member(action_id: str, words: object, shortcut: str = "") -> Action:
    return act(action_id, _G.MEMBERS, words, shortcut, needs=Capability.DISPATCH)


_PLAIN: Final = (
    act(
        "report",
        _G.INCIDENT,
        QT_TRANSLATE_NOOP("Catalogue", "New incident…"),
        "Ctrl+N",
        needs=Capability.DISPATCH,
        icon="pin",
    ),
    act(
        "photos",
        _G.INCIDENT,
        QT_TRANSLATE_NOOP("Catalogue", "Look at the photos"),
        "Ctrl+I",
    ),
    act(
        "assign-all",
        _G.DISPATCH,
        QT_TRANSLATE_NOOP("Catalogue", "Assign all that wait…"),
        "Ctrl+Shift+D",
        needs=Capability.DISPATCH,
        icon="people",
    ),
    act(
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
    act(
        "member-card",
        _G.MEMBERS,
        QT_TRANSLATE_NOOP("Catalogue", "Card of the member"),
        "Shift+F4",
        icon="people",
    ),
    _member("reserve", QT_TRANSLATE_NOOP("Catalogue", "Reserve the selected members"), "R"),
    _member("release", QT_TRANSLATE_NOOP("Catalogue", "Let reserved members go"), "Shift+R"),
    _member("duty-on", QT_TRANSLATE_NOOP("Catalogue", "On duty"), "E, 1"),
    _member("duty-break", QT_TRANSLATE_NOOP("Catalogue", "On a break"), "E, 2"),
    _member("duty-off", QT_TRANSLATE_NOOP("Catalogue", "Off duty"), "E, 3"),
    _member("ask-leave", QT_TRANSLATE_NOOP("Catalogue", "Leave…"), "E, 4"),
    _member("grant-leave", QT_TRANSLATE_NOOP("Catalogue", "Grant the leave"), "E, 5"),
    _member("deny-leave", QT_TRANSLATE_NOOP("Catalogue", "Deny the leave…"), "E, 6"),
    _member("end-leave", QT_TRANSLATE_NOOP("Catalogue", "End the leave"), "E, 7"),
    act(
        "palette",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Command bar…"),
        "Ctrl+K",
        icon="search",
    ),
    act(
        "find",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Search in everything…"),
        "Ctrl+F",
        icon="search",
    ),
    act(
        "conflicts",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Acts to decide on…"),
        "F8",
        icon="warning",
    ),
    act("language", _G.CONSOLE, QT_TRANSLATE_NOOP("Catalogue", "中文 / English"), "Ctrl+L"),
    act(
        "admin",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Administration…"),
        "Ctrl+Shift+A",
        needs=Capability.DISPATCH,
    ),
    act(
        "hand-over",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Hand over the seat…"),
        "Ctrl+Shift+S",
        needs=Capability.DISPATCH,
        icon="people",
    ),
    act(
        "shift",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Shift hand-over sheet…"),
        "Ctrl+Shift+H",
        icon="list",
    ),
    act(
        "notes",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Notes…"),
        "Ctrl+J",
        icon="pen",
    ),
    act(
        "tell-room",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Tell the room…"),
        "Ctrl+Shift+N",
        needs=Capability.DISPATCH,
        icon="people",
    ),
    act(
        "own-note",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Note to self…"),
        "Ctrl+Alt+N",
        icon="person",
    ),
    act(
        "lock",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Lock the desk"),
        "Ctrl+Shift+L",
        needs=Capability.DISPATCH,
    ),
    act(
        "lock-after",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Lock when idle…"),
        "E, Shift+L",
        needs=Capability.DISPATCH,
    ),
    act(
        "quit",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Close this window"),
        "Ctrl+Q",
        icon="close",
    ),
    act(
        "time.follow",
        _G.TIME,
        QT_TRANSLATE_NOOP("Catalogue", "Follow the live picture"),
        "Ctrl+End",
    ),
    act("time.pause", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "Play or pause"), "Ctrl+Space"),
    act("time.back", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "One minute back"), "Ctrl+Left"),
    act("time.on", _G.TIME, QT_TRANSLATE_NOOP("Catalogue", "One minute on"), "Ctrl+Right"),
    act(
        "alarm.go",
        _G.CONSOLE,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the gravest alarm"),
        "F9",
        icon="warning",
    ),
    act("alarm.mute", _G.CONSOLE, QT_TRANSLATE_NOOP("Catalogue", "Mute alarms"), "Shift+F9"),
    act(
        "view.queue",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the queue"),
        "F2",
        icon="list",
    ),
    act("view.map", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the map"), "F3"),
    act(
        "view.roster",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Go to the roster"),
        "F4",
        icon="people",
    ),
    act("view.card", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the incident card"), "F5"),
    act("view.log", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Go to the journal"), "F6"),
    act(
        "view.find-log",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Search in the journal…"),
        "Shift+F6",
        icon="search",
    ),
    act(
        "view.theme",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Night or day"),
        "Ctrl+T",
        icon="moon",
    ),
    act("view.larger", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Larger words"), "Ctrl++"),
    act("view.smaller", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Smaller words"), "Ctrl+-"),
    act(
        "view.columns",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Columns of the queue…"),
        "Ctrl+Alt+C",
    ),
    act("view.full", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Full screen"), "F11"),
    act(
        "view.reset",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Arrange the docks anew"),
        "Ctrl+0",
    ),
    act("help", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Help on this part"), "F1"),
    act("layouts", _G.VIEW, QT_TRANSLATE_NOOP("Catalogue", "Layouts…"), "Ctrl+Alt+L"),
    act(
        "layouts-keep",
        _G.VIEW,
        QT_TRANSLATE_NOOP("Catalogue", "Keep this layout…"),
        "Ctrl+Alt+K",
    ),
    *MAP_ACTS,
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
