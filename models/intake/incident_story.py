"""From a logged incident to the acts that tell it, each at its own time.

The desk's rules want one lead as long as units are at work, while a log only knows units.
The lead is, among those dispatched first, the one that is through last. Where further units
are sent after the lead is through, those still at work take over by a `redispatch`; where
nobody is, a `withdraw` brings the incident back to the dispatcher until they are sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from models.intake.incident_log import LoggedIncident, Response

_ENDS: Final = frozenset({"redispatch", "withdraw", "finish", "check-pass", "close"})


@dataclass(frozen=True, slots=True)
class Timed:
    """An act at its instant (aware UTC).

    `units`: who is given work (the first leads), or whose act it is. `is_implied`: the log
    does not tell it, but what it tells cannot have happened without.
    """

    at: datetime
    verb: str
    incident: LoggedIncident
    units: tuple[str, ...] = ()
    is_implied: bool = False


def story_of(incidents: Iterable[LoggedIncident], close_when: str) -> list[Timed]:
    """All acts in order of time; at one instant work that ends comes before new work."""
    keyed = []
    for place, incident in enumerate(incidents):
        began: datetime | None = None
        for n, act in enumerate(acts_of(incident, close_when)):
            if act.verb not in _ENDS:
                began = act.at
            keyed.append(((act.at, began == act.at, place, n), act))
    keyed.sort(key=lambda one: one[0])
    return [act for _, act in keyed]


def acts_of(incident: LoggedIncident, close_when: str = "all_finished") -> list[Timed]:
    """The acts of one incident, in order."""
    acts = [Timed(incident.received, "report", incident)]
    opened = incident.accepted
    if opened is None and incident.responses:
        opened = incident.responses[0].dispatched
    if opened is not None:
        implied = incident.accepted is None
        acts += [Timed(opened, v, incident, (), implied) for v in ("accept", "register")]
    if incident.responses:
        acts += _Walk(incident).acts(close_when)
    return acts


class _Walk:
    """Goes through the units' instants in order, and keeps who leads and who is at work."""

    def __init__(self, incident: LoggedIncident) -> None:
        self._incident = incident
        self._lead: Response | None = None
        self._working: list[Response] = []
        self._signed: set[Response] = set()
        self._arrived: set[Response] = set()
        self._is_through = False
        self._acts: list[Timed] = []

    def acts(self, close_when: str) -> list[Timed]:
        responses = self._incident.responses
        for at, step, response in _instants(responses):
            if step == "dispatched":
                if response not in self._working:
                    self._send(at, [one for one in responses if one.dispatched == at])
            elif step == "signed":
                self._sign(at, response)
            elif step == "arrived":
                self._arrive(at, response)
            else:
                self._finish(at, response, more=responses[-1].dispatched > at)
        if self._is_through and close_when == "all_finished":
            at = max(response.last_known for response in responses)
            self._tell(at, "check-pass")
            self._tell(at, "close")
        return self._acts

    def _send(self, at: datetime, units: Sequence[Response]) -> None:
        if self._lead is None:
            self._lead = _last_through(units)
            units = _with_first(units, self._lead)
            self._tell(at, "dispatch", *units)
        else:
            self._tell(at, "assist", *units)
        self._working += units

    def _sign(self, at: datetime, response: Response) -> None:
        if response not in self._signed:
            self._signed.add(response)
            self._tell(at, "sign", response)

    def _arrive(self, at: datetime, response: Response) -> None:
        self._sign_by_deed(at, response)
        self._arrived.add(response)
        self._tell(at, "arrive", response)

    def _sign_by_deed(self, at: datetime, response: Response) -> None:
        # A case is only handled once its lead has signed: what the lead does says so.
        if response is self._lead and response not in self._signed:
            self._sign(at, response)
            self._acts[-1] = replace(self._acts[-1], is_implied=True)

    def _finish(self, at: datetime, response: Response, *, more: bool) -> None:
        self._working.remove(response)
        if response is not self._lead or not more:
            self._is_through |= response is self._lead
            self._sign_by_deed(at, response)
            self._tell(at, "finish", response)
        elif self._working:
            self._hand_over(at)
        else:
            self._lead = None
            self._tell(at, "withdraw")

    def _hand_over(self, at: datetime) -> None:
        self._lead = _last_through(self._working)
        self._working = _with_first(self._working, self._lead)
        self._tell(at, "redispatch", *self._working)
        for one in self._working:
            if one in self._signed:
                self._tell(at, "sign", one)
            if one in self._arrived:
                self._tell(at, "arrive", one)

    def _tell(self, at: datetime, verb: str, *who: Response) -> None:
        self._acts.append(Timed(at, verb, self._incident, tuple(one.unit for one in who)))


def _instants(responses: Iterable[Response]) -> list[tuple[datetime, str, Response]]:
    """At one instant units are sent before others are through, so that the case goes on."""
    steps = ("dispatched", "signed", "arrived", "finished")
    found = [
        (at, rank, step, response)
        for response in responses
        for rank, step in enumerate(steps)
        if (at := getattr(response, step)) is not None
    ]
    found.sort(key=lambda one: (one[0], one[1], one[3].row))
    return [(at, step, response) for at, _, step, response in found]


def _last_through(units: Iterable[Response]) -> Response:
    """Who is through last; one that never is comes behind all that are."""
    return max(units, key=lambda one: (one.finished is not None, one.last_known, -one.row))


def _with_first(units: Sequence[Response], first: Response) -> list[Response]:
    return [first, *(one for one in units if one is not first)]
