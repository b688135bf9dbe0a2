"""The acts of the lifecycle at a desk: accept, register, sign on behalf, finish, close.

Which are offered is asked of the lifecycle table; what needs words opens an ask.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.asking import Ask, Choice
from console.actions.bare import plain_intent
from console.actions.evidence import (
    SHOWS,
    blanks_of,
    evidence_lacking,
    papers_lacking,
    with_evidence,
    with_handler,
    with_papers,
)
from console.actions.forms import FORMS
from console.actions.judging import may_act
from console.actions.merging import master, masters
from console.actions.naming import NO_NAMES
from console.actions.wanted import NOTE, WANTED
from console.actions.whose import chosen, done_for, whose
from console.state.words import action_words, state_words
from models.domain.attending import ATTENDED, attendable, fits
from models.domain.command import Merge
from models.domain.dispatching import leader_needed
from models.domain.error import Words
from models.domain.home_settings import require_result
from models.domain.matter import has_matter
from models.domain.photo import PhotoRole
from models.domain.refusal import refuse
from models.domain.voiding import void_refusal
from models.domain.welfare import watched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.actions.asking import Act, Asking, Blank
    from console.actions.wanted import Wanted
    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.refusal import Refusal

PICKED = frozenset({"dispatch", "assist", "redispatch"})
"""These name members: the picker asks for them."""
GIVING = frozenset({"dispatch", "redispatch"})
"""These say who leads."""
ATTACH = "attach"
"""This needs photos: a card of its own gathers them."""
ALONE = PICKED | {ATTACH}
"""These are done to one incident at a time."""


Photos = Callable[["IncidentId", PhotoRole], tuple[str, ...]]
"""The names of an incident's photos that show one thing."""


def _no_photos(_incident: IncidentId, _role: PhotoRole) -> tuple[str, ...]:
    return ()


class Lifecycle(QObject):
    """Carries out acts on one incident; `photos_of` finds what bears them out.

    Signals: `told(object)` Words of a refusal; `picker_wanted(object, str)` an IncidentId
    that members are to be picked for, and the act; `photos_wanted(object)` one that photos
    are to be added to;
    `papers_wanted(object, str)` one that photos are to be chosen for, and the act they go with.
    Thread: GUI
    """

    told = Signal(object)
    picker_wanted = Signal(object, str)
    photos_wanted = Signal(object)
    papers_wanted = Signal(object, str)

    def __init__(self, session: Session, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        self.photos_of: Photos = _no_photos

    def refusal(self, verb: str, incident_id: IncidentId | None) -> Refusal | None:
        """Why an act cannot be done now; None where it can."""
        incident = self._known(incident_id)
        if incident is None:
            return _NOTHING_SELECTED
        closed = may_act(self._session, verb)
        if closed is not None:
            return closed
        if not fits(verb, incident):
            return _wrong_state(verb, incident)
        if verb in GIVING and (led := leader_needed(incident, self._session.seat.roles)):
            return led
        seat = self._session.seat
        if void := void_refusal(verb, incident, seat.operator, seat.roles):
            return void
        minutes = self._session.reference.rulebook.risk_minutes(incident.category)
        if verb == "well" and watched(incident, minutes) is None:
            return _NOBODY_WATCHED
        return None if has_matter(verb, incident) else _LACKS[verb]

    def offered(self, incident_id: IncidentId | None) -> tuple[str, ...]:
        """The verbs that can be done with an incident now, in the order of the lifecycle."""
        return tuple(verb for verb in VERBS if self.refusal(verb, incident_id) is None)

    def ask(
        self, verb: str, incident_id: IncidentId | None, papers: tuple[str, ...] = ()
    ) -> None:
        """Do it, or ask for the words that it needs; a refusal is told.

        `papers` are photos that go with the act.
        """
        refusal = self.refusal(verb, incident_id)
        incident = self._known(incident_id)
        if refusal is not None or incident is None:
            self.told.emit((refusal or _NOTHING_SELECTED).words)
            return
        if verb in PICKED:
            self.picker_wanted.emit(incident.id, verb)
            return
        lacking = evidence_lacking(self._session, verb, incident, self._photos(verb, incident))
        if lacking is not None:
            self.told.emit(lacking.words)
        if verb == ATTACH or lacking is not None:
            self.photos_wanted.emit(incident.id)
            return
        lacking = None if papers else papers_lacking(self._session, verb, incident)
        if lacking is not None:
            self.told.emit(lacking.words)
            self.papers_wanted.emit(incident.id, verb)
            return
        ask = self.asked(verb, incident, papers)
        if ask is None:
            intent = with_papers(self.plain(verb, incident), papers)
            self._session.send(intent, seen_version=incident.version)
        else:
            self._asking.open(ask)

    def asked(self, verb: str, incident: Incident, papers: tuple[str, ...] = ()) -> Ask | None:
        """What an act has to be told first; None where it needs no words."""
        if verb in FORMS:
            choices = FORMS[verb].choices(self._session, incident)
            form = partial(self._formed, verb, incident, papers)
            return self._asked_by_form(verb, incident, choices, form) if choices else None
        wanted = WANTED.get(verb)
        if wanted is None and not blanks_of(self._session, verb, incident):
            return None
        return self._form(verb, incident, wanted or NOTE)

    def _form(self, verb: str, incident: Incident, wanted: Wanted) -> Ask:
        label = action_words(verb).rstrip("….")
        words = Words(label, label)
        blanks = blanks_of(self._session, verb, incident)
        return Ask(
            title=Words(f"{label} {incident.number}", f"{label} {incident.number}"),
            choices=self._choices(verb, incident)
            or (Choice(verb, words, needs_text=wanted.is_needed),),
            prompt=wanted.prompt,
            make=partial(self._acts, incident, wanted, blanks),
            phrases=(*self._own_phrases(verb), *wanted.phrases),
            blanks=tuple(blanks.values()),
            names=masters(self._session, incident) if verb == "merge" else NO_NAMES,
        )

    def _choices(self, verb: str, incident: Incident) -> tuple[Choice, ...]:
        if verb not in ATTENDED:
            return ()
        return whose(verb, needs_text=True)(self._session, incident)

    def _own_phrases(self, verb: str) -> tuple[Words, ...]:
        """What the district itself often says with an act."""
        own = self._session.reference.rulebook.phrases
        return tuple(one.words for one in own if one.act == verb)

    def _asked_by_form(
        self,
        verb: str,
        incident: Incident,
        choices: tuple[Choice, ...],
        make: Callable[..., Sequence[Act]],
    ) -> Ask:
        form, label = FORMS[verb], action_words(verb).rstrip("….")
        return Ask(
            title=Words(f"{label} {incident.number}", f"{label} {incident.number}"),
            choices=choices,
            prompt=form.prompt,
            make=make,
            phrases=(*self._own_phrases(verb), *form.phrases),
            blanks=form.blanks(self._session, incident),
            names=form.names(self._session, incident),
        )

    def _formed(
        self,
        verb: str,
        incident: Incident,
        papers: tuple[str, ...],
        choice: str,
        text: str,
        *more: str,
    ) -> Sequence[Act]:
        intent = FORMS[verb].make(self._session, incident, choice, text, *more)
        return [(with_papers(intent, papers), incident.version)]

    def _photos(self, verb: str, incident: Incident) -> tuple[str, ...]:
        role = SHOWS.get(verb)
        return self.photos_of(incident.id, role) if role is not None else ()

    def plain(self, verb: str, incident: Incident) -> Intent:
        """The act without any words; of the one whose it can be."""
        tasks = attendable(verb, incident) if verb in ATTENDED else ()
        return done_for(self._plain(verb, incident, {}), tasks[0] if tasks else None)

    def _plain(
        self,
        verb: str,
        incident: Incident,
        said: Mapping[str, str],
        field: str = "",
        text: str = "",
    ) -> Intent:
        intent = plain_intent(verb, incident.id, field, text)
        photos = self._photos(verb, incident)
        return with_evidence(intent, photos, said)

    def _acts(
        self,
        incident: Incident,
        wanted: Wanted,
        blanks: Mapping[str, Blank],
        choice: str,
        text: str,
        *more: str,
    ) -> Sequence[Act]:
        verb = choice.partition("~")[0]
        if verb == "merge":
            into = master(self._session, incident, text)
            # Naming the master is the reason: the two tell of one thing.
            reason = f"= {into.number}"
            merge = Merge(incident=incident.id, into=into.id, reason=reason)
            return [(merge, incident.version)]
        # By the names that were asked for: what is wanted may have changed since.
        texts = zip(blanks.items(), more, strict=True)
        said = {name: blank.read(text) for (name, blank), text in texts}
        if wanted.field == "result":
            require_result(text, self._session.reference.settings)
        intent = self._plain(verb, incident, said, wanted.field, text)
        task = chosen(verb, incident, choice) if verb in ATTENDED else None
        intent = with_handler(self._session, done_for(intent, task), task)
        return [(intent, incident.version)]

    def _known(self, incident_id: IncidentId | None) -> Incident | None:
        if incident_id is None:
            return None
        return self._session.incident(incident_id)


VERBS = (
    "send-verify",
    "verify-result",
    "accept",
    "refuse",
    "appeal",
    "audit-pass",
    "audit-fail",
    "register",
    "not-register",
    "send-back-accept",
    "merge",
    "unmerge",
    "dispatch",
    "assist",
    "whistle",
    "inform",
    "read",
    "redispatch",
    "withdraw",
    "sign",
    "call",
    "uncall",
    "well",
    "arrive",
    "check-in",
    "finish",
    "return",
    "grant-return",
    "deny-return",
    "extend",
    "grant-extend",
    "deny-extend",
    "suspend",
    "grant-suspend",
    "deny-suspend",
    "drop-ask",
    "resume",
    "send-check",
    "check-pass",
    "check-fail",
    "close",
    "close-refuse",
    "recheck",
    "follow-up",
    "archive",
    "reopen",
    "rate",
    "supervise",
    "escalate",
    "hand-down",
    "reclassify",
    "comment",
    "instruct",
    "remind",
    "urgent",
    "mark",
    "attach",
    "void",
    "confirm-void",
    "drop-void",
)
"""Every act on an incident that this release knows, as the lifecycle goes."""
_NOTHING_SELECTED = refuse("nothing_selected", "先选择一个事件。", "Select an incident first.")
_NO_NOTICE = refuse("nothing_to_read", "没有待阅的抄告。", "No notice waits to be read.")
_APPEALED = refuse("appealed_already", "已申诉过一次。", "It was appealed before.")
_NOBODY_WAITS = refuse("nobody_to_call", "没有等待答复的任务。", "No task waits for a reply.")
_NOBODY_WATCHED = refuse("not_watched", "没有需要确认平安的人。", "Nobody here is watched.")
_NO_CALL = refuse("no_call", "没有可撤销的电话告知。", "There is no call to take back.")
_NO_WHISTLE = refuse("not_whistled", "没有吹哨召集的部门。", "No department was whistled for.")


_LACKS = {
    "appeal": _APPEALED,
    "read": _NO_NOTICE,
    "call": _NOBODY_WAITS,
    "uncall": _NO_CALL,
    "rate": _NO_WHISTLE,
}
"""What is said where an act's matter is missing."""


def _wrong_state(verb: str, incident: Incident) -> Refusal:
    label, state = action_words(verb).rstrip("…."), state_words(incident.state)
    return refuse(
        "wrong_state",
        f"{incident.number} 的状态是“{state}”，不能“{label}”。",
        f"{incident.number} is '{state}': '{label}' is not possible now.",
    )
