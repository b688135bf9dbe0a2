"""The roster: who is there, who is free, how old their last fix is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.tables.chips import ChoiceChip, SearchField, is_language_change
from console.tables.flow import FlowLayout
from console.tables.roster_filter import Grouping, RosterFilter
from console.tables.roster_model import RosterModel
from console.tables.roster_view import RosterView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from console.settings.look import Look
    from console.state.session import Session
    from console.tables.payload import Judge
    from models.feed.frame import Frame

BEAT_MS: Final = 1_000
LOW_PX: Final = 280
"""A panel that is less high says its chips as two menus: the rows need the room."""
LOWEST_PX: Final = 220
"""One that is less high even does without the heads of the columns."""


class RosterPanel(QWidget):
    """Members in groups, with their filters.

    Signals: `opened(object)` MemberId; `incidents_dropped(object, object)` MemberId and
    tuple of IncidentId; `context_wanted(object, object)` tuple of MemberId and the global
    QPoint.
    Thread: GUI
    """

    opened = Signal(object)
    incidents_dropped = Signal(object, object)
    context_wanted = Signal(object, object)

    def __init__(
        self,
        session: Session,
        look: Look,
        judge: Judge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self.model = RosterModel(session, self)
        self.view = RosterView(session, look, self.model, judge, self)
        self.setFocusProxy(self.view)
        self._dirty = False
        self._build()
        self._connect()
        self.retranslate()
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        self._beat.start()

    def _build(self) -> None:
        self.setProperty("panel", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchField()
        self.count = QLabel()
        self.count.setProperty("words", "soft")
        self.duty_chip, self.shift_chip, self.free_chip, self.leave_chip = self.chips = tuple(
            _toggle() for _ in range(4)
        )
        self.grouping = QButtonGroup(self)
        self.group_buttons = {grouping: _toggle() for grouping in Grouping}
        self._top = QHBoxLayout()
        self._top.addWidget(self.search, 1)
        self._top.addWidget(self.count)
        self._chips = FlowLayout(gap_px=self._look.px(6))
        for chip in self.chips:
            self._chips.addWidget(chip)
        self.by_label = QLabel()
        self.by_label.setProperty("words", "faint")
        self._chips.addWidget(self.by_label)
        for grouping, button in self.group_buttons.items():
            self.grouping.addButton(button, list(Grouping).index(grouping))
            self._chips.addWidget(button)
        self.group_buttons[Grouping.TOWN].setChecked(True)
        self.filters, self.groups = ChoiceChip(), ChoiceChip(several=False)
        self._chips.addWidget(self.filters)
        self._chips.addWidget(self.groups)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addLayout(self._chips)
        self._column.addWidget(self.view, 1)
        self._space()

    def _space(self) -> None:
        margin = self._look.px(8)
        self._column.setContentsMargins(0, margin, 0, 0)
        self._column.setSpacing(margin)
        for layout in (self._top, self._chips):
            layout.setContentsMargins(margin, 0, margin, 0)

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        session.selection.members_changed.connect(view.choose)
        self._look.changed.connect(self.on_look)
        self.search.textChanged.connect(self.on_filter)
        self.search.left.connect(view.setFocus)
        for chip in self.chips:
            chip.toggled.connect(self.on_filter)
        self.grouping.idClicked.connect(self.on_grouping)
        self.filters.chosen_changed.connect(self.on_filters_chosen)
        self.groups.chosen_changed.connect(self.on_group_chosen)
        view.opened.connect(self.opened)
        view.incidents_dropped.connect(self.incidents_dropped)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.on_context)
        view.selectionModel().selectionChanged.connect(self.on_rows_chosen)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Keep the frame; rows change at the next beat, after a jump at once."""
        self.model.take(frame)
        self._dirty = True
        if frame.jumped:
            self.on_beat()

    @Slot()
    def on_beat(self) -> None:
        """Bring the rows up to date; nobody comes or goes while something is dragged."""
        if not self._dirty or not self.isVisible():
            return
        self._dirty = False
        if self.model.is_unsettled and not self.view.is_held:
            self.model.settle()
        self._say_counts()
        self.model.refresh(self.view.visible_members())

    def settle(self) -> None:
        """Bring everything up to date at once; for screenshots and tests."""
        self.model.settle()
        self._say_counts()

    @Slot()
    def on_filter(self) -> None:
        """Show whom is asked for."""
        self.filters.choose([n for n, chip in enumerate(self.chips) if chip.isChecked()])
        self.model.show_only(
            RosterFilter(
                text=self.search.text().strip(),
                on_duty=self.duty_chip.isChecked(),
                free=self.free_chip.isChecked(),
                away=self.leave_chip.isChecked(),
                on_shift=self.shift_chip.isChecked(),
            )
        )
        self._say_counts()

    @Slot(int)
    def on_grouping(self, which: int) -> None:
        """Put members together by something else."""
        self.groups.choose([which])
        self.model.group_by(list(Grouping)[which])

    @Slot()
    def on_filters_chosen(self) -> None:
        """The menu of a low panel: what is ticked there is what the chips would say."""
        for which, chip in enumerate(self.chips):
            chip.setChecked(which in self.filters.chosen)

    @Slot()
    def on_group_chosen(self) -> None:
        """The other menu; one of its choices always holds."""
        if self.groups.chosen:
            self.grouping.button(self.groups.chosen[0]).click()
        else:
            self.groups.choose([self.grouping.checkedId()])

    @Slot()
    def on_rows_chosen(self) -> None:
        """Tell everybody who is chosen."""
        self._session.selection.pick_members(self.view.chosen_ids())

    @Slot(QPoint)
    def on_context(self, at: QPoint) -> None:
        """Somebody wants to know what can be done with the chosen members."""
        ids = self.view.chosen_ids()
        if ids:
            self.context_wanted.emit(ids, self.view.viewport().mapToGlobal(at))

    @Slot()
    def on_reference(self) -> None:
        """Other cells."""
        self.model.forget_words()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.view.measure()
        self._space()
        self._fit()

    def _fit(self) -> None:
        """Leave the rows their room where the panel is low."""
        is_low = self.height() < self._look.px(LOW_PX)
        for chip in (*self.chips, self.by_label, *self.group_buttons.values()):
            chip.setVisible(not is_low)
        for menu in (self.filters, self.groups):
            menu.setVisible(is_low)
        self.view.header().setVisible(self.height() >= self._look.px(LOWEST_PX))

    def _say_counts(self) -> None:
        on_duty, free = len(self.model.staff.on_duty), len(self.model.staff.free)
        self.count.setText(
            self.tr("%n on duty", "", on_duty) + " · " + self.tr("%n free", "", free)
        )

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.search.setPlaceholderText(self.tr("Name, number or skill…"))
        self.search.setAccessibleName(self.tr("Filter the roster"))
        self.free_chip.setText(self.tr("Free only"))
        self.duty_chip.setText(self.tr("On duty"))
        self.shift_chip.setText(self.tr("On shift now"))
        self.leave_chip.setText(self.tr("On leave"))
        self.by_label.setText(self.tr("By"))
        self.group_buttons[Grouping.TOWN].setText(self.tr("Town"))
        self.group_buttons[Grouping.COMMUNITY].setText(self.tr("Community"))
        self.group_buttons[Grouping.STATE].setText(self.tr("State"))
        self.filters.name(self.tr("Filter"))
        self.filters.offer((n, chip.text()) for n, chip in enumerate(self.chips))
        self.groups.name(self.tr("By"))
        self.groups.offer(
            (self.grouping.id(one), one.text()) for one in self.group_buttons.values()
        )
        self.groups.choose([self.grouping.checkedId()])
        self.view.setAccessibleName(self.tr("Roster of members"))
        self.model.forget_words()
        self._say_counts()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Higher or lower than before."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)


def _toggle() -> QPushButton:
    button = QPushButton()
    button.setCheckable(True)
    button.setProperty("kind", "chip")
    return button
