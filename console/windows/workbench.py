"""What desk and replay share: the panels in their docks, wired to the acts.

Everything a person does comes together here: drops, keys, menus and buttons all end in
the same three doors, `Dispatching`, `Lifecycle` and `Undo`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolButton, QWidget

from console.actions.action_set import ActionSet
from console.actions.asking import Asking
from console.actions.catalogue import BY_ID, CATALOGUE, Action, Group, group_words
from console.actions.dispatching import Dispatching
from console.actions.finding import Kind
from console.actions.judging import SEALED
from console.actions.lifecycle import Lifecycle
from console.actions.undo import Undo
from console.panels.ask_card import AskCard
from console.panels.dispatch_picker import DispatchPicker
from console.panels.incident_card import IncidentCard
from console.panels.journal_log import JournalLog
from console.panels.map_panel.panel import MapPanel
from console.panels.notices import Notices
from console.panels.palette import Palette
from console.panels.queue import QueuePanel
from console.panels.roster import RosterPanel
from console.panels.status_strip import StatusStrip
from console.settings.settings import FONT_SIZES
from console.windows.arrangement import Docks, arrange, proportion
from console.windows.floating import Floating, top_left, top_middle
from console.windows.reporting import ReportForm
from maps.canvas.marks import INCIDENT, MEMBER
from models.domain.error import Words
from models.domain.ids import CellId, IncidentId, MemberId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from PySide6.QtGui import QCloseEvent, QShowEvent

    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from maps.canvas.static_tiles import Where
    from models.domain.fact import Entry

_LAYOUT_VERSION: Final = 1
_REVEAL_LATER: Final = Words(
    "查看当事人信息须说明理由并留痕，将在后续版本提供。",
    "Revealing a reporter needs a reason on the record; it comes with a later release.",
)


class Workbench(QMainWindow):
    """Queue, map, card, roster, journal, strip and notices over one session.

    Signals: `timeline_wanted(object)` the IncidentId whose facts `show_timeline` should
    bring; `ground_wanted(object)` a Reference whose `Ground` `show_ground` should bring;
    `closed()`.
    Thread: GUI
    """

    timeline_wanted = Signal(object)
    ground_wanted = Signal(object)
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
        self._settings = settings
        self._look = look
        self._is_arranged = False
        self.asking = Asking(session, self)
        self.dispatching = Dispatching(session, self.asking, self)
        self.lifecycle = Lifecycle(session, self.asking, self)
        self.undo = Undo(session, self)
        self._build_panels(tiles)
        self._build_cards()
        offered = [action for action in CATALOGUE if action.group in self.GROUPS]
        self.actions_ = ActionSet(self, offered)
        self._build_menus()
        self._connect()
        self.retranslate()
        self.refresh_actions()

    # -- building ------------------------------------------------------------------------

    def _build_panels(self, tiles: Where) -> None:
        session, look, judge = self._session, self._look, self.dispatching.judge
        self.map = MapPanel(session, look, judge, self, tiles=tiles)
        self.queue = QueuePanel(session, look, judge, self)
        self.roster = RosterPanel(session, look, judge, self)
        self.card = IncidentCard(session, look, self)
        self.log = JournalLog(session, look, self)
        self.strip = StatusStrip(session, look, self)
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
        arrange(self, self.docks, look)

    def _dock(self, name: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(self)
        dock.setObjectName(name)
        dock.setWidget(panel)
        return dock

    def _build_cards(self) -> None:
        session, look = self._session, self._look
        # In the map's corner: there they cover neither a row nor the strip.
        self.notices = Notices(session, look, self.map)
        self.picker = DispatchPicker(session, look, self.dispatching, self)
        self.palette_ = Palette(session, look, self.refusal, self)
        self.ask_card = AskCard(session, look, self.asking, self)
        self.report = ReportForm(session, look, self)
        Floating(self.picker, self.map, top_middle, self._picker_size)
        Floating(self.palette_, self.map, top_middle, self._picker_size)
        Floating(self.ask_card, self.map, top_middle)
        Floating(self.report, self.map, top_left)

    def _picker_size(self, ground: QSize) -> QSize:
        px = self._look.px
        return QSize(
            min(px(600), self.width() - px(32)), min(px(560), ground.height() - px(48))
        )

    def _build_menus(self) -> None:
        self.menus: dict[Group, QMenu] = {}
        for group in self.GROUPS:
            menu = self.menuBar().addMenu("")
            menu.setToolTipsVisible(True)
            for bound in self.actions_.all:
                if bound.act.group is group:
                    menu.addAction(bound)
            self.menus[group] = menu
        self._toggles = [
            dock.toggleViewAction()
            for dock in (
                self.docks.queue,
                self.docks.card,
                self.docks.roster,
                self.docks.log,
            )
        ]
        self.menus[Group.VIEW].addSeparator()
        self.menus[Group.VIEW].addActions(self._toggles)
        self.search = QToolButton()
        self.search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.search.clicked.connect(self.palette_.open)
        self.menuBar().setCornerWidget(self.search)

    def _connect(self) -> None:
        session = self._session
        session.frame_changed.connect(self.refresh_actions)
        session.selection.incident_changed.connect(self.refresh_actions)
        session.pending.changed.connect(self.refresh_actions)
        self._look.changed.connect(self.on_look)
        self.actions_.asked.connect(self.do)
        self._connect_panels()
        self._connect_acts()

    def _connect_panels(self) -> None:
        self.queue.opened.connect(self.on_opened)
        self.queue.members_dropped.connect(self.on_members_dropped)
        self.queue.context_wanted.connect(self.on_queue_context)
        self.roster.opened.connect(self.on_member_opened)
        self.roster.incidents_dropped.connect(self.on_incidents_dropped)
        self.map.dropped.connect(self.dispatching.ask_dispatch)
        self.map.refused.connect(self.on_refused)
        self.map.ground_wanted.connect(self.ground_wanted)
        self.map.context_wanted.connect(self.on_map_context)
        self.map.picked.connect(self.report.on_place)
        self.card.act_wanted.connect(self.lifecycle.ask)
        self.card.timeline_wanted.connect(self.timeline_wanted)
        self.card.place_wanted.connect(self.on_opened)
        self.card.reveal_wanted.connect(self.on_reveal)
        self.log.incident_wanted.connect(self.on_opened)
        self.strip.incident_wanted.connect(self.on_opened)

    def _connect_acts(self) -> None:
        self.dispatching.told.connect(self.tell)
        self.lifecycle.told.connect(self.tell)
        self.lifecycle.picker_wanted.connect(self.picker.open_for)
        self.undo.told.connect(self.on_undo_told)
        self.picker.picked.connect(self.dispatching.ask_dispatch)
        self.palette_.action_chosen.connect(self.do)
        self.palette_.subject_chosen.connect(self.on_found)
        self.notices.undo_wanted.connect(self.undo.undo_act)
        self.notices.incident_wanted.connect(self.on_opened)
        self.report.opened.connect(self.map.begin_picking)
        self.report.closed.connect(self.map.end_picking)

    # -- acts ----------------------------------------------------------------------------

    def refusal(self, action: Action) -> Words | None:
        """Why an act cannot be done now; None where it can."""
        if action.capability is not None and not self._session.frame.may(action.capability):
            return SEALED.words
        if action.verb:
            refusal = self.lifecycle.refusal(action.verb, self._session.selection.incident)
            return refusal.words if refusal else None
        return self.undo.refusal() if action.id == "undo" else None

    @Slot(str)
    def do(self, action_id: str) -> None:
        """Do an act of the catalogue, or say why it cannot be done now."""
        action = BY_ID[action_id]
        refusal = self.refusal(action)
        if refusal is not None:
            self.tell(refusal)
        elif action.verb:
            self.lifecycle.ask(action.verb, self._session.selection.incident)
        elif action_id.startswith("map."):
            self.map.use(action_id.removeprefix("map."))
        elif action_id.startswith("view."):
            self._change_view(action_id.removeprefix("view."))
        elif action_id.startswith("time."):
            self.move_in_time(action_id.removeprefix("time."))
        else:
            self._do_plain(action_id)

    def _do_plain(self, action_id: str) -> None:
        match action_id:
            case "undo":
                self.undo.undo()
            case "report":
                self.report.open()
            case "palette":
                self.palette_.open()
            case "find":
                self.docks.queue.show()
                self.queue.focus_search()
            case "language":
                self._settings.language = "en" if self._settings.language == "zh" else "zh"
            case "quit":
                self.close()

    def move_in_time(self, what: str) -> None:
        """Acts on the timeline; a window without one has none."""

    def _change_view(self, what: str) -> None:
        places = {
            "queue": (self.docks.queue, self.queue.view),
            "roster": (self.docks.roster, self.roster.view),
            "card": (self.docks.card, self.card),
            "log": (self.docks.log, self.log.view),
        }
        if what in places:
            dock, panel = places[what]
            dock.show()
            dock.raise_()
            panel.setFocus()
            return
        match what:
            case "map":
                self.map.canvas.setFocus()
            case "theme":
                self._settings.theme = "day" if self._settings.theme == "night" else "night"
            case "larger":
                self._resize_words(1)
            case "smaller":
                self._resize_words(-1)
            case "full":
                self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
            case "reset":
                arrange(self, self.docks, self._look)

    def _resize_words(self, step: int) -> None:
        at = FONT_SIZES.index(self._settings.font_size) + step
        self._settings.font_size = FONT_SIZES[min(max(at, 0), len(FONT_SIZES) - 1)]

    @Slot()
    def refresh_actions(self) -> None:
        """Grey what cannot be done now."""
        self.actions_.refresh(self.refusal, self._session.seat.language)

    # -- what panels say -------------------------------------------------------------------

    @Slot(object)
    def tell(self, words: Words) -> None:
        """Say at the edge why something was not done."""
        self.notices.tell(words)

    @Slot(object)
    def on_undo_told(self, words: Words) -> None:
        """Say what is being taken back, or why not."""
        self.notices.tell(words, icon="undo", role="accent")

    @Slot(str)
    def on_refused(self, words: str) -> None:
        """A drop on the map was refused; the words are in the language of now."""
        self.notices.tell(Words(words, words))

    @Slot(object)
    def on_opened(self, incident_id: IncidentId) -> None:
        """Show an incident in card and map."""
        self._session.selection.pick_incident(incident_id)
        self.docks.card.show()
        self.docks.card.raise_()
        self.map.show_place(INCIDENT, incident_id)

    @Slot(object)
    def on_member_opened(self, member_id: MemberId) -> None:
        """Show a member on the map."""
        self._session.selection.pick_members((member_id,))
        self.map.show_place(MEMBER, member_id)

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

    @Slot(object, object)
    def on_queue_context(self, incidents: tuple[IncidentId, ...], at: QPoint) -> None:
        """What can be done with the rows."""
        self._session.selection.pick_incident(incidents[0])
        self._incident_menu(at)

    @Slot(str, object, object)
    def on_map_context(self, kind: str, subject: UUID, at: QPoint) -> None:
        """What can be done with a mark."""
        if kind == INCIDENT:
            self._session.selection.pick_incident(IncidentId(subject))
            self._incident_menu(at)

    def _incident_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(
            [bound for bound in self.actions_.all if bound.act.verb and bound.isEnabled()]
        )
        if menu.actions():
            menu.popup(at)

    @Slot(object)
    def on_reveal(self, _incident_id: IncidentId) -> None:
        """Somebody needs the reporter's name."""
        self.tell(_REVEAL_LATER)

    @Slot(object, object)
    def on_found(self, kind: Kind, key: object) -> None:
        """Go to what the palette found."""
        if kind is Kind.INCIDENT:
            self.on_opened(IncidentId(key))  # type: ignore[arg-type]
        elif kind is Kind.MEMBER:
            self.on_member_opened(MemberId(key))  # type: ignore[arg-type]
        elif kind is Kind.CELL:
            self.map.show_cell(CellId(key))  # type: ignore[arg-type]

    def show_timeline(self, entries: Sequence[Entry]) -> None:
        """The facts asked for by `timeline_wanted`."""
        self.card.show_timeline(entries)

    # -- words and looks ---------------------------------------------------------------------

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        side = self._look.px(16)
        self.search.setIcon(self._look.icon("search"))
        self.search.setIconSize(QSize(side, side))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.setWindowTitle(self.title())
        for group, menu in self.menus.items():
            menu.setTitle(group_words(group))
        titles = (self.tr("Queue"), self.tr("Incident"), self.tr("Roster"), self.tr("Journal"))
        docks = (self.docks.queue, self.docks.card, self.docks.roster, self.docks.log)
        for dock, words in zip(docks, titles, strict=True):
            dock.setWindowTitle(words)
        self.search.setText(self.tr("Search or command  Ctrl+K"))
        self.actions_.say()
        self.on_look()

    def title(self) -> str:
        """The window's title."""
        return self.tr("Wangge")

    def keep_arrangement(self) -> None:
        """Put the docks as they stand into the settings."""
        self._settings.keep_layout(self.NAME, bytes(self.saveState(_LAYOUT_VERSION).data()))

    def _restore(self) -> None:
        kept = self._settings.layout_of(self.NAME)
        if kept is None or not self.restoreState(QByteArray(kept), _LAYOUT_VERSION):
            proportion(self, self.docks, self._look)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """The first time: the docks as they were left."""
        super().showEvent(event)
        if not self._is_arranged:
            self._is_arranged = True
            self._restore()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the arrangement, end the map's worker."""
        self.keep_arrangement()
        self.map.shut()
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self.refresh_actions()
        super().changeEvent(event)
