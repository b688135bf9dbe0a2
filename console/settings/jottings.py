"""What one operator writes at one station, and nobody else reads: notes to self, a draft.

Files of their own in the home, readable by their owner alone; never facts of the journal.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NOTES_FOLDER: Final = "notes"
MOST_OWN: Final = 500
"""Characters of a note to self."""
_log = logging.getLogger(__name__)
_UNREADABLE: Final = (ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What somebody wrote to themselves, about an incident or about nothing in particular."""

    id: UUID
    text: str
    written_at: datetime
    incident: IncidentId | None = None
    number: str = ""


class KeptNotes:
    """The notes to self of one operator in one home, one JSON object a line.

    Thread: GUI; a file of a few kilobytes.
    """

    def __init__(self, home: Path, operator: str) -> None:
        self._file = home / NOTES_FOLDER / f"{_name_of(operator)}.jsonl"
        self._is_shut = False

    def read(self) -> list[OwnNote]:
        """All of them, in the order of their writing; a line that nobody can read is left."""
        self._is_shut = False
        try:
            # Line ends alone: a text may hold other signs that Python takes for one.
            lines = self._file.read_text("utf-8", "replace").split("\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            _log.warning("the notes to self cannot be read: %s", error)
            self._is_shut = True
            return []
        return [note for line in lines if line and (note := _note(line)) is not None]

    def keep(self, notes: Iterable[OwnNote]) -> bool:
        """Keep these, whole or not at all; whether they are on the disk.

        What could not be read a moment ago is not written over.
        """
        if self._is_shut:
            return False
        lines = (json.dumps(_plain(note), ensure_ascii=False) for note in notes)
        return _written(self._file, "".join(f"{line}\n" for line in lines))


class KeptText:
    """A text that is being written, kept so that a crash loses nothing of it.

    Thread: GUI; a file of a few kilobytes.
    """

    def __init__(self, home: Path, operator: str) -> None:
        self.file = home / NOTES_FOLDER / f"{_name_of(operator)}.shift.txt"

    def read(self) -> str:
        """What was kept; nothing where nothing was, or it cannot be read."""
        try:
            return self.file.read_text("utf-8", "replace")
        except FileNotFoundError:
            return ""
        except OSError as error:
            _log.warning("the instructions cannot be read: %s", error)
            return ""

    def keep(self, text: str) -> None:
        """Keep it; an empty one goes."""
        _written(self.file, text)


def _name_of(operator: str) -> str:
    """A file's name for each operator, and for none the same: `a.b` is not `a_b`."""
    return re.sub(r"[^\w-]", _numbered, operator) or "nobody"


def _numbered(sign: re.Match[str]) -> str:
    return f"%{ord(sign[0]):06x}"


def _written(file: Path, text: str) -> bool:
    half = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.touch(mode=0o600)
        half.write_text(text, encoding="utf-8")
        half.replace(file)
    except (OSError, UnicodeEncodeError) as error:
        _log.warning("%s is not kept: %s", file.name, error)
        return False
    return True


def _plain(note: OwnNote) -> dict[str, Any]:
    told = asdict(note)
    told["id"], told["written_at"] = str(note.id), note.written_at.isoformat()
    told["incident"] = str(note.incident) if note.incident else None
    return told


def _note(line: str) -> OwnNote | None:
    try:
        raw = json.loads(line)
        at = datetime.fromisoformat(raw["written_at"])
        incident = IncidentId(UUID(raw["incident"])) if raw["incident"] else None
        if at.tzinfo is None:
            raise ValueError(raw["written_at"])
        return OwnNote(UUID(raw["id"]), str(raw["text"]), at, incident, str(raw["number"]))
    except _UNREADABLE as error:
        _log.warning("a note to self cannot be read: %s", error)
        return None
