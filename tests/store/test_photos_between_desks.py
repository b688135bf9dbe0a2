"""Promises of photos between desks: what one keeps, the other shows, cut off or not."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psycopg
import pytest

from console.app.photo_shelf import HomePhotos
from console.state.photos import NOT_HERE
from models.domain.command import Attach, Report
from models.domain.error import Trouble
from models.domain.ids import IncidentId, new_uuid
from models.domain.photo import PhotoRole
from models.store.attachment import attachment_path
from models.store.attachment_rows import bring_attachment, forget_attachments
from models.store.engine import connect
from tests.builders import JIMO
from tests.models.intake.photos import a_photo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.homes import Home

pytestmark = [pytest.mark.db, pytest.mark.gui]
ZONE = ZoneInfo("Asia/Shanghai")


class Desk:
    """A desk's photos, with a database that can be away."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self._url, self.is_away = folder, url, False
        self.photos = HomePhotos(folder, self._connection)

    def _connection(self) -> psycopg.Connection:
        if self.is_away:
            raise psycopg.OperationalError("the cable is out")
        return connect(self._url)


def attached(home: Home, name: str) -> None:
    """An incident that has the photo."""
    incident = IncidentId(new_uuid())
    home.do(Report(incident=incident, text="路口有暴露垃圾", place=JIMO, category="E0102"))
    home.do(Attach(incident=incident, photo=(name,), role=PhotoRole.AFTER))


def test_what_one_desk_keeps_another_shows(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other = (Desk(tmp_path / name, database_url) for name in ("one", "other"))
    kept = one.photos.keep(a_photo(), 100, ZONE)
    attached(home, kept.name)
    shot = other.photos.show(kept.name, 100, ZONE)
    assert shot.pixels == kept.pixels
    assert attachment_path(other.folder, kept.name).exists()


def test_a_photo_kept_while_the_database_is_away_is_brought_when_it_is_back(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other = (Desk(tmp_path / name, database_url) for name in ("one", "other"))
    one.is_away = True
    kept = one.photos.keep(a_photo(), 100, ZONE)
    assert one.photos.show(kept.name, 100, ZONE).pixels == kept.pixels
    attached(home, kept.name)
    assert other.photos.show(kept.name, 100, ZONE).why == NOT_HERE
    one.is_away = False
    assert one.photos.bring_rest() == 1
    assert one.photos.bring_rest() == 0
    assert other.photos.show(kept.name, 100, ZONE).pixels == kept.pixels


def test_a_photo_that_was_changed_on_the_disk_holds_up_no_other(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other = (Desk(tmp_path / name, database_url) for name in ("one", "other"))
    one.is_away = True
    changed = one.photos.keep(a_photo(), 100, ZONE)
    attachment_path(one.folder, changed.name).write_bytes(b"something else")
    one.is_away = False
    kept = one.photos.keep(a_photo(colour="blue"), 100, ZONE)
    attached(home, kept.name)
    assert other.photos.show(kept.name, 100, ZONE).pixels == kept.pixels
    assert one.photos.bring_rest() == 0


def test_a_file_with_an_odd_ending_is_shown_all_the_same(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other = (Desk(tmp_path / name, database_url) for name in ("one", "other"))
    file = tmp_path / "a.jpg_original"
    file.write_bytes(a_photo())
    name = one.photos.keep_file(str(file))
    attached(home, name)
    assert one.photos.show(name, 100, ZONE).pixels is not None
    assert other.photos.show(name, 100, ZONE).pixels is not None


def test_a_desk_that_is_cut_off_says_so_where_another_ones_photo_should_be(
    database_url: str, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, database_url)
    desk.is_away = True
    with pytest.raises(Trouble):
        desk.photos.show("a" * 64 + ".jpg", 100, ZONE)


def test_a_file_kept_unseen_is_brought_too(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other = (Desk(tmp_path / name, database_url) for name in ("one", "other"))
    file = tmp_path / "a.jpg"
    file.write_bytes(a_photo())
    name = one.photos.keep_file(str(file))
    attached(home, name)
    assert other.photos.show(name, 100, ZONE).pixels is not None


def test_an_erased_photo_leaves_every_desk_and_none_brings_it_back(
    home: Home, database_url: str, tmp_path: Path
) -> None:
    one, other, away = (Desk(tmp_path / name, database_url) for name in ("1", "2", "3"))
    kept = one.photos.keep(a_photo(colour="red"), 100, ZONE)
    other_kept = one.photos.keep(a_photo(colour="green"), 100, ZONE)
    attached(home, kept.name)
    other.photos.show(kept.name, 100, ZONE)
    away.is_away = True
    away.photos.keep(a_photo(colour="red"), 100, ZONE)
    with contextlib.closing(connect(database_url)) as connection:
        forget_attachments(connection, [kept.name])
    away.is_away = False
    for desk in (one, other, away):
        desk.photos.settle()
        assert desk.photos.show(kept.name, 100, ZONE).why == NOT_HERE
        assert not attachment_path(desk.folder, kept.name).exists()
    assert one.photos.show(other_kept.name, 100, ZONE).pixels is not None
    with contextlib.closing(connect(database_url)) as connection:
        assert not bring_attachment(connection, kept.name, a_photo(colour="red"))


def test_a_desk_that_is_cut_off_keeps_its_photos_until_it_knows(
    database_url: str, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, database_url)
    kept = desk.photos.keep(a_photo(), 100, ZONE)
    desk.is_away = True
    assert desk.photos.forget_erased() == 0
    assert desk.photos.show(kept.name, 100, ZONE).pixels is not None
