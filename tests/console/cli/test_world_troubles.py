"""What the world refuses ends with status 4, words and the way out; never a traceback."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from console.cli.main import run
from models.store.embedded import kill_embedded
from tests.console.cli.homes import Cli, Said, last_object, process_of, said_by

pytestmark = pytest.mark.db


@pytest.fixture
def dead_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> Said:
    """One command line in English."""
    status = run([*words, "--json", "--lang", "en"])
    out, err = capsys.readouterr()
    return Said(status, last_object(out), out, err)


@pytest.mark.parametrize(
    "command",
    [
        ("list", "incidents"),
        ("picture",),
        ("journal", "verify"),
        ("journal", "tail"),
        ("db", "status"),
        ("db", "init"),
        ("db", "upgrade"),
        ("do", "accept", "--incident", "1"),
        ("deadline", "--category", "E0102", "--from", "2026-11-20"),
        ("screenshot", "desk", "--out", "never.png"),
        ("db", "backup", "never.dump"),
        ("demo", "--prepare"),
    ],
    ids=" ".join,
)
def test_without_a_database_a_command_ends_with_4(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    dead_port: int,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"postgresql://wangge@127.0.0.1:{dead_port}/wangge"
    said = asked(capsys, *command, "--db", url, "--home", str(tmp_path / "home"))
    assert said.status == 4, said.plain
    assert said["trouble"]
    assert said["words"]
    assert list(tmp_path.glob("never*")) == []


@pytest.mark.parametrize(
    "command",
    [("list", "incidents"), ("demo", "--prepare"), ("db", "start")],
    ids=" ".join,
)
def test_a_home_that_cannot_be_written_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    said = asked(capsys, *command, "--home", str(home))
    assert (said.status, said["trouble"]) == (4, "home_unwritable")
    assert str(home) in said["words"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_home_where_even_root_may_not_write_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = asked(capsys, "list", "incidents", "--home", "/proc/wangge")
    assert (said.status, said["trouble"]) == (4, "home_unwritable")


@pytest.mark.parametrize("window", ["desk", "wall", "replay"])
def test_a_window_without_a_display_says_so(
    district_home: Path, window: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = asked(capsys, window, "--home", str(district_home))
    assert (said.status, said["trouble"]) == (4, "no_display")
    assert "screenshot" in said["words"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is looked for on Linux")
@pytest.mark.parametrize("display", [":5077", "nowhere.invalid:0", "nonsense"])
def test_a_display_that_is_not_there_is_trouble_and_no_abort(
    district_home: Path, display: str
) -> None:
    env = {"DISPLAY": display, "QT_QPA_PLATFORM": "", "WAYLAND_DISPLAY": ""}
    said = said_by(process_of("desk", home=district_home, **env))
    assert (said.status, said.plain.get("trouble")) == (4, "no_display")


def test_a_picture_that_cannot_be_written_is_trouble(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "file").touch()
    file = tmp_path / "file" / "desk.png"
    said = said_by(process_of("screenshot", "desk", "--out", str(file), home=cli.home))
    assert (said.status, said["trouble"]) == (4, "disk")


def test_a_backup_that_cannot_be_written_is_trouble(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "file").touch()
    said = cli("db", "backup", str(tmp_path / "file" / "x.dump"))
    assert (said.status, said["trouble"]) == (4, "backup_failed")


def test_a_file_that_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    file = tmp_path / "x.dump"
    file.write_text("not a dump")
    home = tmp_path / "home"
    said = said_by(process_of("db", "restore", str(file), home=home))
    assert (said.status, said["error"]) == (2, "no_backup")
    assert not home.exists()


@pytest.mark.parametrize("how", ["--prepare", "--headless"])
def test_demo_does_not_pour_itself_into_a_home_that_is_in_use(cli: Cli, how: str) -> None:
    cli.reported()
    before = cli.ok("picture").plain
    said = cli("demo", how)
    assert (said.status, said["error"]) == (2, "home_in_use"), said.plain
    assert cli.ok("picture").plain == before


@pytest.mark.parametrize("words", [("--speed", "0"), ("--speed", "nan"), ("--speed", "-3")])
def test_a_demo_speed_that_cannot_be_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    said = asked(capsys, "demo", "--prepare", *words, "--home", str(tmp_path / "home"))
    assert said.status == 2, said.plain
    assert not (tmp_path / "home").exists()


def test_a_command_after_a_crash_of_the_server_brings_it_back(cli: Cli) -> None:
    incident = cli.reported()
    assert kill_embedded(cli.home)
    assert cli.incident(incident)["state"] == "ST10"


def test_eight_commands_at_once_start_the_server_once(district_home: Path) -> None:
    kill_embedded(district_home)
    asked_at_once = [process_of("db", "status", home=district_home) for _ in range(8)]
    said = [said_by(process) for process in asked_at_once]
    assert {one.status for one in said} == {0}
    assert len({one["facts"] for one in said}) == 1
