"""The departments worth offering for an incident: those whose duty its class is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.analysis.precedent import precedents
from models.analysis.responsibility import responsible
from models.analysis.suggestion import Ground
from models.domain.dispatching import Verdict, may_dispatch_department
from models.domain.error import Words
from models.domain.incident import AssigneeKind

if TYPE_CHECKING:
    from uuid import UUID

    from console.state.session import Session
    from models.analysis.responsibility import Responsible
    from models.analysis.suggestion import Insight
    from models.domain.category import Category
    from models.domain.department import Department
    from models.domain.dispatching import Answer
    from models.domain.incident import Incident

OFFERED = 5


@dataclass(frozen=True, slots=True)
class Office:
    """A department for an incident, with the grounds that add up to its place in the order."""

    department: Department
    load: int
    answer: Answer
    grounds: tuple[Ground, ...]

    @property
    def cost_min(self) -> float:
        """The sum of the grounds."""
        return sum(ground.minutes for ground in self.grounds)

    @property
    def reasons(self) -> tuple[Words, ...]:
        """The grounds against, else what makes it theirs."""
        against = tuple(ground.words for ground in self.answer.grounds)
        return against or tuple(ground.words for ground in self.grounds)


def offices(session: Session, incident: Incident, insight: Insight) -> list[Office]:
    """The departments that answer for the class and the area; none that is blocked."""
    reference = session.reference
    category = reference.categories.get(incident.category or "")
    rules = reference.rulebook
    area = rules.area_of(incident.cell_path)
    listed = rules.answering(incident.category or "", area)
    known = reference.departments.values()
    found = responsible(category, incident.cell_path, known, listed)
    if not found:
        return []
    loads = _loads(session)
    bound = precedents(session.frame.picture.incidents.values(), incident)
    made = [
        _office(incident, one, category, loads, insight, bound[one.department.id])
        for one in found[:OFFERED]
    ]
    return [one for one in made if one.answer.verdict is not Verdict.BLOCKED]


def _office(
    incident: Incident,
    one: Responsible,
    category: Category | None,
    loads: Counter[UUID],
    insight: Insight,
    bound: int,
) -> Office:
    weights, department = insight.weights, one.department
    grounds = [
        Ground("department", weights.department, Words("部门派员", "a department sets out"))
    ]
    is_theirs = one.place == 0 and category is not None and not category.self_handle
    words = Words(f"权责清单：{one.duty}", f"in its list of duties: {one.duty}")
    grounds.append(Ground("duty", -weights.duty if is_theirs else 0.0, words))
    done = insight.past.get(department.id, 0)
    if done:
        worth = min(weights.past * done, weights.most_past)
        said = Words(f"附近同类办过 {done} 件", f"finished {done} alike near here")
        grounds.append(Ground("past", -worth, said))
    if bound:
        said = Words(
            f"先例：中心领导指定过 {bound} 次",
            f"a precedent: the centre leader assigned {bound} of these",
        )
        grounds.append(Ground("precedent", -weights.most_past, said))
    answer = may_dispatch_department(incident, department)
    return Office(department, loads[department.id], answer, tuple(grounds))


def _loads(session: Session) -> Counter[UUID]:
    return Counter(
        task.assignee
        for incident in session.frame.picture.incidents.values()
        if incident.tasks
        for task in incident.tasks
        if task.assignee_kind is AssigneeKind.DEPARTMENT and task.state.is_open
    )
