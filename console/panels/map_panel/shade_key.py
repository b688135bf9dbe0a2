"""What colours the cells: the indicator's chooser, its classes, how many cells each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from console.panels.map_panel.class_words import class_words
from console.panels.map_panel.ground import levels_of
from console.panels.map_panel.key_marks import class_swatch
from console.panels.map_panel.key_rows import KeyRow, KeyRows
from console.panels.map_panel.layer_memory import ShadeChoice
from models.analysis.classing import FIRST, Method
from models.analysis.indicator import INDICATORS
from models.domain.grid import Level

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from console.panels.map_panel.shader import Shader
    from console.settings.look import Look
    from console.state.reference import Reference
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from models.domain.department import Department

_METHODS: Final[dict[Method, object]] = {
    Method.QUANTILE: QT_TRANSLATE_NOOP("MapKey", "Quantiles"),
    Method.EQUAL: QT_TRANSLATE_NOOP("MapKey", "Equal steps"),
    Method.NATURAL: QT_TRANSLATE_NOOP("MapKey", "Natural breaks"),
}


def _method_words(how: Method) -> str:
    return QCoreApplication.translate("MapKey", str(_METHODS[how]))


def class_rows(shader: Shader, canvas: MapCanvas, scale: float) -> list[KeyRow]:
    """The classes of the level on show, the highest first, those that hold no cell left out."""
    counted = shader.shown()
    if counted is None:
        return []
    style, said = canvas.image.brushes.style, shader.choice.said
    counts = counted.classes.counts(counted.values).tolist()
    most, colours = max(counts, default=0) or 1, counted.colours().tolist()
    return [
        KeyRow(
            class_swatch(style, said.sense.value, colours[number], scale),
            class_words(counted.classes, number, said),
            counts[number],
            counts[number] / most,
        )
        for number in reversed(range(len(counts)))
        if counts[number] or number >= FIRST
    ]


class ShadeKey(QWidget):
    """Chooses what colours the cells, and explains the colours.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, shader: Shader, canvas: MapCanvas) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._shader = shader
        self._canvas = canvas
        self.indicator, self.method, self.level = QComboBox(), QComboBox(), QComboBox()
        self.department = QComboBox()
        self.classes = KeyRows(look)
        self.note = QLabel()
        self._labels = [QLabel(self) for _ in range(4)]
        self._build()
        shader.counted.connect(self.on_counted)
        shader.chosen.connect(self.on_chosen)
        canvas.view_changed.connect(self.on_counted)
        session.reference_changed.connect(self.offer)
        self.offer()

    def _build(self) -> None:
        self.note.setProperty("words", "small")
        self.note.setWordWrap(True)
        self._labels[0].hide()
        form = QFormLayout()
        for label, box in zip(self._labels, self._boxes, strict=True):
            label.setProperty("words", "soft")
            label.setBuddy(box)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.activated.connect(self.on_activated)
            # The indicator's words need the whole width.
            if box is self.indicator:
                form.addRow(box)
            else:
                form.addRow(label, box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.classes)

    @property
    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.indicator, self.method, self.level, self.department

    @Slot()
    def offer(self) -> None:
        """Offer everything anew, in the language of now."""
        language = self._session.seat.language
        reference = self._session.reference
        offered = reference.departments.values()
        departments = sorted(offered, key=lambda one: (one.code, one.name))
        said: list[list[tuple[str, object]]] = [
            [(one.words.in_(language), one.id) for one in INDICATORS],
            [(_method_words(how), how.value) for how in _METHODS],
            [(self.tr("As the zoom fits"), None)]
            + [(at.words.in_(language), int(at)) for at in levels_of(reference)],
            [(self.tr("None"), None)]
            + [(_department_words(one, reference), one.id) for one in departments],
        ]
        for box, items in zip(self._boxes, said, strict=True):
            with QSignalBlocker(box):
                box.clear()
                for words, data in items:
                    box.addItem(words, data)
        names = (self.tr("Show"), self.tr("Classes"), self.tr("Level"), self.tr("Department"))
        for label, box, named in zip(self._labels, self._boxes, names, strict=True):
            label.setText(named)
            box.setAccessibleName(named)
        self.classes.setAccessibleName(self.tr("Classes and how many cells each holds"))
        self.on_chosen()

    @Slot()
    def on_activated(self) -> None:
        """Somebody chose."""
        before = self._shader.choice
        indicator = str(self.indicator.currentData())
        method = Method(self.method.currentData())
        # Another indicator brings the method that suits it.
        is_other = indicator != before.indicator
        self._shader.choose(
            ShadeChoice(
                indicator,
                None if is_other else method,
                self.level.currentData(),
                self.department.currentData(),
            )
        )

    @Slot()
    def on_chosen(self) -> None:
        """Show what is chosen, by whomever."""
        choice = self._shader.choice
        wanted = (choice.indicator, choice.how.value, choice.level, choice.department)
        for box, data in zip(self._boxes, wanted, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(data)))
        self.on_counted()

    @Slot()
    def on_counted(self) -> None:
        """Show the classes of the level on show."""
        if not self.isVisible():
            return
        counted, said = self._shader.shown(), self._shader.choice.said
        language = self._session.seat.language
        self.classes.show_rows(class_rows(self._shader, self._canvas, self._scale))
        self.classes.setVisible(counted is not None)
        if counted is None:
            self.note.setText(self.tr("Switch the layer on to colour the cells."))
            return
        level = Level(counted.cells.level).words.in_(language)
        unit = said.unit.in_(language)
        self.note.setText(self.tr("{0} by {1}; number of cells").format(unit, level))

    @property
    def _scale(self) -> float:
        return self._look.px(100) / 100

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Say what was not said while nobody looked."""
        super().showEvent(event)
        self.on_counted()


def _department_words(department: Department, reference: Reference) -> str:
    """Its name, and how many cells of its own it has, where it has any."""
    count = len(reference.department_cells.get(department.id, ()))
    return f"{department.name} · {count}" if count else department.name
