"""The administrator's window of a running console: sheets are read and written on its lanes."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from console.windows.admin import AdminWindow
from console.work.desk_lane import Question
from models.domain.error import BadInput, Trouble, Words
from models.domain.refusal import Refused
from models.intake.row_problem import FilePlace
from models.intake.sheets import SHEETS
from models.store.engine import troubles
from models.store.known_names import known_names
from models.store.sheets import history_of, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from console.app.home import Home
    from console.app.running import RunningConsole
    from console.settings.look import Look
    from models.domain.error import Language
    from models.intake.sheet import Edit, PastEdit, Row, Sheet

_DONE: Final = Words("已保存。", "Applied.")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What the lane gives back: rows of a sheet as they stand, or words of what went wrong.

    `places`: the rows are a file's, to be looked at and not yet written; `past` is what was
    changed in it before, where that was asked for; `is_done`: the words say that it was done.
    """

    name: str
    rows: Sequence[Row] = ()
    known: Mapping[str, frozenset[str]] | None = None
    words: Words | None = None
    places: Sequence[FilePlace] | None = None
    past: Sequence[PastEdit] | None = None
    is_done: bool = False


class Administration(QObject):
    """Opens the window when it is wanted, and carries what it asks to a lane and back.

    Thread: GUI; edits are written on the desk lane, all else is read on the side lane.
    """

    def __init__(self, home: Home, running: RunningConsole, look: Look) -> None:
        super().__init__(running)
        self._home = home
        self._running = running
        self._look = look
        self.window: AdminWindow | None = None
        self._wanted = ""
        running.desk.told.connect(self.on_told)

    @Slot()
    def open(self) -> None:
        """Bring the window up; it is made once."""
        if self.window is None:
            self.window = AdminWindow(self._running.session.seat, self._look, SHEETS)
            self.window.read_wanted.connect(self.on_read)
            self.window.apply_wanted.connect(self.on_apply)
            self.window.file_wanted.connect(self.on_file)
            self.window.export_wanted.connect(self.on_export)
            self.window.history_wanted.connect(self.on_history)
        self.window.open()

    @Slot()
    def close(self) -> None:
        """Go with the desk's window; what was not applied is gone."""
        if self.window is not None:
            self.window.page.model.edited.disconnect()
            self.window.page.model.clear()
            self.window.deleteLater()
            self.window = None

    @Slot(str)
    def on_read(self, name: str) -> None:
        """Have a sheet read, unless another page is turned to before its turn comes."""
        self._wanted = name
        self._look_up(_Read(self._home, SHEETS[name], lambda: self._wanted == name))

    @Slot(str, object)
    def on_apply(self, name: str, edits: Iterable[Edit]) -> None:
        """Have edits written; the sheet is read again afterwards."""
        actor = self._running.session.seat.operator
        job = _Apply(self._home, SHEETS[name], edits, actor)
        self._running.desk.ask(Question(job, job))

    @Slot(str, object)
    def on_file(self, name: str, file: Path) -> None:
        """Have a file read."""
        self._look_up(_OfFile(SHEETS[name], file))

    @Slot(str, object)
    def on_export(self, name: str, file: Path) -> None:
        """Have a sheet written to a file."""
        language = self._running.session.seat.language
        self._look_up(_Export(self._home, SHEETS[name], file, language))

    @Slot(str)
    def on_history(self, name: str) -> None:
        """Have it looked up what was changed in a sheet."""
        self._look_up(_History(self._home, SHEETS[name]))

    def _look_up(self, job: _Job) -> None:
        """Read where no act waits: a large sheet takes seconds."""
        self._running.session.lookups.ask(job, self.on_page)

    @Slot(object, object)
    def on_told(self, _: object, answer: object) -> None:
        """Show what the desk lane gives back."""
        self.on_page(answer)

    @Slot(object)
    def on_page(self, answer: object) -> None:
        """Show a page, or say what went wrong."""
        if self.window is None or not isinstance(answer, Page):
            return
        if answer.places is not None:
            self.window.merge(answer.name, answer.rows, answer.places)
        elif answer.past is not None:
            zone = self._running.session.reference.calendar.zone
            self.window.show_history(answer.name, answer.past, zone)
        elif answer.known is not None:
            self.window.show_rows(answer.name, answer.rows, answer.known)
        if answer.words is not None:
            say = self.window.tell if answer.is_done else self.window.complain
            say(answer.words)


class _Job(ABC):
    """A question to the lane that is answered with a page, whatever happens. Thread: lane."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __call__(self) -> Page:
        """The answer, or what went wrong in words."""
        try:
            return self.page()
        except Refused as refused:
            return Page(self.sheet.name, words=refused.refusal.words)
        except (BadInput, Trouble) as error:
            return Page(self.sheet.name, words=error.words)

    @abstractmethod
    def page(self) -> Page:
        """Do it."""


def _always() -> bool:
    return True


class _Read(_Job):
    def __init__(
        self, home: Home, sheet: Sheet, is_wanted: Callable[[], bool] = _always
    ) -> None:
        super().__init__(sheet)
        self.home, self.is_wanted = home, is_wanted

    def page(self) -> Page:
        if not self.is_wanted():
            return Page(self.sheet.name)
        with contextlib.closing(self.home.connection()) as connection, troubles():
            known = known_names(connection, self.sheet)
            return Page(self.sheet.name, read_sheet(connection, self.sheet), known)


class _History(_Read):
    def page(self) -> Page:
        with contextlib.closing(self.home.connection()) as connection, troubles():
            return Page(self.sheet.name, past=history_of(connection, self.sheet))


class _Apply(_Read):
    def __init__(self, home: Home, sheet: Sheet, edits: Iterable[Edit], actor: str) -> None:
        super().__init__(home, sheet)
        self.edits, self.actor = edits, actor

    def page(self) -> Page:
        # pandas and its kin weigh 100 MB and more: only who opens a sheet carries them.
        from console.app.sheet_files import write_edits

        edits = sorted(self.edits, key=attrgetter("key"))
        write_edits(self.home, self.sheet, edits, self.actor)
        read = super().page()
        return Page(read.name, read.rows, read.known, _DONE, is_done=True)


class _OfFile(_Job):
    def __init__(self, sheet: Sheet, file: Path) -> None:
        super().__init__(sheet)
        self.file = file

    def page(self) -> Page:
        from console.app.sheet_files import rows_of_file

        rows = rows_of_file(self.sheet, self.file)
        places = [FilePlace(self.file.name, number) for number in rows]
        return Page(self.sheet.name, [*rows.values()], places=places)


class _Export(_Read):
    def __init__(self, home: Home, sheet: Sheet, file: Path, language: Language) -> None:
        super().__init__(home, sheet)
        self.file, self.language = file, language

    def page(self) -> Page:
        from console.app.sheet_files import export_sheet

        export_sheet(self.home, self.sheet, self.file, self.language)
        said = Words(f"已导出到 {self.file}", f"exported to {self.file}")
        return Page(self.sheet.name, words=said, is_done=True)
