"""Drawings in a real database: rows, journal, guard, erasure, recordings."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
import pytest

from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.error import Trouble
from models.domain.fact import SubjectKind
from models.domain.ids import CommandId, DrawingId, new_uuid
from models.domain.map_command import ClearWall, Draw, Erase, Redraw, ShowOnWall
from models.domain.place import LonLat
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store import provision
from models.store.ask import Wanted
from models.store.ask_drawings import list_drawings
from models.store.backup import restore_backup, write_backup
from models.store.command_codec import StoredCommands
from models.store.engine import connect
from models.store.erasure import erase_words
from models.store.journal import read_after
from models.store.pictures import picture_bytes, picture_from
from models.store.present import present_picture
from models.store.recording import RecordingSource, record
from models.store.verify import verify
from tests.store.homes import a_command, an_author

if TYPE_CHECKING:
    from models.store.engine import Connection
    from tests.store.homes import Home

pytestmark = pytest.mark.db

CORNERS = (LonLat(120.4, 36.3), LonLat(120.5, 36.4))
TRIANGLE = (*CORNERS, LonLat(120.4, 36.4))


def _draw(home: Home, **given: Any) -> DrawingId:
    drawing = DrawingId(new_uuid())
    usual: dict[str, Any] = {"kind": DrawingKind.CORDON, "points": TRIANGLE, "text": "张三家"}
    home.do(Draw(drawing=drawing, **usual | given))
    return drawing


def _folded(connection: Connection) -> Picture:
    return fold(Picture(), read_after(connection, 0, 10_000))[0]


def test_what_is_folded_is_what_the_tables_say(home: Home, database_url: str) -> None:
    kept, gone = _draw(home), _draw(home)
    circle = _draw(
        home, points=CORNERS[:1], shape=DrawingShape.CIRCLE, radius_m=120.5, text="圆"
    )
    home.do(Redraw(drawing=kept, text="扩大", points=(*TRIANGLE, LonLat(120.3, 36.35))))
    home.do(Erase(drawing=gone))
    home.do(
        ShowOnWall(
            corners=CORNERS, hidden=("roads",), shown=("heat",), indicator="open", base_map=""
        )
    )
    home.do(ClearWall())
    with connect(database_url, autocommit=True) as connection:
        folded, present = _folded(connection), present_picture(connection)
        found = verify(connection)
        seen = list_drawings(connection, Wanted(state="standing"))

    assert present == folded
    assert set(present.drawings) == {kept, circle}
    assert found.ok
    assert [row["radius_m"] for row in seen] == [120.5, None]
    assert seen[0]["points"] == [[120.4, 36.3]]


def test_two_desks_that_draw_at_once_both_stand(home: Home, database_url: str) -> None:
    other = home.another_desk()
    both = {_draw(home), _draw(other)}
    with connect(database_url, autocommit=True) as connection:
        assert set(present_picture(connection).drawings) == both


def test_a_command_sent_twice_draws_once_even_with_another_id(home: Home) -> None:
    command_id = CommandId(new_uuid())
    first = home.do(
        Draw(drawing=DrawingId(new_uuid()), kind=DrawingKind.CORDON, points=TRIANGLE),
        id=command_id,
    )
    again = home.do(
        Draw(drawing=DrawingId(new_uuid()), kind=DrawingKind.CORDON, points=TRIANGLE),
        id=command_id,
    )
    assert again == first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE drawing SET kind = 'note'",
        "UPDATE drawing SET erased_at = now()",
        "UPDATE wall_view SET until = now()",
        "INSERT INTO wall_view SELECT gen_random_uuid(), 1, lon, lat, hidden, author, station,"
        " shown_at, until, gen_random_uuid(), 0, shown FROM wall_view",
    ],
)
def test_no_row_changes_without_its_fact(
    home: Home, database_url: str, statement: LiteralString
) -> None:
    _draw(home)
    home.do(ShowOnWall(corners=CORNERS))
    with connect(database_url) as connection:
        connection.execute(statement)
        with pytest.raises(psycopg.Error, match="without a fact"):
            connection.commit()


@pytest.mark.parametrize("table", ["drawing", "wall_view"])
def test_no_row_is_ever_taken_away(home: Home, admin_url: str, table: str) -> None:
    _draw(home)
    with connect(admin_url) as connection, pytest.raises(psycopg.Error, match="never"):
        connection.execute(f"DELETE FROM {table}")


def test_a_row_changed_behind_the_journals_back_is_found(
    home: Home, admin_url: str, database_url: str
) -> None:
    _draw(home)
    with connect(admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE drawing SET radius_m = 5")
    with connect(database_url, autocommit=True) as connection:
        found = verify(connection)

    assert not found.fold_equals_tables
    assert found.problem is not None
    assert "radius_m" in found.problem.en


def test_the_words_of_a_drawing_can_be_erased_and_the_chain_holds(
    home: Home, database_url: str
) -> None:
    drawing = _draw(home)
    count = erase_words(home.engine, SubjectKind.DRAWING, drawing, an_author())
    with connect(database_url, autocommit=True) as connection:
        present, found = present_picture(connection), verify(connection)
        ((bodies,),) = connection.execute("SELECT string_agg(body::text, '') FROM journal")

    assert (count, found.ok, found.erased) == (1, True, 1)
    assert present.drawings[drawing].text == ""
    assert "张三家" not in bodies


def test_a_picture_with_drawings_comes_back_from_its_bytes(
    home: Home, database_url: str
) -> None:
    _draw(home)
    home.do(ShowOnWall(corners=CORNERS))
    with connect(database_url, autocommit=True) as connection:
        picture = present_picture(connection)
    assert picture_from(picture_bytes(picture)) == picture


def test_commands_that_draw_wait_in_the_outbox_as_they_are() -> None:
    codec = StoredCommands()
    for intent in (
        Draw(
            drawing=DrawingId(new_uuid()),
            kind=DrawingKind.ASSEMBLY_POINT,
            points=CORNERS[:1],
            shape=DrawingShape.CIRCLE,
            radius_m=12.5,
        ),
        Redraw(drawing=DrawingId(new_uuid()), points=TRIANGLE, lasting=True),
        Erase(drawing=DrawingId(new_uuid())),
        ShowOnWall(corners=CORNERS, hidden=("roads",)),
        ClearWall(),
    ):
        command = a_command(intent)
        plain = json.loads(json.dumps(codec.to_plain(command)))
        assert codec.from_plain(plain) == command


def test_a_recording_plays_the_drawings_of_its_time(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    drawing = _draw(home)
    file = tmp_path / "drawn.wgr"
    with connect(database_url, autocommit=True) as connection:
        at = present_picture(connection).at
        record(connection, file, at - timedelta(hours=1), at + timedelta(hours=1))
    assert set(RecordingSource(file).present().drawings) == {drawing}
    assert _format(file) == 2


def test_a_recording_without_drawings_stays_one_that_earlier_releases_play(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    home.reported()
    file = tmp_path / "plain.wgr"
    with connect(database_url, autocommit=True) as connection:
        at = present_picture(connection).at
        record(connection, file, at - timedelta(hours=1), at + timedelta(hours=1))
    assert _format(file) == 1


def test_a_journal_with_drawings_is_not_migrated_back(home: Home, admin_url: str) -> None:
    _draw(home)
    with pytest.raises(Trouble, match="drawings") as caught:
        provision.downgrade(admin_url, "0001")
    assert caught.value.code == "no_way_back"


def test_a_home_of_the_first_release_is_brought_up(admin_url: str, database_url: str) -> None:
    provision.downgrade(admin_url, "0001")
    provision.upgrade(admin_url)
    with connect(database_url) as connection:
        assert list_drawings(connection, Wanted()) == []


def test_a_backup_of_the_first_release_is_restored_and_brought_up(
    admin_url: str, database_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "first.dump")
    provision.downgrade(admin_url, "0001")
    write_backup(admin_url, file)
    provision.upgrade(admin_url)

    restore_backup(admin_url, file)
    provision.upgrade(admin_url)

    with connect(database_url) as connection:
        assert list_drawings(connection, Wanted()) == []


def test_a_backup_that_is_cut_leaves_the_home_as_it_was(
    admin_url: str, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "cut.dump"
    size = write_backup(admin_url, str(file))
    with file.open("r+b") as opened:
        opened.truncate(size - 200)

    with pytest.raises(Trouble, match="backup_failed"):
        restore_backup(admin_url, str(file))

    with connect(database_url) as connection:
        assert list_drawings(connection, Wanted()) == []


def _format(file: Path) -> int:
    with zipfile.ZipFile(file) as archive:
        return int(json.loads(archive.read("manifest.json"))["format"])
