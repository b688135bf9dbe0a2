"""The command palette: type a word, get there; every act, incident, member and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot

from console.actions.finding import Hit, Kind, found
from console.tables.pick_list import PickList, PickRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.actions.catalogue import Action
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.error import Words


class Palette(PickList):
    """Ctrl+K.

    Signals: `action_chosen(str)` an id of the catalogue, also of one that cannot be done
    now: whoever does it says why; `subject_chosen(object, object)` a `Kind` and an id.
    Thread: GUI
    """

    action_chosen = Signal(str)
    subject_chosen = Signal(object, object)

    def __init__(
        self,
        session: Session,
        look: Look,
        refusal: Callable[[Action], Words | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._session = session
        self._refusal = refusal
        self._hits: tuple[Hit, ...] = ()
        self.title.hide()
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_chosen)
        self.left.connect(self.hide)
        self.retranslate()
        self.hide()

    def open(self) -> None:
        """Come up, empty."""
        self.field.clear()
        self.on_typed("")
        self.show()
        self.raise_()
        self.field.setFocus()

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Show what fits."""
        self._hits = found(self._session, text, self._refusal)
        self.show_rows([_row(hit, at) for at, hit in enumerate(self._hits)])

    @Slot(object)
    def on_chosen(self, at: object) -> None:
        """Go there, or do it."""
        hit = self._hits[at] if isinstance(at, int) else None
        self.hide()
        if hit is None:
            return
        if hit.kind is Kind.ACTION:
            self.action_chosen.emit(str(hit.key))
        else:
            self.subject_chosen.emit(hit.kind, hit.key)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.field.setPlaceholderText(self.tr("A command, a number, a name, a place…"))
        self.field.setAccessibleName(self.tr("Command palette"))
        self.help.setText(self.tr("↑ ↓ to move · Enter to go · Esc to leave"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _row(hit: Hit, at: int) -> PickRow:
    tone = {Kind.ACTION: "accent", Kind.INCIDENT: "orange", Kind.MEMBER: "soft"}
    shown = "yellow" if hit.refusal else tone.get(hit.kind, "faint")
    return PickRow(at, hit.title, hit.detail, hit.aside, shown)
