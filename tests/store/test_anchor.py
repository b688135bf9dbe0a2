"""Anchors are signed, follow one another, and prove themselves or say what is wrong."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from models.domain.error import BadInput, Trouble
from models.store.anchor import AnchorPlaces, add_anchor, anchor_places, anchored
from models.store.signing import is_signed, make_key, public_file, sign
from tests.store.test_heads import a_head

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@pytest.fixture
def places(tmp_path: Path) -> AnchorPlaces:
    """A key, a file and a second place."""
    make_key(tmp_path / "key.pem")
    return AnchorPlaces(
        tmp_path / "anchors.jsonl", tmp_path / "key.pem", tmp_path / "vault" / "anchors.jsonl"
    )


@pytest.fixture
def three(places: AnchorPlaces) -> AnchorPlaces:
    """Three days of anchors."""
    for day in range(3):
        add_anchor(places, a_head(10 * (day + 1), day), NOW, "here")
    return places


def test_anchors_are_proved_with_the_public_half_alone(three: AnchorPlaces) -> None:
    assert three.key is not None
    proved = anchored(three.file, public_file(three.key))
    assert [anchor.head for anchor in proved] == [a_head(10), a_head(20, 1), a_head(30, 2)]


def test_the_private_half_is_for_its_owner_alone(places: AnchorPlaces) -> None:
    assert places.key is not None
    assert places.key.stat().st_mode & 0o077 == 0


def test_a_key_is_never_overwritten(places: AnchorPlaces) -> None:
    assert places.key is not None
    with pytest.raises(BadInput) as told:
        make_key(places.key)
    assert told.value.code == "key_exists"


def test_the_second_place_holds_the_same(three: AnchorPlaces) -> None:
    assert three.second is not None
    assert three.second.read_bytes() == three.file.read_bytes()


def test_a_second_place_that_was_away_gets_what_it_missed(three: AnchorPlaces) -> None:
    assert three.second is not None
    lines = three.second.read_bytes().splitlines(keepends=True)
    three.second.write_bytes(lines[0])
    add_anchor(three, a_head(40, 3), NOW, "here")
    assert three.second.read_bytes() == three.file.read_bytes()


def test_a_second_place_that_cannot_be_written_is_told_after_the_first_was(
    three: AnchorPlaces,
) -> None:
    assert three.second is not None
    shutil.rmtree(three.second.parent)
    three.second.parent.touch()
    with pytest.raises(Trouble) as told:
        add_anchor(three, a_head(40, 3), NOW, "here")
    assert told.value.code == "anchor_unwritable"
    assert three.key is not None
    assert len(anchored(three.file, three.key)) == 4


def test_a_second_place_that_says_something_else_is_left_alone(three: AnchorPlaces) -> None:
    assert three.second is not None
    other = three.second.read_bytes().replace(b'"seq":20', b'"seq":21')
    three.second.write_bytes(other)
    with pytest.raises(BadInput) as told:
        add_anchor(three, a_head(40, 3), NOW, "here")
    assert told.value.code == "bad_anchor"
    assert three.second.read_bytes() == other


@pytest.mark.parametrize(
    ("line", "old", "new", "named"),
    [
        (0, '"seq":10', '"seq":11', "line 2"),
        (1, '"hash":"00', '"hash":"01', "line 3"),
        (2, '"seq":30', '"seq":31', "line 3"),
        (2, '"signature":"', '"signature":"!', "line 3"),
    ],
)
def test_an_altered_line_is_named(
    three: AnchorPlaces, line: int, old: str, new: str, named: str
) -> None:
    lines = three.file.read_text().splitlines()
    assert old in lines[line]
    lines[line] = lines[line].replace(old, new)
    three.file.write_text("\n".join(lines))
    assert three.key is not None
    with pytest.raises(BadInput) as told:
        anchored(three.file, three.key)
    assert told.value.code == "bad_anchor"
    assert named in told.value.words.en


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_is_missed(three: AnchorPlaces, gone: int) -> None:
    lines = three.file.read_text().splitlines()
    del lines[gone]
    three.file.write_text("\n".join(lines))
    assert three.key is not None
    with pytest.raises(BadInput):
        anchored(three.file, three.key)


def test_anchors_by_another_key_are_not_believed(three: AnchorPlaces, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other.pem")
    with pytest.raises(BadInput) as told:
        anchored(three.file, other)
    assert "not by this key" in told.value.words.en


@pytest.mark.parametrize("text", ["", "x", "{}", '{"format": 2}', "[1]"])
def test_what_is_no_anchor_is_told(places: AnchorPlaces, text: str) -> None:
    places.file.write_text(text)
    assert places.key is not None
    with pytest.raises(BadInput) as told:
        anchored(places.file, places.key)
    assert told.value.code == "bad_anchor"


def test_what_is_no_key_is_told(places: AnchorPlaces, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("hello")
    for wrong in (tmp_path / "no.pem", tmp_path / "missing.pem"):
        with pytest.raises(BadInput) as told:
            sign(wrong, b"text")
        assert told.value.code == "bad_key"
    assert places.key is not None
    assert not is_signed(places.key, b"text", b"short")


def test_without_openssl_the_way_out_is_told(
    places: AnchorPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Trouble) as told:
        add_anchor(places, a_head(1), NOW, "here")
    assert told.value.code == "no_openssl"


def test_a_homes_settings_name_key_and_places(tmp_path: Path) -> None:
    assert anchor_places(tmp_path) is None
    text = 'format = 1\nkey = "/keys/anchor.pem"\nsecond = "vault/anchors.jsonl"\n'
    (tmp_path / "anchor.toml").write_text(text)
    found = anchor_places(tmp_path)
    assert found is not None
    assert str(found.key) == "/keys/anchor.pem"
    assert (found.file, found.second) == (
        tmp_path / "anchors.jsonl", tmp_path / "vault" / "anchors.jsonl",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["x", "format = 2", "format = 1\nkey = 3", "format = 1\na = ''"]
)
def test_settings_that_nobody_can_read_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "anchor.toml").write_text(text)
    with pytest.raises(BadInput) as told:
        anchor_places(tmp_path)
    assert told.value.code == "bad_anchor_settings"


def test_a_line_is_plain_json_that_others_can_read(three: AnchorPlaces) -> None:
    plain = json.loads(three.file.read_text().splitlines()[0])
    assert plain["seq"] == 10
    assert plain["previous"] == ""
    assert set(plain) >= {"hash", "recorded_at", "made_at", "place", "key", "signature"}
