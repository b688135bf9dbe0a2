"""Words find every incident there ever was, and nobody finds what is kept from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from models.domain.command import Report
from models.domain.fact import SubjectKind
from models.domain.ids import IncidentId, new_uuid
from models.picture.search import Sought, words_of
from models.store.engine import connect
from models.store.erasure import erase_words
from models.store.reference_write import write_categories
from models.store.searching import incident_of, past_reports, search
from tests.builders import JIMO, a_category
from tests.store.homes import an_author

if TYPE_CHECKING:
    from models.store.engine import Connection
    from tests.store.homes import Home

pytestmark = pytest.mark.db


def _report(home: Home, text: str, **given: Any) -> IncidentId:
    incident = IncidentId(new_uuid())
    home.do(Report(incident=incident, text=text, **{"place": JIMO} | given))
    return incident


def _ids(connection: Connection, text: str, **given: Any) -> list[IncidentId]:
    wanted = Sought(words=words_of(text), **{"is_cleared": True} | given)
    return [one.id for one in search(connection, wanted).incidents]


def test_words_number_address_person_and_telephone_all_find_it(
    home: Home, database_url: str
) -> None:
    wanted = _report(
        home,
        "幼儿园门口路面塌陷，Gas smell near the gate",
        address="鹤山路388号",
        reporter_name="欧阳小明",
        reporter_phone="13812345678",
    )
    _report(home, "另一件不相干的事情", address="嵩山路1号")
    with connect(database_url) as connection:
        number = (
            search(connection, Sought(words=words_of("塌陷"), is_cleared=True))
            .incidents[0]
            .number
        )
        for text in (
            "塌陷",
            "路面塌陷 鹤山路",
            "388号",
            "欧阳",
            "小明",
            "1234567",
            "13812345678",
            "gas SMELL",
            "陷",
            number,
            number[-9:],
        ):
            assert _ids(connection, text) == [wanted], text
        assert _ids(connection, "塌陷 嵩山路") == []
        assert _ids(connection, "陷塌") == []
        assert _ids(connection, "100%_") == []


def test_the_newest_come_first_and_page_after_page_brings_them_all(
    home: Home, database_url: str
) -> None:
    made = [_report(home, f"路口垃圾堆放第{i}次上报") for i in range(7)]
    with connect(database_url) as connection:
        seen: list[IncidentId] = []
        after = None
        while True:
            wanted = Sought(words=words_of("垃圾"), is_cleared=True, after=after, limit=3)
            page = search(connection, wanted)
            seen += [one.id for one in page.incidents]
            after = page.more
            if after is None:
                break
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))


def test_a_restricted_incident_is_found_by_those_alone_who_may_know(
    home: Home, database_url: str
) -> None:
    write_categories(
        home.engine, (a_category("E1803", restricted=True, zh="心理危机"),), an_author()
    )
    hidden = _report(home, "有人站在楼顶需要帮助", category="E1803")
    with connect(database_url) as connection:
        assert _ids(connection, "楼顶") == [hidden]
        assert _ids(connection, "楼顶", is_cleared=False) == []
        assert incident_of(connection, hidden, is_cleared=False) is None
        found = incident_of(connection, hidden, is_cleared=True)
        assert found is not None
        assert found.text == "有人站在楼顶需要帮助"
        assert past_reports(connection, 10) == []


def test_erased_words_find_nothing_any_more(home: Home, database_url: str) -> None:
    incident = _report(home, "某户家中漏水严重", reporter_phone="13900001111")
    with connect(database_url) as connection:
        assert _ids(connection, "漏水") == [incident]
        erase_words(home.engine, SubjectKind.INCIDENT, incident, an_author())
        connection.rollback()
        assert _ids(connection, "漏水") == []
        assert _ids(connection, "1390000") == []


def test_a_telephone_finds_its_earlier_calls_however_it_was_written(
    home: Home, database_url: str
) -> None:
    first = _report(home, "路灯不亮请来修", reporter_phone="139-0000-1111")
    _report(home, "路灯不亮请来修", reporter_phone="13900001112")
    with connect(database_url) as connection:
        found = search(connection, Sought(phone="139 0000 1111", is_cleared=True))
        again = search(connection, Sought(phone="13900001111", is_cleared=True))
    assert [one.id for one in found.incidents] == [first]
    assert again == found
