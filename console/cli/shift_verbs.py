"""`hand-over-shift`, `take-over-shift`, `tell-room`, `note-seen`, `end-note` as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from console.cli.reading import missing
from models.domain.error import BadInput, Words
from models.domain.ids import HandoverId, RoomNoteId, new_uuid
from models.domain.shift import EndNote, SeeNote, TakeOverShift, TellRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.cli.reading import Reader
    from models.domain.command import Intent

SHIFT_FIELDS: Final = {
    "hand-over-shift": ("instructions",),
    "take-over-shift": ("handover",),
    "tell-room": ("text", "until"),
    "note-seen": ("note",),
    "end-note": ("note",),
}
"""What each verb takes besides `--incident`."""


def _hand_over(read: Reader) -> Intent:
    return read.names.handing_over(read.text("instructions"))


def _take_over(read: Reader) -> TakeOverShift:
    if read.optional("handover") is None:
        return TakeOverShift()
    return TakeOverShift(handover=HandoverId(_id(read, "handover", "handovers")))


def _tell(read: Reader) -> TellRoom:
    until = read.at("until")
    if until is None:
        raise missing("tell-room", "until")
    return TellRoom(
        note=RoomNoteId(new_uuid()),
        text=read.require_text("text"),
        until=until,
        about=read.incident() if read.typed.incident is not None else None,
    )


def _see(read: Reader) -> SeeNote:
    return SeeNote(note=RoomNoteId(_id(read, "note", "notes")))


def _end(read: Reader) -> EndNote:
    return EndNote(note=RoomNoteId(_id(read, "note", "notes")))


SHIFT_VERBS: Final[dict[str, Callable[[Reader], Intent]]] = {
    "hand-over-shift": _hand_over,
    "take-over-shift": _take_over,
    "tell-room": _tell,
    "note-seen": _see,
    "end-note": _end,
}


def _id(read: Reader, name: str, listed: str) -> UUID:
    text = read.require_text(name)
    try:
        return UUID(text)
    except ValueError:
        raise BadInput(
            f"unknown_{name}",
            Words(
                f"没有编号为 {text!r} 的记录；用 wangge list {listed} 查看",
                f"there is no {name} {text!r}; see `wangge list {listed}`",
            ),
        ) from None
