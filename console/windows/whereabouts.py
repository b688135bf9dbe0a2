"""The field that says where: an address in words, a place behind it, and where that came from.

Coordinates typed into it, the name of a crossing or a place, and a click on the map all end
in a place with an address; an address that somebody wrote is left as it is.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit

from console.tables.places import path_words
from maps.geometry.coordinate_text import looks_like_coordinates, place_read
from models.domain.error import BadInput, Words
from models.domain.place import LonLat

if TYPE_CHECKING:
    from console.state.intake_lore import Lore
    from console.state.session import Session

_OUTSIDE = Words("位置不在辖区内。", "The place lies outside the district.")


class Origin(Enum):
    """Where a place came from; the later ones outrank the earlier."""

    NOWHERE = 0
    WORDS = 1
    TYPED = 2
    MAP = 3


class Whereabouts(QObject):
    """The field, its hint, and the place.

    Signals: `changed()`; `placed(object)` a LonLat that did not come from the map.
    Thread: GUI
    """

    changed = Signal()
    placed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lore: Lore | None = None
        self.place: LonLat | None = None
        self.origin = Origin.NOWHERE
        self._has_own_words = False
        self._trouble: Words | None = None
        self.field = QLineEdit()
        self.hint = QLabel(wordWrap=True)
        self.field.textEdited.connect(self.on_edited)
        self.field.editingFinished.connect(self.on_finished)

    @property
    def address(self) -> str:
        """The address in words; coordinates are none."""
        text = self.field.text().strip()
        return "" if looks_like_coordinates(text) else text

    @property
    def complaint(self) -> Words | None:
        """Why the place cannot be used; None where it can, or is not known."""
        return self._trouble

    def know(self, lore: Lore) -> None:
        """Take the landmarks and the cells."""
        self._lore = lore
        if self.place is not None and not self._has_own_words:
            self._describe()
        self._say()

    def put(self, place: LonLat, origin: Origin) -> None:
        """Take a place from somewhere, unless a better one is known."""
        if origin.value < self.origin.value:
            return
        self.place, self.origin, self._trouble = place, origin, None
        if self._lore is not None and self._lore.cells is not None:
            outside = self._lore.cell_at(place) is None
            self._trouble = _OUTSIDE if outside else None
        if not self._has_own_words and origin is not Origin.TYPED:
            self._describe()
        self._say()
        if origin is not Origin.MAP:
            self.placed.emit(place)
        self.changed.emit()

    def look_in(self, text: str) -> None:
        """Find the place in what was said, while nobody gave a better one."""
        if self._lore is None or self.origin.value > Origin.WORDS.value:
            return
        own = self.field.text() if self._has_own_words else ""
        for said in (own, text):
            found = self._lore.landmarks.named_in(said) if said else ()
            if found:
                if found[0].place != self.place:
                    self.put(found[0].place, Origin.WORDS)
                return
        if self.origin is Origin.WORDS:
            self.clear_place()

    def clear_place(self) -> None:
        """Know no place any more."""
        self.place, self.origin, self._trouble = None, Origin.NOWHERE, None
        if not self._has_own_words:
            self.field.clear()
        self._say()
        self.changed.emit()

    def plain(self) -> dict[str, Any]:
        """As plain fields, for a draft."""
        place = self.place if self.origin.value > Origin.WORDS.value else None
        return {
            "where": self.field.text(),
            "is_own_where": self._has_own_words,
            "place": [place.lon_deg, place.lat_deg] if place else None,
        }

    def fill(self, plain: dict[str, Any]) -> None:
        """From plain fields; without any it is empty."""
        where, place = plain.get("where"), plain.get("place")
        self.field.setText(where if isinstance(where, str) else "")
        self._has_own_words = plain.get("is_own_where") is True
        self.place, self.origin, self._trouble = None, Origin.NOWHERE, None
        try:
            if isinstance(place, list):
                self.place, self.origin = LonLat(*map(float, place)), Origin.MAP
        except (TypeError, ValueError, BadInput):
            self.place = None
        self._say()

    @Slot(str)
    def on_edited(self, text: str) -> None:
        """Coordinates are a place at once; words may name one."""
        self._trouble = None
        if looks_like_coordinates(text):
            self._has_own_words = False
            try:
                self.origin = Origin.NOWHERE
                self.put(place_read(text), Origin.TYPED)
            except BadInput as bad:
                self.place, self._trouble = None, bad.words
                self._say()
            return
        self._has_own_words = bool(text.strip())
        self._say()
        self.changed.emit()

    @Slot()
    def on_finished(self) -> None:
        """Coordinates turn into words once they are whole."""
        if self.place is not None and looks_like_coordinates(self.field.text()):
            self._describe()
            self._say()
            self.changed.emit()

    def _describe(self) -> None:
        if self.place is None:
            return
        language = self._session.seat.language
        said = self._lore.address_of(self.place, language) if self._lore else ""
        self.field.setText(said)

    def _say(self) -> None:
        if self._trouble is not None:
            words, tone = self._trouble.in_(self._session.seat.language), "red"
        elif self.place is None:
            words, tone = self.tr("Click the map, or type coordinates or a crossing"), "yellow"
        else:
            words, tone = self._place_words(), "green"
            if self.origin is Origin.WORDS:
                words, tone = self.tr("Taken from the words: {0}").format(words), "yellow"
        self.hint.setText(words)
        if self.hint.property("words") != tone:
            self.hint.setProperty("words", tone)
            self.hint.style().unpolish(self.hint)
            self.hint.style().polish(self.hint)

    def _place_words(self) -> str:
        if self.place is None:
            return ""
        lon, lat = self.place.lon_deg, self.place.lat_deg
        words = self.tr("{0:.5f}° E, {1:.5f}° N").format(lon, lat)
        cell_id = self._lore.cell_at(self.place) if self._lore else None
        cell = self._session.reference.cell(cell_id)
        path = path_words(self._session.reference, cell.path) if cell else ""
        return f"{path} · {words}" if path else words

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.field.setPlaceholderText(self.tr("Address, crossing or 36.389, 120.447"))
        self._say()
