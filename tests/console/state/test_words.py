"""Words: every value of the domain has some, and spans are told exactly."""

from __future__ import annotations

import inspect
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from console.state import words
from console.state.deeds import ACTION, FACT
from console.state.drawing_words import drawing_kind_words, drawing_tone_words
from models.desk.act import Fate
from models.desk.handler import HANDLERS
from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.drawing import DrawingKind, DrawingTone
from models.domain.error import Words
from models.domain.incident import Source, State, TaskRole, TaskState
from models.domain.ladder import FACT_OF, Rung
from models.domain.lifecycle import IMPLIED, ROLES_OF, TRANSITIONS, Role
from models.domain.member import MemberKind
from models.intake.sheets import SHEETS
from models.picture.query import Availability
from tests.builders import NINE, a_category

EVERYTHING = (
    (words.state_words, State),
    (words.role_words, Role),
    (words.urgency_words, Urgency),
    (words.source_words, Source),
    (words.task_role_words, TaskRole),
    (words.task_state_words, TaskState),
    (words.availability_words, Availability),
    (words.kind_words, MemberKind),
    (words.light_words, Light),
    (words.fate_words, Fate),
    (drawing_kind_words, DrawingKind),
    (drawing_tone_words, DrawingTone),
)


def test_what_a_rule_says_in_codes_is_said_in_names(qapp: object) -> None:
    said = words.with_codes_named(
        Words(
            "状态是 ST40，“check-in”只能用于 ST42。", "`check-in` is possible only from ST42."
        )
    )
    assert said.en == "'Check in' is possible only from Joint handling."
    assert "ST4" not in said.zh
    assert "check-in" not in said.zh
    command = Words("用 `wangge` 查看。", "`wangge db check` says more; so does `wangge`.")
    assert words.with_codes_named(command) == command


@pytest.mark.parametrize(("say", "values"), EVERYTHING)
def test_every_value_has_words(say: object, values: type) -> None:
    assert inspect.isfunction(say)
    assert all(say(value) for value in values)


def test_states_in_what_a_rule_says_are_named_and_nothing_else_is_touched() -> None:
    said = words.with_codes_named(Words("状态是ST51，能用于 ST30", "from ST51; EAST511 goes"))
    assert said.zh == "状态是Checking，能用于 To dispatch"
    assert said.en == "from Checking; EAST511 goes"


def test_every_fact_and_action_of_the_lifecycle_has_words() -> None:
    chosen = [row for row in TRANSITIONS if row.action not in IMPLIED]
    assert all(words.fact_words(row.fact) == str(FACT[row.fact]) for row in TRANSITIONS)
    assert all(words.action_words(row.action) == str(ACTION[row.action]) for row in chosen)


def test_every_act_that_a_desk_takes_has_words() -> None:
    assert [verb for verb in HANDLERS if verb not in ACTION] == []


def test_every_fact_of_a_drawing_and_of_the_wall_has_words() -> None:
    for fact in ("drawn", "redrawn", "erased", "view-shown", "view-cleared"):
        assert words.fact_words(fact) == str(FACT[fact])
    for action in ROLES_OF:
        assert words.action_words(action) == str(ACTION[action])


def test_every_change_of_an_administrators_page_has_words() -> None:
    assert [name for name in SHEETS if f"{name}-imported" not in FACT] == []


def test_every_rung_of_the_ladder_has_words() -> None:
    assert all(words.fact_words(FACT_OF[rung]) == str(FACT[FACT_OF[rung]]) for rung in Rung)


def test_a_verb_of_a_later_release_is_said_as_it_stands() -> None:
    assert words.fact_words("teleported") == "teleported"
    assert words.action_words("teleport") == "teleport"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0s"),
        (59.9, "59s"),
        (60, "1m 00s"),
        (3_599, "59m 59s"),
        (3_660, "1h 01m"),
        (90_000, "1d 1h"),
    ],
)
def test_spans_are_cut_off_and_never_rounded_up(seconds: float, said: str) -> None:
    assert words.span_words(seconds) == said


def test_what_is_left_and_what_is_over_are_told_apart_in_words() -> None:
    assert words.left_words(65) == "1m 05s left"
    assert words.left_words(-65) == "1m 05s over"


def test_a_moment_of_today_is_a_time_and_another_has_its_date() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert words.moment_words(NINE, zone, NINE) == "09:00:00"
    assert words.moment_words(NINE - timedelta(days=1), zone, NINE) == "11-19 09:00"
    assert words.moment_words(NINE - timedelta(days=400), zone, NINE) == "2025-10-16 09:00"


def test_a_long_number_is_shortened_and_a_foreign_one_is_left() -> None:
    assert words.short_number("370215-20261120-000123") == "1120-123"
    assert words.short_number("370215-20261120-123456") == "1120-123456"
    assert words.short_number("call 4711") == "call 4711"


def test_phones_and_names_are_masked() -> None:
    assert words.masked_phone("13912345678") == "139****5678"
    assert words.masked_phone("110") == "***"
    assert words.masked_name("张三") == "张*"
    assert words.masked_name("王小明") == "王*明"
    assert words.masked_name("") == words.masked_phone("") == ""


def test_a_class_is_named_in_the_language_of_the_seat() -> None:
    assert words.category_words(a_category(), "zh") == "暴露垃圾"
    assert words.category_words(a_category(), "en") == "Exposed rubbish"
    assert words.category_words(None, "zh") == "Class unknown"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0s ago"), (59, "59s ago"), (119, "1 min ago"), (3_700, "1h 01m ago")],
)
def test_what_is_past_is_told_to_the_minute(seconds: float, said: str) -> None:
    assert words.ago_words(seconds) == said
