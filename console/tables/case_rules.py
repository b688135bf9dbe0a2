"""What the district's own rules say of a case: its criterion, and who answers for it by law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from models.domain.incident import State

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.incident import Incident

_ENDING: Final = frozenset({State.HANDLED, State.CHECKING, State.CHECKED})


def rules_of(incident: Incident, session: Session) -> list[str]:
    """The criterion and its law; what it takes to close it; whose duty a returned one is."""
    found = []
    known = session.reference.rulebook.registered_for(incident)
    if known is not None:
        said = " ".join(filter(None, (known.text, known.limit, _by(known.basis))))
        found.append(_said(QT_TRANSLATE_NOOP("CaseRules", "Registered for: {0}")).format(said))
        if known.closing and incident.state in _ENDING:
            words = _said(QT_TRANSLATE_NOOP("CaseRules", "Closed when: {0}"))
            found.append(words.format(known.closing))
    if incident.state is State.RETURN_ASKED:
        found += _duty(incident, session)
    return found


def _duty(incident: Incident, session: Session) -> list[str]:
    rules = session.reference.rulebook
    area = rules.area_of(incident.cell_path)
    leads = [one for one in rules.answering(incident.category or "", area) if one.is_lead]
    if not leads:
        return []
    names = {one.code: one.name for one in session.reference.departments.values()}
    name = names.get(leads[0].department, leads[0].department)
    said = " ".join(filter(None, (name, _by(leads[0].basis))))
    return [_said(QT_TRANSLATE_NOOP("CaseRules", "The duty of: {0}")).format(said)]


def _by(basis: str) -> str:
    return _said(QT_TRANSLATE_NOOP("CaseRules", "(by {0})")).format(basis) if basis else ""


def _said(words: object) -> str:
    return QCoreApplication.translate("CaseRules", str(words))
