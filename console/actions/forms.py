"""The acts that need more than words: a number of days, a level, a ground, a mark.

Each form offers the usual values as choices beside one line of words, so that an act is two
keys and a sentence; what is rarer can be typed as a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from console.actions.asking import Choice
from console.actions.calling import called, replies
from models.domain.command import (
    Dispatch,
    Extend,
    FollowUp,
    Mark,
    Rate,
    Reclassify,
    Supervise,
    Suspend,
    Verify,
)
from models.domain.error import Words
from models.domain.grid import Level
from models.domain.incident import GROUNDS, Finding, Ground
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.department import Department
    from models.domain.incident import Incident

    Made = Callable[[Session, Incident, str, str], Intent]


@dataclass(frozen=True, slots=True)
class Form:
    """What an act asks for, what is often said, and the intent that an answer makes.

    `choices` are those of an incident; `make` takes session, incident, choice and words, and
    raises `Refused` where the words say nothing it can use.
    """

    prompt: Words
    choices: Callable[[Incident], tuple[Choice, ...]]
    make: Made
    phrases: tuple[Words, ...] = ()


GROUND_WORDS = {
    Ground.NOT_OUR_DUTY: Words("非我职责", "Not ours"),
    Ground.WRONG_PLACE: Words("位置有误", "Wrong place"),
    Ground.NOT_ENOUGH_INFO: Words("信息不足", "Too little known"),
    Ground.DUPLICATE: Words("重复", "Duplicate"),
    Ground.OUTSIDE_DISTRICT: Words("辖区之外", "Outside the district"),
    Ground.SEASON: Words("季节", "Season"),
    Ground.ENGINEERING: Words("工程", "Engineering"),
    Ground.FUNDING: Words("资金", "Funding"),
    Ground.LITIGATION: Words("诉讼", "Litigation"),
    Ground.BEYOND_AUTHORITY: Words("超出权限", "Beyond authority"),
    Ground.BEYOND_ABILITY: Words("超出能力", "Beyond ability"),
    Ground.CROSS_BOUNDARY: Words("跨界", "Across a boundary"),
    Ground.MAJOR: Words("重大", "Major"),
}


def ground_said(verb: str, text: str) -> Ground | None:
    """The ground of an act that somebody said in so many words, in either language."""
    known = ((ground, GROUND_WORDS[ground]) for ground in GROUNDS[verb])
    return next((ground for ground, words in known if text in (words.zh, words.en)), None)


_WHY = Words("理由（记入事件日志）", "Reason (goes on the record)")
_FINDINGS = {
    Finding.TRUE: Words("属实", "It is so"),
    Finding.FALSE: Words("不属实", "It is not"),
    Finding.NOT_FOUND: Words("未找到", "Not found"),
}
_CARDS = {
    "1": Words("普通督办", "Supervise"),
    "2": Words("黄牌", "Yellow card"),
    "3": Words("红牌", "Red card"),
    "0": Words("取消督办", "Take it back"),
}
_DAYS = (1, 3, 5, 10)
_SUSPENDED_DAYS = (30, 7, 90, 180)
UNREACHABLE = "unreachable"
_LEGACY = Words("历史遗留", "Legacy problem")
_IMPORTANT = Words("重要", "Important")


def _fixed(choices: tuple[Choice, ...]) -> Callable[[Incident], tuple[Choice, ...]]:
    def of(_: Incident) -> tuple[Choice, ...]:
        return choices

    return of


def _grounds(verb: str) -> Callable[[Incident], tuple[Choice, ...]]:
    return _fixed(tuple(Choice(g.value, GROUND_WORDS[g]) for g in GROUNDS[verb]))


def _days(days: tuple[int, ...], zh: str, en: str) -> Callable[[Incident], tuple[Choice, ...]]:
    """`en` names one day."""
    said = ((n, f"{n} {en}" + ("" if n == 1 else "s")) for n in days)
    return _fixed(tuple(Choice(str(n), Words(f"{n} {zh}", words)) for n, words in said))


def _one(zh: str, en: str) -> Callable[[Incident], tuple[Choice, ...]]:
    return _fixed((Choice("do", Words(zh, en)),))


def _levels_above(incident: Incident) -> tuple[Choice, ...]:
    higher = tuple(
        Choice(level, words)
        for level, words in _CARDS.items()
        if int(level) > incident.supervise
    )
    return (*higher, Choice("0", _CARDS["0"])) if incident.supervise else higher


def _levels_below(incident: Incident) -> tuple[Choice, ...]:
    here = incident.level or Level.DISTRICT
    return tuple(
        Choice(str(level.value), level.words, needs_text=False)
        for level in Level
        if level > here
    )


def _extend(_s: Session, incident: Incident, days: str, text: str) -> Intent:
    return Extend(incident=incident.id, days=int(days), reason=text)


def _suspend(session: Session, incident: Incident, days: str, text: str) -> Intent:
    until = session.frame.now + timedelta(days=int(days))
    ground = next(
        (g for g, words in GROUND_WORDS.items() if text in (words.zh, words.en)), None
    )
    return Suspend(incident=incident.id, resume_by=until, reason=text, ground=ground)


def _supervise(_s: Session, incident: Incident, level: str, text: str) -> Intent:
    return Supervise(incident=incident.id, level=int(level), text=text)


def _escalate(_s: Session, incident: Incident, ground: str, text: str) -> Intent:
    return Dispatch(verb="escalate", incident=incident.id, ground=Ground(ground), reason=text)


def _hand_down(_s: Session, incident: Incident, level: str, text: str) -> Intent:
    return Dispatch(verb="hand-down", incident=incident.id, level=int(level), reason=text)


def _verify(_s: Session, incident: Incident, finding: str, text: str) -> Intent:
    return Verify(incident=incident.id, finding=Finding(finding), text=text)


def _follow_up(_s: Session, incident: Incident, choice: str, text: str) -> Intent:
    if choice == UNREACHABLE:
        return FollowUp(incident=incident.id, is_unreachable=True, text=text)
    return FollowUp(incident=incident.id, rating=int(choice), text=text)


def _reclassify(session: Session, incident: Incident, _c: str, text: str) -> Intent:
    named, _, reason = text.partition(" ")
    for category in session.reference.categories.values():
        if named.casefold() in {category.code.casefold(), category.zh, category.en.casefold()}:
            return Reclassify(
                incident=incident.id, category=category.code, reason=reason or category.zh
            )
    raise Refused(
        refuse("unknown_category", f"没有类别“{named}”。", f"There is no class '{named}'.")
    )


def _whistle(session: Session, incident: Incident, _c: str, text: str) -> Intent:
    called = tuple(_department(session, name).id for name in text.replace("，", " ").split())
    return Dispatch(verb="whistle", incident=incident.id, departments=called)


def _inform(session: Session, incident: Incident, _c: str, text: str) -> Intent:
    told = tuple(_department(session, name).id for name in text.replace("，", " ").split())
    return Dispatch(verb="inform", incident=incident.id, departments=told)


def _marks(incident: Incident) -> tuple[Choice, ...]:
    """What it is not yet, and back from what it is."""
    legacy = Words("取消历史遗留", "No legacy problem") if incident.legacy else _LEGACY
    important = Words("取消重要", "Not important") if incident.important else _IMPORTANT
    return (
        Choice("important", important, needs_text=False),
        Choice("legacy", legacy, needs_text=not incident.legacy),
    )


def _mark(_s: Session, incident: Incident, flag: str, text: str) -> Intent:
    if flag == "legacy":
        return Mark(incident=incident.id, legacy=not incident.legacy, reason=text)
    return Mark(incident=incident.id, important=not incident.important, reason=text)


def _rate(session: Session, incident: Incident, _c: str, text: str) -> Intent:
    name, *marks = text.split()
    if len(marks) != 3 or not all(mark.isdecimal() for mark in marks):
        raise Refused(
            refuse(
                "bad_marks",
                "请写部门和三个分数（响应、参与、解决），如：D01 90 80 100。",
                "Write the department and three marks (answered, took part, solved): "
                "D01 90 80 100.",
            )
        )
    responded, took_part, solved = map(int, marks)
    return Rate(
        incident=incident.id,
        department=_department(session, name).id,
        responded=responded,
        took_part=took_part,
        solved=solved,
    )


def _department(session: Session, name: str) -> Department:
    for department in session.reference.departments.values():
        if name.casefold() in {department.code.casefold(), department.name.casefold()}:
            return department
    raise Refused(
        refuse("unknown_department", f"没有部门“{name}”。", f"There is no department '{name}'.")
    )


_RATINGS = (
    *(Choice(str(n), Words(f"{n} 分", str(n)), needs_text=False) for n in (5, 4, 3, 2, 1)),
    Choice(UNREACHABLE, Words("联系不上", "No answer"), needs_text=False),
)
_FOUND = tuple(Choice(f.value, words, needs_text=False) for f, words in _FINDINGS.items())
FORMS: dict[str, Form] = {
    "extend": Form(_WHY, _days(_DAYS, "个工作日", "working day"), _extend),
    "suspend": Form(
        _WHY,
        _days(_SUSPENDED_DAYS, "天", "day"),
        _suspend,
        tuple(GROUND_WORDS[ground] for ground in GROUNDS["suspend"]),
    ),
    "supervise": Form(Words("督办意见", "What is demanded"), _levels_above, _supervise),
    "escalate": Form(_WHY, _grounds("escalate"), _escalate),
    "hand-down": Form(_WHY, _levels_below, _hand_down),
    "verify-result": Form(Words("现场情况", "What was found"), _fixed(_FOUND), _verify),
    "follow-up": Form(Words("回访记录", "What was said"), _fixed(_RATINGS), _follow_up),
    "reclassify": Form(
        Words("新类别的编码或名称，空格，理由", "Code or name of the class, then the reason"),
        _one("改类", "Reclassify"),
        _reclassify,
    ),
    "whistle": Form(
        Words("部门编码或名称，空格分开", "Codes or names of departments, with spaces between"),
        _one("吹哨", "Whistle"),
        _whistle,
    ),
    "inform": Form(
        Words("部门编码或名称，空格分开", "Codes or names of departments, with spaces between"),
        _one("抄告", "Inform"),
        _inform,
    ),
    "call": Form(
        Words("通话记录（可不填）", "What was said (may stay empty)"), replies, called
    ),
    "mark": Form(_WHY, _marks, _mark),
    "rate": Form(
        Words("部门 响应 参与 解决（0–100）", "Department, answered, took part, solved"),
        _one("评价", "Rate"),
        _rate,
    ),
}
"""The forms by verb."""
