"""The embedded server of a home: made once, private, and there again after a crash."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from models.domain.error import Trouble
from models.store import idle_watch, postmaster
from models.store.account import Account
from models.store.binaries import find_binaries
from models.store.cluster import ADMIN, EmbeddedServer, last_complaint, socket_folder
from models.store.embedded import (
    ServerUrls,
    embedded_status,
    kill_embedded,
    open_embedded,
    stop_embedded,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.db

OPEN = """
import sys
from pathlib import Path
from models.store.embedded import embedded_status, open_embedded
home = Path(sys.argv[1])
urls = open_embedded(home)
print(embedded_status(home).pid, urls.console)
"""
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root changes accounts"
)


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A home opened by eight processes at once, and what each of them was told."""
    home = tmp_path_factory.mktemp("race") / "网格 的家 $HOME 'x'" / ("long" * 30)
    openers = [
        subprocess.Popen([sys.executable, "-c", OPEN, home], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    yield home, [opener.communicate(timeout=60)[0] for opener in openers]
    stop_embedded(home)


@pytest.fixture
def home(race: tuple[Path, list[str]]) -> Path:
    """A home whose server runs; its path is long, Chinese, and has spaces and quotes."""
    open_embedded(race[0])
    return race[0]


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def fake_programs(folder: Path, *, initdb: str) -> Path:
    for name, body in {
        "postgres": "echo 'postgres (PostgreSQL) 18.0'",
        "initdb": initdb,
    }.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        program.chmod(0o755)
    return folder


def test_eight_processes_at_once_start_one_server(race: tuple[Path, list[str]]) -> None:
    home, told = race
    assert len(told) == 8
    assert len(set(told)) == 1
    assert len(os.fsencode(home)) > 107


def test_the_console_s_login_has_no_rights_beyond_its_own(home: Path) -> None:
    question = """
        SELECT current_database() || ' ' || rolname || ' ' ||
               (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
        FROM pg_roles WHERE rolname = current_user
    """
    assert ask(open_embedded(home).console, question) == "wangge wangge false"


def test_it_keeps_what_it_promised_to_keep(home: Path) -> None:
    admin = open_embedded(home).admin
    names = (
        "fsync",
        "synchronous_commit",
        "data_checksums",
        "listen_addresses",
        "TimeZone",
        "jit",
    )
    settings = [ask(admin, f"SHOW {name}") for name in names]
    assert settings == ["on", "on", "on", "", "UTC", "off"]
    assert ask(admin, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method='trust'") == 0
    assert ask(admin, "SHOW server_encoding") == "UTF8"
    where = "FROM pg_database WHERE datname = 'wangge'"
    assert ask(admin, f"SELECT datctype {where}") in {"C.UTF-8", "C"}


def test_passwords_and_socket_are_for_the_owner_alone(home: Path) -> None:
    sockets = embedded_status(home).sockets
    assert sockets is not None
    passwords = EmbeddedServer(home).passwords_file
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


def test_after_a_kill_the_next_open_has_every_commit(home: Path) -> None:
    admin = open_embedded(home).admin
    with psycopg.connect(admin) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    before = embedded_status(home).pid
    assert kill_embedded(home)
    assert not embedded_status(home).running
    assert int(str(ask(open_embedded(home).admin, "SELECT count(*) FROM kept"))) >= 1
    assert embedded_status(home).pid != before


def test_a_child_that_starts_the_server_gives_its_pipes_back_at_once(home: Path) -> None:
    stop_embedded(home)
    child = subprocess.run(
        [sys.executable, "-c", OPEN, home], capture_output=True, timeout=15, check=True
    )
    assert embedded_status(home).pid == int(child.stdout.split()[0])


def test_a_stop_is_told_from_nothing_to_stop(home: Path) -> None:
    assert stop_embedded(home)
    assert not stop_embedded(home)
    status = embedded_status(home)
    assert (status.running, status.pid, status.sockets) == (False, None, None)
    assert status.size_bytes > 1_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no niceness")
def test_the_server_lets_the_window_go_first(home: Path) -> None:
    open_embedded(home)
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    server = embedded_status(home).pid
    assert server is not None
    assert os.getpriority(os.PRIO_PROCESS, server) > ours


def test_a_running_server_tells_its_version(home: Path) -> None:
    version = embedded_status(home).server_version
    assert version is not None
    assert int(version.split(".")[0]) >= 15


def test_a_lock_file_with_another_program_s_pid_does_not_keep_it_shut(home: Path) -> None:
    stop_embedded(home)
    data = embedded_status(home).data
    assert data is not None
    (data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{data}\n1\n5432\n/tmp\n\n1 1\nready\n"
    )
    assert not embedded_status(home).running
    assert ask(open_embedded(home).console, "SELECT 1") == 1


def test_a_swept_away_socket_is_put_back(home: Path) -> None:
    sockets = embedded_status(home).sockets
    assert sockets is not None
    shutil.rmtree(sockets)
    assert ask(open_embedded(home).console, "SELECT 1") == 1


def test_opening_a_running_server_starts_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_embedded(home)

    def no_process(*_words: object, **_wishes: object) -> None:
        pytest.fail("a process was started")

    monkeypatch.setattr(subprocess, "Popen", no_process)
    assert ask(open_embedded(home).console, "SELECT 1") == 1


def test_the_watcher_counts_clients_but_not_itself(
    home: Path, eventually: Callable[..., None]
) -> None:
    urls = open_embedded(home)
    watch = a_watch(home, urls)
    with psycopg.connect(urls.console):
        assert idle_watch._clients(watch) == 1
    eventually(lambda: idle_watch._clients(watch) == 0)


def test_half_made_data_is_made_anew_and_an_idle_server_stops(
    tmp_path: Path, eventually: Callable[..., None]
) -> None:
    left_over = tmp_path / "pg" / "making-killed"
    left_over.mkdir(parents=True)
    (left_over / "PG_VERSION").write_text("18\n")
    urls = open_embedded(tmp_path, idle_s=0.4)
    try:
        assert ask(urls.console, "SELECT 1") == 1
        assert not left_over.exists()
        eventually(lambda: not embedded_status(tmp_path).running)
        assert not list((tmp_path / "pg" / "18").glob("postmaster.pid"))
    finally:
        stop_embedded(tmp_path)


@as_root
def test_root_without_namespaces_serves_from_below_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("setpriv", "sh", "rm"):
        (programs / name).symlink_to(shutil.which(name) or pytest.skip(f"no {name}"))
    monkeypatch.setenv("PATH", str(programs))
    home = tmp_path / "private"
    home.mkdir(mode=0o700)
    try:
        assert ask(open_embedded(home).console, "SELECT 1") == 1
        data = embedded_status(home).data
        assert data is not None
        assert data.stat().st_uid == 65534
        assert kill_embedded(home)
        monkeypatch.undo()
        assert ask(open_embedded(home).console, "SELECT 1") == 1
    finally:
        stop_embedded(home)


def test_a_failed_making_leaves_nothing_behind_and_quotes_the_program(tmp_path: Path) -> None:
    programs = fake_programs(
        tmp_path, initdb="echo 'initdb: error: the moon is full' >&2; exit 1"
    )
    with pytest.raises(Trouble, match="the moon is full") as caught:
        open_embedded(tmp_path / "home", binaries=programs)
    assert caught.value.code == "init_failed"
    assert not list((tmp_path / "home" / "pg").glob("making-*"))
    assert embedded_status(tmp_path / "home").data is None


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    said = "initdb: error: could not write: No space left on device"
    programs = fake_programs(tmp_path, initdb=f"echo '{said}' >&2; exit 1")
    with pytest.raises(Trouble) as caught:
        open_embedded(tmp_path / "home", binaries=programs)
    assert caught.value.code == "disk_full"


def test_data_of_another_major_asks_for_an_upgrade(tmp_path: Path) -> None:
    (tmp_path / "pg" / "99").mkdir(parents=True)
    with pytest.raises(Trouble, match="db upgrade") as caught:
        open_embedded(tmp_path)
    assert caught.value.code == "other_major"


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="file") as caught:
        open_embedded(tmp_path / "file" / "home")
    assert caught.value.code == "home_unwritable"


def test_a_socket_folder_that_is_somebody_else_s_link_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedServer(tmp_path / "home")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    account = Account("plain", os.geteuid())
    folder = socket_folder(server, account)
    folder.rmdir()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(Trouble, match=folder.name) as caught:
            socket_folder(server, account)
    finally:
        folder.unlink()
    assert caught.value.code == "socket_taken"


def test_the_named_folder_is_the_only_one_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_PG_BIN", str(tmp_path))
    with pytest.raises(Trouble, match="WANGGE_PG_BIN") as caught:
        find_binaries()
    assert caught.value.code == "no_binaries"
    fake_programs(tmp_path, initdb="exit 1")
    assert find_binaries().folder == tmp_path


def a_watch(home: Path, urls: ServerUrls) -> idle_watch.Watch:
    server, status = EmbeddedServer(home), embedded_status(home)
    assert json.loads(server.passwords_file.read_text())[ADMIN] in urls.admin
    return idle_watch.Watch(
        pid=status.pid or 0,
        host=str(status.sockets),
        port=5432,
        user=ADMIN,
        passwords=str(server.passwords_file),
        opened=str(server.opened_file),
        lock=str(server.lock),
        log=str(server.log),
        stop=[],
        idle_s=600.0,
        poll_s=20.0,
    )


def test_dying_children_do_not_hide_that_a_start_may_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "start.log").write_text("FATAL:  pre-existing shared memory block in use\n")
    (tmp_path / "server-1.log").write_text(
        "FATAL:  terminating connection due to unexpected postmaster exit\n"
    )
    assert postmaster._is_stale(postmaster._what_it_said(tmp_path, since=0.0))


def test_what_ends_a_server_is_told_before_an_error_of_the_one_before() -> None:
    said = 'FATAL:  lock file "postmaster.pid" already exists\nERROR:  role exists already\n'

    assert last_complaint(said).startswith("FATAL:")
