"""The map of a window: the canvas, fed from the session.

Scenes follow frames, halos follow the selection, ghosts follow the pending acts; what is
picked, dragged or dropped goes back as the domain's ids.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.panels.map_panel.cards import card_of, cell_card, group_card
from console.panels.map_panel.crumbs import Crumbs
from console.panels.map_panel.drops import pair_of, prospect_of, verdict_of
from console.panels.map_panel.fitting import Fitting
from console.panels.map_panel.ground import FEW_CELLS, ground_of, levels_of
from console.panels.map_panel.layers import MapLayers
from console.panels.map_panel.measuring import MEASURING, Measuring
from console.panels.map_panel.moves import moved
from console.panels.map_panel.moving import MovingLayers
from console.panels.map_panel.picking import pick
from console.panels.map_panel.pin import Pin
from console.panels.map_panel.scenes import first_scene, on_other_ground, scene_after
from console.panels.map_panel.tools import MapTools
from console.panels.map_panel.views import at_level
from maps.canvas.canvas import MapCanvas
from maps.canvas.marks import INCIDENT, MEMBER
from maps.geometry.projection import mercator_of
from maps.layers.layer import DAY_TRACK, TRAILS
from models.domain.command import Dispatch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from PySide6.QtGui import QContextMenuEvent, QResizeEvent, QShowEvent

    from console.settings.look import Look
    from console.state.reference import Reference
    from console.state.session import Session
    from console.tables.payload import Judge
    from maps.canvas.drop import DragPayload
    from maps.canvas.marks import Subject
    from maps.canvas.static_tiles import Where
    from maps.layers.scene import Ground, Scene
    from models.domain.ids import CellId, IncidentId, MemberId
    from models.domain.place import LonLat
    from models.feed.frame import Frame

_NEAR_M_PER_PX = 4.0
"""How close "show the selected incident" goes: about 4 km across a 1080p map."""


class MapPanel(QWidget):
    """The map.

    Signals: `dropped(object, object)` tuples of IncidentId and of MemberId that were
    brought together; `refused(str)` the words of a drop that the judge blocks;
    `picked(object)` a LonLat clicked while a place is being picked; `ground_wanted(object)`
    a Reference too large to be made ready here: whoever hears it calls `show_ground`;
    `context_wanted(str, object, object)` kind, id and global QPoint;
    `ground_context_wanted(object)` the global QPoint of a click beside all marks.
    Thread: GUI
    """

    dropped = Signal(object, object)
    refused = Signal(str)
    picked = Signal(object)
    ground_wanted = Signal(object)
    context_wanted = Signal(str, object, object)
    ground_context_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        judge: Judge | None = None,
        parent: QWidget | None = None,
        *,
        tiles: Where = "process",
        is_public: bool = False,
    ) -> None:
        """Without a judge nothing can be picked up or dropped; in public no one is named."""
        super().__init__(parent)
        self._session = session
        self._look = look
        self._judge = judge
        self._scene: Scene | None = None
        self._picking = False
        self._awaited: Reference | None = None
        self._hovered: Subject | None = None
        self.canvas = MapCanvas(self, theme=look.theme.name, tiles=tiles)
        self.canvas.setObjectName("map")
        self.fitting = Fitting(self.canvas)
        self.canvas.set_judge(self._verdict)
        self.canvas.set_draggable(judge is not None)
        self.tools = MapTools(look, self)
        self.measuring = Measuring(self.canvas, self.tools.button("measure"))
        self.pin = Pin(look, self.canvas)
        self.moving = MovingLayers(session, self.canvas, self)
        self.layers = MapLayers(session, look, self.canvas, self, is_public=is_public)
        self.crumbs = Crumbs(session, look, self.canvas, shows_district=not is_public)
        if is_public:
            self.tools.hide()
            self.canvas.set_layers(self.canvas.layers.switched(DAY_TRACK, on=False))
        else:
            self._word_cards()
        self._lay_out()
        self._connect()
        self.on_look()
        self.on_reference(session.reference)
        self._begin_again(session.frame)

    def _word_cards(self) -> None:
        hovering = self.canvas.hovering
        hovering.card_source = partial(card_of, self._session)
        hovering.cell_card_source = partial(cell_card, self._session)
        hovering.group_card_source = group_card

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        session, canvas = self._session, self.canvas
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        session.pending.changed.connect(self.on_pending)
        session.selection.incident_changed.connect(self.on_incident)
        session.selection.members_changed.connect(self.on_members)
        self._look.changed.connect(self.on_look)
        canvas.subject_clicked.connect(self.on_subject_clicked)
        canvas.subject_hovered.connect(self.on_subject_hovered)
        canvas.ground_clicked.connect(self.on_ground_clicked)
        canvas.dropped.connect(self.on_dropped)
        canvas.drop_refused.connect(self.on_drop_refused)
        canvas.looking.follow_ended.connect(self.on_follow_ended)
        self.crumbs.whole_wanted.connect(self.fit)
        self.moving.scene_made.connect(self._show)
        self.tools.used.connect(self.use)
        self.tools.level_wanted.connect(self.go_to_level)

    # -- what comes in ------------------------------------------------------------------

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Show the next moment; a jump drops what was half-done."""
        if frame.jumped or self._scene is None:
            self.canvas.drop_gesture()
            self._begin_again(frame)
            return
        keeps_trails = self.canvas.layers.shows(TRAILS)
        self._show(scene_after(self._scene, frame, keeps_trails=keeps_trails))

    @Slot(object)
    def on_reference(self, reference: Reference) -> None:
        """Other cells: a small grid is made ready here, a large one asked for."""
        self._offer_levels()
        if len(reference.shapes) <= FEW_CELLS:
            self.show_ground(ground_of(reference))
            return
        self._awaited = reference
        if self.isVisible():
            self.ground_wanted.emit(reference)

    @Slot(object)
    def show_ground(self, ground: Ground) -> None:
        """Put the cells, water and roads up."""
        self._awaited = None
        is_first = self._scene is None or not self._scene.ground.cells
        self._show(on_other_ground(self._session.frame, ground, self._scene))
        if is_first:
            self.fit()
        self.layers.ground_shown()

    @Slot()
    def on_pending(self) -> None:
        """Acts under way are ghosts: a dotted line from the incident to the member."""
        intents = (act.command.intent for act in self._session.pending.acts)
        self.canvas.hand.show_ghosts(
            (intent.incident, member)
            for intent in intents
            if isinstance(intent, Dispatch)
            for member in intent.members
        )

    @Slot(object)
    def on_incident(self, incident_id: IncidentId | None) -> None:
        """Follow a selection made elsewhere; bring it into view if it is outside."""
        self.canvas.set_selection(INCIDENT, [incident_id] if incident_id else [])
        if incident_id is not None:
            self._bring_into_view(INCIDENT, incident_id)

    @Slot(object)
    def on_members(self, members: tuple[MemberId, ...]) -> None:
        """Follow a selection made elsewhere."""
        self.canvas.set_selection(MEMBER, members)
        if len(members) == 1:
            self._bring_into_view(MEMBER, members[0])

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.canvas.set_theme(self._look.theme.name)
        self.canvas.set_scale(self._look.px(100) / 100)
        self._place_tools()

    # -- what goes out -------------------------------------------------------------------

    @Slot(str, object, object)
    def on_subject_clicked(self, kind: str, subject: UUID, keys: Qt.KeyboardModifier) -> None:
        """Select what was clicked."""
        pick(self._session.selection, kind, subject, keys)

    @Slot(object)
    def on_subject_hovered(self, subject: Subject | None) -> None:
        """Remember it, for the menu."""
        self._hovered = subject

    @Slot(object)
    def on_ground_clicked(self, place: LonLat) -> None:
        """A place was picked, or the members let go."""
        if self._picking:
            self.pin.put(place)
            self.picked.emit(place)
        else:
            self.pin.put(None)
            self._session.selection.pick_members(())

    @Slot(object, object)
    def on_dropped(self, payload: DragPayload, target: Subject) -> None:
        """Something was brought together."""
        self.dropped.emit(*pair_of(payload, target.id))

    @Slot(object, object, str)
    def on_drop_refused(self, _payload: DragPayload, _target: Subject, words: str) -> None:
        """Something cannot be brought together; the words stay longer than the cursor."""
        self.refused.emit(words)

    @Slot()
    def on_follow_ended(self) -> None:
        """The map was moved by hand."""
        self.tools.button("follow").setChecked(False)

    @Slot()
    def fit(self) -> None:
        """Show the whole district."""
        self.fitting.fit()

    # -- tools ---------------------------------------------------------------------------

    @Slot(str)
    def use(self, tool: str) -> None:
        """One of fit, focus, follow, the measures, the moves; layers are switched elsewhere."""
        if moved(self.canvas, tool) or self.moving.use(tool):
            return
        match tool:
            case "fit":
                self.fit()
            case "focus":
                self._focus()
            case "follow":
                self._follow()
            case act if act in MEASURING:
                self.measuring.use(act)
            case _:
                self.layers.use(tool)

    @Slot(int)
    def go_to_level(self, level: int) -> None:
        """Zoom so that the cells of a level can be told apart."""
        canvas = self.canvas
        canvas.looking.rest_at(at_level(canvas.view, canvas.scene.ground, level))

    @Slot()
    def begin_picking(self) -> None:
        """Let clicks on the ground pick places."""
        self._picking = True
        self.canvas.setCursor(Qt.CursorShape.CrossCursor)

    @Slot()
    def end_picking(self) -> None:
        """Let clicks on the ground mean what they always do."""
        self._picking = False
        self.pin.put(None)
        self.canvas.unsetCursor()

    def show_place(self, kind: str, subject: UUID) -> None:
        """Bring a mark to the middle, close enough to see what is around."""
        place = self.canvas.image.place_m(kind, subject)
        if place is not None:
            self.canvas.looking.centre_on(place, _NEAR_M_PER_PX)

    def show_coordinates(self, place: LonLat) -> None:
        """Bring a place to the middle with a pin on it, until the ground is clicked."""
        self.canvas.looking.centre_on(mercator_of(place), _NEAR_M_PER_PX)
        self.pin.put(place)

    def show_cell(self, cell_id: CellId) -> None:
        """Show a whole cell."""
        self.canvas.hand.enter_cell(cell_id)

    def shut(self) -> None:
        """End the canvas's timers and its worker."""
        self.canvas.shut()

    # -- inside ---------------------------------------------------------------------------

    def _offer_levels(self) -> None:
        language = self._session.seat.language
        levels = levels_of(self._session.reference)
        self.tools.offer_levels([(int(at), at.words.in_(language)) for at in levels])
        self.canvas.setAccessibleName(self.tr("Map"))

    def _begin_again(self, frame: Frame) -> None:
        self._show(first_scene(frame, self._scene.ground if self._scene else None))
        self.moving.begin_again(frame)

    def _show(self, scene: Scene) -> None:
        self._scene = scene
        self.canvas.set_scene(scene)

    def _verdict(self, payload: DragPayload, _kind: str, target: UUID) -> tuple[int, str]:
        pair = pair_of(payload, target)
        answer = self._judge(*pair) if self._judge else None
        verdict, grounds = verdict_of(answer, self._session.seat.language)
        return verdict, "\n".join(filter(None, (prospect_of(self._session, pair), grounds)))

    def _bring_into_view(self, kind: str, subject: UUID) -> None:
        place = self.canvas.image.place_m(kind, subject)
        if place is None:
            return
        x, y = self.canvas.view.to_screen(np.array([place]))[0].tolist()
        margin = 48
        inside = QPoint(round(x), round(y))
        if not self.canvas.rect().adjusted(margin, margin, -margin, -margin).contains(inside):
            self.canvas.looking.centre_on(place)

    def _focus(self) -> None:
        incident_id = self._session.selection.incident
        if incident_id is not None:
            self.show_place(INCIDENT, incident_id)

    def _follow(self) -> None:
        members: Iterable[MemberId] = self._session.selection.members
        is_on = self.tools.button("follow").isChecked()
        whom = next(iter(members), None)
        self.canvas.looking.follow(whom if is_on else None)
        self.tools.button("follow").setChecked(is_on and whom is not None)

    def _place_tools(self) -> None:
        gap = self._look.px(10)
        self.tools.adjustSize()
        self.tools.move(self.width() - self.tools.width() - gap, gap)
        self.tools.raise_()
        self.layers.place()

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for a ground that nobody could hear of before the window stood."""
        super().showEvent(event)
        if self._awaited is not None:
            self.ground_wanted.emit(self._awaited)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tools in their corner."""
        super().resizeEvent(event)
        self._place_tools()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Say what was asked about: a mark, or the ground."""
        at = event.globalPos()
        if self._hovered is not None:
            self.context_wanted.emit(self._hovered.kind, self._hovered.id, at)
        else:
            self.ground_context_wanted.emit(at)

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the levels have other names."""
        if event.type() is QEvent.Type.LanguageChange:
            self._offer_levels()
        super().changeEvent(event)
