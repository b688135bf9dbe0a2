"""Shorthand: an act and its fields in one line, read word by word.

`pq 123 zs` is Dispatch, the incident whose number ends with 123, the member with these
initials. What is left out is taken from the selection: the current incident, the picked
members, the first of those suggested. The rest of the line are the words of the act.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.actions.dispatching import NOTHING_SELECTED
from console.actions.forms import FORMS
from console.actions.judging import judged
from console.actions.leaving import ASK, AWAY, KIND_CHOICES, held_by, left_behind
from console.actions.lifecycle import PICKED
from console.actions.members import MEMBER_ACTS
from console.actions.merging import newest_last, numbered, visible
from console.actions.naming import department_labels, fitting, meant
from console.actions.shelf import SPELT, Label, shelf_of
from console.actions.suggesting import id_of
from console.actions.typed_time import looks_like_a_moment
from console.state.words import short_number
from models.domain.dispatching import Verdict
from models.domain.error import Words
from models.domain.redaction import redacted

if TYPE_CHECKING:
    from uuid import UUID

    from console.actions.act_names import ActNames
    from console.actions.action import Action
    from console.actions.asking import Choice
    from console.actions.dispatching import Dispatching
    from console.actions.index import Index
    from console.actions.lifecycle import Lifecycle
    from console.actions.naming import Names
    from console.actions.suggesting import Suggestion
    from console.state.session import Session
    from models.domain.ids import DepartmentId, MemberId
    from models.domain.incident import Incident

HERE: Final = "."
"""The current incident, where a number could follow."""
MOST_OFFERED: Final = 9
_TAIL: Final = 3
"""A member is found by so many last digits of the number; fewer are a place in the list."""
_TOO_MUCH: Final = Words("此操作不需要其他内容。", "This act takes nothing more.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that could stand next: the whole line with it, and what it means."""

    line: str
    title: str
    detail: str = ""


@dataclass(slots=True)
class Draft:
    """A line as far as it was understood.

    `members` and `office` are whom the line, the selection or the suggestion names;
    `is_suggested` says that it was the suggestion. `choice` is one of a form's, `words` what
    the line says beyond all this, `blanks` what it says for those of an ask. `problem` is why
    Enter would do nothing, `asks` why it would ask for a reason, `warns` what to weigh.
    """

    action: Action
    head: str
    incident: Incident | None = None
    members: tuple[MemberId, ...] = ()
    office: DepartmentId | None = None
    is_suggested: bool = False
    choice: Choice | None = None
    words: str = ""
    blanks: tuple[str, ...] = ()
    problem: Words | None = None
    asks: Words | None = None
    warns: Words | None = None
    offers: list[Offer] = field(default_factory=list)


class Shorthand:
    """Reads lines for one window.

    Thread: GUI
    """

    def __init__(
        self, session: Session, dispatching: Dispatching, lifecycle: Lifecycle
    ) -> None:
        self._session = session
        self._dispatching = dispatching
        self._lifecycle = lifecycle

    def read(self, line: str, names: ActNames, index: Index) -> Draft | None:
        """The draft of a line of an act and something more; None where it is none."""
        first, _, rest = line.lstrip().partition(" ")
        acts = names.beginning(first) if first and " " in line.lstrip() else []
        if not acts:
            return None
        draft, words = Draft(acts[0], first), rest.split()
        if draft.action.verb:
            words = self._take_incident(draft, words)
        if draft.action.verb in PICKED:
            words = self._take_people(draft, words, index)
        elif draft.action.id in MEMBER_ACTS:
            draft.members = self._session.selection.members
            words = self._take_members(draft, words, index, None)
            if draft.action.id == ASK:
                words = self._take_leave(draft, words, index)
        elif draft.action.verb in FORMS and draft.incident is not None:
            words = self._take_choice(draft, words, index)
        draft.words = " ".join(words)
        self._judge(draft)
        return draft

    # -- the incident --------------------------------------------------------------------

    def _take_incident(self, draft: Draft, words: list[str]) -> list[str]:
        draft.incident = self._session.incident(self._session.selection.incident)
        if not words:
            self._offer_incidents(draft)
        if words and words[0] == HERE:
            return self._step(draft, words)
        if not words or not _is_number(words[0]):
            if draft.incident is None:
                draft.problem = NOTHING_SELECTED
            return words
        found = numbered(self._session, words[0])
        draft.incident = found[0] if found else None
        if not found:
            draft.problem = Words(
                f"没有编号以 {words[0]} 结尾的事件。",
                f"No incident has a number that ends with {words[0]}.",
            )
        for one in found[1:MOST_OFFERED]:
            draft.offers.append(self._incident_offer(draft, one))
        return self._step(draft, words)

    def _step(self, draft: Draft, words: list[str]) -> list[str]:
        draft.head = f"{draft.head} {words[0]}"
        return words[1:]

    def _offer_incidents(self, draft: Draft) -> None:
        verb = draft.action.verb
        able = [
            one for one in visible(self._session) if not self._lifecycle.refusal(verb, one.id)
        ]
        able.sort(key=newest_last, reverse=True)
        draft.offers += [self._incident_offer(draft, one) for one in able[:MOST_OFFERED]]

    def _incident_offer(self, draft: Draft, one: Incident) -> Offer:
        serial = one.number.rpartition("-")[2].lstrip("0")
        text = redacted(one.text).strip().replace("\n", " ")
        return Offer(
            f"{draft.head} {serial} ",
            f"{short_number(one.number)}  {redacted(one.address)}",
            text,
        )

    # -- the people ----------------------------------------------------------------------

    def _take_people(self, draft: Draft, words: list[str], index: Index) -> list[str]:
        if draft.incident is None:
            return words
        suggestion = self._dispatching.suggest(draft.incident.id)
        words = self._take_members(draft, words, index, suggestion)
        if not draft.members and draft.office is None and suggestion.picks:
            first = suggestion.picks[0]
            draft.is_suggested = True
            self._name(draft, id_of(first))
        return words

    def _take_members(
        self, draft: Draft, words: list[str], index: Index, suggestion: Suggestion | None
    ) -> list[str]:
        """The first word names one, further ones after a plus."""
        named: list[UUID] = []
        while words and (not named or words[0].startswith("+")):
            found = self._matching(words[0].lstrip("+"), index, suggestion)
            if not found:
                break
            for one in found[1:MOST_OFFERED]:
                draft.offers.append(self._person_offer(draft, one))
            named.append(found[0])
            words = self._step(draft, words)
        if not words and not named and suggestion is not None:
            for pick in suggestion.picks[:MOST_OFFERED]:
                draft.offers.append(self._person_offer(draft, id_of(pick)))
        for who in named:
            self._name(draft, who, is_first=who is named[0])
        return words

    def _name(self, draft: Draft, who: UUID, *, is_first: bool = True) -> None:
        members = self._session.frame.picture.members
        member = members.get(who)  # type: ignore[call-overload] # an id of either kind
        if member is None:
            draft.office = who  # type: ignore[assignment] # then it is a department's
        else:
            draft.members = (member.id,) if is_first else (*draft.members, member.id)

    def _matching(self, word: str, index: Index, suggestion: Suggestion | None) -> list[UUID]:
        """Whom a word means: by place in the suggestion, name, initials, end of the number."""
        picks = [id_of(pick) for pick in suggestion.picks] if suggestion else []
        if word.isdecimal() and len(word) < _TAIL:
            place = int(word)
            return [picks[place - 1]] if 0 < place <= len(picks) else []
        fits = index.members([word.casefold()])
        most = SPELT if not word.isdecimal() else SPELT + 2
        pairs = zip(fits.rows.tolist(), fits.ranks.tolist(), strict=True)
        found: list[UUID] = [fits.keys[row] for row, rank in pairs if rank <= most]
        if suggestion is not None:
            found += self._offices(word, index)
            place_of = {who: place for place, who in enumerate(picks)}
            found.sort(key=lambda who: place_of.get(who, len(picks)))
        return found

    def _offices(self, word: str, index: Index) -> list[UUID]:
        departments = list(self._session.reference.departments.values())
        labels = ((d.id, department_labels(self._session, d)) for d in departments)
        ranks = shelf_of(labels, index.initials).ranked([word.casefold()])
        return [
            d.id for d, rank in zip(departments, ranks.tolist(), strict=True) if rank <= SPELT
        ]

    def _person_offer(self, draft: Draft, who: UUID) -> Offer:
        member = self._session.frame.picture.members.get(who)  # type: ignore[call-overload] # an id of either kind
        if member is not None:
            return Offer(f"{draft.head} {member.number} ", f"{member.name}  {member.number}")
        department = self._session.reference.departments[who]
        return Offer(f"{draft.head} {department.code} ", department.name, department.code)

    # -- choices -------------------------------------------------------------------------

    def _take_choice(self, draft: Draft, words: list[str], index: Index) -> list[str]:
        if draft.incident is None:
            return words
        form = FORMS[draft.action.verb]
        choices = form.choices(self._session, draft.incident)
        rest = self._take_one_of(choices, draft, words, index)
        if words and rest is words and len(choices) > 1 and not form.prompt.en:
            # Words of its own it takes none, and which is meant nobody may guess.
            draft.problem = Words(
                f"“{words[0]}”不是可选项。", f"'{words[0]}' is none of the choices."
            )
        words = rest
        names = form.names(self._session, draft.incident)
        return self._take_names(names, draft, words, index) if names.known else words

    def _take_names(
        self, names: Names, draft: Draft, words: list[str], index: Index
    ) -> list[str]:
        """What the words name, each as it is written in full; the last may go on otherwise."""
        told: list[str] = []
        for word in words[: names.most]:
            named = meant(names.known, word, index.initials)
            if named is None:
                break
            told.append(named.word)
        rest = words[len(told) :]
        if not told and rest:
            draft.problem = Words(
                f"没有叫“{rest[0]}”的部门或类别。",
                f"No department or class is called '{rest[0]}'.",
            )
        head, last = draft.head, ""
        if len(told) == len(words) and words:
            head, last = " ".join([head, *told[:-1]]), words[-1]
        for one in fitting(names.known, last, index.initials)[bool(last) :]:
            draft.offers.append(Offer(f"{head} {one.word} ", one.title))
        return [*told, *rest]

    def _take_leave(self, draft: Draft, words: list[str], index: Index) -> list[str]:
        """Kind, begin, end; the rest is the reason. `qj zs bj 11-28 11-30 发烧`."""
        words = self._take_one_of(KIND_CHOICES, draft, words, index)
        while words and len(draft.blanks) < 2 and looks_like_a_moment(words[0]):
            draft.blanks = (*draft.blanks, words[0])
            words = self._step(draft, words)
        return words

    def _take_one_of(
        self, choices: tuple[Choice, ...], draft: Draft, words: list[str], index: Index
    ) -> list[str]:
        if not words:
            draft.offers += [_choice_offer(draft, one, self._session) for one in choices]
            return words
        labels = (
            (one.id, (Label(one.id), Label(one.words.zh, spelt=True), Label(one.words.en)))
            for one in choices
        )
        ranks = shelf_of(labels, index.initials).ranked([words[0].casefold()]).tolist()
        best = min(range(len(choices)), key=ranks.__getitem__, default=None)
        if best is not None and ranks[best] <= SPELT:
            draft.choice = choices[best]
            return self._step(draft, words)
        draft.choice = choices[0] if choices else None
        return words

    # -- may it be done ------------------------------------------------------------------

    def _judge(self, draft: Draft) -> None:
        action, incident = draft.action, draft.incident
        if draft.problem is not None:
            return
        if action.verb in PICKED and incident is not None:
            self._judge_people(draft, incident)
        elif action.verb and incident is not None:
            refusal = self._lifecycle.refusal(action.verb, incident.id)
            draft.problem = refusal.words if refusal else None
        elif not action.verb and draft.words and action.id != ASK:
            draft.problem = _TOO_MUCH
        elif action.id in AWAY:
            known = self._session.frame.picture.members
            people = [known[one] for one in draft.members if one in known]
            draft.warns = next(iter(left_behind(held_by(self._session, people))), None)

    def _judge_people(self, draft: Draft, incident: Incident) -> None:
        closed = self._dispatching.refusal(incident.id)
        answer = judged(self._session, (incident.id,), draft.members) if draft.members else None
        if closed is not None:
            draft.problem = closed
        elif answer is not None and answer.verdict is Verdict.BLOCKED:
            draft.problem = answer.grounds[0].words
        elif answer is not None and answer.verdict is Verdict.WARN and not draft.words:
            draft.asks = answer.grounds[0].words


def _choice_offer(draft: Draft, choice: Choice, session: Session) -> Offer:
    said = choice.words.in_(session.seat.language)
    return Offer(f"{draft.head} {choice.id} ", said)


def _is_number(word: str) -> bool:
    return word.replace("-", "").isdecimal()
