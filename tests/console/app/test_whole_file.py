"""Files that come into being whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.app.whole_file import whole_file
from models.domain.error import BadInput, Trouble


def test_what_is_written_takes_the_place_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "page.html"

    with whole_file(target) as half:
        half.write_text("all of it")
        assert not target.exists()

    assert target.read_text() == "all of it"
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_that_no_disk_takes_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="disk"), whole_file(tmp_path / ("n" * 400)):
        pytest.fail("nothing may be begun")


def test_a_file_that_is_there_is_refused_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("mine")

    with pytest.raises(BadInput, match="file_exists"), whole_file(target):
        pytest.fail("nothing may be begun")

    assert target.read_text() == "mine"


def test_a_file_that_came_meanwhile_is_kept_too(tmp_path: Path) -> None:
    target = tmp_path / "page.html"

    with pytest.raises(BadInput, match="file_exists"):
        _write_while_another_comes(target)

    assert target.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_with_overwrite_it_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    with whole_file(target, overwrite=True) as half:
        half.write_text("new")

    assert target.read_text() == "new"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_half_written_stays(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")

    with pytest.raises((Trouble, KeyboardInterrupt)):
        _write_half(target, error)

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="POSIX folders")
def test_a_folder_that_is_not_there_is_trouble_with_words(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="disk") as caught, whole_file(tmp_path / "no" / "x.html"):
        pytest.fail("nothing may be begun")

    assert "no" in caught.value.words.zh
    assert "cannot write" in caught.value.words.en


def _write_while_another_comes(target: Path) -> None:
    with whole_file(target) as half:
        half.write_text("ours")
        target.write_text("theirs")


def _write_half(target: Path, error: BaseException) -> None:
    with whole_file(target, overwrite=True) as half:
        half.write_text("half of i")
        (half.parent / "page.html-journal").write_text("what a library leaves beside")
        raise error
