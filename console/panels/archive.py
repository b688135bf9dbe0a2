"""Search in everything there ever was: the newest first, page after page as one scrolls.

One question is under way at a time; what was typed meanwhile is asked when it is answered,
so that nobody waits for questions that nobody asks any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot

from console.state.inquiries import ToOpen
from console.state.words import (
    category_words,
    masked_name,
    masked_phone,
    moment_words,
    short_number,
    state_words,
)
from console.tables.pick_list import PickList, PickRow
from models.domain.error import Trouble
from models.domain.incident import Incident
from models.domain.redaction import redacted
from models.picture.search import Found, Sought, words_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId

PAUSE_MS: Final = 120
"""A pause in typing after which the question is asked."""
_MOST: Final = 2_000
_TONES: Final = {True: "accent", False: "faint"}


class Archive(PickList):
    """The card.

    Signals: `incident_wanted(object)` an IncidentId of the picture; `opened(object)` one that
    was looked up and that the session knows now.
    Thread: GUI
    """

    incident_wanted = Signal(object)
    opened = Signal(object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("archive", look, parent)
        self._session = session
        self._rows: list[PickRow] = []
        self._words: tuple[str, ...] = ()
        self._more: Sought | None = None
        self._asked: Sought | None = None
        self._opening: ToOpen | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.on_pause)
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_chosen)
        self.left.connect(self.hide)
        bar = self.view.verticalScrollBar()
        bar.valueChanged.connect(self.on_scrolled)
        session.inquiries.answered.connect(self.on_answered)
        self.retranslate()

    def open(self, text: str = "") -> None:
        """Come up and look: for a text, or anew for what was looked for the last time."""
        if text:
            self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()
        self._begin()

    @Slot(str)
    def on_typed(self, _text: str) -> None:
        """Another question, after a pause."""
        self._pause.start()

    @Slot()
    def on_pause(self) -> None:
        """Ask what was typed."""
        if words_of(self.field.text()) != self._words or not self._rows:
            self._begin()

    def _begin(self) -> None:
        self._words = words_of(self.field.text())
        self._ask(Sought(words=self._words))

    def _ask(self, wanted: Sought) -> None:
        if self._asked is not None:
            self._more = wanted if wanted.after is None else self._more
            return
        self._asked = wanted
        self._say(self.tr("Looking…"))
        self._session.inquiries.ask(wanted)

    @Slot(int)
    def on_scrolled(self, at: int) -> None:
        """Near the end the next page is asked for."""
        bar = self.view.verticalScrollBar()
        if at >= bar.maximum() - bar.pageStep():
            self._ask_more()

    def _ask_more(self) -> None:
        if self._more is not None and self._asked is None and len(self._rows) < _MOST:
            wanted, self._more = self._more, None
            self._ask(wanted)

    @Slot(object, object)
    def on_answered(self, question: object, answer: object) -> None:
        """A page, an incident to open, or the reason why not."""
        if question == self._opening and self._opening is not None:
            self._opening = None
            self._open(answer)
        elif question == self._asked and self._asked is not None:
            self._asked = None
            self._take(question, answer)

    def _take(self, question: object, answer: object) -> None:
        if words_of(self.field.text()) != self._words or (
            self._more is not None and self._more.after is None
        ):
            self._more = None
            self._begin()
            return
        if isinstance(answer, Trouble):
            self._say(answer.words.in_(self._session.seat.language))
            return
        if not isinstance(answer, Found) or not isinstance(question, Sought):
            return
        if question.after is None:
            self._rows.clear()
        self._rows += [self._row(one) for one in answer.incidents]
        self.show_rows(self._rows)
        self._more = None
        if answer.more is not None:
            self._more = Sought(words=self._words, after=answer.more)
        self._say_count()
        bar = self.view.verticalScrollBar()
        if self._more is not None and bar.value() >= bar.maximum():
            self._ask_more()  # the page does not fill the card

    def _row(self, one: Incident) -> PickRow:
        language, reference = self._session.seat.language, self._session.reference
        kind = category_words(reference.categories.get(one.category or ""), language)
        zone = reference.calendar.zone
        when = moment_words(one.reported_at, zone, self._session.frame.now)
        title = f"{self._number(one)}  {kind}"
        text = redacted(one.text).replace("\n", " ")
        parts = [redacted(one.address), text, self._who(one)]
        detail = " · ".join(part for part in parts if part)
        return PickRow(
            one.id,
            title,
            detail,
            f"{state_words(one.state)} · {when}",
            _TONES[one.state.is_open],
            lit=_lit(title, self._words),
            detail_lit=_lit(detail, self._words),
        )

    def _number(self, one: Incident) -> str:
        short = short_number(one.number)
        typed = [word for word in self._words if word in one.number]
        return one.number if any(word not in short for word in typed) else short

    def _who(self, one: Incident) -> str:
        """The reporter, masked; only where the words found them."""
        name, phone = one.reporter_name.casefold(), one.reporter_phone
        if not any(word in name or word in phone for word in self._words):
            return ""
        return f"{masked_name(one.reporter_name)} {masked_phone(phone)}".strip()

    @Slot(object)
    def on_chosen(self, incident_id: IncidentId) -> None:
        """Enter: a case under way is gone to, an archived one is brought first."""
        if incident_id in self._session.frame.picture.incidents:
            self.hide()
            self.incident_wanted.emit(incident_id)
        else:
            self._opening = ToOpen(incident_id)
            self._session.inquiries.ask(self._opening)

    def _open(self, answer: object) -> None:
        if isinstance(answer, Incident):
            self._session.keep_found(answer)
            self.hide()
            self.opened.emit(answer.id)
        elif isinstance(answer, Trouble):
            self._say(answer.words.in_(self._session.seat.language))
        else:
            self._say(self.tr("This incident is not to be seen any more."))

    def _say(self, words: str) -> None:
        self.help.setText(words)

    def _say_count(self) -> None:
        count = self.tr("%n found", "", len(self._rows))
        if self._more is not None:
            count = self.tr("%n found so far, more below", "", len(self._rows))
        keys = self.tr("Enter opens, Esc leaves; every word must stand in it")
        self._say(f"{count} · {keys}")

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Search in everything"))
        self.field.setPlaceholderText(
            self.tr("Number, words, person, telephone or address; closed cases too")
        )
        self.field.setAccessibleName(self.tr("Search in everything"))
        self._say_count()


def _lit(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a text, in order."""
    low = text.lower()
    if len(low) != len(text):
        return ()
    spans = [(at, at + len(word)) for word in words if (at := low.find(word)) >= 0]
    return tuple(sorted(spans))
