"""The settings of the server, reckoned from memory and disk; each says why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.note import Note
    from server.place import Place

MB = 1024 * 1024
GB = 1024 * MB
CONNECTIONS = 400


def memory_bytes(meminfo: str, limits: Sequence[str]) -> int:
    """What this machine has, or the container around us allows.

    Parameters
    ----------
    meminfo
        The text of /proc/meminfo.
    limits
        What control groups say: bytes, or `max`.
    """
    found = re.search(r"^MemTotal:\s+(\d+) kB", meminfo, re.MULTILINE)
    total = int(found[1]) * 1024 if found else GB
    return min([total, *(int(text) for text in limits if text.strip().isdigit())])


def machine_memory() -> int:
    """The memory that we may reckon with, in bytes."""
    limits = []
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        try:
            limits.append((Path("/sys/fs/cgroup") / name).read_text(encoding="ascii"))
        except OSError:
            continue
    return memory_bytes(Path("/proc/meminfo").read_text(encoding="ascii"), limits)


def conf(note: Note, place: Place, *, memory: int, disk: int) -> str:
    """The text of conf.d/wangge.conf; memory and disk in bytes."""
    settings = [
        *_connections(note, place),
        *_memory(memory),
        *_wal(note, place, disk),
        *_watching(),
    ]
    blocks = [f"# {why}\n{name} = {value}\n" for name, value, why in settings]
    head = (
        "# Written by installer/server/provision.py up; changes are undone by the next `up`.\n"
    )
    told = "# Put your own into a file that sorts after this one (conf.d/zz-own.conf).\n\n"
    return head + told + "\n".join(blocks)


_Setting = tuple[str, str, str]


def _connections(note: Note, place: Place) -> list[_Setting]:
    listen = "*" if note.networks else "localhost"
    return [
        ("port", str(note.port), "As asked."),
        (
            "listen_addresses",
            f"'{listen}'",
            "Every address once networks are named; pg_hba.conf says who is answered.",
        ),
        (
            "max_connections",
            str(CONNECTIONS),
            "60 desks and walls with up to 6 each, and room for administrators.",
        ),
        ("password_encryption", "'scram-sha-256'", "Nothing weaker is ever stored."),
        ("ssl", "on", "pg_hba.conf knows no way in over the network without it."),
        ("ssl_cert_file", f"'{place.certificate}'", "Renewed by `up`; a reload is enough."),
        ("ssl_key_file", f"'{place.key}'", "Of postgres alone."),
        ("ssl_ca_file", f"'{place.ca}'", "Whose certificates a client may show."),
        ("ssl_min_protocol_version", "'TLSv1.2'", "Older ones are broken."),
        (
            "tcp_keepalives_idle",
            "60",
            "A station that lost its power frees its connection in two minutes, not two hours.",
        ),
        ("tcp_keepalives_interval", "10", "As above."),
        ("tcp_keepalives_count", "6", "As above."),
        (
            "idle_in_transaction_session_timeout",
            "'5min'",
            "A hung client must not hold row locks through the night.",
        ),
    ]


def _memory(memory: int) -> list[_Setting]:
    shared = _bounded(memory // 4, 128 * MB, 8 * GB)
    per_sort = _bounded(memory // (4 * CONNECTIONS), 4 * MB, 64 * MB)
    return [
        (
            "shared_buffers",
            _mb(shared),
            "A quarter of the memory, at most 8 GB: the rest serves as the system's cache.",
        ),
        (
            "effective_cache_size",
            _mb(memory * 5 // 8),
            "What the planner may take for cached: buffers and the system's cache.",
        ),
        (
            "work_mem",
            _mb(per_sort),
            "Each sort of each connection may take it; all at once still fit into a quarter.",
        ),
        (
            "maintenance_work_mem",
            _mb(_bounded(memory // 16, 64 * MB, GB)),
            "Vacuum and index builds; few at a time.",
        ),
        ("random_page_cost", "1.1", "Data lies on flash; on spinning disks set 4."),
    ]


def _wal(note: Note, place: Place, disk: int) -> list[_Setting]:
    largest = _bounded(disk // 20, 512 * MB, 8 * GB)
    archive = f"pgbackrest --config={place.pgbackrest} --stanza={note.cluster} archive-push %p"
    return [
        ("wal_level", "'replica'", "Standbys and point-in-time recovery live on it."),
        ("archive_mode", "on", "Every finished WAL segment goes to the backups."),
        ("archive_command", f"'{archive}'", "pgBackRest, with our own settings file."),
        (
            "archive_timeout",
            "'60s'",
            "Without a standby, at most a minute is lost with the machine.",
        ),
        ("wal_compression", "on", "Halves the WAL; costs little."),
        (
            "max_wal_size",
            _mb(largest),
            "A twentieth of the disk, at most 8 GB: checkpoints by time, not by volume.",
        ),
        ("min_wal_size", _mb(min(largest // 2, GB)), "Segments kept for reuse."),
        ("checkpoint_timeout", "'10min'", "Recovery after a crash stays within seconds."),
        ("checkpoint_completion_target", "0.9", "Writes spread, so that no act waits."),
        ("max_wal_senders", "10", "Standbys, and a base backup on top."),
        ("max_replication_slots", "10", "One a standby."),
        (
            "max_slot_wal_keep_size",
            _mb(_bounded(disk // 10, GB, 64 * GB)),
            "A standby that stays away loses its place before the disk is full.",
        ),
        (
            "wal_retrieve_retry_interval",
            "'250ms'",
            "On a standby: promotion in about 1 s; with the default of 5 s it took 5 s.",
        ),
        ("hot_standby", "on", "Standbys answer questions: walls, analysts."),
        (
            "hot_standby_feedback",
            "on",
            "On a standby: long questions there are not cancelled by vacuum here.",
        ),
        (
            "synchronous_standby_names",
            "'ANY 1 (*)'" if note.synchronous else "''",
            "`--synchronous`: no confirmed act is lost with the primary; none is confirmed "
            "without a standby.",
        ),
    ]


def _watching() -> list[_Setting]:
    return [
        ("log_connections", "on", "Who came, from where."),
        ("log_disconnections", "on", "And how long they stayed."),
        ("log_lock_waits", "on", "Whoever waits longer than a second for a row is named."),
        ("log_min_duration_statement", "'2s'", "What is slow, without the rest."),
        (
            "log_parameter_max_length",
            "0",
            "What was typed is personal; the log is read by other people.",
        ),
        ("log_parameter_max_length_on_error", "0", "As above."),
        ("timezone", "'UTC'", "Instants are stored and compared in UTC."),
    ]


def _bounded(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))


def _mb(size: int) -> str:
    return f"'{size // MB}MB'"
