"""Simulated colleagues in the centre: they accept, register, check and close.

They dispatch a share of the cases and leave the rest to the people at the desk. They
look at the same picture as everybody and act through commands alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import cKDTree

from models.domain.category import OTHER
from models.domain.command import Accept, Command, Dispatch, Intent, Judge, Register
from models.domain.dispatching import Circumstances, Verdict, may_dispatch
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.incident import AssigneeKind, Source, State
from models.domain.lifecycle import BY_ACTION, Role
from models.domain.timetable import USUAL_SHIFTS, timetable_of
from models.domain.work_calendar import WorkCalendar
from models.picture.query import is_serving
from models.simulation.chance import seeded_uuid, spread, uniform
from models.simulation.plane import to_plane

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from models.domain.error import Language
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.picture.picture import Picture
    from models.simulation.district import FictionalDistrict
    from models.simulation.plane import FloatArray

_MEDIAN_S: Final = {
    State.REPORTED: 40.0,
    State.ACCEPTED: 30.0,
    State.REGISTERED: 75.0,
    State.DISPATCHED: 900.0,
    State.RETURN_ASKED: 120.0,
    State.HANDLED: 180.0,
    State.CHECKING: 2_700.0,
    State.CHECKED: 60.0,
}
"""How long a case waits for a colleague in each state, on average."""
PATIENCE_S: Final = 1_500.0
"""What the people at the desk leave lying this long, colleagues dispatch after all."""
_REFUSED: Final = 0.03
_GRANTED: Final = 0.75
_JOINT: Final = 0.25
_CANDIDATES: Final = 16
_ROLE_ORDER = (Role.ACCEPTOR, Role.SHIFT_LEAD, Role.DISPATCHER)
_Stand = tuple[IncidentId, int]
"""An incident as it was decided upon last."""


class Centre:
    """The colleagues of one centre.

    `share` 0..1 of the cases they dispatch themselves; at 0 they leave every one to the
    people at the desk. Thread: any, one at a time.
    """

    def __init__(
        self,
        district: FictionalDistrict,
        seed: int,
        *,
        share: float = 0.7,
        language: Language = "zh",
    ) -> None:
        self._seed, self.share, self._zh = seed, share, language == "zh"
        self._order = [enrol.member for enrol in district.members]
        self._since: dict[_Stand, datetime] = {}
        self._said: dict[_Stand, set[str]] = {}

    def step(self, now: datetime, picture: Picture, places: FloatArray) -> list[Command]:
        """What they do at `now`.

        `places` is `Field.places()`: shape (members, 2), WGS 84 degrees, roster order.
        """
        duty = _Roster(picture, self._order, places, now)
        commands: list[Command] = []
        known: dict[_Stand, datetime] = {}
        for incident in picture.incidents.values():
            if incident.state not in _MEDIAN_S:
                continue
            stand = incident.id, incident.decided
            since = known[stand] = self._since.get(stand, now)
            intent = self._intent(incident, (now - since).total_seconds(), duty)
            if intent is not None:
                commands += self._command(incident, intent, now)
        self._since = known
        self._said = {stand: verbs for stand, verbs in self._said.items() if stand in known}
        return commands

    def _command(self, incident: Incident, intent: Intent, now: datetime) -> list[Command]:
        said = self._said.setdefault((incident.id, incident.decided), set())
        if intent.verb in said:
            return []
        said.add(intent.verb)
        key = f"{incident.id}/{incident.decided}/{intent.verb}"
        role = next(r for r in _ROLE_ORDER if r in BY_ACTION[intent.verb].roles)
        at_ms = int(now.timestamp() * 1000)
        return [
            Command(
                id=CommandId(seeded_uuid(self._seed, "centre", key, at_ms)),
                intent=intent,
                actor=f"sim-{role.value}",
                roles=frozenset({role}),
                station="simulator",
                seen_version=incident.version,
            )
        ]

    def _intent(self, incident: Incident, waited_s: float, duty: _Roster) -> Intent | None:
        haste = (1.0, 0.5, 0.25)[incident.urgency.rank]
        if incident.state is State.DISPATCHED:
            haste = 1.0
        median = _MEDIAN_S[incident.state] * haste
        key = f"{incident.id}/{incident.state}/{incident.decided}"
        due = spread(self._seed, "desk", key, median, 0.5)
        if incident.state is State.REGISTERED and not self._mine(incident):
            due = PATIENCE_S if self.share > 0 else float("inf")
        if waited_s < due:
            return None
        return self._next(incident, duty)

    def _mine(self, incident: Incident) -> bool:
        return uniform(self._seed, "mine", incident.id) < self.share

    def _next(self, incident: Incident, duty: _Roster) -> Intent | None:
        if incident.state is State.REPORTED:
            return self._accept(incident)
        if incident.state is State.ACCEPTED:
            return Register(incident=incident.id)
        if incident.state is State.REGISTERED:
            return self._dispatch(incident, duty)
        if incident.state is State.DISPATCHED:
            return self._redispatch(incident, duty)
        if incident.state is State.RETURN_ASKED:
            return self._answer_return(incident)
        if incident.state is State.CHECKED:
            return Judge(
                verb="close", incident=incident.id, result=self._word("结案", "Closed")
            )
        result = self._word("电话核查，结果属实。", "Checked by telephone.")
        return Judge(verb="check-pass", incident=incident.id, result=result)

    def _accept(self, incident: Incident) -> Intent:
        citizen = incident.source in {Source.HOTLINE, Source.CITIZEN}
        if citizen and uniform(self._seed, "refuse", incident.id) < _REFUSED:
            reason = self._word("不属于受理范围，已向来电人解释。", "Outside our competence.")
            return Judge(verb="refuse", incident=incident.id, reason=reason)
        return Accept(incident=incident.id, category=incident.category or OTHER)

    def _answer_return(self, incident: Incident) -> Intent:
        verb = "deny-return"
        if uniform(self._seed, "return", incident.id) < _GRANTED:
            verb = "grant-return"
        reason = self._word("经核实后答复。", "Answered after looking into it.")
        return Judge(verb=verb, incident=incident.id, reason=reason)

    def _dispatch(self, incident: Incident, duty: _Roster) -> Intent | None:
        wanted = 1
        if incident.urgency.rank and uniform(self._seed, "joint", incident.id) < _JOINT:
            wanted = 2
        chosen = duty.nearest(incident, wanted)
        if not chosen:
            return None
        is_off = any(map(duty.is_off, chosen))
        reason = (
            self._word("班次外，就近可到。", "Off shift, but near and there.") if is_off else ""
        )
        return Dispatch(incident=incident.id, members=chosen, reason=reason)

    def _redispatch(self, incident: Incident, duty: _Roster) -> Intent | None:
        """Somebody does not answer: another goes."""
        lead = incident.lead
        if lead is None or lead.assignee_kind is not AssigneeKind.MEMBER or not self.share:
            return None
        silent = {task.assignee for task in incident.tasks}
        chosen = duty.nearest(incident, 1, but=silent)
        reason = self._word("长时间未签收，改派。", "Not signed for long.")
        if not chosen:
            return None
        return Dispatch(verb="redispatch", incident=incident.id, members=chosen, reason=reason)

    def _word(self, zh: str, en: str) -> str:
        return zh if self._zh else en


_TIMETABLE = timetable_of(WorkCalendar().zone, USUAL_SHIFTS)
"""A demo has the usual shifts, in the usual zone."""


class _Roster:
    """Who is free and near, as of one step; what it gives out counts as load at once."""

    def __init__(
        self, picture: Picture, order: list[MemberId], places: FloatArray, now: datetime
    ) -> None:
        self._picture = picture
        self._order, self._places, self._now = order, places, now
        self._local = _TIMETABLE.local(now)
        self._free: list[Member] = []
        self._tree: cKDTree | None = None
        self._given: dict[MemberId, int] = {}

    def _plant(self) -> cKDTree:
        rows = []
        for index, member_id in enumerate(self._order):
            member = self._picture.members.get(member_id)
            if member is not None and is_serving(member, self._now):
                self._free.append(member)
                rows.append(index)
        return cKDTree(to_plane(self._places[np.array(rows, np.int64)]).reshape(-1, 2))

    def nearest(
        self, incident: Incident, count: int, *, but: Collection[UUID] = ()
    ) -> tuple[MemberId, ...]:
        """The nearest members to whom the rule has no objection, at most `count`.

        Those on shift first; whoever is not goes for a reason.
        """
        if self._tree is None:
            self._tree = self._plant()
        if incident.place is None or not self._free:
            return ()
        spot = np.array([[incident.place.lon_deg, incident.place.lat_deg]])
        away, near = self._tree.query(to_plane(spot)[0], k=min(_CANDIDATES, len(self._free)))
        found = [
            (self._free[int(row)], float(distance))
            for distance, row in zip(np.atleast_1d(away), np.atleast_1d(near), strict=True)
        ]
        chosen: list[MemberId] = []
        for is_off in (False, True):
            for member, distance in found:
                if len(chosen) == count:
                    return tuple(chosen)
                is_other = member.id not in but and self.is_off(member.id) == is_off
                if is_other and self._fit(incident, member, distance):
                    chosen.append(member.id)
                    self._given[member.id] = self._given.get(member.id, 0) + 1
        return tuple(chosen)

    def is_off(self, member: MemberId) -> bool:
        """Whether a member is outside of their shifts."""
        return _TIMETABLE.is_off(self._picture.members[member].rota, self._local)

    def _fit(self, incident: Incident, member: Member, distance_m: float) -> bool:
        load = len(self._picture.tasks_of.get(member.id, ())) + self._given.get(member.id, 0)
        # Far is no ground here: somebody has to go, and these are the nearest.
        around = Circumstances(load=load, distance_m=min(distance_m, 1_000.0), at=self._now)
        if incident.state is State.REGISTERED:
            return may_dispatch(incident, member, around).verdict is Verdict.ELIGIBLE
        return load < member.capacity and incident.open_task_of(member.id) is None
