"""The command palette and the search over the map: type a word, get there.

One list, two doors: Ctrl+K offers acts and things, the search things and places alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot

from console.actions.finding import MOST_HITS, Distances, Finder, Hit, Kind, anywhere
from console.tables.pick_list import PickList, PickRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.actions.action import Action
    from console.actions.index import Learnt
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.error import Words


class Palette(PickList):
    """Ctrl+K, and S for the map.

    Signals: `action_chosen(str)` an id of the catalogue, also of one that cannot be done
    now: whoever does it says why; `subject_chosen(object, object)` a `Kind` and an id, of
    a place a LonLat; `learning_wanted(object)` a Reference to `learn` elsewhere: whoever
    hears it calls `take`.
    Thread: GUI
    """

    action_chosen = Signal(str)
    subject_chosen = Signal(object, object)
    learning_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        refusal: Callable[[Action], Words | None],
        parent: QWidget | None = None,
        *,
        distances: Distances = anywhere,
    ) -> None:
        """`distances` says how far things are from where the map looks."""
        super().__init__(look, parent)
        self._session = session
        self._finder = Finder(session, distances)
        self._has_acts = True
        self._asked_for: int | None = None
        self._refusal = refusal
        self._hits: tuple[Hit, ...] = ()
        self.title.hide()
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_chosen)
        self.left.connect(self.hide)
        self.retranslate()
        self.hide()

    def open(self) -> None:
        """Come up, empty, with everything there is."""
        self._come_up(has_acts=True)

    def open_search(self) -> None:
        """Come up, empty, for things and places alone."""
        self._come_up(has_acts=False)

    def take(self, learnt: Learnt) -> None:
        """Take what was learnt elsewhere, and find again what stands in the field."""
        self._finder.take(learnt)
        if self.isVisible():
            self.on_typed(self.field.text())

    def _come_up(self, *, has_acts: bool) -> None:
        self._has_acts = has_acts
        self.retranslate()
        reference = self._session.reference
        if self._finder.wants_to_learn and self._asked_for != reference.version:
            self._asked_for = reference.version
            self.learning_wanted.emit(reference)
        self.field.clear()
        self.on_typed("")
        self.show()
        self.raise_()
        self.field.setFocus()

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Show what fits."""
        acts = self._finder.acts(text, self._refusal) if self._has_acts else ()
        self._hits = (*acts, *self._finder.things(text))[:MOST_HITS]
        self.show_rows([_row(hit, at) for at, hit in enumerate(self._hits)])
        self._help(is_empty=bool(text.strip()) and not self._hits)

    @Slot(object)
    def on_chosen(self, at: object) -> None:
        """Go there, or do it."""
        hit = self._hits[at] if isinstance(at, int) else None
        if hit is not None and hit.kind is Kind.PLACE and hit.key is None:
            return  # the row says what is wrong with the coordinates
        self.hide()
        if hit is None:
            return
        if hit.kind is Kind.ACTION:
            self.action_chosen.emit(str(hit.key))
        else:
            self.subject_chosen.emit(hit.kind, hit.key)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        if self._has_acts:
            self.field.setPlaceholderText(self.tr("A command, a number, a name, a place…"))
            self.field.setAccessibleName(self.tr("Command palette"))
        else:
            self.field.setPlaceholderText(
                self.tr("Name, number, address, initials, or coordinates…")
            )
            self.field.setAccessibleName(self.tr("Search the map"))
        self._help(is_empty=False)

    def _help(self, *, is_empty: bool) -> None:
        self.help.setText(
            self.tr("Nothing fits; fewer letters find more · Esc to leave")
            if is_empty
            else self.tr("↑ ↓ to move · Enter to go · Esc to leave")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _row(hit: Hit, at: int) -> PickRow:
    shown = "yellow" if hit.refusal else _TONES.get(hit.kind, "faint")
    return PickRow(
        at, hit.title, hit.detail, hit.aside, shown, lit=hit.lit, detail_lit=hit.detail_lit
    )


_TONES = {
    Kind.ACTION: "accent",
    Kind.PLACE: "accent",
    Kind.INCIDENT: "orange",
    Kind.MEMBER: "soft",
}
