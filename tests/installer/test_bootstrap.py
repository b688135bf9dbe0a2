"""The set-up whole, offline, on a checkout small enough for that."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.installer import tiny_checkout
from tests.installer.tiny_checkout import TinyCheckout

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of a POSIX environment")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> TinyCheckout:
    """A checkout, in a path with a space and Chinese characters, that was set up once."""
    folder = tmp_path_factory.mktemp("安 装")
    checkout = tiny_checkout.make(folder / "the checkout", folder / "index")
    run = checkout.start("setup")
    assert run.returncode == 0, run.stderr
    return checkout


@pytest.fixture
def fresh(tmp_path: Path) -> TinyCheckout:
    return tiny_checkout.make(tmp_path / "checkout", tmp_path / "index")


def test_a_second_start_installs_nothing_and_needs_no_index(ready: TinyCheckout) -> None:
    def changed() -> dict[Path, int]:
        files = (ready.root / ".venv").rglob("*")
        return {f: f.stat().st_mtime_ns for f in files if f.suffix != ".pyc" and f.is_file()}

    before = changed()
    environ = ready.environ | {"PIP_INDEX_URL": "file:///nowhere"}
    run = replace(ready, environ=environ).start("setup")
    assert (run.returncode, run.stderr) == (0, "")
    assert changed() == before


def test_any_command_is_passed_on_with_its_arguments_and_its_status(
    ready: TinyCheckout, tmp_path: Path
) -> None:
    run = ready.start("demo", "--size", "小", "a b", cwd=tmp_path)

    assert run.stdout.strip() == f"{tmp_path}|demo|--size|小|a b"
    assert run.returncode == 3


def test_the_command_works_through_a_link_from_any_folder(
    ready: TinyCheckout, tmp_path: Path
) -> None:
    link = tmp_path / "wangge"
    link.symlink_to(ready.root / ".venv" / "bin" / "wangge")
    (tmp_path / "console.py").write_text("raise SystemExit('the wrong console')")

    run = subprocess.run(
        [link, "version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert run.stdout.strip() == f"{tmp_path}|version"


def test_the_installed_version_is_known(ready: TinyCheckout) -> None:
    ask = "from importlib.metadata import version; print(version('wangge'))"

    run = subprocess.run(
        [ready.root / ".venv/bin/python", "-c", ask], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() in (ready.root / "pyproject.toml").read_text("utf-8")


def test_an_environment_left_half_made_is_made_anew(ready: TinyCheckout) -> None:
    note = ready.root / ".venv" / "wangge-setup.json"
    note.write_text(note.read_text().replace('"making": false', '"making": true'))
    rubbish = ready.root / ".venv" / "rubbish"
    rubbish.touch()

    run = ready.start("setup")

    assert run.returncode == 0, run.stderr
    assert "half made" in run.stderr
    assert not rubbish.exists()


def test_two_starts_at_once_set_up_once(fresh: TinyCheckout) -> None:
    command = [sys.executable, str(fresh.root / "installer" / "bootstrap.py"), "setup"]
    both = [
        subprocess.Popen(command, env=fresh.environ, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=100)[1] for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Making the environment" in words for words in said) == 1


def test_a_package_with_another_hash_is_refused_in_words(fresh: TinyCheckout) -> None:
    lock = fresh.root / "installer" / "requirements.txt"
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")

    run = fresh.start("desk", "--json")

    assert run.returncode == 4
    assert json.loads(run.stdout)["trouble"] == "wrong-hash"


def test_a_folder_that_is_no_environment_is_left_alone(fresh: TinyCheckout) -> None:
    precious = fresh.root / ".venv" / "precious"
    precious.parent.mkdir()
    precious.touch()

    run = fresh.start("demo", "--json")

    assert run.returncode == 4
    assert json.loads(run.stdout)["trouble"] == "not-an-environment"
    assert precious.exists()


def test_an_index_that_is_not_there_is_told_of_in_words(fresh: TinyCheckout) -> None:
    fresh.environ["PIP_INDEX_URL"] = "http://127.0.0.1:9/simple"
    fresh.environ["PIP_RETRIES"] = "0"

    run = fresh.start("desk")

    assert run.returncode == 4
    assert "http://127.0.0.1:9/simple" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_a_command_the_commands_are_listed(fresh: TinyCheckout) -> None:
    run = fresh.start()

    assert run.returncode == 2
    assert "demo" in run.stderr


def test_an_extra_is_installed_when_asked_for_and_kept_from_then_on(
    fresh: TinyCheckout,
) -> None:
    note = fresh.root / ".venv" / "wangge-setup.json"
    for arguments, extras in ((["setup"], []), (["setup", "--sound"], ["sound"])):
        assert fresh.start(*arguments).returncode == 0
        assert list(json.loads(note.read_text())["extras"]) == extras
    with (fresh.root / "installer" / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    run = fresh.start("setup")
    assert "requirements-sound.txt" in run.stdout + run.stderr
    assert list(json.loads(note.read_text())["extras"]) == ["sound"]
