"""The checks of a server: asks it, the files and the machine, and has `verdict` judge."""

from __future__ import annotations

import ctypes
import json
import shutil
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import archive, cluster, peers, program, tls, verdict
from server.access import Rule
from server.note import DATABASE, Note
from server.verdict import Finding, green, red
from setting_up.words import Trouble

if TYPE_CHECKING:
    from server.place import Place

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
_UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


def look(note: Note, place: Place, hours: float) -> Iterator[Finding]:
    """Every check, one after the other. With the server down, less is asked."""
    found = cluster.find(note)
    up = _server(note, place, found)
    yield up
    if up.ok:
        yield from _asked(note, place, hours)
    yield _guarded("disk", lambda: _disk(note, place))
    yield _guarded("clock", lambda: _clock(note, place, up=up.ok))


def _server(note: Note, place: Place, found: cluster.Cluster | None) -> Finding:
    if found is None:
        return red(
            "server",
            zh=f"集群 {note.version}/{note.cluster} 不存在：运行 up。",
            en=f"There is no cluster {note.version}/{note.cluster}: run `up`.",
        )
    try:
        cluster.query(note, "SELECT 1")
    except Trouble as trouble:
        other = peers.other_primary(note, place)
        if other is not None:
            zh, en = peers.words(other)
            return red("server", zh=zh, en=en)
        log = f"/var/log/postgresql/postgresql-{note.version}-{note.cluster}.log"
        return red(
            "server",
            zh=f"服务器没有运行或不应答（{trouble.zh}）：运行 up 启动它；日志 {log}",
            en=f"The server is down or does not answer ({trouble.en}): `up` starts it; "
            f"its log is {log}",
        )
    return green("server", f"{note.version}/{note.cluster}, port {note.port}")


def _asked(note: Note, place: Place, hours: float) -> Iterator[Finding]:
    number = int(cluster.query(note, "SHOW server_version_num"))
    yield verdict.version(number)
    yield _guarded("tls", lambda: _tls(note, place))
    rules = _rules(note)
    yield verdict.scram(rules)
    yield verdict.networks(rules, note)
    yield verdict.listening(cluster.query(note, "SHOW listen_addresses"), note)
    yield _guarded("schema", lambda: verdict.schema(*program.revision(note)))
    if cluster.is_standby(note):
        yield green("archive", "the primary's affair", "由主服务器负责")
        yield green("backup", "the primary's affair", "由主服务器负责")
        yield _guarded("standby", lambda: verdict.following(_row(note, _FOLLOWING)))
        return
    yield _guarded("archive", lambda: _archive(note, place))
    yield _guarded("backup", lambda: _backup(note, place, hours))
    yield _guarded("standby", lambda: _standbys(note, place))


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    """A check that cannot be made is red, and says why; the others go on."""
    try:
        return check()
    except Trouble as trouble:
        return red(name, zh=trouble.zh, en=trouble.en)
    except OSError as error:
        return red(name, zh=str(error), en=str(error))


def _tls(note: Note, place: Place) -> Finding:
    """Shake hands as a station would: chain, name and dates of what the server really shows."""
    trust = ssl.create_default_context(cafile=str(place.ca))
    try:
        with socket.create_connection(("127.0.0.1", note.port), 5.0) as line:
            line.sendall(_SSL_REQUEST)
            if line.recv(1) != b"S":
                return red(
                    "tls",
                    zh="服务器没有打开 TLS（ssl = off）：运行 up 即恢复。",
                    en="The server speaks no TLS (ssl = off): `up` puts it right.",
                )
            with trust.wrap_socket(line, server_hostname=note.host.name) as shaken:
                shown = shaken.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return red(
            "tls",
            zh=f"工位会拒绝这张证书（{error.verify_message}）：运行 up 即换新。",
            en=f"Stations refuse the certificate ({error.verify_message}): `up` renews it.",
        )
    return verdict.certificate(tls.days_left(str(shown["notAfter"])))


def _rules(note: Note) -> list[Rule]:
    said = cluster.query(
        note,
        "SELECT json_build_object('line', line_number, 'type', coalesce(type, ''),"
        " 'address', coalesce(address, ''), 'netmask', coalesce(netmask, ''),"
        " 'method', coalesce(auth_method, ''), 'error', coalesce(error, ''))"
        " FROM pg_hba_file_rules ORDER BY line_number",
    )
    return [Rule(**json.loads(line)) for line in said.splitlines()]


def _row(note: Note, sql: str) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(cluster.query(note, sql))
    return row


_ARCHIVER = """
SELECT json_build_object('mode', current_setting('archive_mode'),
  'waiting', (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'),
  'last_archived', to_char(last_archived_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
  'failing', CASE WHEN last_failed_time > coalesce(last_archived_time, '-infinity')
             THEN last_failed_wal END)
FROM pg_stat_archiver"""
_SLOTS = """
SELECT json_build_object('name', slot_name, 'active', active,
  'lag_s', coalesce(extract(epoch FROM replay_lag), 0))
FROM pg_replication_slots LEFT JOIN pg_stat_replication ON pid = active_pid
WHERE slot_type = 'physical' ORDER BY slot_name"""
# Replayed all that came: then it is not late, however long ago the last commit was.
_FOLLOWING = """
SELECT json_build_object(
  'streaming', EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming'),
  'lag_s', CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
           ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) END)"""


def _archive(note: Note, place: Place) -> Finding:
    return verdict.archiver(
        _row(note, _ARCHIVER), is_ours=archive.is_archiving_to_us(note, place)
    )


def _backup(note: Note, place: Place, hours: float) -> Finding:
    info = archive.backrest(note, place, "info", "--output=json")
    return verdict.backup(info, datetime.now(tz=UTC), hours)


def _standbys(note: Note, place: Place) -> Finding:
    other = peers.other_primary(note, place)
    if other is not None:
        return verdict.two_primaries(f"{other.name}:{other.port}")
    slots = [json.loads(line) for line in cluster.query(note, _SLOTS).splitlines()]
    names = cluster.query(note, "SHOW synchronous_standby_names")
    return verdict.standbys(slots, synchronous=bool(names))


def _disk(note: Note, place: Place) -> Finding:
    free = {}
    for path in (place.data(note.version), Path(note.backup_dir)):
        if path.is_dir():
            usage = shutil.disk_usage(path)
            free[str(path)] = (usage.free, usage.total)
    return verdict.disk(free)


def _clock(note: Note, place: Place, *, up: bool) -> Finding:
    known = place.ca.stat().st_mtime
    if up:
        last = cluster.query(note, _LAST_FACT, database=DATABASE)
        known = max(known, float(last) if last else 0.0)
    return verdict.clock(
        datetime.now(tz=UTC),
        datetime.fromtimestamp(known, tz=UTC),
        unwatched=_is_unwatched(),
    )


# As to_regclass says: a database without tables has no last fact either.
_LAST_FACT = """
SELECT CASE WHEN to_regclass('public.journal') IS NOT NULL THEN (xpath('/row/t/text()',
  query_to_xml('SELECT extract(epoch FROM max(recorded_at)) AS t FROM public.journal',
  false, true, '')))[1]::text END"""


def _is_unwatched() -> bool:
    """Whether nobody keeps this machine's clock. A container's is kept by its host."""
    if not Path("/run/systemd/system").is_dir():
        return False
    buffer = ctypes.create_string_buffer(512)
    return bool(ctypes.CDLL(None).adjtimex(buffer) == _UNSYNCHRONISED)
