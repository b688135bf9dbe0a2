"""Shifts of members: set as one value, warned of by the rule, said by the suggestion."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.analysis.suggestion import Insight, Known, grounds
from models.domain.command import Dispatch, Enrol
from models.domain.dispatching import Circumstances, Verdict, may_dispatch
from models.domain.error import BadInput
from models.domain.home_settings import HomeSettings
from models.domain.refusal import Refused
from models.domain.timetable import MOST_DAYS, USUAL_SHIFTS, SetRota, timetable_of
from tests.builders import a_member, an_incident
from tests.models.desk.test_complaints import Centre

ZONE = ZoneInfo("Asia/Shanghai")
TABLE = timetable_of(ZONE, USUAL_SHIFTS)


class Office(Centre):
    """A centre with one member at noon of a Friday."""

    def __init__(self) -> None:
        super().__init__()
        self.home.now = datetime(2026, 11, 27, 12, 0, tzinfo=ZONE)
        self.who = self.member(number="W", name="王五")

    def roster(self, rota: str) -> str:
        self.act(SetRota(member=self.who, rota=rota))
        return self.home.members[self.who].rota


@pytest.fixture
def office() -> Office:
    return Office()


def test_outside_of_the_shift_a_dispatch_asks_for_a_reason_and_says_when_the_next_is(
    office: Office,
) -> None:
    case = office.case()
    office.roster("2026-11-27 D - - - - D")
    office.home.now += timedelta(hours=7)
    with pytest.raises(Refused) as caught:
        office.act(Dispatch(incident=case, members=(office.who,)))
    assert caught.value.refusal.code == "off_shift"
    assert "the last ended 17:30, next Wed 08:30" in caught.value.refusal.words.en
    assert "上一班 17:30 结束，下一班 周三 08:30" in caught.value.refusal.words.zh
    office.act(Dispatch(incident=case, members=(office.who,), reason="加班"))


def test_in_the_shift_and_without_a_plan_nothing_is_asked(office: Office) -> None:
    first, second = office.case(), office.case()
    office.act(Dispatch(incident=first, members=(office.who,)))
    office.roster("2026-11-27 D")
    office.act(Dispatch(incident=second, members=(office.who,)))


def test_a_plan_is_one_fact_and_the_same_again_is_none(office: Office) -> None:
    office.roster("2026-11-27 D D")
    facts = len(office.home.entries)
    office.roster("2026-11-27 D D")
    assert len(office.home.entries) == facts
    assert office.home.entries[-1].fact.verb == "rota-set"
    assert office.picture().members == office.home.members


def test_days_long_over_are_let_go_of(office: Office) -> None:
    assert office.roster("2026-11-20 D D D D D N -") == "2026-11-25 N -"
    assert office.roster("") == ""


@pytest.mark.parametrize(
    ("rota", "code"),
    [
        ("2026-11-27 D Z", "unknown_shift"),
        (" ".join(["2026-12-27", *["D"] * 40]), "rota_too_far"),
        ("soon", "bad_rota"),
    ],
)
def test_a_plan_that_cannot_be_is_told(office: Office, rota: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        office.roster(rota)
    assert caught.value.code == code


def test_the_longest_plan_is_taken(office: Office) -> None:
    whole = " ".join(["2026-11-25", *["D"] * MOST_DAYS])
    assert office.roster(whole) == whole


def test_a_correction_of_the_roster_leaves_the_shifts_alone(office: Office) -> None:
    office.roster("2026-11-27 D")
    office.act(Enrol(member=office.who, number="W", name="王五", capacity=5))
    assert office.home.members[office.who].rota == "2026-11-27 D"


def _around(hour: int, minute: int = 0) -> Circumstances:
    at = datetime(2026, 11, 27, hour, minute, tzinfo=ZONE)
    return Circumstances(0, 100.0, 5.0, at=at, timetable=TABLE)


def test_a_shift_that_ends_soon_is_said_and_costs_nothing() -> None:
    member = a_member(rota="2026-11-27 D")
    soon = grounds(an_incident(), Known(member, _around(17, 10)), Insight())
    assert [one.code for one in soon] == ["shift_ends"]
    assert soon[0].words.en == "shift ends in 20 min"
    assert soon[0].minutes == 0
    assert grounds(an_incident(), Known(member, _around(16, 59)), Insight()) == ()


def test_a_day_off_is_warned_of_and_never_blocks() -> None:
    member = a_member(name="王五", rota="2026-11-27 -")
    answer = may_dispatch(an_incident(), member, _around(12))
    assert answer.verdict is Verdict.WARN
    assert answer.grounds[0].words.en == "王五 is off shift."


@pytest.mark.parametrize(
    ("rota", "rest"),
    [
        ("2026-11-27 L E", "only 9 h"),
        ("2026-11-27 N D", "only 1.5 h"),
        ("2026-11-27 N A", "only 0 h"),
    ],
)
def test_too_little_rest_is_refused_and_says_what_to_change(
    office: Office, rota: str, rest: str
) -> None:
    with pytest.raises(BadInput) as caught:
        office.roster(rota)
    assert caught.value.code == "too_little_rest"
    assert f"{rest}" in caught.value.words.en
    assert "2026-11-28" in caught.value.words.zh
    assert "改其中一天的班次" in caught.value.words.zh


def test_a_day_off_between_or_eleven_hours_are_rest_enough(office: Office) -> None:
    assert office.roster("2026-11-27 N - D D E - A B C") != ""


def test_what_was_planned_before_hinders_no_change_of_another_day(office: Office) -> None:
    office.home.settings = HomeSettings(least_rest_h=0)
    office.roster("2026-11-27 L E D D")
    office.home.settings = HomeSettings()
    office.roster("2026-11-27 L E D E")
    with pytest.raises(BadInput, match="too_little_rest"):
        office.roster("2026-11-27 N E D E")
