"""What can be done about an accepted act that was refused: redo it, join it, drop it.

Redo asks the rule again against the present; join turns a dispatch into an assist, and
anything else into a comment; drop takes a reason. Whoever decides acts in their own name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.asking import Ask, Choice
from console.actions.dispatching import PHRASES, PROMPT
from console.actions.judging import judged, may_act, weighed
from console.state.conflict_words import said_words, wanted_words
from console.state.words import action_words, moment_words
from models.desk.conflict import Way
from models.domain.command import Attend, Dispatch, Judge
from models.domain.dispatching import Verdict
from models.domain.error import BadInput, Words
from models.domain.home_settings import require_result
from models.domain.lifecycle import BY_ACTION
from models.domain.map_command import Erase, Redraw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act, Asking
    from console.actions.lifecycle import Lifecycle
    from console.state.session import Session
    from models.desk.conflict import Conflict
    from models.domain.command import Intent
    from models.domain.incident import Incident

_GIVING = frozenset({"dispatch", "redispatch", "assist"})
_GONE = Words(
    "该事件已不在当前态势中，不能再办理；可放弃。",
    "The incident has left the picture: there is nothing to act on. You may drop the act.",
)
_NOT_JOINED = Words(
    "此操作没有可并入的办理；可重做或放弃。",
    "There is nothing to join this act to: redo it or drop it.",
)
_ALREADY_COMMENT = Words("备注没有可并入的办理；可重做。", "A comment joins nothing: redo it.")
_ON_CARD = Words(
    "请在事件卡上重新填写并办结，再放弃此条。",
    "Finish it on the incident's card with more words, then drop this one.",
)
_REDO = Words("重做", "Redo")
_JOIN = Words("并入", "Join")
_DROP = Words("放弃", "Drop")
_DROPPED = (
    Words("他人已办理", "Somebody else did it"),
    Words("不再需要", "No longer needed"),
    Words("误操作", "Sent by mistake"),
)


class ConflictActs(QObject):
    """Carries decisions about conflicts out.

    Signals: `told(object)` Words of a refusal.
    Thread: GUI
    """

    told = Signal(object)

    def __init__(
        self, session: Session, asking: Asking, lifecycle: Lifecycle, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        self._lifecycle = lifecycle

    def refusal(self, way: Way, conflict: Conflict) -> Words | None:
        """Why a conflict cannot be decided in this way now; None where it can."""
        if way is Way.DROP:
            return None
        if conflict.incident is None:
            return _NOT_JOINED if way is Way.JOIN else self._closed(conflict)
        incident = self._session.incident(conflict.incident)
        if incident is None:
            return _GONE
        if way is Way.JOIN:
            return self._join_refusal(conflict, incident)
        return self._redo_refusal(conflict, incident)

    def do(self, way: Way, conflict: Conflict) -> None:
        """Decide, or ask for the reason it takes, or tell why it cannot be."""
        refusal = self.refusal(way, conflict)
        if refusal is not None:
            self.told.emit(refusal)
        elif way is Way.DROP:
            self._asking.open(self._drop_ask(conflict))
        else:
            self._send(way, conflict)

    # -- may it be ---------------------------------------------------------------------------

    def _closed(self, conflict: Conflict) -> Words | None:
        refusal = may_act(self._session, conflict.command.intent.verb)
        return refusal.words if refusal else None

    def _redo_refusal(self, conflict: Conflict, incident: Incident) -> Words | None:
        intent = conflict.command.intent
        if isinstance(intent, Dispatch) and intent.verb in _GIVING:
            return self._giving_refusal(_given_again(intent, incident), incident)
        if intent.verb not in BY_ACTION:
            return self._closed(conflict)
        refusal = self._lifecycle.refusal(intent.verb, incident.id)
        return refusal.words if refusal else self._result_refusal(intent)

    def _result_refusal(self, intent: Intent) -> Words | None:
        """Of a result that was long enough for the release, or the rule, of its day."""
        if not isinstance(intent, Attend) or intent.verb != "finish":
            return None
        try:
            require_result(intent.result, self._session.reference.settings)
        except BadInput as bad:
            zh, en = bad.words.zh, bad.words.en
            return Words(f"{zh}{_ON_CARD.zh}", f"{en} {_ON_CARD.en}")
        return None

    def _join_refusal(self, conflict: Conflict, incident: Incident) -> Words | None:
        intent = conflict.command.intent
        if _joins_by_hand(intent, incident):
            assert isinstance(intent, Dispatch)  # noqa: S101 - said by the line above
            return self._giving_refusal(replace(intent, verb="assist"), incident)
        if intent.verb == "comment":
            return _ALREADY_COMMENT
        refusal = self._lifecycle.refusal("comment", incident.id)
        return refusal.words if refusal else None

    def _giving_refusal(self, intent: Dispatch, incident: Incident) -> Words | None:
        refusal = self._lifecycle.refusal(intent.verb, incident.id)
        if refusal is not None:
            return refusal.words
        answer = judged(self._session, (incident.id,), intent.members)
        if answer is not None and answer.verdict is Verdict.BLOCKED:
            return answer.grounds[0].words
        return None

    # -- doing it ----------------------------------------------------------------------------

    def _send(self, way: Way, conflict: Conflict) -> None:
        intent = self._intent(way, conflict)
        grounds = self._grounds(intent)
        if grounds or _wants_reason(intent):
            self._asking.open(self._ask(way, conflict, intent, grounds))
        else:
            self._decide(way, conflict, intent)

    def _intent(self, way: Way, conflict: Conflict) -> Intent:
        intent = conflict.command.intent
        incident = self._session.incident(conflict.incident)
        if way is Way.JOIN and incident is not None:
            if isinstance(intent, Dispatch) and _joins_by_hand(intent, incident):
                return replace(intent, verb="assist")
            return Judge(verb="comment", incident=incident.id, text=self._retold(conflict))
        if isinstance(intent, Dispatch) and intent.verb in _GIVING and incident is not None:
            return _given_again(intent, incident)
        return intent

    def _retold(self, conflict: Conflict) -> str:
        """What was wanted, as a comment tells it: who, when, what."""
        frame, zone = self._session.frame, self._session.reference.calendar.zone
        at = moment_words(conflict.at, zone, frame.now)
        said = said_words(conflict)
        head = f"{conflict.command.actor} {at} · {wanted_words(self._session, conflict)}"
        return f"{head}: {said}" if said else head

    def _grounds(self, intent: Intent) -> tuple[Words, ...]:
        """What the rule warns of, but that others have it: this is being decided here."""
        if not isinstance(intent, Dispatch) or not intent.members or intent.reason.strip():
            return ()
        answer = judged(self._session, (intent.incident,), intent.members)
        if answer is None or answer.verdict is Verdict.ELIGIBLE:
            return ()
        return tuple(g.words for g in weighed(answer) if g.code != "already_dispatched")

    def _ask(
        self, way: Way, conflict: Conflict, intent: Intent, grounds: tuple[Words, ...]
    ) -> Ask:
        label = action_words(intent.verb).rstrip("….")
        return Ask(
            title=self._title(conflict),
            choices=(Choice(way.value, Words(label, label)),),
            prompt=PROMPT,
            make=partial(self._reasoned, way, conflict, intent),
            grounds=grounds,
            phrases=PHRASES,
        )

    def _drop_ask(self, conflict: Conflict) -> Ask:
        return Ask(
            title=self._title(conflict),
            choices=(Choice(Way.DROP.value, _DROP),),
            prompt=Words("放弃的理由（留存在本席位日志）", "Why (kept in this station's log)"),
            make=partial(self._dropped, conflict),
            phrases=_DROPPED,
        )

    def _title(self, conflict: Conflict) -> Words:
        words = wanted_words(self._session, conflict)
        return Words(words, words)

    def _reasoned(
        self, way: Way, conflict: Conflict, intent: Intent, _choice: str, text: str
    ) -> Sequence[Act]:
        assert isinstance(intent, Dispatch)  # noqa: S101 - no other act is asked about
        self._decide(way, conflict, replace(intent, reason=text), reason=text)
        return ()

    def _dropped(self, conflict: Conflict, _choice: str, text: str) -> Sequence[Act]:
        self._keep(Way.DROP, conflict, text)
        return ()

    def _decide(
        self, way: Way, conflict: Conflict, intent: Intent, *, reason: str = ""
    ) -> None:
        # The act first: a crash between the two may show a conflict again, and lose nothing.
        self._session.send(intent, seen_version=self._present_version(intent))
        self._keep(way, conflict, reason)

    def _keep(self, way: Way, conflict: Conflict, reason: str) -> None:
        session = self._session
        session.conflicts.decide(
            conflict, way, session.seat.operator, session.frame.now, reason
        )

    def _present_version(self, intent: Intent) -> int | None:
        picture = self._session.frame.picture
        if isinstance(intent, Redraw | Erase):
            drawing = picture.drawings.get(intent.drawing)
            return drawing.version if drawing else None
        incident = self._session.incident(getattr(intent, "incident", None))
        return incident.version if incident else None


def label_of(way: Way) -> Words:
    """What a way is called on its button."""
    return {Way.REDO: _REDO, Way.JOIN: _JOIN, Way.DROP: _DROP}[way]


def _given_again(intent: Dispatch, incident: Incident) -> Dispatch:
    """The same work given against the present: others have it, so it is taken from them."""
    if intent.verb == "dispatch" and incident.state.is_with_unit:
        return replace(intent, verb="redispatch", reason="")
    if intent.verb == "redispatch" and not incident.state.is_with_unit:
        return replace(intent, verb="dispatch")
    return intent


def _joins_by_hand(intent: Intent, incident: Incident) -> bool:
    """Whether joining means further hands and not a comment."""
    is_giving = isinstance(intent, Dispatch) and intent.verb in _GIVING
    return is_giving and incident.state.is_with_unit


def _wants_reason(intent: Intent) -> bool:
    is_taking = isinstance(intent, Dispatch) and intent.verb == "redispatch"
    return is_taking and not getattr(intent, "reason", "").strip()
