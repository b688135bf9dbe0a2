"""The words that go out with a task: what, where, what to do; no person is named in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.state.words import category_words
from models.domain.incident import TaskRole
from models.picture.secrecy import is_restricted

if TYPE_CHECKING:
    from console.state.reference import Reference
    from models.domain.error import Language
    from models.domain.incident import Incident, Task

_ASKED_ZH = {
    TaskRole.CHECK: "请核查",
    TaskRole.VERIFY: "请核实",
    TaskRole.INFORM: "请知悉",
}
_ASKED_EN = {
    TaskRole.CHECK: "please check",
    TaskRole.VERIFY: "please verify",
    TaskRole.INFORM: "for your information",
}


def word_of(incident: Incident, task: Task, reference: Reference, language: Language) -> str:
    """One line; of a restricted case its number alone, to be looked up at the desk's page."""
    is_zh = language == "zh"
    asked = (_ASKED_ZH if is_zh else _ASKED_EN).get(
        task.role, "请签收" if is_zh else "please sign"
    )
    head = f"【网格】{incident.number}" if is_zh else f"Wangge {incident.number}"
    if is_restricted(incident, reference.categories):
        return f"{head} {asked}"
    category = reference.categories.get(incident.category or "")
    parts = (category_words(category, language), incident.address, task.instruction)
    said = ("，" if is_zh else ", ").join(filter(None, parts))
    return f"{head} {said} {asked}".replace("  ", " ")
