"""Who finished cases alike near a place, as the desk lane reads it out of the home.

Asked once for a class and a neighbourhood; until the answer is there, nobody has any.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from models.analysis.suggestion import Insight
from models.analysis.suggestion_rules import SuggestionRules, suggestion_rules
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from models.domain.ids import CellId
    from models.domain.incident import Incident
    from models.domain.timetable import Timetable

_KEPT: Final = 256
_NEIGHBOURS: Final = 2
"""The neighbourhood of an incident: so many levels above its cell."""
_NOBODY: Final[Mapping[UUID, int]] = MappingProxyType({})


@cache
def usual_rules() -> SuggestionRules:
    """How suggestions are ranked, as shipped."""
    return suggestion_rules(resource_path("suggestion.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Alike:
    """A question for the lane: who finished cases like those of a class, in or below a cell."""

    category: str
    cell: CellId


class Experience(QObject):
    """What a console knows about who did what before.

    Signals: `asked(object)` an `Alike` for the desk lane, which `on_told` wants back with
    its answer; `changed()` an answer came.
    Thread: GUI
    """

    asked = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: OrderedDict[Alike, Mapping[UUID, int]] = OrderedDict()
        self._asked: set[Alike] = set()

    def insight(self, incident: Incident, timetable: Timetable) -> Insight:
        """What speaks for anybody in this incident, as far as is known now."""
        rules, past = usual_rules(), self._past(incident)
        skills = rules.skills_for(incident.category)
        return Insight(skills, past, rules.weights, timetable)

    def on_told(self, question: Alike, answer: Mapping[UUID, int]) -> None:
        """Take an answer of the lane."""
        self._asked.discard(question)
        self._told[question] = answer
        while len(self._told) > _KEPT:
            self._told.popitem(last=False)
        self.changed.emit()

    def on_failed(self, question: Alike) -> None:
        """The lane could not answer: ask again at the next occasion."""
        self._asked.discard(question)

    def _past(self, incident: Incident) -> Mapping[UUID, int]:
        if not incident.category or not incident.cell_path:
            return _NOBODY
        path = incident.cell_path
        cell = path[max(0, len(path) - 1 - _NEIGHBOURS)]
        question = Alike(incident.category, cell)
        if question in self._told:
            self._told.move_to_end(question)
            return self._told[question]
        if question not in self._asked:
            self._asked.add(question)
            self.asked.emit(question)
        return _NOBODY
