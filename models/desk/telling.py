"""Notes to the room: said to all desks, acknowledged by each, over by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.desk.guard import known, require_role, require_text
from models.domain.command import Done
from models.domain.error import BadInput, Words
from models.domain.lifecycle import ROLES_OF, Role
from models.domain.refusal import Refused, refuse
from models.domain.shift import LONGEST_NOTE_DAYS, MOST_NOTE, MOST_NOTES, RoomNote

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.ids import RoomNoteId
    from models.domain.shift import EndNote, SeeNote, TellRoom

_ENDING: Final = frozenset({Role.SHIFT_LEAD, Role.CENTRE_LEADER})
"""Who may take back what somebody else said."""


def tell(intent: TellRoom, command: Command, work: UnitOfWork) -> Done:
    """Say something to all desks."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    if work.room_note(intent.note) is not None:
        raise _bad("known_note", "该留言已存在", "this note is there already")
    text = require_text(intent.text, "text", intent.verb)
    _require_sound(text, intent, work)
    about = None if intent.about is None else known(work, intent.about)
    new = RoomNote(
        id=intent.note,
        version=1,
        text=text,
        incident=intent.about,
        cell_path=work.scope_path() if about is None else about.cell_path,
        author=command.actor,
        station=command.station,
        told_at=work.now(),
        until=intent.until,
    )
    return _recorded(work, "room-told", None, new)


def see(intent: SeeNote, command: Command, work: UnitOfWork) -> Done:
    """Acknowledge a note; who did already, or wrote it, leaves no second fact."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    old = _known_note(work, intent.note)
    if not old.is_news_to(command.actor):
        return work.commit(_done(old, work))
    new = replace(old, version=old.version + 1, seen_by=(*old.seen_by, command.actor))
    return _recorded(work, "note-seen", old, new)


def end(intent: EndNote, command: Command, work: UnitOfWork) -> Done:
    """Take a note back before its time: its writer may, and whoever leads the shift."""
    require_role(command, ROLES_OF[intent.verb], intent.verb)
    old = _known_note(work, intent.note)
    if not old.stands(work.now()):
        return work.commit(_done(old, work))
    if old.author != command.actor and _ENDING.isdisjoint(command.roles):
        raise Refused(
            refuse(
                "not_the_writer",
                f"这条留言是 {old.author} 写的：只有本人、值班长或中心领导可以收回。",
                f"{old.author} wrote this note: the writer, a shift lead or the centre leader "
                "takes it back.",
                author=old.author,
            )
        )
    new = replace(old, version=old.version + 1, ended_at=work.now())
    return _recorded(work, "note-ended", old, new)


def _require_sound(text: str, intent: TellRoom, work: UnitOfWork) -> None:
    if len(text) > MOST_NOTE:
        raise _bad(
            "text_too_long",
            f"留言至多 {MOST_NOTE} 个字，现为 {len(text)} 个",
            f"a note takes at most {MOST_NOTE} characters; it has {len(text)}",
        )
    last = work.now() + timedelta(days=LONGEST_NOTE_DAYS)
    if not work.now() < intent.until <= last:
        raise _bad(
            "bad_until",
            f"留言的截止时间应在现在之后、{LONGEST_NOTE_DAYS} 天之内，"
            f"现为 {intent.until.isoformat()}",
            f"a note stands until an instant within {LONGEST_NOTE_DAYS} days from now,"
            f" not {intent.until.isoformat()}",
        )
    if work.notes_standing() >= MOST_NOTES:
        raise Refused(
            refuse(
                "too_many_notes",
                f"已有 {MOST_NOTES} 条留言：请先收回不再需要的。",
                f"There are {MOST_NOTES} notes already: take back those nobody needs first.",
            )
        )


def _known_note(work: UnitOfWork, note_id: RoomNoteId) -> RoomNote:
    note = work.room_note(note_id)
    if note is None:
        raise _bad(
            "unknown_note",
            f"没有编号为 {note_id} 的留言；用 wangge list notes 查看",
            f"there is no note {note_id}; see `wangge list notes`",
        )
    return note


def _recorded(work: UnitOfWork, verb: str, old: RoomNote | None, new: RoomNote) -> Done:
    work.record(verb, old, new)
    return work.commit(_done(new, work))


def _done(note: RoomNote, work: UnitOfWork) -> Done:
    return Done(0, note.id, "", note.version, "standing" if note.stands(work.now()) else "over")


def _bad(code: str, zh: str, en: str) -> BadInput:
    return BadInput(code, Words(zh, en))
