"""A recording: a slice of the journal and its fixes in one file, and a source to play it.

A zip of `manifest.json` (format, extent), `keyframe` (the picture before the slice),
`journal.jsonl` (one entry a line, its words beside the body) and `fixes.npz`. It is
written beside its name and renamed, so a file that is there is whole. Recordings hold
copies of personal words: what was erased in the database is erased here by recording again.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tokenize
import zipfile
import zlib
from bisect import bisect_right
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import numpy as np

from models.desk.durable import put_in_place
from models.domain.error import BadInput, Words
from models.domain.fact import FORMAT, Entry, Fact, SubjectKind
from models.domain.ids import CellId, CommandId
from models.feed.source import Extent
from models.feed.track import Fixes, to_us
from models.picture.fold import fold
from models.picture.secrecy import drawn_for, visible, without
from models.store import fixes as stored_fixes
from models.store import journal, keyframes
from models.store.codec import instant, instant_text
from models.store.mapping import read_change, written
from models.store.pictures import picture_bytes, picture_from
from models.store.secret_facts import ever_restricted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from psycopg import Connection

    from models.picture.picture import Picture

FILE_FORMAT: Final = 3
"""Format of the file's layout; the bodies inside have their own (`fact.FORMAT`).

2 may hold drawings and views of the walls, 3 hand-overs and notes. A file without any says
less, so that the releases before can play it.
"""
_SINCE: Final = {
    SubjectKind.DRAWING: 2,
    SubjectKind.WALL: 2,
    SubjectKind.HANDOVER: 3,
    SubjectKind.ROOM_NOTE: 3,
}
_LARGEST_BYTES: Final = 4 << 30
"""A month of a city is well below it."""
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, tokenize.TokenError, ArithmeticError, AttributeError,
    EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What reading a file raises that somebody, or a disk, has bent anywhere."""
_BATCH = 500
_FIXES_BEFORE: Final = timedelta(hours=1)
"""Trails begin this long before the slice; whoever was silent then has the last fix before."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording holds; both ends of seq and time inclusive.

    `cells` is the digest of the cells that its paths speak of, "" where unknown.
    """

    first_seq: int
    last_seq: int
    first_at: datetime | None
    last_at: datetime | None
    facts: int
    fixes: int
    cells: str = ""


def cells_digest(connection: Connection) -> str:
    """What tells one home's cells from another's: recordings name them by their ids."""
    rows = connection.execute("SELECT id, code, name FROM cell ORDER BY id").fetchall()
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def record(
    connection: Connection,
    file: Path,
    since: datetime,
    until: datetime,
    *,
    is_cleared: bool = True,
) -> Recorded:
    """Write the facts recorded in since ≤ t ≤ until, and their fixes, to a file.

    Not `is_cleared`: without the incidents that are restricted, or ever were.

    Raises
    ------
    BadInput
        `nothing_to_record`, where no fact lies between.
    """
    before_seq = journal.seq_at(connection, since - timedelta(microseconds=1))
    last_seq = journal.seq_at(connection, until)
    if last_seq <= before_seq:
        raise _nothing(since, until)
    picture = _picture_at(connection, before_seq)
    with connection.transaction():
        entries = list(journal.read_between(connection, before_seq + 1, last_seq))
        if not is_cleared:
            picture, entries = _without_secrets(connection, picture, entries)
        begin = since - _FIXES_BEFORE
        before = stored_fixes.fixes_at(connection, begin)
        fixes = before.joined(stored_fixes.read_fixes(connection, begin, until))
    return write_recording(file, picture, entries, fixes, cells=cells_digest(connection))


def _without_secrets(
    connection: Connection, picture: Picture, entries: list[Entry]
) -> tuple[Picture, list[Entry]]:
    """Both without what was ever restricted: a fold needs a subject's facts all or none."""
    asked = {*picture.incidents, *(entry.fact.subject_id for entry in entries)}
    hidden = ever_restricted(connection, asked)
    hidden |= {one.id for one in picture.drawings.values() if one.incident in hidden}
    hidden |= {one.id for one in picture.notes.values() if one.incident in hidden}
    drawn = drawn_for(entries, hidden)
    # Whom their class restricts the tables have named: no subject may lose single facts.
    return without(picture, hidden), visible(entries, hidden | drawn, {})


def write_recording(
    file: Path, picture: Picture, entries: Sequence[Entry], fixes: Fixes, *, cells: str = ""
) -> Recorded:
    """Write a picture, what follows it and the fixes, whole or not at all."""
    recorded = Recorded(
        first_seq=entries[0].seq if entries else picture.seq,
        last_seq=entries[-1].seq if entries else picture.seq,
        first_at=entries[0].recorded_at if entries else None,
        last_at=entries[-1].recorded_at if entries else None,
        facts=len(entries),
        fixes=len(fixes),
        cells=cells,
    )
    draft = file.with_name(file.name + ".part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            form = _form_of(picture, entries)
            archive.writestr("manifest.json", json.dumps(_manifest(recorded, form)))
            archive.writestr("keyframe", picture_bytes(picture), zipfile.ZIP_STORED)
            archive.writestr("journal.jsonl", "".join(map(_line, entries)))
            archive.writestr("fixes.npz", _npz(fixes), zipfile.ZIP_STORED)
        with draft.open("rb+") as handle:
            os.fsync(handle.fileno())
        put_in_place(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return recorded


class RecordingSource:
    """Plays a recording, that of `file`. Thread: the lane that owns it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._picture, self._entries, self._fixes, self.cells = read_recording(file)

    def extent(self) -> Extent:
        """From the first fact to the last; it never grows."""
        if not self._entries:
            return Extent(self._picture.seq, self._picture.seq, None, None, grows=False)
        first, last = self._entries[0], self._entries[-1]
        return Extent(first.seq, last.seq, first.recorded_at, last.recorded_at, grows=False)

    def present(self) -> Picture:
        """The picture at the end."""
        return fold(self._picture, self._entries)[0]

    def picture_before(self, at: datetime) -> Picture:  # noqa: ARG002 - keeps only one
        """The picture the recording begins with."""
        return self._picture

    def picture_up_to(self, seq: int) -> Picture:  # noqa: ARG002 - keeps only one
        """The picture the recording begins with."""
        return self._picture

    def read_after(self, seq: int, limit: int) -> Sequence[Entry]:
        """The next entries in order of seq, at most `limit`."""
        begin = bisect_right(self._entries, seq, key=lambda entry: entry.seq)
        return self._entries[begin : begin + limit]

    def wait(self, timeout_s: float) -> bool:  # noqa: ARG002 - nothing ever comes
        """Never blocks."""
        return False

    def fixes_between(self, since: datetime, until: datetime) -> Fixes:
        """Fixes with since < ts ≤ until."""
        ts = self._fixes.ts_us
        return self._fixes.taken((ts > to_us(since)) & (ts <= to_us(until)))

    def fixes_at(self, at: datetime) -> Fixes:
        """The last fix of every member with ts ≤ at, as far back as the recording goes."""
        fixes = self._fixes.taken(self._fixes.ts_us <= to_us(at))
        return stored_fixes.newest_of_each(fixes) if len(fixes) else fixes

    def latest_fixes(self) -> Fixes:
        """The last fix of every member at the end."""
        return stored_fixes.newest_of_each(self._fixes) if len(self._fixes) else self._fixes


def read_recording(file: Path) -> tuple[Picture, list[Entry], Fixes, str]:
    """The picture before, the entries, the fixes and the digest of the cells of a recording.

    Raises
    ------
    BadInput
        `no_recording`, `broken_recording` or `newer_recording`.
    """
    try:
        if file.exists() and not file.is_file():
            raise zipfile.BadZipFile("no file")  # a device would be read without end
        with zipfile.ZipFile(file) as archive:
            _require_sane(archive)
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] > FILE_FORMAT:
                raise _newer(file)
            picture = picture_from(archive.read("keyframe"))
            lines = archive.read("journal.jsonl").decode().splitlines()
            entries = [_entry(json.loads(line)) for line in lines]
            fixes = _from_npz(archive.read("fixes.npz"))
            return picture, entries, fixes, str(manifest.get("cells", ""))
    except FileNotFoundError as error:
        words = Words(f"没有录像文件 {file}", f"there is no recording {file}")
        raise BadInput("no_recording", words) from error
    except _DAMAGED as error:
        words = Words(
            f"录像文件 {file} 已损坏或不是录像：{error}",
            f"{file} is damaged or no recording: {error}",
        )
        raise BadInput("broken_recording", words) from error


def _require_sane(archive: zipfile.ZipFile) -> None:
    """Turn a file away that would unpack to more than any day holds: it eats the memory."""
    if sum(part.file_size for part in archive.infolist()) > _LARGEST_BYTES:
        message = f"it unpacks to more than {_LARGEST_BYTES >> 30} GiB"
        raise ValueError(message)


def _picture_at(connection: Connection, seq: int) -> Picture:
    picture = keyframes.up_to(connection, seq)
    while picture.seq < seq:
        entries = journal.read_after(connection, picture.seq, min(_BATCH, seq - picture.seq))
        picture, _ = fold(picture, [entry for entry in entries if entry.seq <= seq])
    return picture


def _form_of(picture: Picture, entries: Sequence[Entry]) -> int:
    forms = {_SINCE.get(e.fact.subject_kind, 1) for e in entries}
    if picture.handovers or picture.notes:
        forms.add(3)
    if picture.drawings or picture.wall is not None:
        forms.add(2)
    return max(forms, default=1)


def _manifest(recorded: Recorded, form: int) -> dict[str, Any]:
    return {
        "format": form,
        "first_seq": recorded.first_seq,
        "last_seq": recorded.last_seq,
        "first_at": recorded.first_at and instant_text(recorded.first_at),
        "last_at": recorded.last_at and instant_text(recorded.last_at),
        "facts": recorded.facts,
        "fixes": recorded.fixes,
        "cells": recorded.cells,
    }


def _line(entry: Entry) -> str:
    return json.dumps(plain_entry(entry), ensure_ascii=False, separators=(",", ":")) + "\n"


def plain_entry(entry: Entry) -> dict[str, Any]:
    """An entry as JSON can hold it, its personal words beside the body."""
    fact = entry.fact
    told = written(fact)
    return {
        "seq": entry.seq,
        "recorded_at": instant_text(entry.recorded_at),
        "occurred_at": instant_text(fact.occurred_at),
        "command_id": entry.command_id.hex,
        "ordinal": entry.ordinal,
        "actor": entry.actor,
        "role": entry.role,
        "station": entry.station,
        "verb": fact.verb,
        "subject_kind": fact.subject_kind.value,
        "subject_id": fact.subject_id.hex,
        "subject_version": fact.subject_version,
        "cell_path": fact.cell_path,
        "format": FORMAT,
        "body": json.loads(told.body),
        "words": None if told.words is None else json.loads(told.words),
        "erased": entry.erased,
    }


def _entry(line: dict[str, Any]) -> Entry:
    kind = SubjectKind(line["subject_kind"])
    change, erased = read_change(kind, line["body"], line["words"], line["format"])
    fact = Fact(
        verb=line["verb"],
        subject_kind=kind,
        subject_id=UUID(line["subject_id"]),
        subject_version=line["subject_version"],
        occurred_at=instant(line["occurred_at"]),
        cell_path=tuple(map(CellId, line["cell_path"])),
        change=change,
    )
    return Entry(
        seq=line["seq"],
        recorded_at=instant(line["recorded_at"]),
        command_id=CommandId(UUID(line["command_id"])),
        ordinal=line["ordinal"],
        actor=line["actor"],
        role=line["role"],
        station=line["station"],
        fact=fact,
        erased=erased or line["erased"],
    )


def _npz(fixes: Fixes) -> bytes:
    buffer = io.BytesIO()
    arrays = {f.name: getattr(fixes, f.name) for f in fields(fixes)}
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def _from_npz(data: bytes) -> Fixes:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Fixes(**{f.name: arrays[f.name] for f in fields(Fixes)})


def _nothing(since: datetime, until: datetime) -> BadInput:
    return BadInput(
        "nothing_to_record",
        Words(
            f"{since.isoformat()} 至 {until.isoformat()} 之间没有记录",
            f"nothing was recorded between {since.isoformat()} and {until.isoformat()}",
        ),
    )


def _newer(file: Path) -> BadInput:
    return BadInput(
        "newer_recording",
        Words(
            f"录像 {file} 由更新的版本录制：请升级程序",
            f"{file} was recorded by a later release: upgrade the program",
        ),
    )
