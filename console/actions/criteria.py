"""What a case is registered for, and what has to be so before it is closed (立案、结案条件)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.actions.asking import Choice
from models.domain.command import Judge, Register
from models.domain.error import Words

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.incident import Incident


def criteria(session: Session, incident: Incident) -> tuple[Choice, ...]:
    """What a case of the class can be registered for; none where that is plain."""
    rules = session.reference.rulebook
    here = rules.criteria_of(incident.category or "", rules.area_of(incident.cell_path))
    # One that speaks of the area comes before one for all areas.
    here.sort(key=lambda one: one.area is not None)
    said = {one.code: f"{one.code} {one.text} {one.limit}".strip() for one in here}
    if len(said) < 2:
        return ()
    return tuple(
        Choice(code, Words(*[text] * 2), needs_text=False) for code, text in said.items()
    )


def register(_s: Session, incident: Incident, criterion: str, _text: str) -> Intent:
    """Registered for the criterion that was chosen."""
    return Register(incident=incident.id, criterion=criterion)


def closing(session: Session, incident: Incident) -> tuple[Choice, ...]:
    """Whoever closes says that the closing condition is met; nothing where there is none."""
    known = session.reference.rulebook.registered_for(incident)
    if known is None or not known.closing:
        return ()
    words = Words(f"已满足“{known.closing}”：结案", f"“{known.closing}” is met: close")
    return (Choice("close", words, needs_text=False),)


def close(session: Session, incident: Incident, _choice: str, _text: str) -> Intent:
    """Closed, with the condition that was met on the record."""
    known = session.reference.rulebook.registered_for(incident)
    met = known.closing if known is not None else ""
    return Judge(verb="close", incident=incident.id, result=met)
