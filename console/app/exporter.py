"""Runs exports as processes of their own and tells what became of them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from maps.canvas.aside import aside
from models.domain.error import Words
from models.domain.lifecycle import Role

if TYPE_CHECKING:
    from pathlib import Path

    from console.actions.exporting import ExportWish
    from console.app.home import Address
    from console.windows.exporting import Exports

_ENDING_MS: Final = 3_000
_MOST_AT_ONCE: Final = 2
"""More at once would leave the console no processor."""


class Exporter(QObject):
    """Takes wishes of a window.

    Signals: `told(object, bool)` Words, and whether all is well.
    Thread: GUI
    """

    told = Signal(object, bool)

    def __init__(
        self,
        exports: Exports,
        address: Address,
        recording: Path | None,
        roles: frozenset[Role] = frozenset(Role),
    ) -> None:
        """With a `recording` its facts are exported, else those of the home's journal.

        What is exported is what `roles` are told of.
        """
        super().__init__(exports)
        exports.wanted.connect(self.take)
        self.told.connect(exports.on_told)
        self._common = ["--home", str(address.folder)]
        if address.db_url is not None:
            self._common += ["--db", address.db_url]
        self._recorded = ["--recording", str(recording)] if recording is not None else []
        if len(roles) == 1:
            self._common += ["--role", *roles]
        self._running: list[Export] = []

    @Slot(object)
    def take(self, wish: ExportWish) -> None:
        """Set an export going; `told` says how it ended."""
        if len(self._running) >= _MOST_AT_ONCE:
            words = Words("已有导出正在进行，请稍候", "Exports are under way; wait for them")
            self.told.emit(words, False)  # noqa: FBT003 - a signal's argument has no name
            return
        line = [*wish.arguments(), *self._recorded, *self._common, "--json"]
        export = Export(line, wish.file, self)
        export.ended.connect(self.on_ended)
        self._running.append(export)
        name = wish.file.name
        words = Words(f"正在导出 {name}…", f"Exporting {name}…")
        self.told.emit(words, True)  # noqa: FBT003 - a signal's argument has no name
        export.start()

    @Slot(object, object, bool)
    def on_ended(self, export: Export, words: Words, is_well: bool) -> None:  # noqa: FBT001 - a slot
        """One is over."""
        self._running.remove(export)
        export.deleteLater()
        self.told.emit(words, is_well)

    def close(self) -> None:
        """End what is under way; nothing half-written stays."""
        for export in self._running:
            export.halt()
        self._running.clear()


class Export(QObject):
    """One export under way.

    Signals: `ended(object, object, bool)` itself, Words, and whether all went well.
    Thread: GUI
    """

    ended = Signal(object, object, bool)

    def __init__(self, line: list[str], file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._file = file
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(aside("console", *line))
        self._process.finished.connect(self.on_finished)
        self._process.errorOccurred.connect(self.on_error)

    def start(self) -> None:
        """Set it going."""
        self._process.start()

    def halt(self) -> None:
        """End it, without a word."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._process.terminate()
        if not self._process.waitForFinished(_ENDING_MS):
            self._process.kill()
            self._process.waitForFinished(_ENDING_MS)

    @Slot()
    def on_finished(self) -> None:
        """It has answered, in the last line that it wrote."""
        said = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        lines = said.strip().splitlines()
        try:
            answer = json.loads(lines[-1]) if lines else {}
        except ValueError:
            answer = {}
        if "bytes" in answer:
            size = size_words(int(answer["bytes"]))
            words = Words(f"已导出：{self._file}（{size}）", f"Exported: {self._file} ({size})")
            self.ended.emit(self, words, True)  # noqa: FBT003 - a signal's argument
            return
        told = str(answer.get("words") or "")
        both = Words(told, told) if told else _broken(self._file)
        self.ended.emit(self, both, False)  # noqa: FBT003 - a signal's argument

    @Slot(QProcess.ProcessError)
    def on_error(self, error: QProcess.ProcessError) -> None:
        """It did not even start; every other end is told by `on_finished`."""
        if error is QProcess.ProcessError.FailedToStart:
            self.ended.emit(self, _broken(self._file), False)  # noqa: FBT003 - likewise


def _broken(file: Path) -> Words:
    return Words(f"导出失败：{file}", f"The export of {file} failed")


def size_words(size: int) -> str:
    """Bytes as people read them: 812 B, 45 kB, 6.4 MB."""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1e3:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"
