"""The hand-over sheet as a paper: its words and rows, before anybody lays them out.

Screen, PDF and command line are made from the same paper, so that what was read at night is
what was printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from console.state.drawing_words import drawing_kind_words
from console.state.words import (
    category_words,
    left_words,
    masked_phone,
    short_number,
    span_words,
    state_words,
    urgency_words,
)
from console.tables.places import cell_name, path_words
from models.domain.category import Urgency
from models.domain.ids import CellId, MemberId
from models.domain.incident import AssigneeKind
from models.domain.redaction import redacted
from models.picture.shift_sheet import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from console.state.reference import Reference
    from models.domain.drawing import Drawing
    from models.domain.error import Language
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.shift import Handover
    from models.picture.picture import Picture
    from models.picture.shift_sheet import SheetRow, ShiftSheet

MOST_ROWS: Final = 60
"""A section that is longer says how many more there are: nobody reads on at night."""
_LONGEST_TEXT: Final = 60
_BLANK: Final = 16


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of a section; `incident` is where it leads, `tone` a colour of the theme."""

    cells: tuple[str, ...]
    incident: IncidentId | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A table under its title; `more` rows were left out. Without rows `empty` is said."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[PaperRow, ...]
    empty: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the head of the sheet."""

    name: str
    value: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """The sheet in words. `signs` stand at the foot of a print, on a screen among its heads."""

    title: str
    heads: tuple[str, ...]
    figures: tuple[Figure, ...]
    instructions_title: str
    instructions: str
    sections: tuple[Section, ...]
    signs: tuple[str, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a paper is written of. `handover` None: the shift is not handed over yet.

    One that `is_printed` has lines to sign on, where nobody has signed yet.
    """

    sheet: ShiftSheet
    picture: Picture
    reference: Reference
    language: Language
    handover: Handover | None = None
    instructions: str = ""
    is_printed: bool = False


class PaperWriter(QObject):
    """Writes one paper in the language of the screens.

    Thread: GUI
    """

    def __init__(self, told: Told, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self._sheet = told.sheet
        self._reference = told.reference
        self._zone = told.reference.calendar.zone

    def paper(self) -> ShiftPaper:
        """All of it."""
        told = self._told
        given = told.handover.instructions if told.handover else told.instructions
        return ShiftPaper(
            title=" · ".join(
                filter(None, (self._district(), self.tr("Shift hand-over sheet")))
            ),
            heads=tuple(self._heads()),
            figures=tuple(self._figures()),
            instructions_title=self.tr("Instructions"),
            instructions=given.strip(),
            sections=tuple(self._sections()),
            signs=tuple(self._signs()) if told.is_printed else (),
            foot=self.tr(
                "Restricted incidents are not printed. Fact {0} of the journal, {1}."
            ).format(self._sheet.seq, self._at(self._sheet.at)),
        )

    # -- the head --------------------------------------------------------------------------

    def _district(self) -> str:
        path = self._told.handover.cell_path if self._told.handover else ()
        if path:
            return path_words(self._reference, path)
        tops = sorted(self._reference.grid, key=lambda cell: (cell.level, cell.code))
        return self.tr(", ").join(c.name or c.code for c in tops if c.level == tops[0].level)

    def _heads(self) -> Iterator[str]:
        sheet = self._sheet
        yield self.tr("Shift from {0} to {1}").format(
            self._at(sheet.begun.at), self._at(sheet.at)
        )
        if not self._told.is_printed:
            yield from self._signs()
        if not sheet.happened.is_whole:
            yield self.tr(
                "The database is away: what happened is counted from what this desk still "
                "knows, and may be more."
            )

    def _figures(self) -> Iterator[Figure]:
        told = self._sheet.figures
        for name, value, tone in (
            (self.tr("Open"), told.open, ""),
            (self.tr("Emergencies"), told.emergencies, "red"),
            (self.tr("Overdue"), told.red, "red"),
            (self.tr("Due soon"), told.yellow, "yellow"),
            (self.tr("Not signed"), told.unanswered, "red"),
            (self.tr("To decide"), told.to_approve, "yellow"),
            (self.tr("Suspended"), told.suspended, ""),
            (self.tr("On duty"), told.on_duty, ""),
            (self.tr("Received"), told.received, ""),
            (self.tr("Dispatched"), told.dispatched, ""),
            (self.tr("Closed"), told.closed, ""),
            (self.tr("Returned"), told.returned, ""),
        ):
            yield Figure(name, value, tone if value else "")

    def _signs(self) -> Iterator[str]:
        handover, blank = self._told.handover, "…" * _BLANK
        if handover is None:
            if self._told.is_printed:
                yield self.tr("Handed over by: {0}").format(blank)
                yield self.tr("Taken over by: {0}").format(blank)
            return
        yield self.tr("Handed over by {0} (station {1}), {2}").format(
            handover.author, handover.station, self._at(handover.handed_at)
        )
        if handover.taken_at is None and self._told.is_printed:
            yield self.tr("Taken over by: {0}").format(blank)
        elif handover.taken_at is None:
            yield self.tr("Waits for the signature of whoever takes over")
        else:
            yield self.tr("Taken over and signed by {0} (station {1}), {2}").format(
                handover.taken_by, handover.taken_station, self._at(handover.taken_at)
            )

    # -- the sections ----------------------------------------------------------------------

    def _sections(self) -> Iterator[Section]:
        sheet = self._sheet
        none = self.tr("None.")
        for title, rows, when, last in (
            (self.tr("Emergencies"), sheet.emergencies, self._due, self.tr("Time")),
            (self.tr("Overdue"), sheet.red, self._due, self.tr("Over by")),
            (
                self.tr("Dispatched and not signed in time"),
                sheet.unanswered,
                self._unsigned,
                self.tr("Late by"),
            ),
            (self.tr("Due soon"), sheet.yellow, self._due, self.tr("Left")),
            (
                self.tr("Waiting for a decision"),
                sheet.to_approve,
                self._asked,
                self.tr("Asked"),
            ),
            (self.tr("Suspended"), sheet.suspended, self._resumes, self.tr("Resumes")),
        ):
            lines = tuple(self._line(row, when(row)) for row in rows[:MOST_ROWS])
            yield Section(
                self._counted(title, len(rows)),
                (*self._columns(), last),
                lines,
                none,
                self._more(len(rows)),
            )
        yield self._states()
        yield self._perimeters()
        yield self._towns()
        yield self._leaves()

    def _counted(self, title: str, count: int) -> str:
        return f"{title} · {count}" if count else title

    def _more(self, count: int) -> str:
        left = count - MOST_ROWS
        return self.tr("… and {0} more, in the queue.").format(left) if left > 0 else ""

    def _columns(self) -> tuple[str, ...]:
        return (self.tr("No."), self.tr("What"), self.tr("Where"), self.tr("State, with whom"))

    def _line(self, row: SheetRow, when: str) -> PaperRow:
        one = row.incident
        is_secret = one.id in self._sheet.restricted
        marks = (
            self.tr("restricted") if is_secret else "",
            urgency_words(one.urgency) if one.urgency is not Urgency.GENERAL else "",
            category_words(
                self._reference.categories.get(one.category or ""), self._told.language
            ),
            _cut(redacted(one.text)),
        )
        where = redacted(one.address) or path_words(self._reference, one.cell_path)
        state = " · ".join(filter(None, (state_words(one.state), self._lead(one))))
        tone = "red" if row.is_red else ""
        cells = (short_number(one.number), " · ".join(filter(None, marks)), where, state, when)
        return PaperRow(cells, one.id, tone)

    def _due(self, row: SheetRow) -> str:
        return left_words(row.clock.left_s) if row.clock else ""

    def _unsigned(self, row: SheetRow) -> str:
        by = row.incident.step_due_at or self._sheet.at
        late = span_words((self._sheet.at - by).total_seconds())
        return " · ".join(filter(None, (late, self._phone(row.incident))))

    def _asked(self, row: SheetRow) -> str:
        one = row.incident
        parts = (
            state_words(one.state) if one.state in ASKED else "",
            self.tr("%n day(s)", "", one.asked_days) if one.asked_days else "",
            self.tr("until {0}").format(self._day(one.asked_until)) if one.asked_until else "",
            self.tr("to void it, by {0}").format(one.void_asked_by)
            if one.void_asked_by
            else "",
            self.tr("another class") if one.reclass_to else "",
        )
        return " · ".join(filter(None, parts))

    def _resumes(self, row: SheetRow) -> str:
        return self._day(row.incident.resume_by) if row.incident.resume_by else ""

    def _states(self) -> Section:
        gravest = sorted(Urgency, key=lambda urgency: -urgency.rank)
        columns = (self.tr("State"), *map(urgency_words, gravest), self.tr("All"))
        rows = tuple(
            PaperRow((state_words(state), *map(_number, counts), str(sum(counts))))
            for state, counts in self._sheet.by_state
        )
        total = self._sheet.figures.open
        title = self._counted(self.tr("Open incidents by state and urgency"), total)
        return Section(title, columns, rows, self.tr("Nothing is open."))

    def _perimeters(self) -> Section:
        drawn = self._sheet.perimeters
        columns = (self.tr("What"), self.tr("Label"), self.tr("Drawn"), self.tr("Until"))
        title = self._counted(self.tr("Perimeters in force"), len(drawn))
        rows = tuple(map(self._drawn, drawn[:MOST_ROWS]))
        return Section(title, columns, rows, self.tr("None."), self._more(len(drawn)))

    def _drawn(self, one: Drawing) -> PaperRow:
        drawn = f"{one.author}, {self._at(one.drawn_at)}"
        until = self._at(one.expires_at) if one.expires_at else self.tr("until it is erased")
        return PaperRow((drawing_kind_words(one.kind), one.text, drawn, until), one.incident)

    def _towns(self) -> Section:
        sheet = self._sheet
        columns = (
            self.tr("Town"),
            self.tr("On duty"),
            self.tr("Free"),
            self.tr("Open"),
            self.tr("Overdue"),
        )
        rows = tuple(
            PaperRow(
                (
                    cell_name(self._reference, CellId(load.town)),
                    *map(str, (load.on_duty, load.free, load.open, load.overdue)),
                ),
                tone="" if load.on_duty else "yellow",
            )
            for load in sheet.towns
        )
        title = self._counted(self.tr("Members on duty by town"), sheet.on_duty)
        return Section(title, columns, rows, self.tr("No towns are known."))

    def _leaves(self) -> Section:
        away = self._sheet.on_leave
        rows = tuple(
            PaperRow((member.name or member.number, self._at(leave.ends_at)))
            for member, leave in away[:MOST_ROWS]
        )
        title = self._counted(self.tr("On leave"), len(away))
        columns = (self.tr("Member"), self.tr("Until"))
        return Section(title, columns, rows, self.tr("Nobody."), self._more(len(away)))

    # -- small words -----------------------------------------------------------------------

    def _lead(self, incident: Incident) -> str:
        lead = incident.lead
        if lead is None:
            return ""
        if lead.assignee_kind is AssigneeKind.DEPARTMENT:
            department = self._reference.departments.get(lead.assignee)
            return department.name if department else ""
        member = self._told.picture.members.get(MemberId(lead.assignee))
        return (member.name or member.number) if member else ""

    def _phone(self, incident: Incident) -> str:
        lead = incident.lead
        if lead is None:
            return ""
        if lead.assignee_kind is AssigneeKind.DEPARTMENT:
            department = self._reference.departments.get(lead.assignee)
            return department.duty_phone if department else ""
        member = self._told.picture.members.get(MemberId(lead.assignee))
        return masked_phone(member.phone) if member else ""

    def _at(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def _day(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%Y-%m-%d")


def text_of(paper: ShiftPaper) -> str:
    """A paper as plain text, for a terminal."""
    lines: list[str] = [paper.title, *paper.heads, ""]
    lines += ["  ".join(f"{one.name} {one.value}" for one in paper.figures), ""]
    if paper.instructions:
        lines += [paper.instructions_title, *_indented(paper.instructions.splitlines()), ""]
    for section in paper.sections:
        said = [" | ".join(row.cells) for row in section.rows] or [section.empty]
        lines += [section.title, *_indented([*said, section.more]), ""]
    return "\n".join([*lines, *paper.signs, paper.foot])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines if line)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[:_LONGEST_TEXT]}…"


def _number(count: int) -> str:
    return str(count) if count else "–"
