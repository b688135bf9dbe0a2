"""The card of a member: duty, cell, skills, the day's way, tasks with their clocks, the load.

It says what a dispatcher needs before they call. Of colleagues it says a median and how many
they are: no ranks, no marks.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.actions.judging import may_act
from console.state.leave_words import away_words, shift_words, week_words
from console.state.past import PastWanted
from console.state.words import (
    availability_words,
    kind_words,
    left_words,
    masked_phone,
    short_number,
    task_state_words,
    unmarked,
)
from console.tables.card import Card
from console.tables.case_words import CaseWords
from console.tables.day_way import DayWay
from console.tables.fix_ages import FixAges
from console.tables.flow import clear
from console.tables.leave_rows import LeaveRows
from console.tables.places import cell_name, path_words
from console.tables.task_row import card_words
from models.analysis.member_day import day_track, tasks_of, workload
from models.domain.skill import skill_words
from models.picture.query import availability, load_of

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.analysis.member_day import DayTrack, Workload
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Incident, Task
    from models.domain.member import Member
    from models.feed.frame import Frame
    from models.feed.track import Fixes


class MemberCard(Card):
    """One member as of the session's frame.

    Signals: `past_wanted(object)` a PastWanted that `show_past` should be told;
    `incident_wanted(object)` IncidentId of a task; `reveal_wanted(object)` IncidentId whose
    names and numbers somebody needs; `place_wanted(object)` MemberId to show on the map;
    `leave_wanted(object)` MemberId who is to have leave; `judged(object)` a JudgeLeave.
    Thread: GUI
    """

    WIDTH = 420
    past_wanted = Signal(object)
    incident_wanted = Signal(object)
    reveal_wanted = Signal(object)
    place_wanted = Signal(object)
    leave_wanted = Signal(object)
    judged = Signal(object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("member", look, parent)
        self._session = session
        self._ages = FixAges(session)
        self._cases = CaseWords(session)
        self._member: MemberId | None = None
        self._wanted: PastWanted | None = None
        self._track: DayTrack | None = None
        self._painted: tuple[tuple[IncidentId, str], ...] = ()
        self.state, self.post, self.number, self.load, self.walked = (
            card_words(kind, wraps=True) for kind in ("accent", "soft", "", "", "soft")
        )
        self.reveal, self.place = QPushButton(), QPushButton()
        self.reveal.setProperty("kind", "flat")
        self.reveal.clicked.connect(self.on_reveal)
        self.place.clicked.connect(self.on_place)
        self.leaves, self.leave_button = (
            LeaveRows(session, partial(_may, session)),
            QPushButton(),
        )
        self.way = DayWay(look, self)
        self.tasks_title = card_words("section")
        self.tasks = QWidget()
        self._rows = QVBoxLayout(self.tasks)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._build()
        session.frame_changed.connect(self.on_frame)
        session.revealed.changed.connect(self.refresh)
        self.dress()

    def _build(self) -> None:
        self.leaves.judged.connect(self.judged)
        self.leave_button.clicked.connect(self.on_leave)
        call = QHBoxLayout()
        call.addWidget(self.number, 1)
        call.addWidget(self.reveal)
        for part in (self.state, self.post):
            self.body.addWidget(part)
        self.body.addWidget(self.leaves)
        self.body.addLayout(call)
        for below in (self.load, self.way, self.walked, self.tasks_title, self.tasks):
            self.body.addWidget(below)
        self.buttons.addWidget(self.leave_button)
        self.buttons.addWidget(self.place)

    @property
    def member(self) -> Member | None:
        """The member on show, as of the frame."""
        if self._member is None:
            return None
        return self._session.frame.picture.members.get(self._member)

    def open_for(self, member_id: MemberId) -> None:
        """Show a member, and ask for the day's way."""
        self._member = member_id
        self._forget_tasks()
        member = self.member
        if member is None:
            return
        self.refresh()
        self.come_up(self.place)
        self._ask_way(member)

    def _ask_way(self, member: Member) -> None:
        self._track = None
        now = self._session.frame.now
        self._wanted = PastWanted(self._midnight(now), now, member.ref)
        self._say_way()
        self.past_wanted.emit(self._wanted)

    def _midnight(self, now: datetime) -> datetime:
        zone = self._session.reference.calendar.zone
        return datetime.combine(now.astimezone(zone).date(), time(), zone)

    @Slot(object, object)
    def show_past(self, wanted: PastWanted, fixes: Fixes) -> None:
        """The day's way, if it is still the one asked for."""
        if wanted != self._wanted:
            return
        self._track = day_track(fixes)
        self._say_way()
        self.adjustSize()

    def _say_way(self) -> None:
        track = self._track
        self.way.show_track(track)
        if track is None:
            words = self.tr("Looking up today's way…")
        elif not len(track.lonlat_deg):
            words = self.tr("No way is known of today.")
        else:
            stops = self.tr("%n stop(s)", "", len(track.stops))
            km = self.tr("Today {0:.1f} km").format(track.distance_m / 1000)
            words = f"{km} · {stops}"
        self.walked.setText(words)
        self.way.setAccessibleName(words)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Ages and clocks tick; after a jump in time it is the way of another day."""
        if not self.isVisible():
            return
        self.refresh()
        if frame.jumped and self.member is not None:
            self._ask_way(self.member)

    @Slot()
    def refresh(self) -> None:
        """Bring the card up to the frame."""
        member = self.member
        if member is None:
            if self.isVisible():
                self.leave()
            return
        picture = self._session.frame.picture
        state = availability(member, load_of(picture, member), self._session.frame.now)
        self.title.setText(f"{member.name} {member.number}".strip())
        seen = self._ages.sentence(member)
        stands = away_words(self._session, member) or availability_words(state)
        self.state.setText(f"{stands} · {seen}")
        self.post.setText(self._post(member))
        self.leaves.show_of(member)
        self.leave_button.setEnabled(_may(self._session, "ask-leave"))
        tasks = tasks_of(picture, member)
        self._show_number(member, tasks)
        midnight = self._midnight(self._session.frame.now)
        self.load.setText(self._load_words(member, workload(picture, member, midnight)))
        self._show_tasks(tasks)

    def _post(self, member: Member) -> str:
        """Shifts, kind, cells and skills."""
        language = self._session.seat.language
        skills = ", ".join(skill_words(skill).in_(language) for skill in member.skills)
        lines = (
            shift_words(self._session, member),
            week_words(self._session, member),
            kind_words(member.kind),
            path_words(self._session.reference, member.cell_path),
            self.tr("Skills: {0}").format(skills) if skills else "",
        )
        return "\n".join(filter(None, lines))

    def _show_number(self, member: Member, tasks: list[tuple[Incident, Task]]) -> None:
        is_clear = any(self._session.revealed.holds(incident.id) for incident, _ in tasks)
        number = member.phone if is_clear else masked_phone(member.phone)
        self.number.setText(
            self.tr("Call: {0}").format(number) if number else self.tr("No number is known.")
        )
        self.reveal.setVisible(bool(member.phone))
        self.reveal.setEnabled(bool(tasks))
        self.reveal.setText(self.tr("Mask") if is_clear else self.tr("Reveal"))
        self.reveal.setToolTip(
            ""
            if tasks
            else self.tr("A number is revealed for a task: this member has none in hand.")
        )

    def _load_words(self, member: Member, load: Workload) -> str:
        own = self.tr("Given today: {0} · in hand: {1} of {2}").format(
            load.given, load.in_hand, member.capacity
        )
        if load.usual is None or load.cell is None:
            return own
        where = cell_name(self._session.reference, load.cell)
        beside = self.tr("{0} others on duty in {1}: {2:g} each (median)")
        return f"{own}\n{beside.format(load.colleagues, where, load.usual)}"

    def _show_tasks(self, tasks: list[tuple[Incident, Task]]) -> None:
        said = tuple(
            (incident.id, self._task_words(incident, task)) for incident, task in tasks
        )
        self.tasks_title.setText(
            self.tr("Tasks in hand") if said else self.tr("Nothing in hand.")
        )
        if said == self._painted:
            return
        if [one for one, _ in said] == [one for one, _ in self._painted]:
            for button, (_, words) in zip(self.task_buttons(), said, strict=True):
                button.setText(unmarked(words))
        else:
            clear(self._rows)
            for incident_id, words in said:
                button = QPushButton(unmarked(words))
                button.setProperty("kind", "row")
                button.setProperty("incident", incident_id)
                button.clicked.connect(self.on_task)
                self._rows.addWidget(button)
        self._painted = said
        self.adjustSize()

    def _forget_tasks(self) -> None:
        self.leaves.forget()
        clear(self._rows)
        self._painted = ()

    def task_buttons(self) -> list[QPushButton]:
        """The rows of the tasks, from above."""
        items = (self._rows.itemAt(n) for n in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _task_words(self, incident: Incident, task: Task) -> str:
        clock = self._cases.standing_of(incident)
        parts = (
            self._cases.class_name(incident),
            short_number(incident.number),
            task_state_words(task.state),
            left_words(clock.left_s) if clock else "",
        )
        kind, *rest = filter(None, parts)
        return f"{kind}\n{' · '.join(rest)}"

    @Slot()
    def on_task(self) -> None:
        """A task was chosen: go to its incident."""
        button = self.sender()
        if button is not None:
            self.incident_wanted.emit(button.property("incident"))

    @Slot()
    def on_reveal(self) -> None:
        """The number is needed: for the task that has waited longest."""
        member = self.member
        tasks = tasks_of(self._session.frame.picture, member) if member else []
        if tasks:
            self.reveal_wanted.emit(tasks[0][0].id)

    @Slot()
    def on_leave(self) -> None:
        """The member is to have leave."""
        if self._member is not None:
            self.leave_wanted.emit(self._member)

    @Slot()
    def on_place(self) -> None:
        """Show the member on the map."""
        if self._member is not None:
            self.place_wanted.emit(self._member)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.cancel.setText(self.tr("Close (Esc)"))
        self.place.setText(self.tr("Show on map"))
        self.leave_button.setText(self.tr("Leave…"))
        self._forget_tasks()
        self._say_way()
        self.refresh()


def _may(session: Session, verb: str) -> bool:
    return may_act(session, verb) is None
