"""The outbox: commands that are not confirmed yet, on disk before they count as accepted.

A desk with the database away writes a command here, flushed to the disk, and only then
shows it as accepted. On return the commands go out in their order; what a rule refuses
by then is a conflict for a human, not a loss.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.domain.command import Command
    from models.domain.ids import CommandId


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
        """A command got its answer; forget it."""
        if self._waiting.pop(command_id, None) is None:
            return
        if self._waiting:
            self._append({"settled": str(command_id)})
        else:
            self._path.unlink(missing_ok=True)

    def _append(self, line: dict[str, Any]) -> None:
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
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
        if not self._path.exists():
            return
        kept: dict[str, dict[str, Any]] = {}
        for line in self._path.read_bytes().splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if "keep" in entry:
                kept[entry["keep"]["id"]] = entry["keep"]
            else:
                kept.pop(entry["settled"], None)
        for plain in kept.values():
            yield self._codec.from_plain(plain)


def _ends_a_line(file: BinaryIO) -> bool:
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
