"""Frames and sessions for tests of the screens: a small district that looks like a real one.

Everything follows from a seed; `NINE` is the frame's now unless told otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from console.state.reference import Reference
from console.state.session import Seat, Session
from models.domain.category import Category, Urgency
from models.domain.deadline import WorkCalendar, handle_limit, step_due_at
from models.domain.fact import Entry, fact_between
from models.domain.grid import Cell, Grid, Level
from models.domain.ids import CellId, IncidentId
from models.domain.incident import Incident, Source, State, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.member import Duty, Member
from models.domain.place import LonLat
from models.feed.frame import Capability, Frame
from models.feed.timeline import Mode
from models.feed.track import Fixes, to_us
from models.intake.category_table import read_category_csv
from models.picture.fold import Changes, fold
from models.picture.picture import Picture
from resources.files import resource_path
from tests.builders import NINE, a_fact, a_member, a_task, an_entry, an_incident

if TYPE_CHECKING:
    from models.domain.error import Language

TOWNS = ("潮海街道", "通济街道", "北安街道", "龙山街道", "龙泉街道", "鳌山卫街道", "温泉街道")
COMMUNITIES = ("前进社区", "新民社区", "河东社区", "烟台路社区", "墨河社区")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "强",
    "磊",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
)
TEXTS = (
    "路口有暴露垃圾，异味较大，影响周边商户经营",
    "井盖缺失，存在安全隐患，已临时摆放警示锥",
    "占道经营堵塞人行道，居民反映出行不便",
    "居民楼道堆放杂物并私拉电线给电动车充电",
    "路灯连续三盏不亮，夜间行人较多",
    "河道边有人焚烧秸秆，烟雾较大",
    "两户因漏水赔偿发生争执，请社区调解",
    "工地夜间施工噪声扰民，多次投诉未改",
    "老人独居多日未见外出，邻居请求上门查看",
    "沿街店铺燃气软管老化，有明显气味",
)
OPEN = (
    State.REPORTED,
    State.ACCEPTED,
    State.REGISTERED,
    State.REGISTERED,
    State.REGISTERED,
    State.DISPATCHED,
    State.HANDLING,
    State.HANDLING,
    State.JOINT_HANDLING,
    State.RETURN_ASKED,
    State.HANDLED,
    State.CHECKING,
    State.CHECKED,
)
EVERY_ROLE = frozenset(Role)


def a_reference(towns: int = 5, communities: int = 3) -> Reference:
    """A district of towns, communities and one village under each."""
    root = Cell(CellId(1), "370215", "即墨区", Level(1), None, (CellId(1),))
    cells = [root]
    for t in range(towns):
        name = TOWNS[t] if t < len(TOWNS) else f"第{t + 1}街道"
        town = _under(root, CellId(100 + t), f"370215{t + 1:03d}", name)
        cells.append(town)
        for c in range(communities):
            community = _under(
                town,
                CellId(1000 + t * 10 + c),
                f"{town.code}{c + 1:02d}",
                COMMUNITIES[c % len(COMMUNITIES)],
            )
            village = _under(
                community, CellId(10_000 + t * 10 + c), f"{community.code}201", "三里村"
            )
            cells += [community, village]
    categories = read_category_csv(
        resource_path("event_categories.csv").read_text("utf-8-sig")
    ).categories
    by_code = {category.code: category for category in categories}
    return Reference(1, Grid.of(cells), WorkCalendar(), categories=MappingProxyType(by_code))


def _under(parent: Cell, cell_id: CellId, code: str, name: str) -> Cell:
    level = Level(parent.level + 1)
    return Cell(cell_id, code, name, level, parent.id, (*parent.path, cell_id))


def some_members(reference: Reference, n: int, seed: int = 1) -> list[Member]:
    """Members spread over the villages."""
    random = Random(seed)
    villages = [cell for cell in reference.grid if cell.level == 4]
    skills = ("调解", "消防", "急救", "燃气", "电动车", "环保")
    duties = (Duty.ON, Duty.ON, Duty.ON, Duty.ON, Duty.OFF, Duty.BREAK)
    members = []
    for i in range(n):
        home = villages[i % len(villages)]
        members.append(
            a_member(
                number=f"WG{i + 1:04d}",
                name=random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(GIVEN),
                home_cell=home.id,
                cell_path=home.path,
                skills=tuple(random.sample(skills, random.randint(0, 3))),
                duty=random.choice(duties),
                phone=f"139{random.randint(0, 99_999_999):08d}",
            )
        )
    return members


def some_incidents(
    reference: Reference,
    members: list[Member],
    n: int,
    seed: int = 2,
    now: datetime = NINE,
) -> list[Incident]:
    """Open incidents of every state, class and age."""
    random = Random(seed)
    codes = sorted(reference.categories)
    return [
        _incident(
            reference, members, random, reference.categories[random.choice(codes)], i, now
        )
        for i in range(n)
    ]


def _incident(
    reference: Reference,
    members: list[Member],
    random: Random,
    category: Category,
    i: int,
    now: datetime,
) -> Incident:
    villages = [cell for cell in reference.grid if cell.level == 4]
    home = random.choice(villages)
    state = random.choice(OPEN)
    reported = now - timedelta(minutes=random.expovariate(1 / 90))
    urgency = random.choices(tuple(Urgency), (8, 3, 1))[0]
    given: dict[str, Any] = {
        "id": IncidentId(an_incident().id),
        "number": f"370215-20261120-{i + 1:06d}",
        "category": category.code,
        "urgency": urgency,
        "source": random.choice(tuple(Source)),
        "occurred_at": reported - timedelta(minutes=3),
        "reported_at": reported,
        "text": random.choice(TEXTS),
        "address": f"烟青路{random.randint(1, 400)}号",
        "cell": home.id,
        "cell_path": home.path,
        "place": LonLat(120.4 + random.random() / 5, 36.3 + random.random() / 5),
        "reporter_name": random.choice(SURNAMES) + random.choice(GIVEN),
        "reporter_phone": f"138{random.randint(0, 99_999_999):08d}",
    }
    given["step_due_at"] = step_due_at(
        reference.calendar, state, urgency, now - timedelta(minutes=random.randint(0, 28))
    )
    if state >= State.REGISTERED:
        given["registered_at"] = reported + timedelta(minutes=5)
        limit = handle_limit(category, urgency)
        given["due_at"] = reference.calendar.due(given["registered_at"], limit)
    if state.is_with_unit and members:
        signed = None if state is State.DISPATCHED else reported + timedelta(minutes=20)
        task_state = TaskState.TO_SIGN if signed is None else TaskState.SIGNED
        lead = a_task(
            random.choice(members),
            given_at=reported + timedelta(minutes=12),
            signed_at=signed,
            state=task_state,
            instruction="到场后先拍照，再联系物业",
        )
        given["tasks"] = (lead,)
        given["dispatched_at"] = lead.given_at
        if state is State.JOINT_HANDLING:
            assist = a_task(
                random.choice(members), role=TaskRole.ASSIST, given_at=lead.given_at
            )
            given["tasks"] = (lead, assist)
    return an_incident(state, **given)


def some_fixes(members: list[Member], now: datetime = NINE, seed: int = 3) -> Fixes:
    """One fix a member; every seventh member has none, every fifth an old one."""
    random = Random(seed)
    known = [member for i, member in enumerate(members) if i % 7 != 6]
    ages = [
        random.randint(900, 7200) if i % 5 == 4 else random.randint(2, 90)
        for i in range(len(known))
    ]
    return Fixes(
        np.array([member.ref for member in known], np.int32),
        np.array([to_us(now - timedelta(seconds=age)) for age in ages], np.int64),
        np.full(len(known), 120.45),
        np.full(len(known), 36.38),
        np.zeros(len(known), np.float32),
        np.zeros(len(known), np.float32),
    )


def a_picture(incidents: list[Incident], members: list[Member], after: int = 0) -> Picture:
    """A picture in which all of them have been reported and enrolled."""
    facts = [a_fact(member, verb="enrolled") for member in members]
    facts += [a_fact(incident) for incident in incidents]
    entries = [an_entry(after + i + 1, fact) for i, fact in enumerate(facts)]
    return fold(Picture(), entries)[0]


def a_frame(picture: Picture | None = None, now: datetime = NINE, **given: Any) -> Frame:
    """A live frame with every capability."""
    usual: dict[str, Any] = {
        "mode": Mode.FOLLOWING,
        "capabilities": frozenset(Capability),
        "contact_at": now,
        "first_at": now - timedelta(hours=8),
        "last_at": now,
    }
    return Frame(picture or Picture(), now, **usual | given)


def next_frame(
    frame: Frame,
    *changed: tuple[Incident | Member | None, Incident | Member, str],
    after_s: float = 1.0,
    note: str = "",
) -> Frame:
    """The frame after facts, each told as (before, after, verb)."""
    now = frame.now + timedelta(seconds=after_s)
    entries: list[Entry] = []
    for i, (old, new, verb) in enumerate(changed):
        fact = fact_between(verb, old, new, occurred_at=now, note=note)
        entries.append(an_entry(frame.seq + i + 1, fact, recorded_at=now, actor="王芳"))
    picture, changes = fold(frame.picture, entries)
    return replace(
        frame,
        picture=picture,
        changes=changes,
        now=now,
        contact_at=now,
        last_at=now,
        jumped=False,
    )


def later(frame: Frame, seconds: float) -> Frame:
    """The same picture, so much later."""
    now = frame.now + timedelta(seconds=seconds)
    return replace(frame, now=now, changes=Changes(), contact_at=now)


def a_session(
    incidents: int = 0,
    members: int = 0,
    *,
    language: Language = "en",
    roles: frozenset[Role] = EVERY_ROLE,
    reference: Reference | None = None,
) -> Session:
    """A session over a district with so many incidents and members."""
    reference = reference or a_reference()
    people = some_members(reference, members)
    cases = some_incidents(reference, people, incidents)
    frame = a_frame(a_picture(cases, people), positions=some_fixes(people))
    return Session(frame, reference, Seat("李静", roles, "desk-1", language))
