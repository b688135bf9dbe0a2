"""The words for what the domain names: states, roles, facts, spans of time.

English here, Chinese through Qt's translations (`resources/translations/`), so that every
panel says the same for the same thing. Refusals bring their own words; only the states in
them are named here.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.state.deeds import ACTION, FACT
from models.desk.act import Fate
from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.error import Words
from models.domain.incident import Source, State, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.member import MemberKind
from models.picture.query import Availability

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from enum import Enum

    from models.domain.category import Category
    from models.domain.error import Language

_STATE: Final = {
    State.REPORTED: QT_TRANSLATE_NOOP("State", "To accept"),
    State.TO_VERIFY: QT_TRANSLATE_NOOP("State", "To verify on site"),
    State.REFUSED: QT_TRANSLATE_NOOP("State", "Refused"),
    State.SELF_HANDLED: QT_TRANSLATE_NOOP("State", "Self-handled, to audit"),
    State.ACCEPTED: QT_TRANSLATE_NOOP("State", "To register"),
    State.NOT_REGISTERED: QT_TRANSLATE_NOOP("State", "Not registered"),
    State.REGISTERED: QT_TRANSLATE_NOOP("State", "To dispatch"),
    State.DISPATCHED: QT_TRANSLATE_NOOP("State", "To sign"),
    State.HANDLING: QT_TRANSLATE_NOOP("State", "Handling"),
    State.JOINT_HANDLING: QT_TRANSLATE_NOOP("State", "Joint handling"),
    State.RETURN_ASKED: QT_TRANSLATE_NOOP("State", "Return requested"),
    State.EXTENSION_ASKED: QT_TRANSLATE_NOOP("State", "Extension requested"),
    State.SUSPENSION_ASKED: QT_TRANSLATE_NOOP("State", "Suspension requested"),
    State.SUSPENDED: QT_TRANSLATE_NOOP("State", "Suspended"),
    State.HANDLED: QT_TRANSLATE_NOOP("State", "To send check"),
    State.CHECKING: QT_TRANSLATE_NOOP("State", "Checking"),
    State.CHECKED: QT_TRANSLATE_NOOP("State", "To close"),
    State.CLOSED: QT_TRANSLATE_NOOP("State", "Closed"),
    State.FOLLOW_UP: QT_TRANSLATE_NOOP("State", "Follow-up"),
    State.ARCHIVED: QT_TRANSLATE_NOOP("State", "Archived"),
    State.VOID: QT_TRANSLATE_NOOP("State", "Void"),
    State.MERGED: QT_TRANSLATE_NOOP("State", "Merged"),
}
_CODE: Final = re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(State)})(?![0-9])")
_ROLE: Final = {
    Role.MEMBER: QT_TRANSLATE_NOOP("Role", "Grid member"),
    Role.HOTLINE_CLERK: QT_TRANSLATE_NOOP("Role", "Hotline clerk"),
    Role.ACCEPTOR: QT_TRANSLATE_NOOP("Role", "Acceptor"),
    Role.SHIFT_LEAD: QT_TRANSLATE_NOOP("Role", "Shift lead"),
    Role.DISPATCHER: QT_TRANSLATE_NOOP("Role", "Dispatcher"),
    Role.DEPARTMENT_OPERATOR: QT_TRANSLATE_NOOP("Role", "Department operator"),
    Role.CENTRE_LEADER: QT_TRANSLATE_NOOP("Role", "Centre leader"),
    Role.TRAINER: QT_TRANSLATE_NOOP("Role", "Trainer"),
    Role.ANALYST: QT_TRANSLATE_NOOP("Role", "Analyst"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("Role", "Administrator"),
    Role.SECURITY_ADMINISTRATOR: QT_TRANSLATE_NOOP("Role", "Security administrator"),
    Role.AUDITOR: QT_TRANSLATE_NOOP("Role", "Auditor"),
    Role.GATEWAY: QT_TRANSLATE_NOOP("Role", "Gateway"),
    Role.WALL: QT_TRANSLATE_NOOP("Role", "Wall"),
}
_URGENCY: Final = {
    Urgency.GENERAL: QT_TRANSLATE_NOOP("Urgency", "General"),
    Urgency.URGENT: QT_TRANSLATE_NOOP("Urgency", "Urgent"),
    Urgency.EMERGENCY: QT_TRANSLATE_NOOP("Urgency", "Emergency"),
}
_SOURCE: Final = {
    Source.PATROL: QT_TRANSLATE_NOOP("Source", "Patrol"),
    Source.UNIT_LEADER: QT_TRANSLATE_NOOP("Source", "Unit leader"),
    Source.CITIZEN: QT_TRANSLATE_NOOP("Source", "Citizen"),
    Source.HOTLINE: QT_TRANSLATE_NOOP("Source", "Hotline 12345"),
    Source.CITY_MANAGEMENT: QT_TRANSLATE_NOOP("Source", "City management"),
    Source.POLICE: QT_TRANSLATE_NOOP("Source", "Police 110"),
    Source.DEPARTMENT: QT_TRANSLATE_NOOP("Source", "Department"),
    Source.INSTRUCTION: QT_TRANSLATE_NOOP("Source", "Leader's instruction"),
    Source.MEDIA: QT_TRANSLATE_NOOP("Source", "Media"),
    Source.VIDEO_AI: QT_TRANSLATE_NOOP("Source", "Video AI"),
    Source.SENSOR: QT_TRANSLATE_NOOP("Source", "Sensor"),
    Source.ENTERPRISE: QT_TRANSLATE_NOOP("Source", "Enterprise"),
    Source.PSYCHOLOGICAL: QT_TRANSLATE_NOOP("Source", "Psychological service"),
}
_TASK_ROLE: Final = {
    TaskRole.LEAD: QT_TRANSLATE_NOOP("TaskRole", "Lead"),
    TaskRole.ASSIST: QT_TRANSLATE_NOOP("TaskRole", "Assist"),
    TaskRole.CHECK: QT_TRANSLATE_NOOP("TaskRole", "Check"),
    TaskRole.VERIFY: QT_TRANSLATE_NOOP("TaskRole", "Verify"),
    TaskRole.INFORM: QT_TRANSLATE_NOOP("TaskRole", "Inform"),
}
_TASK_STATE: Final = {
    TaskState.TO_SIGN: QT_TRANSLATE_NOOP("TaskState", "To sign"),
    TaskState.SIGNED: QT_TRANSLATE_NOOP("TaskState", "Signed"),
    TaskState.ON_SITE: QT_TRANSLATE_NOOP("TaskState", "On site"),
    TaskState.DONE: QT_TRANSLATE_NOOP("TaskState", "Done"),
    TaskState.RETURNED: QT_TRANSLATE_NOOP("TaskState", "Returned"),
    TaskState.CANCELLED: QT_TRANSLATE_NOOP("TaskState", "Cancelled"),
    TaskState.RELEASED: QT_TRANSLATE_NOOP("TaskState", "Released"),
    TaskState.ESCALATED: QT_TRANSLATE_NOOP("TaskState", "Escalated"),
    TaskState.INFORMED: QT_TRANSLATE_NOOP("TaskState", "Informed"),
    TaskState.READ: QT_TRANSLATE_NOOP("TaskState", "Read"),
}
_AVAILABILITY: Final = {
    Availability.FREE: QT_TRANSLATE_NOOP("Availability", "Free"),
    Availability.BUSY: QT_TRANSLATE_NOOP("Availability", "Has work"),
    Availability.FULL: QT_TRANSLATE_NOOP("Availability", "Full"),
    Availability.HELD: QT_TRANSLATE_NOOP("Availability", "Reserved"),
    Availability.BREAK: QT_TRANSLATE_NOOP("Availability", "On break"),
    Availability.OFF: QT_TRANSLATE_NOOP("Availability", "Off duty"),
    Availability.LEAVE: QT_TRANSLATE_NOOP("Availability", "On leave"),
    Availability.LEFT: QT_TRANSLATE_NOOP("Availability", "Left"),
}
_KIND: Final = {
    MemberKind.FULL_TIME: QT_TRANSLATE_NOOP("MemberKind", "Full-time"),
    MemberKind.PART_TIME: QT_TRANSLATE_NOOP("MemberKind", "Part-time"),
    MemberKind.SPECIAL: QT_TRANSLATE_NOOP("MemberKind", "Special-duty"),
    MemberKind.LEADER: QT_TRANSLATE_NOOP("MemberKind", "Grid leader"),
    MemberKind.VOLUNTEER: QT_TRANSLATE_NOOP("MemberKind", "Volunteer"),
}
_LIGHT: Final = {
    Light.GREEN: QT_TRANSLATE_NOOP("Light", "In time"),
    Light.YELLOW: QT_TRANSLATE_NOOP("Light", "Due soon"),
    Light.RED: QT_TRANSLATE_NOOP("Light", "Overdue"),
}
_FATE: Final = {
    Fate.SENT: QT_TRANSLATE_NOOP("Fate", "Sending…"),
    Fate.KEPT: QT_TRANSLATE_NOOP("Fate", "Kept, to be sent"),
    Fate.CONFIRMED: QT_TRANSLATE_NOOP("Fate", "Confirmed"),
    Fate.REFUSED: QT_TRANSLATE_NOOP("Fate", "Refused"),
    Fate.FAILED: QT_TRANSLATE_NOOP("Fate", "Failed"),
}
_ACT: Final = re.compile(r"([`“])([a-z][a-z-]*)([`”])")
_NUMBER = re.compile(r"\d{6,9}-\d{4}(\d{4})-0*(\d{3,})")


def _said(context: str, table: Mapping[Any, object], value: Enum) -> str:
    return QCoreApplication.translate(context, str(table[value]))


def unmarked(words: str) -> str:
    """A name as a button or a menu says it: its ampersand marks no key there."""
    return words.replace("&", "&&")


def state_words(state: State) -> str:
    """A state as the desk says it: what the incident waits for."""
    return _said("State", _STATE, state)


def with_codes_named(words: Words) -> Words:
    """What a rule said, with the names of states and acts where it gives their codes."""
    named = partial(_CODE.sub, lambda found: state_words(State(found[0])))
    return Words(_ACT.sub(_act_named, named(words.zh)), _ACT.sub(_act_named, named(words.en)))


def _act_named(found: re.Match[str]) -> str:
    before, verb, after = found.groups()
    before, after = ("'", "'") if before == "`" else (before, after)
    return f"{before}{action_words(verb).rstrip('….')}{after}" if verb in ACTION else found[0]


def role_words(role: Role) -> str:
    """A role of the centre."""
    return _said("Role", _ROLE, role)


def urgency_words(urgency: Urgency) -> str:
    """An urgency."""
    return _said("Urgency", _URGENCY, urgency)


def source_words(source: Source) -> str:
    """Where a report came from."""
    return _said("Source", _SOURCE, source)


def task_role_words(role: TaskRole) -> str:
    """What an assignee is there for."""
    return _said("TaskRole", _TASK_ROLE, role)


def task_state_words(state: TaskState) -> str:
    """How far a task has come."""
    return _said("TaskState", _TASK_STATE, state)


def availability_words(availability: Availability) -> str:
    """Whether a member can take more."""
    return _said("Availability", _AVAILABILITY, availability)


def kind_words(kind: MemberKind) -> str:
    """How a member serves."""
    return _said("MemberKind", _KIND, kind)


def fate_words(fate: Fate) -> str:
    """How far an act has come."""
    return _said("Fate", _FATE, fate)


def light_words(light: Light) -> str:
    """A light in words, for those who do not see the colour."""
    return _said("Light", _LIGHT, light)


def fact_words(verb: str) -> str:
    """A fact's verb in the past tense; a verb of a later release is said as it stands."""
    return QCoreApplication.translate("Fact", str(FACT[verb])) if verb in FACT else verb


def action_words(verb: str) -> str:
    """An action as on a button; dots where it will ask for more."""
    return QCoreApplication.translate("Action", str(ACTION[verb])) if verb in ACTION else verb


def category_words(category: Category | None, language: Language) -> str:
    """The name of a minor class."""
    if category is None:
        return QCoreApplication.translate("Words", "Class unknown")
    return category.zh if language == "zh" else category.en


def short_number(number: str) -> str:
    """An incident's number without district and year: month and day, then the serial."""
    found = _NUMBER.fullmatch(number)
    return f"{found[1]}-{found[2]}" if found else number


def span_words(seconds: float) -> str:
    """A span of time in its two largest units, cut off and not rounded."""
    whole = int(abs(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    if days:
        return QCoreApplication.translate("Words", "{0}d {1}h").format(days, hours)
    if hours:
        return QCoreApplication.translate("Words", "{0}h {1:02d}m").format(hours, minutes)
    if minutes:
        return QCoreApplication.translate("Words", "{0}m {1:02d}s").format(minutes, left)
    return QCoreApplication.translate("Words", "{0}s").format(left)


def left_words(seconds_left: float) -> str:
    """What is left of a limit, or by how much it is over."""
    if seconds_left >= 0:
        return QCoreApplication.translate("Words", "{0} left").format(span_words(seconds_left))
    return QCoreApplication.translate("Words", "{0} over").format(span_words(seconds_left))


def age_words(seconds: float) -> str:
    """An age, to the minute from the first minute on: nobody needs more of what is past."""
    whole = int(max(seconds, 0))
    minutes = whole // 60
    if 0 < minutes < 60:
        return QCoreApplication.translate("Words", "{0} min").format(minutes)
    return span_words(whole)


def ago_words(seconds: float) -> str:
    """How long ago something was."""
    return QCoreApplication.translate("Words", "{0} ago").format(age_words(seconds))


def clock_words(at: datetime, zone: tzinfo) -> str:
    """The time of day in the district: 09:05:07."""
    return at.astimezone(zone).strftime("%H:%M:%S")


def moment_words(at: datetime, zone: tzinfo, now: datetime) -> str:
    """A moment as briefly as it can be told: the date only where it is not today."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return local.strftime("%H:%M:%S")
    form = "%m-%d %H:%M" if local.year == today.year else "%Y-%m-%d %H:%M"
    return local.strftime(form)


def masked_phone(phone: str) -> str:
    """A phone number with its middle hidden: 139****0001 (`domain.md` §5.10)."""
    digits = phone.strip()
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def masked_name(name: str) -> str:
    """A citizen's name with its middle hidden: 张*, 王*明."""
    if len(name) < 3:
        return f"{name[:1]}*" if name else ""
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def who_words(name: str, phone: str, *, is_clear: bool) -> str:
    """Who reported it: as they said, or masked."""
    shown = (name, phone) if is_clear else (masked_name(name), masked_phone(phone))
    return " ".join(filter(None, shown))
