"""Taking the map out of a window: what, of when, which layers, into which file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, QObject, QStandardPaths, Qt, QTime, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from console.actions.exporting import (
    LAYERS,
    PAPERS,
    STEPS_MIN,
    ExportWish,
    Product,
    suggested_file,
)
from console.tables.card import FormCard, refill
from console.windows.floating import Floating, top_middle

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from console.windows.workbench import Workbench
    from maps.canvas.canvas import MapCanvas
    from models.domain.error import Words

_PERIOD = timedelta(hours=2)
"""How far back a period begins by default."""


class Exports(QObject):
    """The exports of one window: the card that asks, the notices that answer.

    Signals: `wanted(object)` an ExportWish that lacks nothing.
    Thread: GUI
    """

    wanted = Signal(object)

    def __init__(self, window: Workbench, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self.card = ExportCard(session, window.look, window.map.canvas, window)
        self.card.wanted.connect(self.wanted)
        Floating(self.card, window.map, top_middle)

    def do(self, what: str) -> None:
        """One of the ids of the catalogue under `export.`: ask for its file."""
        self.card.open(Product[what.upper()])

    @Slot(object, bool)
    def on_told(self, words: Words, is_well: bool) -> None:  # noqa: FBT001 - a slot
        """Say how an export goes."""
        icon, role = ("tick", "green") if is_well else ("warning", "red")
        self._window.notices.tell(words, icon=icon, role=role)


class ExportCard(FormCard):
    """The card of one window.

    Signals: `wanted(object)` an ExportWish that lacks nothing.
    Thread: GUI
    """

    wanted = Signal(object)
    WIDTH = 620

    def __init__(
        self,
        session: Session,
        look: Look,
        canvas: MapCanvas,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("export", look, parent)
        self._session, self._canvas = session, canvas
        self._at = session.frame.now
        self._replaced: Path | None = None
        self.product, self.when, self.step = QComboBox(), QComboBox(), QComboBox()
        self.begin, self.end = QDateTimeEdit(), QDateTimeEdit()
        self.part, self.paper = QComboBox(), QComboBox()
        self.layers = {name: QCheckBox() for name in LAYERS}
        self.file, self.browse = QLineEdit(), QToolButton()
        self._build()
        self.product.currentIndexChanged.connect(self.on_product)
        self.when.currentIndexChanged.connect(self.on_product)
        self.browse.clicked.connect(self.on_browse)
        self.dress()

    def _build(self) -> None:
        for edit in (self.begin, self.end):
            edit.setDisplayFormat("yyyy-MM-dd HH:mm")
            edit.setCalendarPopup(True)
        self.ask(
            self.product,
            self.when,
            _row(self.begin, QLabel("–"), self.end, self.step),
            self.part,
            self.paper,
            self._layer_boxes(),
            _row(self.file, self.browse),
        )

    def _layer_boxes(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, check in enumerate(self.layers.values()):
            check.setChecked(True)
            grid.addWidget(check, number // 3, number % 3)
        return box

    # -- what it says ----------------------------------------------------------------------

    def open(self, product: Product) -> None:
        """Come up for a kind of file, at the moment of the frame on show."""
        self._at = self._session.frame.now
        self._replaced = None
        zone = self._session.reference.calendar.zone
        self.end.setDateTime(_as_qt(self._at.astimezone(zone)))
        self.begin.setDateTime(_as_qt((self._at - _PERIOD).astimezone(zone)))
        folder = self._folder()
        self.product.setCurrentIndex(self.product.findData(product))
        self.file.setText(str(suggested_file(folder, product, self._at, zone)))
        self._say_moment()
        self.on_product()
        self.come_up(self.product)

    @property
    def wish(self) -> ExportWish:
        """What is filled in now."""
        product = Product(self.product.currentData())
        layers = {name for name in product.layers if self.layers[name].isChecked()}
        has_period = product.may_have_period and self.when.currentData() == "period"
        if not has_period:
            layers.discard("tracks")
        is_seen = product.is_sheet and self.part.currentData() == "seen"
        return ExportWish(
            product=product,
            file=Path(self.file.text().strip()),
            at=self._at,
            period=(self._instant(self.begin), self._instant(self.end)) if has_period else None,
            step_min=int(self.step.currentData()),
            layers=frozenset(layers),
            bounds=self._canvas.view.bounds_deg() if is_seen else None,
            paper=self.paper.currentText(),
            language=self._session.seat.language,
        )

    @Slot()
    def on_product(self) -> None:
        """Another kind of file: ask what it needs, and no more."""
        if self.product.currentIndex() < 0:
            return
        product = Product(self.product.currentData())
        has_period = product.may_have_period and self.when.currentData() == "period"
        rows = (
            (1, product.may_have_period),
            (2, has_period),
            (3, product.is_sheet),
            (4, product.is_sheet),
        )
        for row, is_asked in rows:
            self.form.setRowVisible(row, is_asked)
        self.step.setVisible(product is Product.PAGE)
        for name, check in self.layers.items():
            can_hold = name in product.layers and (name != "tracks" or has_period)
            check.setVisible(can_hold)
        typed = Path(self.file.text().strip() or "map")
        self.file.setText(str(typed.with_suffix(product.value)))
        self.adjustSize()

    @Slot()
    def on_browse(self) -> None:
        """Choose the file; whoever chooses one that is there has said it may be replaced."""
        dialog = QFileDialog(self, self.title.text(), self.file.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(str(self.product.currentData())[1:])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.on_file)
        dialog.open()

    @Slot(str)
    def on_file(self, name: str) -> None:
        """A file was chosen."""
        self.file.setText(name)
        self._replaced = Path(name)

    @Slot()
    def go_on(self) -> None:
        """Go, or say what is wrong; a file that is there is asked about once."""
        wish = self.wish
        lack = wish.lack()
        if lack is not None:
            self.complain(lack.in_(self._session.seat.language))
        elif wish.file.exists() and wish.file != self._replaced:
            self._replaced = wish.file
            self.complain(self.tr("The file is there already. Export again to replace it."))
        else:
            self.hide()
            self.wanted.emit(wish)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Export map"))
        self.say_rows(
            self.tr("As"),
            self.tr("Of"),
            self.tr("Period"),
            self.tr("Part"),
            self.tr("Paper"),
            self.tr("Layers"),
            self.tr("File"),
        )
        self._offer()
        for name, said in self._layer_words().items():
            self.layers[name].setText(said)
        self.file.setAccessibleName(self.tr("File"))
        self.browse.setText("…")
        self.browse.setToolTip(self.tr("Choose a file"))
        self.browse.setAccessibleName(self.tr("Choose a file"))
        self.go.setText(self.tr("Export"))

    # -- inside ----------------------------------------------------------------------------

    def _offer(self) -> None:
        products = {
            Product.PAGE: self.tr("Page for a browser, HTML"),
            Product.PDF: self.tr("Sheet to print, PDF"),
            Product.PNG: self.tr("Sheet to print, PNG"),
            Product.PACKAGE: self.tr("Data, GeoPackage"),
            Product.GEOJSON: self.tr("Data, GeoJSON"),
            Product.BOOK: self.tr("Data, workbook"),
        }
        refill(self.product, [(said, product.value) for product, said in products.items()])
        refill(self.when, [("", "moment"), (self.tr("A period"), "period")])
        steps = [(self.tr("every {0} min").format(step), step) for step in STEPS_MIN]
        refill(self.step, steps, default=STEPS_MIN.index(5))
        seen = [(self.tr("What the map shows"), "seen"), (self.tr("The whole district"), "all")]
        refill(self.part, seen)
        refill(self.paper, [(paper, paper) for paper in PAPERS], default=PAPERS.index("A3"))
        self._say_moment()

    def _say_moment(self) -> None:
        at = self._at.astimezone(self._session.reference.calendar.zone)
        self.when.setItemText(0, self.tr("This moment, {0}").format(f"{at:%Y-%m-%d %H:%M}"))

    def _layer_words(self) -> dict[str, str]:
        return {
            "cells": self.tr("Cells"),
            "ways": self.tr("Roads and water"),
            "members": self.tr("Members"),
            "incidents": self.tr("Incidents"),
            "links": self.tr("Links"),
            "drawings": self.tr("Drawings"),
            "heat": self.tr("Heat map"),
            "tracks": self.tr("Tracks"),
        }

    def _folder(self) -> Path:
        typed = Path(self.file.text().strip())
        if typed.is_absolute() and typed.parent.is_dir():
            return typed.parent
        place = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(place) or Path.home())
        return documents if documents.is_dir() else Path.home()

    def _instant(self, edit: QDateTimeEdit) -> datetime:
        there = edit.dateTime().toPython()
        if not isinstance(there, datetime):
            raise TypeError(there)
        return there.replace(tzinfo=self._session.reference.calendar.zone)


def _row(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit | QDateTimeEdit) else 0)
    return box


def _as_qt(there: datetime) -> QDateTime:
    """The digits on the clock of the place, whatever zone this machine is in."""
    day, time = QDate(there.year, there.month, there.day), QTime(there.hour, there.minute)
    return QDateTime(day, time)
