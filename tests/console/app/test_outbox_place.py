"""An outbox belongs to one living console; what dead ones left is nobody's loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.app.outbox_place import FOLDER, OutboxPlace

if TYPE_CHECKING:
    from pathlib import Path


def test_two_consoles_never_share_an_outbox(tmp_path: Path) -> None:
    one, two = OutboxPlace(tmp_path), OutboxPlace(tmp_path)
    assert one.file != two.file
    one.release()
    two.release()


def test_everything_that_dead_consoles_left_is_taken_over(tmp_path: Path) -> None:
    # Process 1 lives on every machine: its number is no sign that its outbox is in use.
    for name, line in (("1.jsonl", "first\n"), ("77-1.jsonl", "second")):
        (tmp_path / FOLDER).mkdir(exist_ok=True)
        (tmp_path / FOLDER / name).write_text(line)
    place = OutboxPlace(tmp_path)
    assert sorted(place.file.read_text().split()) == ["first", "second"]
    assert list((tmp_path / FOLDER).glob("*.jsonl")) == [place.file]
    place.release()


def test_an_outbox_in_which_nothing_is_left_goes_with_its_console(tmp_path: Path) -> None:
    done, left = OutboxPlace(tmp_path), OutboxPlace(tmp_path)
    done.file.touch()
    left.file.write_text("an act\n")
    done.release()
    left.release()
    assert list((tmp_path / FOLDER).glob("*.jsonl")) == [left.file]


def test_a_living_consoles_acts_are_left_to_it(tmp_path: Path) -> None:
    living = OutboxPlace(tmp_path)
    living.file.write_text("mine\n")
    other = OutboxPlace(tmp_path)
    assert living.file.read_text() == "mine\n"
    assert not other.file.exists()
    living.release()
    assert OutboxPlace(tmp_path).file.read_text().split() == ["mine"]
    other.release()


def test_acts_accepted_for_one_database_are_sent_to_no_other(tmp_path: Path) -> None:
    live = OutboxPlace(tmp_path, "db.centre:5432/wangge")
    live.file.write_text("for the centre\n")
    live.release()
    for elsewhere in ("db.centre:5432/training", ""):
        other = OutboxPlace(tmp_path, elsewhere)
        assert not other.file.exists()
        other.file.write_text("for another\n")
        other.release()
    again = OutboxPlace(tmp_path, "db.centre:5432/wangge")
    assert again.file.read_text().split("\n")[0] == "for the centre"
    assert "another" not in again.file.read_text()
    again.release()


def test_a_sealed_desk_takes_over_nobodys_acts(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "1.jsonl").write_text("kept\n")
    place = OutboxPlace(tmp_path, sealed=True)
    assert (tmp_path / FOLDER / "1.jsonl").read_text() == "kept\n"
    place.release()


def test_a_folder_that_cannot_be_made_is_no_error_yet(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file stands here")
    OutboxPlace(tmp_path).release()
