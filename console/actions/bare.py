"""The intents of acts that need a line of words at most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.domain.attending import ATTENDED
from models.domain.command import Accept, Attend, Extend, Judge, Register, Suspend
from models.domain.convey_command import Call
from models.domain.welfare_command import SayWell

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.command import Intent
    from models.domain.ids import IncidentId

_BY_ASSIGNEE = ATTENDED | {"read"}
_BARE: dict[str, Callable[..., Intent]] = {
    "accept": Accept,
    "register": Register,
    "well": SayWell,
}
"""Acts that need nothing but the incident."""


def plain_intent(verb: str, incident_id: IncidentId, field: str = "", text: str = "") -> Intent:
    """The intent of an act that needs a line of words at most, put into one field."""
    if verb in _BARE:
        return _BARE[verb](incident=incident_id)
    if verb == "grant-extend":
        return Extend(verb=verb, incident=incident_id)
    if verb == "grant-suspend":
        return Suspend(verb=verb, incident=incident_id)
    if verb == "uncall":
        return Call(verb=verb, incident=incident_id)
    if verb in _BY_ASSIGNEE:
        return _attended(verb, incident_id, field, text)
    judge = Judge(verb=verb, incident=incident_id)
    if field == "text":
        return replace(judge, text=text)
    return replace(judge, reason=text)


def _attended(verb: str, incident_id: IncidentId, field: str, text: str) -> Attend:
    attend = Attend(verb=verb, incident=incident_id)
    if field == "result":
        return replace(attend, result=text)
    return replace(attend, reason=text)
