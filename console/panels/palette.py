"""The command bar and the search over the map: type a word, get there; a line, do it.

One list, two doors: Ctrl+K offers acts and things, the search things and places alone. An act
with something behind it is a line of shorthand: the first row says what Enter will do, those
below what could stand next.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot

from console.actions.catalogue import words_of
from console.actions.finding import MOST_HITS, Distances, Finder, Hit, Kind, anywhere
from console.actions.forms import ONLY
from console.actions.shorthand import Draft, Offer
from console.state.words import category_words, short_number
from console.tables.pick_list import PickList, PickRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.actions.action import Action
    from console.actions.command_bar import CommandBar
    from console.actions.index import Learnt
    from console.actions.initials import Initials
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.error import Words

_MOST_AGAIN: Final = 5


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
        bar: CommandBar,
        distances: Distances = anywhere,
    ) -> None:
        """`bar` does lines; `distances` says how far things are from where the map looks."""
        super().__init__("palette", look, parent)
        self._session = session
        self._finder = Finder(session, distances)
        self._has_acts = True
        self._asked_for: int | None = None
        self._refusal = refusal
        self._bar = bar
        self._hits: tuple[Hit | Draft | Offer, ...] = ()
        self.field.takes_tab = True
        self.field.completed.connect(self.on_completed)
        self.title.hide()
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_chosen)
        self.left.connect(self.hide)
        self.retranslate()

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

    def initials(self) -> Initials:
        """How characters are spelt, for whoever else finds things by that."""
        self._want_to_learn()
        return self._finder.initials

    def _want_to_learn(self) -> None:
        reference = self._session.reference
        if self._finder.wants_to_learn and self._asked_for != reference.version:
            self._asked_for = reference.version
            self.learning_wanted.emit(reference)

    def _come_up(self, *, has_acts: bool) -> None:
        self._has_acts = has_acts
        self.retranslate()
        self._want_to_learn()
        self.field.clear()
        self.on_typed("")
        self.show()
        self.raise_()
        self.field.setFocus()

    @Slot(str)
    def on_typed(self, text: str) -> None:
        """Show what fits."""
        draft = self._finder.draft(text, self._bar.shorthand) if self._has_acts else None
        if draft is not None:
            called, others = self._finder.named(text, self._refusal)
            self._hits = (*called, draft, *draft.offers, *others)
        elif self._has_acts and not text:
            again = (Offer(line, line, self.tr("typed before")) for line in self._bar.history)
            self._hits = (*islice(again, _MOST_AGAIN), *self._finder.acts("", self._refusal))
        else:
            acts = self._finder.acts(text, self._refusal) if self._has_acts else ()
            self._hits = (*acts, *self._finder.things(text))[:MOST_HITS]
        self.show_rows([self._row(hit, at) for at, hit in enumerate(self._hits)])
        if draft is not None:
            self.view.setCurrentIndex(self.model.index(0))
        self._help(is_empty=bool(text.strip()) and not self._hits)

    @Slot(object)
    def on_chosen(self, at: object) -> None:
        """Go there, or do it."""
        hit = self._hits[at] if isinstance(at, int) else None
        if isinstance(hit, Offer):
            self.field.setText(hit.line)
            return
        if isinstance(hit, Draft):
            self._do(hit)
            return
        if hit is not None and hit.kind is Kind.PLACE and hit.key is None:
            return  # the row says what is wrong with the coordinates
        self.hide()
        if hit is None:
            return
        if hit.kind is Kind.ACTION:
            self.action_chosen.emit(str(hit.key))
        else:
            self.subject_chosen.emit(hit.kind, hit.key)

    def _do(self, draft: Draft) -> None:
        """Carry a line out; where it cannot be, the row has said so and the line stays."""
        line = self.field.text()
        if draft.problem is None:
            self.hide()
        self._bar.do(draft, line)

    @Slot()
    def on_completed(self) -> None:
        """Tab: the offer under the keyboard, or the first one."""
        row = self.current
        hit = self._hits[row.key] if row is not None and isinstance(row.key, int) else None
        offers = (one for one in self._hits if isinstance(one, Offer))
        offer = hit if isinstance(hit, Offer) else next(offers, None)
        if offer is not None:
            self.field.setText(offer.line)
        elif isinstance(hit, Hit) and hit.kind is Kind.ACTION:
            self.field.setText(f"{hit.key} ")

    def _row(self, hit: Hit | Draft | Offer, at: int) -> PickRow:
        if isinstance(hit, Hit):
            return _row(hit, at)
        if isinstance(hit, Offer):
            return PickRow(at, hit.title, hit.detail, "Tab", "soft")
        return self._draft_row(hit, at)

    def _draft_row(self, draft: Draft, at: int) -> PickRow:
        """What Enter will do, or why it cannot."""
        session, language = self._session, self._session.seat.language
        whom = self._whom(draft)
        if draft.is_suggested and whom:
            whom = self.tr("{0} (suggested)").format(whom)
        number = short_number(draft.incident.number) if draft.incident else ""
        act = words_of(draft.action).rstrip("….)")
        choice = draft.choice.words.in_(language) if draft.choice else ""
        if draft.choice is not None and (draft.choice.id == ONLY or choice == act):
            choice = ""
        title = " ".join(filter(None, (act, number)))
        title = " → ".join(filter(None, (title, whom, choice)))
        if draft.problem is not None:
            return PickRow(at, title, draft.problem.in_(language), "", "red")
        if draft.asks is not None:
            asks = self.tr("asks for a reason: {0}").format(draft.asks.in_(language))
            return PickRow(at, title, asks, "" if at else "Enter", "yellow")
        if draft.warns is not None:
            warns = draft.warns.in_(language)
            return PickRow(at, title, warns, "" if at else "Enter", "yellow")
        category = session.reference.categories.get(
            (draft.incident.category if draft.incident else None) or ""
        )
        kind = category_words(category, language) if draft.incident else ""
        said = " · ".join(filter(None, (kind, draft.words)))
        return PickRow(at, title, said, "" if at else "Enter", "green")

    def _whom(self, draft: Draft) -> str:
        picture, departments = self._session.frame.picture, self._session.reference.departments
        names = [picture.members[m].name for m in draft.members if m in picture.members]
        if draft.office is not None:
            names.append(departments[draft.office].name)
        return self.tr(", ").join(names)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        if self._has_acts:
            self.field.setPlaceholderText(
                self.tr("A command, a number, a name, a place; or: pq 123 name…")
            )
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
            else self.tr("↑ ↓ to move · Enter to go · Tab to complete · Esc to leave")
            if self._has_acts
            else self.tr("↑ ↓ to move · Enter to go · Esc to leave")
        )


def _row(hit: Hit, at: int) -> PickRow:
    shown = "yellow" if hit.refusal else _TONES[hit.kind]
    return PickRow(
        at, hit.title, hit.detail, hit.aside, shown, lit=hit.lit, detail_lit=hit.detail_lit
    )


_TONES = {
    Kind.ACTION: "accent",
    Kind.PLACE: "accent",
    Kind.INCIDENT: "orange",
    Kind.MEMBER: "soft",
    Kind.CELL: "soft",
    Kind.ROAD: "soft",
}
