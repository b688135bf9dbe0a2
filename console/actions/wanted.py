"""The words that acts need: into which field, what to ask, what is often said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models.domain.error import Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words an act needs: into which field, what to ask, what is often said."""

    field: str
    prompt: Words
    phrases: tuple[Words, ...] = ()
    is_needed: bool = True


WHY: Final = Words("理由（记入事件日志）", "Reason (goes on the record)")
_DUPLICATE = Words("重复上报", "Reported twice")
NOTE: Final = Wanted("reason", Words("现场情况", "What was found"), is_needed=False)
WANTED: Final = {
    "refuse": Wanted(
        "reason", WHY, (Words("不属于受理范围", "Not ours to handle"), _DUPLICATE)
    ),
    "not-register": Wanted(
        "reason", WHY, (Words("现场已恢复", "Set right by itself"), _DUPLICATE)
    ),
    "appeal": Wanted("reason", WHY, (Words("情况有补充", "More is known now"),)),
    "withdraw": Wanted("reason", WHY, (Words("派错人员", "Sent to the wrong person"),)),
    "send-back-accept": Wanted("reason", WHY, (Words("类别有误", "Wrong class"),)),
    "audit-fail": Wanted("reason", WHY, (Words("照片无效", "The photos do not show it"),)),
    "unmerge": Wanted("reason", WHY, (Words("不是同一件事", "Not the same matter"),)),
    "deny-extend": Wanted("reason", WHY, (Words("理由不充分", "Not a sufficient reason"),)),
    "deny-suspend": Wanted("reason", WHY, (Words("理由不充分", "Not a sufficient reason"),)),
    "drop-ask": Wanted("reason", WHY, (Words("已能按期办结", "It can be done in time"),)),
    "close-refuse": Wanted("reason", WHY, (Words("现场未恢复", "Not set right on site"),)),
    "recheck": Wanted("reason", WHY, (Words("照片看不清", "The photos are unclear"),)),
    "deny-return": Wanted("reason", WHY, (Words("属于职责范围", "It is this unit's duty"),)),
    "check-fail": Wanted("reason", WHY, (Words("现场未恢复", "Not set right on site"),)),
    "reopen": Wanted("reason", WHY, (Words("问题再次出现", "It came back"),)),
    "void": Wanted("reason", WHY, (Words("误报", "False report"),)),
    "drop-void": Wanted(
        "reason", WHY, (Words("申请有误", "Asked by mistake"), Words("情况属实", "It is so"))
    ),
    "finish": Wanted(
        "result",
        Words("处置结果", "What was done"),
        (
            Words("已清理完毕，现场已恢复原状", "Cleared; the place is as it was"),
            Words("已现场劝导，当事人已整改", "Persuaded on site; it was put right"),
        ),
    ),
    "comment": Wanted("text", Words("备注", "Comment")),
    "instruct": Wanted("text", Words("批示", "Instruction")),
    "merge": Wanted("into", Words("并入事件编号", "Number of the incident to merge it into")),
}
