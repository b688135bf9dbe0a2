"""One act on several incidents: a command for each, and one summary of what became of them.

Each command is judged by its own rule on its own row; one that is refused holds up none of
the others.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.state.words import action_words, short_number
from models.desk.act import Fate
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act as Intended
    from console.actions.asking import Ask, Asking
    from console.actions.lifecycle import Lifecycle
    from console.state.session import Session
    from models.desk.act import Act
    from models.domain.command import Command
    from models.domain.ids import CommandId, IncidentId
    from models.domain.incident import Incident

_OTHERWISE = Words("需单独选择，请逐件办理。", "It needs a choice of its own: do it by itself.")
_TOLD = 6
"""So many refusals are told one by one."""


class Batch(QObject):
    """Carries out acts on several incidents of one window.

    Signals: `told(object)` Words: the summary where something was refused;
    `done(object)` Words: the summary where nothing was.
    Thread: GUI
    """

    told = Signal(object)
    done = Signal(object)

    def __init__(
        self,
        session: Session,
        lifecycle: Lifecycle,
        asking: Asking,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._lifecycle = lifecycle
        self._asking = asking
        self._verb = ""
        self._awaited: set[IncidentId] = set()
        self._open: dict[CommandId, str] = {}
        self._refused: list[tuple[str, Words]] = []
        self._done = 0
        session.pending.act_sent.connect(self.on_sent)
        session.pending.settled.connect(self.on_settled)

    def do(self, verb: str, incidents: Sequence[IncidentId]) -> None:
        """Do it to each, or ask once for the words that it needs."""
        self._verb, self._done = verb, 0
        self._refused, able = [], []
        self._open.clear()
        for incident_id in incidents:
            refusal = self._lifecycle.refusal(verb, incident_id)
            incident = self._session.incident(incident_id)
            if refusal is None and incident is not None:
                able.append(incident)
            elif refusal is not None:
                self._refused.append((self._number(incident_id), refusal.words))
        self._awaited = {incident.id for incident in able}
        ask = self._lifecycle.asked(verb, able[0]) if able else None
        if not able:
            self._tell()
        elif ask is not None:
            self._asking.open(self._for_all(ask, verb, able))
        else:
            for one in able:
                self._session.send(self._lifecycle.plain(verb, one), seen_version=one.version)

    def _for_all(self, ask: Ask, verb: str, incidents: list[Incident]) -> Ask:
        label = action_words(verb).rstrip("….")
        title = Words(f"{label}：{len(incidents)} 件", f"{label}: {len(incidents)} incidents")
        return replace(ask, title=title, make=partial(self._made, ask, verb, incidents))

    def _made(
        self,
        first: Ask,
        verb: str,
        incidents: list[Incident],
        choice: str,
        text: str,
        *more: str,
    ) -> list[Intended]:
        """The act of each; one that has no such choice is left out, and told of."""
        acts: list[Intended] = []
        for incident in incidents:
            ask = self._lifecycle.asked(verb, incident)
            if ask is None:
                acts.append((self._lifecycle.plain(verb, incident), incident.version))
            elif choice in {one.id for one in ask.choices}:
                acts += ask.make(choice, text, *_own_blanks(first, ask, more))
            else:
                self._awaited.discard(incident.id)
                self._refused.append((short_number(incident.number), _OTHERWISE))
        if not acts:
            self._tell()
        return acts

    @Slot(object)
    def on_sent(self, command: Command) -> None:
        """A command went out; one of ours is awaited."""
        incident_id = getattr(command.intent, "incident", None)
        if incident_id in self._awaited and command.intent.verb == self._verb:
            self._awaited.discard(incident_id)
            self._open[command.id] = self._number(incident_id)

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """The fate of one; with the last one the summary is told."""
        number = self._open.pop(act.command.id, None)
        if number is None:
            return
        if act.fate is Fate.CONFIRMED:
            self._done += 1
        elif act.words is not None:
            self._refused.append((number, act.words))
        if not self._open and not self._awaited:
            self._tell()

    def _tell(self) -> None:
        label = action_words(self._verb).rstrip("….")
        zh = f"{label}：完成 {self._done} 件"
        en = f"{label}: {self._done} done"
        if self._refused:
            zh += f"，未做 {len(self._refused)} 件"
            en += f", {len(self._refused)} not"
            for number, words in self._refused[:_TOLD]:
                zh += f"\n{number}：{words.zh}"
                en += f"\n{number}: {words.en}"
            if len(self._refused) > _TOLD:
                zh += "\n…"
                en += "\n…"
        said = self.told if self._refused else self.done
        said.emit(Words(zh, en))

    def _number(self, incident_id: IncidentId) -> str:
        incident = self._session.incident(incident_id)
        return short_number(incident.number) if incident else "?"


def _own_blanks(first: Ask, own: Ask, more: Sequence[str]) -> list[str]:
    """What was written for the first, for the blanks of another; what was left is its own."""
    said = {
        blank.label: text
        for blank, text in zip(first.blanks, more, strict=True)
        if text != blank.usual
    }
    return [said.get(blank.label, blank.usual) for blank in own.blanks]
