"""What desk and replay share: the panels in their docks, wired to the acts.

Everything a person does comes together here: drops, keys, menus and buttons all end in
the same three doors, `Dispatching`, `Lifecycle` and `Undo`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QMainWindow,
    QToolButton,
    QWidget,
)

from console.actions.action import Action, Group
from console.actions.action_set import ActionSet
from console.actions.asking import Asking
from console.actions.catalogue import CATALOGUE
from console.actions.dispatching import Dispatching
from console.actions.lifecycle import Lifecycle
from console.actions.members import MemberActs
from console.actions.revealing import Revealing
from console.actions.undo import Undo
from console.panels.ask_card import AskCard
from console.panels.dispatch_picker.picker import DispatchPicker
from console.panels.incident_card import IncidentCard
from console.panels.journal_log import JournalLog
from console.panels.map_panel.panel import MapPanel
from console.panels.notices import Notices
from console.panels.queue import QueuePanel
from console.panels.roster import RosterPanel
from console.panels.status_strip import StatusStrip
from console.settings.queue_memory import QueueMemory
from console.windows.alarms import Alarms
from console.windows.arrangement import Arrangement, Docks, arrange
from console.windows.base_menu import BaseMapMenu
from console.windows.commanding import commanding
from console.windows.conflicts_room import ConflictsRoom
from console.windows.context_menus import ContextMenus
from console.windows.dock_title import DockTitle
from console.windows.doing import Doing
from console.windows.drawing_room import DrawingRoom
from console.windows.exporting import Exports
from console.windows.floating import Floating, top_middle
from console.windows.going import Going
from console.windows.help_room import HelpRoom
from console.windows.intake import Intake
from console.windows.layouts_room import LayoutsRoom
from console.windows.map_acts import MapActs
from console.windows.member_room import MemberRoom
from console.windows.menus import Menus
from console.windows.photo_room import PhotoRoom
from console.windows.planning_room import PlanningRoom
from console.windows.reaching import Reaching
from console.windows.shift_room import ShiftRoom
from console.windows.viewing import ViewActs
from console.windows.warm_up import WarmUp, first_case
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.selection import Selection
    from console.state.session import Session
    from maps.canvas.static_tiles import Where
    from models.domain.fact import Entry
    from models.domain.ids import IncidentId, MemberId


class Workbench(QMainWindow):
    """Queue, map, card, roster, journal, strip and notices over one session.

    Signals: `timeline_wanted(object)` the IncidentId whose facts `show_timeline` should
    bring; `ground_wanted(object)` a Reference whose `Ground` `show_ground` should bring;
    `learning_wanted(object)` a Reference that `palette_.take` wants learnt; `closed()`.
    Thread: GUI
    """

    timeline_wanted = Signal(object)
    ground_wanted = Signal(object)
    learning_wanted = Signal(object)
    closed = Signal()

    NAME = "workbench"
    GROUPS: tuple[Group, ...] = tuple(Group)

    def __init__(
        self,
        session: Session,
        settings: Settings,
        look: Look,
        parent: QWidget | None = None,
        *,
        tiles: Where = "process",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(self.NAME)
        self._session = session
        self.settings = settings
        self.look = look
        self.asking = Asking(session, self)
        self.dispatching = Dispatching(session, self.asking, self)
        self.lifecycle = Lifecycle(session, self.asking, self)
        self.members = MemberActs(session, self.dispatching, self.asking, self)
        self.revealing = Revealing(session, self.asking, self)
        self.undo = Undo(session, self)
        self.viewing = ViewActs(self)
        self.beside = ContextMenus(self)
        self._build_panels(tiles)
        self.base_menu = BaseMapMenu(self, session)
        self._build_cards()
        self._doing = Doing(self)
        self._build_menus()
        self._connect()
        self.retranslate()
        self.refresh_actions()
        self.warm_up = WarmUp(first_case(self), self)
        for words in self.map.layers.remember(settings, self.NAME):
            self.tell(words)

    @property
    def session(self) -> Session:
        """What this window shows."""
        return self._session

    @property
    def selection(self) -> Selection:
        """What is selected in this window's session."""
        return self._session.selection

    # -- building ------------------------------------------------------------------------

    def _build_panels(self, tiles: Where) -> None:
        session, look, judge = self._session, self.look, self.dispatching.judge
        self.map = MapPanel(session, look, judge, self, tiles=tiles)
        self.queue = QueuePanel(session, look, judge, self, memory=QueueMemory(self.settings))
        self.roster = RosterPanel(session, look, judge, self)
        self.card = IncidentCard(session, look, self, canvas=self.map.canvas)
        self.log = JournalLog(session, look, self)
        self.strip = StatusStrip(session, look, self)
        self.map.moving.restore(self.settings.trail_minutes)
        self.setCentralWidget(self.map)
        self.docks = Docks(
            queue=self._dock("queue", self.queue),
            card=self._dock("card", self.card),
            roster=self._dock("roster", self.roster),
            log=self._dock("log", self.log),
        )
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.strip, 1)
        self.setDockNestingEnabled(True)
        self.going = Going(session, self.map, self.docks.card, self)
        arrange(self, self.docks, look)
        self.arrangement = Arrangement(self, self.docks, look, self.settings)

    def _dock(self, name: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(self)
        dock.setObjectName(name)
        dock.setTitleBarWidget(DockTitle(dock, self.look))
        dock.setWidget(panel)
        return dock

    def _build_cards(self) -> None:
        session, look = self._session, self.look
        # In the map's corner: there they cover neither a row nor the strip.
        self.notices = Notices(session, look, self.map)
        self.picker = DispatchPicker(session, look, self.dispatching, self)
        self.palette_ = commanding(self)
        self.map_acts = MapActs(self)
        self.ask_card = AskCard(session, look, self.asking, self)
        self.intake = Intake(session, self.settings, look, self.map, self)
        self.report = self.intake.form
        self.reaching = Reaching(session, self.map, self.picker, self.notices, self)
        self.exports = Exports(self, session)
        self.planning = PlanningRoom(session, look, self.map, self)
        self.alarms = Alarms(self)
        Floating(self.picker, self.map, top_middle, self._picker_size)
        Floating(self.palette_, self.map, top_middle, self._picker_size)
        Floating(self.ask_card, self.map, top_middle)
        self.drawing = DrawingRoom(session, look, self.asking, self.map, self)
        self.conflicts = ConflictsRoom(self)
        self.photos = PhotoRoom(self)
        self.shifts = ShiftRoom(self)
        self.layouts = LayoutsRoom(self)
        self.member_room = MemberRoom(self)
        self.helping = HelpRoom(lambda: session.seat.language, look, self.map, self)

    def _picker_size(self, ground: QSize) -> QSize:
        px = self.look.px
        return QSize(
            min(px(600), self.width() - px(32)), min(px(560), ground.height() - px(48))
        )

    def _build_menus(self) -> None:
        offered = [action for action in CATALOGUE if action.group in self.GROUPS]
        self.actions_ = ActionSet(self, offered)
        docks = self.docks
        self.menus = Menus(
            self,
            self.actions_,
            self.GROUPS,
            (docks.queue, docks.card, docks.roster, docks.log),
        )
        self.search = QToolButton()
        self.search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.search.clicked.connect(self.palette_.open)

    def _connect(self) -> None:
        session = self._session
        session.frame_changed.connect(self.on_other)
        session.selection.incident_changed.connect(self.on_other)
        session.selection.members_changed.connect(self.on_other)
        session.selection.drawing_changed.connect(self.on_other)
        session.pending.changed.connect(self.on_other)
        self.look.changed.connect(self.on_look)
        self.actions_.asked.connect(self.do)
        self._connect_panels()
        self._connect_acts()

    def _connect_panels(self) -> None:
        self.queue.opened.connect(self.going.to_incident)
        self.queue.members_dropped.connect(self.on_members_dropped)
        self.queue.context_wanted.connect(self.beside.on_queue)
        self.roster.opened.connect(self.going.to_member)
        self.roster.incidents_dropped.connect(self.on_incidents_dropped)
        self.roster.context_wanted.connect(self.beside.on_roster)
        self.map.dropped.connect(self.dispatching.ask_dispatch)
        self.map.refused.connect(self.on_refused)
        self.map.moving.told.connect(self._teller("layers"))
        self.map.moving.switched.connect(self.on_layers_switched)
        self.map.ground_wanted.connect(self.ground_wanted)
        self.map.context_wanted.connect(self.beside.on_mark)
        self.map.ground_context_wanted.connect(self.beside.on_ground)
        self.card.act_wanted.connect(self.lifecycle.ask)
        self.card.timeline_wanted.connect(self.timeline_wanted)
        self.card.place_wanted.connect(self.going.to_incident)
        self.card.reveal_wanted.connect(self.revealing.ask)
        self.log.incident_wanted.connect(self.going.to_incident)
        self.strip.incident_wanted.connect(self.going.to_incident)

    def _connect_acts(self) -> None:
        self.dispatching.told.connect(self.tell)
        self.lifecycle.told.connect(self.tell)
        self.members.told.connect(self.tell)
        self.revealing.told.connect(self.tell)
        self.drawing.told.connect(self.tell)
        self.planning.told.connect(self.tell)
        self.lifecycle.picker_wanted.connect(self.picker.open_for)
        self.undo.told.connect(self._teller("undo"))
        self.picker.picked.connect(self.dispatching.ask_dispatch)
        self.picker.office_picked.connect(self.dispatching.ask_office)
        self.notices.undo_wanted.connect(self.undo.undo_act)
        self.notices.incident_wanted.connect(self.going.to_incident)
        self.intake.told.connect(self.tell)
        self.intake.incident_wanted.connect(self.going.to_incident)
        self.intake.arrived.connect(self.going.to_arrived)

    # -- acts ----------------------------------------------------------------------------

    def refusal(self, action: Action) -> Words | None:
        """Why an act cannot be done now; None where it can."""
        return self._doing.refusal(action)

    @Slot(str)
    def do(self, action_id: str) -> None:
        """Do an act of the catalogue, or say why it cannot be done now."""
        self._doing.do(action_id)

    def do_plain(self, action_id: str) -> None:
        """Do what belongs to the window as a whole."""
        match action_id:
            case "undo":
                self.undo.undo()
            case "report":
                self.report.open()
            case "palette":
                self.palette_.open()
            case "base-map":
                self.base_menu.open()
            case "language":
                self.settings.language = "en" if self.settings.language == "zh" else "zh"
            case "quit":
                self.close()

    def move_in_time(self, what: str) -> None:
        """Acts on the timeline; a window without one has none."""

    @Slot()
    def on_other(self) -> None:
        """Other acts may be done now."""
        self._session.turns.ask(self.refresh_actions)

    @Slot()
    def refresh_actions(self) -> None:
        """Grey what cannot be done now."""
        self.actions_.refresh(self.refusal, self._session.seat.language)

    # -- what panels say -------------------------------------------------------------------

    @Slot(object)
    def tell(self, words: Words) -> None:
        """Say at the edge why something was not done."""
        self.notices.tell(words)

    def _teller(self, icon: str) -> Callable[[Words], None]:
        return partial(self.notices.tell, icon=icon, role="accent")

    @Slot()
    def on_layers_switched(self) -> None:
        """Keep how far back trails reach; the layers are kept with the map."""
        self.settings.trail_minutes = self.map.moving.minutes

    @Slot(str)
    def on_refused(self, words: str) -> None:
        """A drop on the map was refused; the words are in the language of now."""
        self.notices.tell(Words(words, words))

    @Slot(object, object)
    def on_members_dropped(
        self, incident_id: IncidentId, members: tuple[MemberId, ...]
    ) -> None:
        """Members were dropped on a row of the queue."""
        self.dispatching.ask_dispatch((incident_id,), members)

    @Slot(object, object)
    def on_incidents_dropped(
        self, member_id: MemberId, incidents: tuple[IncidentId, ...]
    ) -> None:
        """Incidents were dropped on a row of the roster."""
        self.dispatching.ask_dispatch(incidents, (member_id,))

    def show_timeline(self, entries: Sequence[Entry]) -> None:
        """The facts asked for by `timeline_wanted`."""
        self.card.show_timeline(entries)

    # -- words and looks ---------------------------------------------------------------------

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        side = self.look.px(16)
        self.search.setIcon(self.look.icon("search"))
        self.search.setIconSize(QSize(side, side))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.setWindowTitle(self.title())
        self.menus.say()
        self.map_acts.say()
        titles = (self.tr("Queue"), self.tr("Incident"), self.tr("Roster"), self.tr("Journal"))
        docks = (self.docks.queue, self.docks.card, self.docks.roster, self.docks.log)
        for dock, words in zip(docks, titles, strict=True):
            dock.setWindowTitle(words)
        self.search.setText(self.tr("Search or command  Ctrl+K"))
        self.menuBar().setCornerWidget(self.search)  # or it keeps the width of other words
        self.on_look()

    def title(self) -> str:
        """The window's title."""
        return self.tr("Wangge")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no panel used: Enter presses the button in focus, Esc is the map's.

        Space is no key for buttons here: it shows the selected incident.
        """
        key, focus = Qt.Key(event.key()), self.focusWidget()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focus, QAbstractButton):
            focus.click()
        elif key is not Qt.Key.Key_Escape or not self.map.canvas.escape():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the arrangement, end the map's worker."""
        self.warm_up.end()
        self.arrangement.keep()
        self.map.shut()
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh_actions()
        super().changeEvent(event)
