"""The sheets of a district: what an administrator edits, one description each."""

from __future__ import annotations

from typing import Final

from models.domain.error import Words
from models.domain.home_settings import SETTING_WORDS
from models.domain.member import Duty, MemberKind
from models.domain.rulebook import Area
from models.domain.skill import SKILL_WORDS
from models.intake.calendar_file import WEEKDAYS
from models.intake.sheet import Column, Kind, Sheet

_W = Words
_C = Column
_YES: Final = ("Y", "N")
_SAID: Final = {
    **SETTING_WORDS,
    "core": _W("核心区", "Core"),
    "general": _W("一般", "General"),
    "rural": _W("农村", "Rural"),
    "urgent": _W("紧急", "Urgent"),
    "emergency": _W("特急", "Emergency"),
    "lead": _W("主办", "Lead"),
    "assist": _W("协办", "Assist"),
    "off": _W("休", "Off"),
    "work": _W("班", "Work"),
    **{
        day: _W(f"星期{zh}", day.title())
        for day, zh in zip(WEEKDAYS, "一二三四五六日", strict=True)
    },
    "1": _W("1 区", "1 district"),
    "2": _W("2 镇街", "2 town"),
    "3": _W("3 社区", "3 community"),
    "4": _W("4 村居", "4 village"),
    "5": _W("5 单元", "5 unit"),
    "full_time": _W("专职", "Full-time"),
    "part_time": _W("兼职", "Part-time"),
    "special": _W("专属", "Special-duty"),
    "leader": _W("网格长", "Grid leader"),
    "volunteer": _W("志愿者", "Volunteer"),
    "on_duty": _W("在岗", "On duty"),
    "off_duty": _W("离岗", "Off duty"),
    "on_break": _W("休息", "On a break"),
    "left": _W("已离职", "Left"),
}
"""What the codes of choices say to people."""


_TRUTHS: Final = {"true": _W("是", "Yes"), "false": _W("否", "No")}
_DISTRICT: Final = {"district": _W("全区", "The district")}


def _limit(name: str, zh: str, en: str, *, needed: bool = False) -> Column:
    return _C(name, _W(zh, en), Kind.LIMIT, needed, example="4WH")


def _named(name: str, zh: str, en: str, names: str, *, needed: bool = True) -> Column:
    return _C(name, _W(zh, en), Kind.NAMED, needed, names=names)


def _text(name: str, zh: str, en: str, *, needed: bool = False) -> Column:
    return _C(name, _W(zh, en), is_needed=needed)


def _choice(name: str, zh: str, en: str, *choices: str, needed: bool = False) -> Column:
    said = {code: words for code, words in _SAID.items() if code in choices}
    return _C(name, _W(zh, en), Kind.CHOICE, needed, choices=choices, said=said)


_AREA: Final = _choice("area", "区域类型", "Area", *Area)
CATEGORIES: Final = Sheet(
    "categories",
    _W("类别与时限", "Classes and limits"),
    _W(
        "事件小类及其时限：4WH 工作时、3WD 工作日、2H 小时、30MIN。",
        "Minor classes and their limits: 4WH working hours, 3WD working days, 2H, 30MIN.",
    ),
    (
        _text("code", "编码", "Code", needed=True),
        _text("major_code", "大类码", "Major", needed=True),
        _text("major_zh", "大类", "Major (zh)", needed=True),
        _text("major_en", "大类（英）", "Major (en)"),
        _text("minor_zh", "小类", "Class (zh)", needed=True),
        _text("minor_en", "小类（英）", "Class (en)"),
        _limit("response_limit", "首次响应", "Response"),
        _limit("handle_limit", "处置时限", "Limit"),
        _limit("danger_limit", "险情时限", "In danger"),
        _text("dept", "主办", "Responsible"),
        _choice("lowest_level", "最低层级", "Level", "V", "C", "T", "D"),
        _choice("urgency", "紧急程度", "Urgency", "G", "U", "E", needed=True),
        _choice("self_handle", "可自处置", "Self", *_YES),
        _choice("restricted", "涉密", "Restricted", *_YES),
        _choice("verify", "自动核实", "Verify", *_YES),
        _text("source", "出处", "Source"),
    ),
    ("code",),
    is_open=False,
)
CRITERIA: Final = Sheet(
    "criteria",
    _W("立案条件", "Registering criteria"),
    _W(
        "每个小类的立案条件和区域时限；立案时选定，代替类别时限。",
        "When a class is registered, and the limit by type of area that then holds.",
    ),
    (
        _named("category", "小类", "Class", "class"),
        _text("code", "条件号", "Number", needed=True),
        _AREA,
        _text("text", "立案条件", "Criterion", needed=True),
        _limit("limit", "时限", "Limit"),
        _text("closing", "结案条件", "Closed when"),
        _text("basis", "法律依据", "Legal basis"),
    ),
    ("category", "code", "area"),
)
STAYS: Final = Sheet(
    "stays",
    _W("各级停留时限", "Stay at each level"),
    _W(
        "每一级最多留多久再上报；空着为不限。群众时限不受影响。",
        "How long a level may keep a case; empty for no end. The citizen's clock goes on.",
    ),
    (
        _choice("level", "层级", "Level", "1", "2", "3", "4", "5", needed=True),
        _limit("limit", "停留", "Stay"),
    ),
    ("level",),
)
SKIPS: Final = Sheet(
    "skips",
    _W("越级规则", "Skip rules"),
    _W(
        "符合条件的事件直接到某级；空着的条件为任意。",
        "Cases that land at a level at once; what is empty holds for any.",
    ),
    (
        _named("category", "类别", "Class or major", "category", needed=False),
        _choice("urgency", "紧急程度", "Urgency", "general", "urgent", "emergency"),
        _AREA,
        _choice("level", "层级", "Level", "1", "2", "3", "4", "5", needed=True),
    ),
    ("category", "urgency", "area"),
)
AREAS: Final = Sheet(
    "areas",
    _W("区域类型", "Types of area"),
    _W("网格属于哪类区域；下级随上级。", "Which type a cell is of; cells below follow it."),
    (
        _named("cell", "网格代码", "Cell", "cell"),
        _choice("area", "类型", "Type", *Area, needed=True),
    ),
    ("cell",),
)
DEPARTMENTS: Final = Sheet(
    "departments",
    _W("部门", "Departments"),
    _W("处置部门、责任区和值班电话。", "Departments, the cell they serve, their duty line."),
    (
        _text("code", "编码", "Code", needed=True),
        _text("name", "名称", "Name", needed=True),
        _named("cell", "责任区", "Cell", "cell", needed=False),
        _C("duty_phone", _W("值班电话", "Duty line"), Kind.PHONE),
    ),
    ("code",),
    is_open=False,
)
RESPONSIBILITIES: Final = Sheet(
    "responsibilities",
    _W("权责清单", "Responsibility list"),
    _W(
        "哪个部门负责哪类事件，依据何法；大类码管整个大类。",
        "Who answers for which class, by which law; a major code speaks for all of it.",
    ),
    (
        _named("category", "类别", "Class or major", "category"),
        _AREA,
        _named("department", "部门", "Department", "department"),
        _choice("role", "主办/协办", "Lead or assist", "lead", "assist", needed=True),
        _text("basis", "法律依据", "Legal basis"),
    ),
    ("category", "area", "department"),
)
CONTACTS: Final = Sheet(
    "contacts",
    _W("部门联系人", "Contacts"),
    _W("部门里该找谁。", "Whom to call at a department."),
    (
        _named("department", "部门", "Department", "department"),
        _text("name", "姓名", "Name", needed=True),
        _C("phone", _W("电话", "Phone"), Kind.PHONE, is_needed=True),
        _text("post", "职务", "Post"),
    ),
    ("department", "name"),
    is_personal=True,
)
_CALENDAR: Final = _C(
    "calendar",
    _W("日历", "Calendar"),
    Kind.NAMED,
    is_needed=True,
    names="calendar",
    said=_DISTRICT,
)
HOURS: Final = Sheet(
    "hours",
    _W("工作时间", "Working hours"),
    _W(
        "全区和有自己日历的部门的每周工作时间；空着为休息。",
        "The week of the district, and of departments with hours of their own; empty: off.",
    ),
    (
        _CALENDAR,
        _choice("day", "星期", "Day", *WEEKDAYS, needed=True),
        _C("hours", _W("时段", "Hours"), Kind.HOURS, example="08:30-12:00 14:00-17:30"),
    ),
    ("calendar", "day"),
)
HOLIDAYS: Final = Sheet(
    "holidays",
    _W("节假日与调休", "Holidays"),
    _W("休息日和调休上班日。", "Days off, and workdays that make up for them."),
    (
        _CALENDAR,
        _C("day", _W("日期", "Date"), Kind.DAY, is_needed=True, example="2026-10-01"),
        _choice("kind", "休/班", "Off or work", "off", "work", needed=True),
    ),
    ("calendar", "day"),
)
MEMBERS: Final = Sheet(
    "members",
    _W("网格员", "Members"),
    _W(
        "花名册；每个改动的网格员是一条事实。",
        "The roster; each member that changes is a fact.",
    ),
    (
        _text("number", "工号", "Number", needed=True),
        _text("name", "姓名", "Name", needed=True),
        _choice("kind", "类型", "Kind", *MemberKind, needed=True),
        _named("home_cell", "网格", "Cell", "cell", needed=False),
        _C("skills", _W("技能", "Skills"), said=SKILL_WORDS, parted=";"),
        _C("capacity", _W("容量", "Capacity"), Kind.WHOLE, is_needed=True, example="3"),
        _C("phone", _W("电话", "Phone"), Kind.PHONE),
        _choice("duty", "在岗", "Duty", *Duty),
    ),
    ("number",),
    is_open=False,
    is_personal=True,
)
SHIFTS: Final = Sheet(
    "shifts",
    _W("班次", "Shifts"),
    _W(
        "班次及其起止；止不晚于起的，到次日。",
        "Templates of shifts; one that ends no later than it begins ends the next day.",
    ),
    (
        _C("code", _W("代码", "Code"), Kind.CODE, is_needed=True, example="D"),
        _text("zh", "名称", "Name (zh)", needed=True),
        _text("en", "名称（英）", "Name (en)", needed=True),
        _C("begins", _W("起", "Begins"), Kind.CLOCK, is_needed=True, example="08:30"),
        _C("ends", _W("止", "Ends"), Kind.CLOCK, is_needed=True, example="17:30"),
    ),
    ("code",),
    is_open=False,
)
ROTA: Final = Sheet(
    "rota",
    _W("排班表", "Rota"),
    _W(
        "谁哪天上哪个班；- 为休息。每个改动的网格员是一条事实。",
        "Who serves which shift on which day; - is a day off. Each member changed is a fact.",
    ),
    (
        _named("number", "工号", "Number", "member"),
        _C("day", _W("日期", "Day"), Kind.DAY, is_needed=True, example="2026-11-27"),
        _named("shift", "班次", "Shift", "shift"),
    ),
    ("number", "day"),
    is_personal=True,
)
PHRASES: Final = Sheet(
    "phrases",
    _W("常用语", "Phrases"),
    _W(
        "各种操作填写时可选的话。上报（接报登记）有一句本区的，就不再用自带的；类别可留空。",
        "What is often said with an act. Of Report, the intake form: one sentence of the"
        " district's, and those that came with the program are gone; the class may be empty.",
    ),
    (
        _named("act", "操作", "Act", "act"),
        _text("zh", "中文", "Chinese", needed=True),
        _text("en", "英文", "English", needed=True),
        _named("category", "类别", "Class", "class", needed=False),
    ),
    ("act", "zh"),
)
RISKS: Final = Sheet(
    "risks",
    _W("平安确认", "Welfare timer"),
    _W(
        "独自处置这些类别时，每隔多少分钟须报平安；未报则提醒，再告警。",
        "Whoever is alone on such a class says every so many minutes that they are well; else"
        " they are reminded, and then the desk is alarmed.",
    ),
    (
        _named("category", "类别", "Class or major", "category"),
        _C("minutes", _W("分钟", "Minutes"), Kind.WHOLE, is_needed=True, example="30"),
    ),
    ("category",),
)
SETTINGS: Final = Sheet(
    "settings",
    _W("设置", "Settings"),
    _W("本区自行决定的事项。", "What the district decides for itself."),
    (
        _choice("name", "设置", "Setting", *SETTING_WORDS, needed=True),
        _C("value", _W("值", "Value"), is_needed=True, said=_TRUTHS),
    ),
    ("name",),
)
SHEETS: Final = {
    one.name: one
    for one in (
        *(CATEGORIES, CRITERIA, STAYS, SKIPS, AREAS, HOURS, HOLIDAYS),
        *(DEPARTMENTS, RESPONSIBILITIES, CONTACTS, MEMBERS, SHIFTS, ROTA),
        *(PHRASES, RISKS, SETTINGS),
    )
}
"""All of them, in the order of their pages."""
