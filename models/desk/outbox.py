"""The outbox: commands that are not confirmed yet, on disk before they count as accepted.

A desk with the database away writes a command here, flushed to the disk, and only then
shows it as accepted. On return the commands go out in their order; what a rule refuses
by then is a conflict for a human, not a loss.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.domain.command import Command
    from models.domain.ids import CommandId

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What a line that another release wrote, or nobody, is met with."""
_log = logging.getLogger(__name__)


class CommandCodec(Protocol):
    """Commands to plain JSON values and back."""

    def to_plain(self, command: Command) -> dict[str, Any]:
        """A command as JSON can hold it."""

    def from_plain(self, plain: dict[str, Any]) -> Command:
        """The command again."""


class Outbox:
    """The unconfirmed commands of one console process, in order.

    Invariants: what `keep` returned from is on the disk; a line cut short by a crash
    was never accepted and is passed over. Thread: the desk lane.
    """

    def __init__(self, path: Path, codec: CommandCodec) -> None:
        self._path = path
        self._codec = codec
        self._waiting: dict[CommandId, Command] = {
            command.id: command for command in self._read()
        }

    def __len__(self) -> int:
        return len(self._waiting)

    def waiting(self) -> tuple[Command, ...]:
        """The commands to send, oldest first."""
        return tuple(self._waiting.values())

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
            if self._waiting:
                self._append({"settled": str(command_id)})
            else:
                self._path.unlink(missing_ok=True)
        except (Trouble, OSError) as error:
            _log.warning("act %s stays in the outbox: %s", command_id, error)

    def _append(self, line: dict[str, Any]) -> None:
        # Half a surrogate pair is kept as it came: the desk refuses it in words.
        text = json.dumps(line, ensure_ascii=False)
        data = text.encode("utf-8", "surrogatepass") + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # A line that a crash cut short must not swallow this one.
            with self._path.open("ab+") as file:
                file.write(data if _ends_a_line(file) else b"\n" + data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Trouble(
                "outbox_unwritable",
                Words(
                    f"无法写入待发箱 {self._path}：{error.strerror}。请清理磁盘或检查权限。",
                    f"cannot write the outbox {self._path}: {error.strerror}. "
                    "Free some disk space or check its permissions.",
                ),
            ) from error

    def _read(self) -> Iterator[Command]:
        kept: dict[str, dict[str, Any]] = {}
        is_whole = True
        for line in self._lines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            try:
                if "keep" in entry:
                    kept[entry["keep"]["id"]] = entry["keep"]
                else:
                    kept.pop(entry["settled"], None)
            except _UNREADABLE:
                is_whole = False
        for plain in kept.values():
            try:
                yield self._codec.from_plain(plain)
            except _UNREADABLE:
                is_whole = False
        if not is_whole:
            self._put_aside()

    def _lines(self) -> list[bytes]:
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


def _ends_a_line(file: BinaryIO) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
