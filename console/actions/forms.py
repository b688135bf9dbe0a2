"""The acts that need more than words: a number of days, a level, a ground, a mark.

Each form offers the usual values as choices beside one line of words, so that an act is two
keys and a sentence; what is rarer can be typed as a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Never

from console.actions.asking import NO_WORDS, Blank, Choice
from console.actions.calling import called, replies
from console.actions.calling_out import (
    inform,
    inform_blanks,
    rate,
    rate_blanks,
    rated,
    whistle,
    whistle_blanks,
)
from console.actions.criteria import close, closing, criteria, register
from console.actions.naming import classes_named, departments_named, no_names
from console.actions.whose import chosen, done_for, whose
from models.domain.command import (
    Accept,
    Attend,
    Dispatch,
    Extend,
    FollowUp,
    Mark,
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

    from console.actions.naming import Names
    from console.state.session import Session
    from models.domain.category import Category
    from models.domain.command import Intent
    from models.domain.incident import Incident

    Made = Callable[..., Intent]
    Choices = Callable[[Session, Incident], tuple[Choice, ...]]


def _nothing(_s: Session, _i: Incident) -> tuple[Never, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """What an act asks for, what is often said, and the intent that an answer makes.

    `choices` are those of an incident; where there are none nothing is asked. `make` takes
    session, incident, choice, words and a text for each of the `blanks`, and raises `Refused`
    or `BadInput` where they say nothing it can use. An empty prompt asks for no words.
    `names` are what the words name.
    """

    prompt: Words
    choices: Choices
    make: Made
    phrases: tuple[Words, ...] = ()
    blanks: Callable[[Session, Incident], tuple[Blank, ...]] = _nothing
    names: Callable[[Session, Incident], Names] = no_names


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
_ACCEPT = Words("受理", "Accept")
_DEPARTMENTS = Words(
    "部门：编码、名称或首字母，空格分开", "Departments: codes or names, with spaces between"
)
_DONE_AT_ONCE = ("sign", "arrive", "check-in")
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
ONLY = "do"
"""The id of a choice that is no choice: the act itself."""
_LEGACY = Words("历史遗留", "Legacy problem")
_IMPORTANT = Words("重要", "Important")


def _fixed(choices: tuple[Choice, ...]) -> Choices:
    def of(_s: Session, _i: Incident) -> tuple[Choice, ...]:
        return choices

    return of


def _grounds(verb: str) -> Choices:
    return _fixed(tuple(Choice(g.value, GROUND_WORDS[g]) for g in GROUNDS[verb]))


def _days(days: tuple[int, ...], zh: str, en: str) -> Choices:
    """`en` names one day."""
    said = ((n, f"{n} {en}" + ("" if n == 1 else "s")) for n in days)
    return _fixed(tuple(Choice(str(n), Words(f"{n} {zh}", words)) for n, words in said))


def _one(zh: str, en: str, choice: str = ONLY) -> Choices:
    return _fixed((Choice(choice, Words(zh, en)),))


def _blank(zh: str, en: str) -> Callable[[Session, Incident], tuple[Blank, ...]]:
    def of(_s: Session, _i: Incident) -> tuple[Blank, ...]:
        return (Blank(Words(zh, en)),)

    return of


def _levels_above(_s: Session, incident: Incident) -> tuple[Choice, ...]:
    higher = tuple(
        Choice(level, words)
        for level, words in _CARDS.items()
        if int(level) > incident.supervise
    )
    return (*higher, Choice("0", _CARDS["0"])) if incident.supervise else higher


def _levels_below(_s: Session, incident: Incident) -> tuple[Choice, ...]:
    here = incident.level or Level.DISTRICT
    return tuple(
        Choice(str(level.value), _begun_large(level.words), needs_text=False)
        for level in Level
        if level > here
    )


def _begun_large(words: Words) -> Words:
    return Words(words.zh, words.en.capitalize())


def _extend(_s: Session, incident: Incident, days: str, text: str, plan: str = "") -> Intent:
    return Extend(incident=incident.id, days=int(days), reason=text, plan=plan)


def _suspend(
    session: Session, incident: Incident, days: str, text: str, measure: str = ""
) -> Intent:
    until = session.frame.now + timedelta(days=int(days))
    ground = ground_said("suspend", text)
    return Suspend(
        incident=incident.id, resume_by=until, reason=text, ground=ground, measure=measure
    )


def _return(
    _s: Session, incident: Incident, _c: str, text: str, suggestion: str = ""
) -> Intent:
    return Attend(
        verb="return",
        incident=incident.id,
        reason=text,
        ground=ground_said("return", text),
        suggestion=suggestion,
    )


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


def _reclassify(
    session: Session, incident: Incident, _c: str, text: str, why: str = ""
) -> Intent:
    """The class by code or name, whole or as the first word; what follows is the reason."""
    first, _, reason = text.partition(" ")
    rest = " ".join(filter(None, (reason.strip(), why)))
    whole = _class_of(session, text)
    one, said = (whole, why) if whole else (_class(session, first), rest)
    return Reclassify(incident=incident.id, category=one.code, reason=said or one.zh)


def _class(session: Session, named: str) -> Category:
    found = _class_of(session, named)
    if found is None:
        said = f"没有类别“{named}”。", f"There is no class '{named}'."
        raise Refused(refuse("unknown_category", *said))
    return found


def _class_of(session: Session, named: str) -> Category | None:
    plain, known = named.casefold(), session.reference.categories.values()
    return next((c for c in known if plain in {c.code.casefold(), c.zh, c.en.casefold()}), None)


def _unknown_class(_s: Session, incident: Incident) -> tuple[Choice, ...]:
    """A report that has a class needs no word; another is asked what it is."""
    return () if incident.category else (Choice("accept", _ACCEPT, needs_text=False),)


def _accept(session: Session, incident: Incident, _choice: str, text: str) -> Intent:
    return Accept(incident=incident.id, category=_class(session, text).code if text else None)


def _attend(verb: str) -> Made:
    def make(_s: Session, incident: Incident, choice: str, _text: str) -> Intent:
        attend = Attend(verb=verb, incident=incident.id)
        return done_for(attend, chosen(verb, incident, choice))

    return make


def _marks(_s: Session, incident: Incident) -> tuple[Choice, ...]:
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


_RATINGS = (
    *(Choice(str(n), Words(f"{n} 分", str(n)), needs_text=False) for n in (5, 4, 3, 2, 1)),
    Choice(UNREACHABLE, Words("联系不上", "No answer"), needs_text=False),
)
_FOUND = tuple(Choice(f.value, words, needs_text=False) for f, words in _FINDINGS.items())
FORMS: dict[str, Form] = {
    "accept": Form(
        Words("类别：编码、名称或首字母（不填为其他）", "Class: code or name (empty: other)"),
        _unknown_class,
        _accept,
        names=classes_named,
    ),
    "return": Form(
        _WHY,
        _one("申请回退", "Ask to return it", "return"),
        _return,
        tuple(GROUND_WORDS[ground] for ground in GROUNDS["return"]),
        _blank("应办单位", "Right unit"),
    ),
    "extend": Form(
        _WHY,
        _days(_DAYS, "个工作日", "working day"),
        _extend,
        blanks=_blank("办理计划", "Plan"),
    ),
    "suspend": Form(
        _WHY,
        _days(_SUSPENDED_DAYS, "天", "day"),
        _suspend,
        tuple(GROUND_WORDS[ground] for ground in GROUNDS["suspend"]),
        _blank("期间安全措施", "Safety meanwhile"),
    ),
    "supervise": Form(Words("督办意见", "What is demanded"), _levels_above, _supervise),
    "escalate": Form(_WHY, _grounds("escalate"), _escalate),
    "hand-down": Form(_WHY, _levels_below, _hand_down),
    "verify-result": Form(Words("现场情况", "What was found"), _fixed(_FOUND), _verify),
    "follow-up": Form(Words("回访记录", "What was said"), _fixed(_RATINGS), _follow_up),
    "reclassify": Form(
        Words("新类别的编码、名称或首字母", "The new class: code or name"),
        _one("改类", "Change the class"),
        _reclassify,
        blanks=_blank("理由", "Reason"),
        names=classes_named,
    ),
    "whistle": Form(
        _DEPARTMENTS,
        _one("吹哨", "Whistle"),
        whistle,
        blanks=whistle_blanks,
        names=departments_named,
    ),
    "inform": Form(
        _DEPARTMENTS,
        _one("抄告", "Inform"),
        inform,
        blanks=inform_blanks,
        names=departments_named,
    ),
    "call": Form(
        Words("通话记录（可不填）", "What was said (may stay empty)"), replies, called
    ),
    "close": Form(NO_WORDS, closing, close),
    "mark": Form(_WHY, _marks, _mark),
    "rate": Form(NO_WORDS, rated, rate, blanks=rate_blanks),
    "register": Form(NO_WORDS, criteria, register),
    **{verb: Form(NO_WORDS, whose(verb), _attend(verb)) for verb in _DONE_AT_ONCE},
}
"""The forms by verb."""
