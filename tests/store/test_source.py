"""The journal as a source: the same picture by every road, and a bell that comes back."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.domain.command import Judge
from models.domain.error import BadInput, Trouble
from models.domain.fact import SubjectKind
from models.feed.track import Fixes, to_us
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store import fixes as stored
from models.store import keyframes
from models.store.engine import connect
from models.store.erasure import erase_words
from models.store.journal import timeline
from models.store.recording import RecordingSource, record
from models.store.source import JournalSource
from models.store.verify import verify
from tests.builders import NINE
from tests.store.homes import an_author

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.store.homes import Home

pytestmark = pytest.mark.db


@pytest.fixture
def source(database_url: str) -> Iterator[JournalSource]:
    """A source on the test's database."""
    source = JournalSource(database_url)
    yield source
    source.close()


def _folded(source: JournalSource | RecordingSource, begin: Picture) -> Picture:
    picture = begin
    while entries := source.read_after(picture.seq, 3):
        picture, _ = fold(picture, entries)
    return picture


def some_fixes(count: int, members: int = 50, begin: datetime = NINE) -> Fixes:
    step = np.arange(count)
    return Fixes(
        (step % members + 1).astype(np.int32),
        to_us(begin) + step * 1_000_000,
        120.4 + step * 1e-6,
        36.3 + step * 1e-6,
        np.full(count, 1.5, np.float32),
        np.full(count, np.nan, np.float32),
    )


def test_the_present_equals_the_fold_of_everything(home: Home, source: JournalSource) -> None:
    member = home.member()
    home.do(Judge(verb="archive", incident=home.closed(member)))
    home.dispatched(member)
    present = source.present()
    folded = _folded(source, Picture())
    assert present == folded
    assert present.digest() == folded.digest()


def test_an_empty_journal_gives_an_empty_picture(source: JournalSource) -> None:
    assert source.present() == Picture()
    assert source.extent().last_seq == 0


def test_the_bell_rings_at_a_commit_and_only_then(home: Home, source: JournalSource) -> None:
    source.wait(1.0)
    assert not source.wait(0.0)
    home.member()
    assert source.wait(5.0)
    assert not source.wait(0.0)


def test_a_bell_that_was_cut_says_so_and_rings_when_it_is_back(
    home: Home, source: JournalSource, admin_url: str
) -> None:
    source.wait(1.0)
    with connect(admin_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'wangge doorbell' AND datname = current_database()"
        )
    assert not source.wait(0.2)
    assert source.problem is not None
    assert source.wait(5.0)
    assert source.problem is None


def test_a_wait_can_be_ended_from_outside(source: JournalSource) -> None:
    source.wait(1.0)
    source.wake()
    assert source.wait(60.0)


def test_reading_over_a_cut_connection_is_trouble_once(
    home: Home, source: JournalSource, admin_url: str
) -> None:
    source.extent()
    with connect(admin_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'wangge feed' AND datname = current_database()"
        )
    with pytest.raises(Trouble) as caught:
        source.extent()
    assert caught.value.code == "database_away"
    assert source.extent().last_seq == 1


def test_a_seek_through_a_keyframe_reaches_the_same_picture(
    home: Home, source: JournalSource, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyframes, "EVERY", 5)
    home.closed(home.member())
    with connect(database_url) as connection:
        assert keyframes.is_due(connection)
        made = keyframes.tend_keyframes(connection)
        assert not keyframes.is_due(connection)
    kept = source.picture_up_to(source.extent().last_seq)
    assert made == 1
    assert kept.seq > 0
    assert _folded(source, kept).digest() == _folded(source, Picture()).digest()


def test_the_larger_a_picture_is_the_further_the_next_is_kept_from_it(
    home: Home, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyframes, "EVERY", 1)
    home.closed(home.member())
    with connect(database_url) as connection:
        assert keyframes.tend_keyframes(connection) == 1
        ((size,),) = connection.execute("SELECT octet_length(body) FROM keyframe").fetchall()
        monkeypatch.setattr(keyframes, "_FACT_BYTES", size // 2)
        home.member("M2")
        assert not keyframes.is_due(connection)
        assert keyframes.tend_keyframes(connection) == 0
        home.member("M3")
        assert keyframes.is_due(connection)
        assert keyframes.tend_keyframes(connection) == 1


def test_a_keyframe_is_kept_only_where_one_is_due(home: Home, source: JournalSource) -> None:
    home.member()
    assert not source.keep_keyframe(source.present())


def test_before_the_first_keyframe_a_seek_begins_at_the_beginning(
    home: Home, source: JournalSource
) -> None:
    assert source.picture_before(datetime(2000, 1, 1, tzinfo=UTC)) == Picture()


def test_fixes_come_back_as_they_went_over_midnight(
    source: JournalSource, database_url: str
) -> None:
    begin = datetime(2026, 11, 20, 23, 59, 0, tzinfo=UTC)
    sent = some_fixes(120, begin=begin)
    with connect(database_url) as connection:
        stored.store_fixes(connection, sent)
    back = source.fixes_between(begin - timedelta(seconds=1), begin + timedelta(hours=1))
    order = np.lexsort((sent.ts_us, sent.member))
    for name in Fixes.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(back, name), getattr(sent, name)[order])


def test_the_interval_of_fixes_is_open_below_and_closed_above(
    source: JournalSource, database_url: str
) -> None:
    with connect(database_url) as connection:
        stored.store_fixes(connection, some_fixes(10))
    found = source.fixes_between(NINE + timedelta(seconds=2), NINE + timedelta(seconds=5))
    assert sorted(found.ts_us - to_us(NINE)) == [3_000_000, 4_000_000, 5_000_000]


def test_the_fixes_of_one_member_can_be_asked_for_alone(
    source: JournalSource, database_url: str
) -> None:
    with connect(database_url) as connection:
        stored.store_fixes(connection, some_fixes(30, members=5))
        found = stored.read_fixes(connection, NINE, NINE + timedelta(seconds=20), 3)
    assert set(found.member.tolist()) == {3}
    assert (found.ts_us - to_us(NINE)).tolist() == [
        2_000_000,
        7_000_000,
        12_000_000,
        17_000_000,
    ]


def test_everybodys_place_at_a_moment_is_found_however_many_days_back(
    source: JournalSource, database_url: str
) -> None:
    old = some_fixes(6, begin=NINE - timedelta(days=3))
    with connect(database_url) as connection:
        stored.store_fixes(connection, old)
        stored.store_fixes(connection, some_fixes(6))
    found = source.fixes_at(NINE - timedelta(seconds=1))
    wanted = stored.newest_of_each(old)
    np.testing.assert_array_equal(found.member, wanted.member)
    np.testing.assert_array_equal(found.ts_us, wanted.ts_us)


def test_the_latest_fix_of_each_member_stays_when_older_ones_come_late(
    source: JournalSource, database_url: str
) -> None:
    fixes = some_fixes(100)
    with connect(database_url) as connection:
        stored.store_fixes(connection, fixes.taken(fixes.ts_us >= fixes.ts_us[50]))
        stored.store_fixes(connection, fixes.taken(fixes.ts_us < fixes.ts_us[50]))
    latest = source.latest_fixes()
    assert len(latest) == 50
    assert latest.ts_us.min() == fixes.ts_us[50]


def test_a_recording_plays_like_the_journal_it_was_made_from(
    home: Home, source: JournalSource, database_url: str, tmp_path: Path
) -> None:
    member = home.member()
    home.closed(member)
    middle = source.read_after(4, 1)[0].recorded_at
    home.dispatched(member)
    last = source.extent().last_at
    assert last is not None
    with connect(database_url) as connection:
        stored.store_fixes(connection, some_fixes(10, begin=middle))
        recorded = record(connection, tmp_path / "day.wgr", middle, last)
    player = RecordingSource(tmp_path / "day.wgr")
    begin = player.picture_before(middle)
    assert (recorded.first_seq, recorded.last_seq) == (5, source.extent().last_seq)
    assert begin.seq == 4
    assert _folded(player, begin) == source.present()
    assert list(player.read_after(4, 100)) == list(source.read_after(4, 100))


def test_what_is_no_recording_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"PK nothing")
    for name in ("x", "missing"):
        with pytest.raises(BadInput):
            RecordingSource(tmp_path / name)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("manifest.json", b"[" * 100_000),
        ("journal.jsonl", b'{"subject_kind": "incident", "body": 5}'),
        ("fixes.npz", b""),
    ],
)
def test_a_recording_bent_anywhere_is_named_and_not_traced(
    home: Home, database_url: str, tmp_path: Path, part: str, content: bytes
) -> None:
    file, bent = tmp_path / "day.wgr", tmp_path / "bent.wgr"
    home.member()
    with connect(database_url) as connection:
        record(connection, file, NINE - timedelta(days=9999), NINE + timedelta(days=9999))
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(bent, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, content if name == part else whole.read(name))
    with pytest.raises(BadInput, match=r"bent\.wgr"):
        RecordingSource(bent)


def test_an_empty_stretch_is_not_recorded(database_url: str, tmp_path: Path) -> None:
    with connect(database_url) as connection, pytest.raises(BadInput):
        record(connection, tmp_path / "x", NINE, NINE + timedelta(hours=1))
    assert not list(tmp_path.iterdir())


def test_erased_words_are_gone_everywhere_and_the_chain_still_holds(
    home: Home, source: JournalSource, database_url: str
) -> None:
    incident = home.reported("张三家漏水了", reporter_name="张三", reporter_phone="13800138000")
    before = source.present()
    count = erase_words(home.engine, SubjectKind.INCIDENT, incident, an_author())
    with connect(database_url) as connection:
        found = verify(connection)
        entries = timeline(connection, incident)
        left = connection.execute("SELECT string_agg(words::text, '') FROM personal").fetchone()
    present = source.present()
    assert (count, found.ok, found.erased) == (1, True, 1)
    assert [entry.erased for entry in entries] == [True, False]
    assert present.incidents[incident].reporter_phone == ""
    assert before.incidents[incident].reporter_phone == "13800138000"
    assert "张三" not in str(left)
    assert present == _folded(source, Picture())


def test_a_member_whose_words_were_erased_still_folds(
    home: Home, source: JournalSource
) -> None:
    member = home.member(phone="13800138000")
    erase_words(home.engine, SubjectKind.MEMBER, member, an_author())
    assert _folded(source, Picture()).members[member].name == ""
