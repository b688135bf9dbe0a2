"""Promises of attachments: kept by content, found by name, never swapped unseen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from models.domain.error import BadInput, Trouble
from models.store.attachment import (
    LEAST_FREE_BYTES,
    attachment_path,
    attachments_here,
    content_of,
    forget_attachment,
    keep_attachment,
    keep_content,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_bytes_are_kept_once_under_one_name(tmp_path: Path) -> None:
    file = tmp_path / "A.JPG"
    file.write_bytes(b"the same")
    name = keep_attachment(tmp_path / "home", str(file))
    assert keep_content(tmp_path / "home", b"the same", ".jpg") == name
    assert content_of(tmp_path / "home", name) == b"the same"


def test_a_file_that_was_changed_is_told_instead_of_shown(tmp_path: Path) -> None:
    name = keep_content(tmp_path, b"what it was", ".jpg")
    attachment_path(tmp_path, name).write_bytes(b"what it became")
    with pytest.raises(BadInput, match="changed"):
        content_of(tmp_path, name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 64 + "/../x", "A" * 64])
def test_a_name_that_is_none_of_ours_is_looked_for_nowhere(tmp_path: Path, name: str) -> None:
    assert content_of(tmp_path, name) is None


def test_what_lies_on_another_machine_is_not_here(tmp_path: Path) -> None:
    assert content_of(tmp_path, "a" * 64 + ".jpg") is None


def test_a_photo_waits_where_it_would_leave_no_room_for_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = shutil.disk_usage(tmp_path)._replace(free=LEAST_FREE_BYTES + 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: left)
    with pytest.raises(Trouble, match="nearly full") as caught:
        keep_content(tmp_path, b"eleven byte", ".jpg")
    assert caught.value.code == "disk"
    assert attachments_here(tmp_path) == []
    kept = keep_content(tmp_path, b"ten bytes.", ".jpg")
    assert attachments_here(tmp_path) == [kept]


def test_a_name_out_of_the_journal_lets_no_other_file_go(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "precious"
    other.write_text("stays")
    (home / "attachments").mkdir(parents=True)
    for name in ("../../precious", "../" * 9 + str(other), str(other)):
        forget_attachment(home, name)
    assert other.exists()
    kept = keep_content(home, b"goes", ".jpg")
    forget_attachment(home, kept)
    assert not attachment_path(home, kept).exists()
