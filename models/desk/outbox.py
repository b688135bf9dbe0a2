"""The outbox: commands that are not confirmed yet, on disk before they count as accepted.

A desk with the database away writes a command here, flushed to the disk, and only then
shows it as accepted. On return the commands go out in their order; what a rule refuses
by then is a conflict for a human, not a loss: it stays in the same file until it is decided.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from models.desk.conflict import conflict_from_plain, conflict_to_plain
from models.desk.durable import flush_folder, put_in_place
from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from pathlib import Path

    from models.desk.conflict import Conflict, Decision
    from models.domain.command import Command
    from models.domain.ids import CommandId

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What a line that another release wrote, or nobody, is met with."""
NOT_YOURSELF: Final = "not_yourself"
"""The code of a refusal that speaks of the author alone, and of nothing that they did."""
DECIDED: Final = "decided.log"
"""What was decided about conflicts, one JSON object a line, beside the outbox."""
MOST_LINES: Final = 500
"""A file of more lines is written anew once half of them count no more."""
_log = logging.getLogger(__name__)


class CommandCodec(Protocol):
    """Commands to plain JSON values and back."""

    def to_plain(self, command: Command) -> dict[str, Any]:
        """A command as JSON can hold it."""

    def from_plain(self, plain: dict[str, Any]) -> Command:
        """The command again."""


@dataclass(slots=True)
class _Found:
    """What the lines of a file say, by the ids of the commands."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    listed: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: int = 0
    is_whole: bool = True

    def take(self, entry: Any) -> None:
        """One line."""
        if "keep" in entry:
            self.kept[entry["keep"]["id"]] = entry["keep"]
        elif "conflict" in entry:
            self.listed[entry["conflict"]["id"]] = entry["conflict"]
        else:
            gone = entry["settled"]
            self.kept.pop(gone, None)
            self.listed.pop(gone, None)


class Outbox:
    """The unconfirmed commands of one console process, in order, and its conflicts.

    Invariants: what `keep` returned from is on the disk; a line cut short by a crash
    was never accepted and is passed over; a command is either waiting or a conflict.
    Thread: one at a time; the desk lane sees to that.
    """

    def __init__(self, path: Path, codec: CommandCodec) -> None:
        self._path = path
        self._codec = codec
        self._waiting: dict[CommandId, Command] = {}
        self._conflicts: dict[CommandId, Conflict] = {}
        self._lines = 0
        self._read()

    def __len__(self) -> int:
        return len(self._waiting)

    def waiting(self) -> tuple[Command, ...]:
        """The commands to send, oldest first."""
        return tuple(self._waiting.values())

    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody has decided yet, oldest first."""
        return tuple(self._conflicts.values())

    def keep(self, command: Command) -> None:
        """Put a command on the disk.

        Raises
        ------
        Trouble
            `outbox_unwritable`: the disk is full or may not be written.
        """
        if command.id in self._waiting:
            return
        self._append({"keep": self._codec.to_plain(command)})
        self._waiting[command.id] = command

    def settle(self, command_id: CommandId) -> None:
        """A command got its answer; forget it.

        A disk that cannot write that down does no harm: sent again by a later process,
        the command gets the same answer.
        """
        if self._waiting.pop(command_id, None) is None:
            return
        try:
            self._forget(command_id)
        except (Trouble, OSError) as error:
            _log.warning("act %s stays in the outbox: %s", command_id, error)

    def set_aside(self, conflict: Conflict) -> None:
        """A command was refused that had been accepted: list it for a person.

        A disk that cannot write that down does no harm: sent again by a later process, the
        command is refused again, and listed.
        """
        self._waiting.pop(conflict.key, None)
        self._conflicts[conflict.key] = conflict
        try:
            self._append({"conflict": conflict_to_plain(conflict)})
        except Trouble as trouble:
            _log.warning("conflict %s is not on the disk: %s", conflict.key, trouble)

    def call_back(self, author: str | None) -> tuple[Command, ...]:
        """Let acts wait again that were listed because their author had left the seat.

        `author` is who signed in now; None may speak for everybody. On the disk they stay
        listed until they get their answer: a crash before that loses nothing. They were
        first, so they go out first.
        """
        back = {
            key: conflict.command
            for key, conflict in self._conflicts.items()
            if conflict.code == NOT_YOURSELF and author in {None, conflict.command.actor}
        }
        for key in back:
            del self._conflicts[key]
        self._waiting = back | self._waiting
        return tuple(back.values())

    def decide(self, decision: Decision) -> None:
        """Somebody decided about a conflict; the log keeps what.

        Raises
        ------
        Trouble
            `outbox_unwritable`: the conflict stays listed.
        """
        conflict = self._conflicts.get(decision.conflict)
        if conflict is None:
            return
        self._write(self._path.with_name(DECIDED), _said(conflict, decision))
        try:
            del self._conflicts[decision.conflict]
            self._forget(decision.conflict)
        except (Trouble, OSError) as error:
            # It would come back with the next process, and could be decided again.
            _log.warning("conflict %s stays on the disk: %s", decision.conflict, error)

    def _forget(self, command_id: CommandId) -> None:
        if not self._waiting and not self._conflicts:
            # Emptied, not removed: a new name would be waited for by each act.
            os.truncate(self._path, 0)
            self._lines = 0
        elif self._lines >= max(MOST_LINES, 2 * self._live_lines()):
            self._write_anew()
        else:
            # Lost in a crash, it does no harm: it need not be waited for.
            self._append({"settled": str(command_id)}, is_urgent=False)

    def _live_lines(self) -> int:
        """How many lines say all that still counts."""
        return len(self._waiting) + 2 * len(self._conflicts)

    def _write_anew(self) -> None:
        """The file with nothing in it but what still counts, in one step."""
        entries = [{"keep": self._codec.to_plain(c.command)} for c in self._conflicts.values()]
        entries += [{"conflict": conflict_to_plain(c)} for c in self._conflicts.values()]
        entries += [{"keep": self._codec.to_plain(c)} for c in self._waiting.values()]
        fresh = self._path.with_suffix(".fresh")
        with fresh.open("wb") as file:
            file.write(b"".join(_line(entry) for entry in entries))
            file.flush()
            os.fsync(file.fileno())
        put_in_place(fresh, self._path)
        self._lines = len(entries)

    def _append(self, line: dict[str, Any], *, is_urgent: bool = True) -> None:
        self._write(self._path, line, is_urgent=is_urgent)
        self._lines += 1

    def _write(self, path: Path, line: dict[str, Any], *, is_urgent: bool = True) -> None:
        data = _line(line)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists()
            # A line that a crash cut short must not swallow this one.
            with path.open("ab+") as file:
                file.write(data if _ends_a_line(file) else b"\n" + data)
                file.flush()
                if is_urgent:
                    os.fsync(file.fileno())
            if is_new:
                flush_folder(path.parent)
        except OSError as error:
            raise Trouble(
                "outbox_unwritable",
                Words(
                    f"无法写入待发箱 {path}：{error.strerror}。请清理磁盘或检查权限。",
                    f"cannot write the outbox {path}: {error.strerror}. "
                    "Free some disk space or check its permissions.",
                ),
            ) from error

    def read_again(self) -> None:
        """Take up what was put into the file by somebody else; before anything is sent."""
        self._read()

    def _read(self) -> None:
        found = _Found()
        for line in self._lines_on_disk():
            found.lines += 1
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            try:
                found.take(entry)
            except _UNREADABLE:
                found.is_whole = False
        for name, plain in found.kept.items():
            try:
                self._take(self._codec.from_plain(plain), found.listed.get(name))
            except _UNREADABLE:
                found.is_whole = False
        self._lines = found.lines
        if not found.is_whole:
            self._put_aside()

    def _take(self, command: Command, listed: dict[str, Any] | None) -> None:
        """Wait, or be listed; what cannot be read of a conflict is asked of the desk anew."""
        with suppress(*_UNREADABLE):
            if listed is not None:
                self._conflicts[command.id] = conflict_from_plain(listed, command)
                return
        self._waiting[command.id] = command

    def _lines_on_disk(self) -> list[bytes]:
        try:
            return self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            _log.warning("the outbox %s cannot be read: %s", self._path, error)
            return []

    def _put_aside(self) -> None:
        """Keep a copy of what this release cannot read, for people; the rest goes on."""
        copy = self._path.with_suffix(".unread")
        _log.warning("the outbox %s holds acts nobody can read; see %s", self._path, copy)
        with suppress(OSError):
            shutil.copyfile(self._path, copy)


def _line(entry: dict[str, Any]) -> bytes:
    # Half a surrogate pair is kept as it came: the desk refuses it in words.
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _said(conflict: Conflict, decision: Decision) -> dict[str, Any]:
    """A decision as the log keeps it: who, what, why; none of the act's own words."""
    command = conflict.command
    return {
        "at": decision.at.isoformat(),
        "operator": decision.operator,
        "way": decision.way.value,
        "reason": decision.reason,
        "command": str(command.id),
        "verb": command.intent.verb,
        "author": command.actor,
        "incident": None if conflict.incident is None else str(conflict.incident),
        "refused": conflict.code,
    }


def _ends_a_line(file: BinaryIO) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
