"""Shifts of members in a real database: what cannot be read is not written, all is folded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from models.domain.command import Dispatch
from models.domain.refusal import Refused
from models.domain.timetable import MOST_DAYS, SetRota
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store.engine import connect
from models.store.journal import read_after
from models.store.present import present_picture
from models.store.verify import verify

if TYPE_CHECKING:
    from tests.store.homes import Home

pytestmark = pytest.mark.db


def _day(ahead: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()


def test_a_rota_is_folded_as_the_tables_keep_it(home: Home, database_url: str) -> None:
    who = home.member()
    home.do(SetRota(member=who, rota=f"{_day()} D - N"))
    with connect(database_url) as connection:
        assert verify(connection).ok
        connection.rollback()
        told, _ = fold(Picture(), read_after(connection, 0, 1_000))
        connection.rollback()
        kept = present_picture(connection)
    assert told.members[who].rota == kept.members[who].rota != ""
    assert told.digest() == kept.digest()


def test_equal_words_of_many_members_lie_in_memory_once(home: Home, database_url: str) -> None:
    many = [home.member("M1"), home.member("M2")]
    for who in many:
        home.do(SetRota(member=who, rota=f"{_day()} D - N"))
    with connect(database_url) as connection:
        members = present_picture(connection).members
    one, other = (members[who] for who in many)
    assert one.rota is other.rota
    assert one.cell_path is other.cell_path
    assert one.skills is other.skills


def test_a_day_off_is_warned_of_by_a_database_too(home: Home) -> None:
    who = home.member()
    home.do(SetRota(member=who, rota=f"{_day(-1)} - - -"))
    sent = Dispatch(incident=home.registered(), members=(who,))
    with pytest.raises(Refused) as caught:
        home.do(sent)
    assert caught.value.refusal.code == "off_shift"


@pytest.mark.parametrize(
    "wrong",
    [
        "D D", "2026-11-23", "2026-11-23 D  D", "2026-11-23 NINELETTER",
        " ".join(["2026-11-23", *["D"] * (MOST_DAYS + 1)]),
    ],
)  # fmt: skip
def test_a_rota_that_no_console_could_read_is_not_written(
    home: Home, database_url: str, wrong: str
) -> None:
    home.member()
    with connect(database_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE member SET rota = %s", [wrong])
