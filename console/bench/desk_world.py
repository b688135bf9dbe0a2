"""A picture with much open, for `bench desk`: made in memory, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from console.state.reference import Reference
from console.state.session import Seat, Session
from models.analysis.suggestion import Insight
from models.analysis.survey import Crowd, People
from models.domain.category import Urgency
from models.domain.deadline import WorkCalendar
from models.domain.grid import Grid
from models.domain.ids import IncidentId, MemberId, new_uuid
from models.domain.incident import Incident, Source, State
from models.domain.lifecycle import Role
from models.domain.member import Member
from models.domain.place import LonLat
from models.feed.frame import Capability, Frame
from models.feed.timeline import Mode
from models.feed.track import Fixes, to_us
from models.intake.category_table import all_categories
from models.picture.picture import Picture
from models.simulation.stories import SPOTS_ZH, STORIES
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW: Final = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
_ROADS: Final = ("鹤山", "烟青", "墨河", "嵩山", "文化", "泰山", "长江", "振华", "蓝鳌", "青威")
_OPEN: Final = tuple(state for state in State if state.is_open and not state.is_with_unit)


def sentences() -> list[tuple[str, str]]:
    """Classes with what is said of them, in all places."""
    return [
        (story.code, text.format(spot=spot))
        for story in STORIES
        for text in story.zh
        for spot in SPOTS_ZH
    ]


def addresses() -> list[str]:
    """Roads."""
    return [f"{road}路" for road in _ROADS]


def a_session(incidents: int, members: int) -> Session:
    """A live session of every role, with so many open incidents and members on duty."""
    random = Random(5)  # noqa: S311 - no secret, and the same picture each time
    texts, roads = sentences(), addresses()
    known = [_incident(number, random, texts, roads) for number in range(incidents)]
    people = [_member(number) for number in range(members)]
    picture = Picture(
        seq=1,
        at=NOW,
        incidents=MappingProxyType({one.id: one for one in known}),
        members=MappingProxyType({one.id: one for one in people}),
    )
    places = [_somewhere(random) for _ in people]
    fixes = Fixes(
        np.array([one.ref for one in people], np.int32),
        np.full(members, to_us(NOW - timedelta(seconds=20)), np.int64),
        np.array([place.lon_deg for place in places]),
        np.array([place.lat_deg for place in places]),
        np.full(members, 1.2, np.float32),
        np.full(members, 45.0, np.float32),
    )
    frame = Frame(
        picture,
        NOW,
        Mode.FOLLOWING,
        capabilities=frozenset(Capability),
        positions=fixes,
        positions_changed=True,
        contact_at=NOW,
    )
    table = all_categories(resource_path("event_categories.csv").read_text("utf-8"))
    categories = {one.code: one for one in table}
    reference = Reference(1, Grid.of(()), WorkCalendar(), categories=categories)
    return Session(frame, reference, Seat("bench", frozenset(Role), "bench", "zh"))


def one_crowd(
    incidents: Sequence[Incident], members: int
) -> tuple[list[Incident], list[People], list[Insight]]:
    """Incidents with a crowd as each of them sees it."""
    draw = np.random.default_rng(7)
    crowd = Crowd(
        [_member(number) for number in range(members)],
        draw.integers(0, 3, members),
        np.full(members, 20.0),
        np.zeros((members, 2)),
    )
    people = [People(crowd, draw.uniform(50, 6_000, members)) for _ in incidents]
    return list(incidents), people, [Insight()] * len(incidents)


def _incident(
    number: int, random: Random, texts: Sequence[tuple[str, str]], roads: Sequence[str]
) -> Incident:
    category, text = random.choice(texts)
    reported = NOW - timedelta(seconds=random.randrange(3 * 86_400))
    return Incident(
        id=IncidentId(new_uuid()),
        version=1,
        number=f"370215-{reported:%Y%m%d}-{number:06d}",
        state=random.choice(_OPEN),
        occurred_at=reported,
        reported_at=reported,
        category=category,
        urgency=random.choice(list(Urgency)),
        source=random.choice(list(Source)),
        place=_somewhere(random),
        step_since=reported,
        step_due_at=reported + timedelta(hours=random.randrange(1, 90)),
        text=text,
        address=f"{random.choice(roads)}{random.randrange(1, 400)}号",
        reporter_phone=f"138{random.randrange(10**8):08d}",
    )


def _member(number: int) -> Member:
    return Member(
        id=MemberId(new_uuid()),
        version=1,
        ref=number + 1,
        number=f"B{number:05d}",
        name=f"网格员{number}",
    )


def _somewhere(random: Random) -> LonLat:
    return LonLat(120.3 + random.random() * 0.3, 36.3 + random.random() * 0.2)
