"""`basemap`: no database, no network; what is chosen stands in the home."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from console.cli.main import run
from console.settings.settings import Settings
from maps.tiles.matrix import TileAt
from tests.maps.tiles.raster_files import a_plain_tile, write_mbtiles

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.gui
Say = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Types a command line in a home that holds nothing yet; its status and its answer."""

    def typed(*words: str) -> tuple[int, dict[str, Any]]:
        home = str(tmp_path / "home")
        status = run(["basemap", *words, "--home", home, "--json", "--lang", "en"])
        return status, json.loads(capsys.readouterr().out)

    return typed


@pytest.fixture
def town(tmp_path: Path) -> Path:
    tiles = {TileAt(0, 0, 0): a_plain_tile()}
    return write_mbtiles(tmp_path / "town.mbtiles", tiles, attribution="© Town")


def chosen(say: Say) -> list[str]:
    return [item["name"] for item in say("list")[1]["items"] if item["chosen"]]


def test_a_new_home_knows_tianditu_and_shows_nothing(say: Say) -> None:
    items = {item["name"]: item for item in say("list")[1]["items"]}
    assert items["tianditu-vec"]["needs_key"]
    assert chosen(say) == []


def test_a_file_that_is_added_is_looked_into_and_chosen(say: Say, town: Path) -> None:
    status, answer = say("add", str(town))
    assert (status, answer["name"], answer["levels"]) == (0, "town", [0, 0])
    assert answer["attribution"] == "© Town"
    assert chosen(say) == ["town"]


def test_one_is_chosen_by_its_name_and_none_by_none(say: Say, town: Path) -> None:
    say("add", str(town))
    say("use", "tianditu-img")
    assert chosen(say) == ["tianditu-img"]
    say("use", "none")
    assert chosen(say) == []


def test_an_unknown_name_is_bad_input_that_names_the_known(say: Say) -> None:
    status, answer = say("use", "mars")
    assert (status, answer["error"]) == (2, "unknown_basemap")
    assert "tianditu-vec" in answer["words"]


def test_a_damaged_file_is_not_written_down(say: Say, town: Path, tmp_path: Path) -> None:
    town.write_bytes(town.read_bytes()[:3_000])
    status, answer = say("add", str(town))
    assert (status, answer["error"]) == (2, "bad_basemap_file")
    assert not (tmp_path / "home" / "basemaps.toml").exists()


def test_a_key_is_kept_in_the_home_and_never_told(say: Say, tmp_path: Path) -> None:
    assert say("key", "0123abcd") == (0, {"ok": True})
    assert Settings(tmp_path / "home").tianditu_key == "0123abcd"
    told = say("list")[1]
    assert "0123abcd" not in json.dumps(told)
    assert not any(item["needs_key"] for item in told["items"])


def test_what_is_kept_of_tiles_is_taken_away(say: Say, tmp_path: Path) -> None:
    kept = tmp_path / "home" / "tiles" / "a" / "0"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(bytes(1_000))
    assert say("clear") == (0, {"ok": True, "freed": 1_000})
    assert not kept.exists()


def test_a_home_that_cannot_be_written_is_trouble(say: Say, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the way")
    status, answer = say("use", "tianditu-vec")
    assert (status, answer["trouble"]) == (4, "disk")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://proxy.example.org:3128", "http://proxy.example.org:3128"),
        ("none", "none"),
        ("system", ""),
    ],
)
def test_the_way_to_the_servers_is_kept(
    say: Say, tmp_path: Path, typed: str, kept: str
) -> None:
    assert say("proxy", typed)[0] == 0
    assert Settings(tmp_path / "home").proxy == kept


@pytest.mark.parametrize(
    "typed", ["proxy.example.org", "ftp://a:1", "http://a:port", "http://"]
)
def test_what_is_no_proxy_is_told_with_an_example(say: Say, typed: str) -> None:
    status, answer = say("proxy", typed)
    assert (status, answer["error"]) == (2, "bad_proxy")
    assert "http://proxy.example.org:3128" in answer["words"]
