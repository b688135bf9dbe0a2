"""A console remembers how far the journal reached, and sees when that is no longer so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.domain.error import Trouble
from models.store.engine import connect
from models.store.heads import FILE, Head, HeadBook, broken, head_of, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.homes import Home

DAWN = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


def a_head(seq: int, days: float = 0) -> Head:
    """The end of some journal."""
    return Head(seq, seq.to_bytes(32), DAWN + timedelta(days=days))


def test_of_each_day_the_last_head_is_kept(tmp_path: Path) -> None:
    book = HeadBook(tmp_path)
    for head in (a_head(3), a_head(9), a_head(12, days=1), a_head(15, days=1.2)):
        book.keep("here", head)
    assert HeadBook(tmp_path).kept("here") == [a_head(9), a_head(15, days=1.2)]
    assert book.last("here") == a_head(15, days=1.2)


def test_a_head_never_takes_the_place_of_a_later_one(tmp_path: Path) -> None:
    book = HeadBook(tmp_path)
    book.keep("here", a_head(9))
    book.keep("here", replace(a_head(9), hash=bytes(32)))
    book.keep("here", a_head(4))
    assert book.kept("here") == [a_head(9)]


def test_databases_have_a_page_each(tmp_path: Path) -> None:
    book = HeadBook(tmp_path)
    book.keep("here", a_head(9))
    book.keep("there", a_head(4))
    assert book.forget("here") == 1
    assert (book.kept("here"), book.kept("there")) == ([], [a_head(4)])


@pytest.mark.parametrize("text", ["", "[]", '{"here": [{}]}', '{"here": 3}', "\x00\xff"])
def test_a_damaged_file_reads_as_if_nothing_was_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode("latin-1"))
    book = HeadBook(tmp_path)
    assert book.kept("here") == []
    book.keep("here", a_head(9))
    assert book.kept("here") == [a_head(9)]


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "heads.new").mkdir()
    with pytest.raises(Trouble) as told:
        HeadBook(tmp_path).keep("here", a_head(9))
    assert told.value.code == "home_unwritable"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://li:secret@db1:5433/wangge?sslmode=verify-full", "db1:5433/wangge"),
        ("postgresql://db1:1,db2:2/wangge?target_session_attrs=any", "db1:1,db2:2/wangge"),
        ("postgresql+psycopg://zhao@db1/wangge", "db1:5432/wangge"),
        ("postgresql://a,b/wangge", "a:5432,b:5432/wangge"),
    ],
)
def test_a_place_is_named_without_who_asks_and_how(url: str, place: str) -> None:
    assert place_of(url) == place


@pytest.mark.db
def test_what_contradicts_a_head_is_told_and_what_extends_it_is_not(
    home: Home, database_url: str
) -> None:
    home.member()
    with connect(database_url, autocommit=True) as connection:
        kept = head_of(connection)
        assert kept is not None
        home.member("M2")
        assert broken(connection, kept) is None
        rewritten = broken(connection, replace(kept, hash=bytes(32)))
        cut = broken(connection, replace(kept, seq=kept.seq + 9))
    assert rewritten is not None
    assert f"fact {kept.seq}" in rewritten.en
    assert cut is not None
    assert f"fact {kept.seq + 9}" in cut.en
