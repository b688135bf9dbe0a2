"""One act on several rows: a command for each, and one summary of what became of them.

Each command is judged by its own rule on its own row; one that is refused holds up none of
the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.whose import chosen
from console.state.words import action_words, short_number, with_codes_named
from models.desk.act import Fate
from models.domain.attending import ATTENDED
from models.domain.command import Reserve
from models.domain.error import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act as Intended
    from console.actions.asking import Ask, Asking
    from console.actions.lifecycle import Lifecycle
    from console.state.session import Session
    from models.desk.act import Act
    from models.domain.command import Command, Intent
    from models.domain.ids import CommandId, IncidentId, MemberId
    from models.domain.incident import Incident

_OTHERWISE = Words("需单独选择，请逐件办理。", "It needs a choice of its own: do it by itself.")
_LISTED = Words("{0}已列入待决定的操作。", "{0} It is listed for you to decide.")
_TOLD = 6
"""So many refusals are told one by one."""


@dataclass(slots=True)
class Run:
    """One act on several incidents: what is to go out, what is under way, what became of it.

    Invariant: an act is in `expected` until it is sent, then in `open` until it is settled.
    """

    verb: str
    refused: list[tuple[str, Words]] = field(default_factory=list)
    expected: list[Intent] = field(default_factory=list)
    open: dict[CommandId, str] = field(default_factory=dict)
    done: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The first of several incidents that is asked about, and what is asked."""

    incident: Incident
    ask: Ask


class Batch(QObject):
    """Carries out acts on several incidents of one window.

    Signals: `told(object)` Words: the summary where something was refused;
    `done(object)` Words: the summary where nothing was; `claimed(object)` CommandId of an
    act that the summary will tell of; `joined(object)` the Acts that were done, before the
    summary of them.
    Thread: GUI
    """

    told = Signal(object)
    done = Signal(object)
    claimed = Signal(object)
    joined = Signal(object)

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
        self._runs: list[Run] = []
        session.pending.act_sent.connect(self.on_sent)
        session.pending.settled.connect(self.on_settled)

    def do(self, verb: str, incidents: Sequence[IncidentId]) -> None:
        """Do it to each, or ask once for the words that it needs."""
        run, able = Run(verb), []
        for incident_id in incidents:
            refusal = self._lifecycle.refusal(verb, incident_id)
            incident = self._session.incident(incident_id)
            if refusal is None and incident is not None:
                able.append(incident)
            elif refusal is not None:
                run.refused.append((self._number(incident_id), with_codes_named(refusal.words)))
        for one in able:
            ask = self._lifecycle.asked(verb, one)
            if ask is not None:
                self._asking.open(self._for_all(_Asked(one, ask), run, able))
                return
        acts = [(self._lifecycle.plain(verb, one), one.version) for one in able]
        self._send(run, acts)

    @Slot(str, object, object)
    def carry_out(
        self, verb: str, acts: Sequence[Intended], refused: Sequence[tuple[str, Words]] = ()
    ) -> None:
        """Send acts of one kind that were chosen elsewhere; what was not done is told too.

        `refused` are the numbers of what is left out, and why.
        """
        self._send(Run(verb, list(refused)), acts)

    def _send(self, run: Run, acts: Sequence[Intended]) -> None:
        self._begin(run, acts)
        for intent, version in acts:
            self._session.send(intent, seen_version=version)

    def _begin(self, run: Run, acts: Sequence[Intended]) -> None:
        """These go out next; without any there is nothing to wait for."""
        run.expected = [intent for intent, _version in acts]
        if acts:
            self._runs.append(run)
        else:
            self._tell(run)

    def _for_all(self, first: _Asked, run: Run, incidents: list[Incident]) -> Ask:
        label = action_words(run.verb).rstrip("….")
        title = Words(f"{label}：{len(incidents)} 件", f"{label}: {len(incidents)} incidents")
        made = partial(self._made, first, run, incidents)
        return replace(first.ask, title=title, make=made, is_told=True)

    def _made(
        self,
        first: _Asked,
        waiting: Run,
        incidents: list[Incident],
        choice: str,
        text: str,
        *more: str,
    ) -> list[Intended]:
        """The act of each; one that has no such choice is left out, and told of."""
        # An answer that cannot be used yet is given again: each time anew.
        run = Run(waiting.verb, list(waiting.refused))
        acts: list[Intended] = []
        for incident in incidents:
            ask = self._lifecycle.asked(run.verb, incident)
            if not _is_meant(run.verb, choice, first, incident, ask):
                run.refused.append((short_number(incident.number), _OTHERWISE))
            elif ask is None:
                acts.append((self._lifecycle.plain(run.verb, incident), incident.version))
            else:
                acts += ask.make(choice, text, *_own_blanks(first.ask, ask, more))
        self._begin(run, acts)
        return acts

    @Slot(object)
    def on_sent(self, command: Command) -> None:
        """A command went out; one of ours is awaited."""
        for run in self._runs:
            if command.intent in run.expected:
                run.expected.remove(command.intent)
                run.open[command.id] = self._named(command.intent)
                self.claimed.emit(command.id)
                return

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """The fate of one; with the last one the summary is told."""
        run = next((one for one in self._runs if act.command.id in one.open), None)
        if run is None:
            return
        number = run.open.pop(act.command.id)
        if act.fate is Fate.CONFIRMED:
            run.done.append(act)
        elif act.words is not None:
            run.refused.append((number, _words_of(act, act.words)))
        if not run.open and not run.expected:
            self._runs.remove(run)
            self._tell(run)

    def _tell(self, run: Run) -> None:
        label, count = action_words(run.verb).rstrip("…."), len(run.done)
        zh = f"{label}：完成 {count} 件"
        en = f"{label}: {count} done"
        if run.refused:
            zh += f"，未做 {len(run.refused)} 件"
            en += f", {len(run.refused)} not"
            for number, words in run.refused[:_TOLD]:
                zh += f"\n{number}：{words.zh}"
                en += f"\n{number}: {words.en}"
            if len(run.refused) > _TOLD:
                zh += "\n…"
                en += "\n…"
        if run.done:
            self.joined.emit(tuple(run.done))
        said = self.told if run.refused else self.done
        said.emit(Words(zh, en))

    def _named(self, intent: Intent) -> str:
        if hasattr(intent, "incident") and not isinstance(intent, Reserve):
            return self._number(intent.incident)
        whom: MemberId | None = getattr(intent, "member", None)
        member = self._session.frame.picture.members.get(whom) if whom else None
        return member.name if member else "?"

    def _number(self, incident_id: IncidentId | None) -> str:
        incident = self._session.incident(incident_id)
        return short_number(incident.number) if incident else "?"


def _words_of(act: Act, words: Words) -> Words:
    """Why one was refused, with the names of states; and that it lies with the conflicts."""
    named = with_codes_named(words)
    if not act.is_listed:
        return named
    return Words(_LISTED.zh.format(named.zh), _LISTED.en.format(named.en))


def _is_meant(
    verb: str, choice: str, first: _Asked, incident: Incident, ask: Ask | None
) -> bool:
    """Whether the choice that was made for the first incident says the same of another.

    Another condition, or a mark to take away, is another choice. Where it says whose task is
    meant, an assist's is no lead's.
    """
    if verb in ATTENDED:
        task, own = chosen(verb, first.incident, choice), chosen(verb, incident, choice)
        return task is not None and own is not None and own.role is task.role
    made = next(one for one in first.ask.choices if one.id == choice)
    return ask is None or made in ask.choices


def _own_blanks(first: Ask, own: Ask, more: Sequence[str]) -> list[str]:
    """What was written for the first, for the blanks of another; what was left is its own."""
    said = {
        blank.label: text
        for blank, text in zip(first.blanks, more, strict=True)
        if text != blank.usual
    }
    return [said.get(blank.label, blank.usual) for blank in own.blanks]
