"""What an exported page says, in both languages.

The names of states are those of the screens; a test holds the two together. They stand here
once more because the screens' words need Qt, which a page does without.
"""

from __future__ import annotations

from typing import Final

from maps.layers.incidents import Stage
from maps.layers.members import MemberLook
from models.domain.category import Urgency
from models.domain.drawing import DrawingKind
from models.domain.error import Words
from models.domain.incident import State

STATE: Final = {
    State.REPORTED: Words("待受理", "To accept"),
    State.TO_VERIFY: Words("待核实", "To verify on site"),
    State.REFUSED: Words("不予受理", "Refused"),
    State.SELF_HANDLED: Words("自处置待审核", "Self-handled, to audit"),
    State.ACCEPTED: Words("待立案", "To register"),
    State.NOT_REGISTERED: Words("不予立案", "Not registered"),
    State.REGISTERED: Words("待派遣", "To dispatch"),
    State.DISPATCHED: Words("待签收", "To sign"),
    State.HANDLING: Words("处置中", "Handling"),
    State.JOINT_HANDLING: Words("联合处置中", "Joint handling"),
    State.RETURN_ASKED: Words("回退审批", "Return requested"),
    State.EXTENSION_ASKED: Words("延期审批", "Extension requested"),
    State.SUSPENSION_ASKED: Words("挂账审批", "Suspension requested"),
    State.SUSPENDED: Words("挂账中", "Suspended"),
    State.HANDLED: Words("待核查派发", "To send check"),
    State.CHECKING: Words("核查中", "Checking"),
    State.CHECKED: Words("待结案", "To close"),
    State.CLOSED: Words("已结案", "Closed"),
    State.FOLLOW_UP: Words("回访中", "Follow-up"),
    State.ARCHIVED: Words("已归档", "Archived"),
    State.VOID: Words("作废", "Void"),
    State.MERGED: Words("已合并", "Merged"),
}
URGENCY: Final = {
    Urgency.GENERAL: Words("一般", "General"),
    Urgency.URGENT: Words("紧急", "Urgent"),
    Urgency.EMERGENCY: Words("特急", "Emergency"),
}
LOOK: Final = {
    MemberLook.FREE: Words("空闲", "Free"),
    MemberLook.TASKED: Words("有任务", "Has work"),
    MemberLook.FULL: Words("已满", "Full"),
    MemberLook.HELD: Words("已预留", "Reserved"),
    MemberLook.BREAK: Words("休息", "On break"),
    MemberLook.OFF: Words("离岗", "Off duty"),
}
STAGE: Final = {
    Stage.TO_ACCEPT: Words("待受理、待立案", "To accept or register"),
    Stage.TO_DISPATCH: Words("待派遣", "To dispatch"),
    Stage.TO_SIGN: Words("待签收", "To sign"),
    Stage.HANDLING: Words("处置中", "Being handled"),
    Stage.TO_CLOSE: Words("待核查、待结案", "To check or close"),
}

MAP: Final = Words("网格图", "grid map")
NO_DISTRICT: Final = Words("未命名辖区", "unnamed district")
AS_OF: Final = Words("截至", "as of")
PERIOD: Final = Words("时段", "period")
LEGEND: Final = Words("图例", "Legend")
LAYERS: Final = Words("图层", "Layers")
INCIDENTS: Final = Words("未结事件", "Open incidents")
LATE_COUNT: Final = Words("已超时", "overdue")
MEMBERS: Final = Words("网格员", "Members")
OFF_DUTY: Final = Words("网格员（离岗）", "Members, off duty")
LINKS: Final = Words("派遣连线", "Links to assignees")
HEAT: Final = Words("事件热力", "Heat of incidents")
DRAWINGS: Final = Words("标绘", "Drawings")
DRAWING: Final = {
    DrawingKind.NOTE: Words("标注", "Note"),
    DrawingKind.CORDON: Words("警戒区", "Cordon"),
    DrawingKind.CLOSED_ROAD: Words("封闭道路", "Closed road"),
    DrawingKind.SEARCH_AREA: Words("搜索区", "Search area"),
    DrawingKind.ASSEMBLY_POINT: Words("集结点", "Assembly point"),
    DrawingKind.ROUTE: Words("路线", "Route"),
    DrawingKind.OTHER: Words("标记区域", "Marked area"),
}
WAYS: Final = Words("道路与水系", "Roads and water")
CELLS: Final = Words("网格", "Cells")
WAY: Final = {
    "water": Words("水域", "Water"),
    "motorway": Words("高速路、快速路", "Motorways"),
    "primary": Words("主干路", "Main roads"),
    "secondary": Words("次干路", "Secondary roads"),
    "minor": Words("支路", "Minor roads"),
    "path": Words("小路", "Paths"),
}
OLD_FIX: Final = Words("定位已过期", "old position")
OVERDUE: Final = Words("已超时", "Overdue")
NUMBER: Final = Words("编号", "Number")
CLASS: Final = Words("类别", "Class")
STATE_HEAD: Final = Words("状态", "State")
URGENCY_HEAD: Final = Words("紧急程度", "Urgency")
DUE: Final = Words("时限", "Due")
NO_CLASS: Final = Words("未分类", "No class yet")
NO_PLACE: Final = Words("无位置", "no place")
NONE_OPEN: Final = Words("暂无未结事件", "All clear")
FIND: Final = Words("查找编号、网格或类别", "Find a number, cell or class")
THEME: Final = Words("夜间 / 日间", "Night or day")
PLAY: Final = Words("播放（空格）", "Play (Space)")
PAUSE: Final = Words("暂停（空格）", "Pause (Space)")
BACK: Final = Words("后退一步（,）", "One step back (,)")
ON: Final = Words("前进一步（.）", "One step on (.)")
SPEED: Final = Words("速度（- 与 +）", "Speed (- and +)")
MOMENT: Final = Words("时刻", "Moment")
CLUSTER: Final = Words(
    "数字：该处的数量，点击放大", "A number: so many here; click to look closer"
)
UNPLACED_MEMBERS: Final = Words("{n} 名网格员位置不明，未标出", "{n} members without a place")
RESTRICTED: Final = Words(
    "涉密事件、个人信息与诉求内容不在本页。",
    "Restricted incidents, personal data and what reporters said are not on this page.",
)
LEFT_OUT: Final = Words(
    "为控制文件大小，未包含：{levels}。", "Left out to keep the file small: {levels}."
)
BENT: Final = Words(
    "{levels}的边界简化至约 {m} 米。", "Outlines of {levels} are simplified to about {m} m."
)
OFFLINE: Final = Words(
    "本页自包含，无需网络。时间为 {zone}。",
    "This page is self-contained: no network needed. Times are those of {zone}.",
)
NO_SCRIPT: Final = Words(
    "地图需要 JavaScript；下面的列表不需要。",
    "The map needs JavaScript; the list does without.",
)
OF_SCRIPT: Final = {
    "overdue": OVERDUE,
    "no_place": NO_PLACE,
    "none_open": NONE_OPEN,
    "incidents": INCIDENTS,
    "number": NUMBER,
    "class": CLASS,
    "state": STATE_HEAD,
    "urgency": URGENCY_HEAD,
    "due": DUE,
    "play": PLAY,
    "pause": PAUSE,
    "theme": THEME,
    "old_fix": OLD_FIX,
    "fix": Words("定位时间", "Position of"),
    "no_fix": Words("无定位，标在所属网格内", "no position: shown in the home cell"),
    "reported": Words("上报", "Reported"),
    "on_it": Words("承办", "With"),
    "member": Words("网格员", "Member"),
    "more": Words("另有 {n} 件，未列出", "{n} more, not listed"),
    "nothing": Words("没有找到", "Nothing found"),
}
"""What the page's own script says, by the name it asks for."""
