"""The database as it was at an instant: beside the living one, to look; or in its place."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from server import archive, cluster, note
from server.place import Place
from server.steps import settings
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.note import Note

LONGEST_S = 24 * 3600.0  # a large database replays for hours; whoever is tired of it stops it


def instant(text: str) -> datetime:
    """An instant that nobody can misread: ISO 8601 with its offset.

    Raises
    ------
    Trouble
        `bad-time`.
    """
    try:
        at: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at > datetime.now(tz=UTC):
        raise Trouble(
            "bad-time",
            zh=f"{text} 不是过去的时刻。写法：2026-11-27T14:02:00+08:00（必须带时区）",
            en=f"{text} is no instant in the past. Write it like 2026-11-27T14:02:00+08:00, "
            "with the offset.",
        )
    return at


def beside(living: Note, place: Place, at: datetime, name: str, port: int) -> None:
    """Make a second cluster that stands as the living one stood; nothing else is touched."""
    then = replace(
        note.changed(replace(living, cluster=name, port=port), {}),
        networks=[],  # for this machine alone: nobody dispatches in the past
        synchronous=False,
    )
    if cluster.find(then) is not None:
        raise Trouble(
            "cluster-exists",
            zh=f"集群 {name} 已存在。另选 --as，或删掉它：{removal(then)}",
            en=f"The cluster {name} is there already. Choose another --as, or: {removal(then)}",
        )
    cluster.require_free_port(then)
    cluster.create(then)
    own = Place(place.config, name)
    # Its certificate is the living one's; its settings must be as large, or replay stops.
    cluster.configure(then, own, settings(then, place))
    shutil.rmtree(own.data(then.version))
    try:
        _restore(living, place, at, ["--archive-mode=off"], own.data(then.version))
        _replay(then)
    except Trouble:
        cluster.drop(then)
        raise
    say(
        zh=f"就绪：{cluster.admin_url(then)}。看完删掉：{removal(then)}",
        en=f"Ready: {cluster.admin_url(then)}. When you have looked: {removal(then)}",
    )


def in_place(living: Note, place: Place, at: datetime) -> None:
    """Put the living database back; what came after is lost, and standbys must be made anew."""
    if (place.data(living.version) / "standby.signal").exists():
        raise Trouble(
            "is-standby",
            zh="这是备用机：请在主服务器上恢复，然后重建备用机。",
            en="This is a standby: recover the primary, then make the standby anew.",
        )
    cluster.control(living, "stop")
    _restore(living, place, at, ["--delta"], place.data(living.version))
    _replay(living)
    cluster.query(living, "CHECKPOINT")
    archive.begin(living, place)
    say(zh="做一份全量备份 …", en="Taking a full backup …")
    archive.backrest(living, place, "backup", "--type=full")
    say(
        zh=f"已回到 {at:%Y-%m-%d %H:%M:%S %z}。请重建备用机，并重启各席位。",
        en=f"It stands as of {at:%Y-%m-%d %H:%M:%S %z}. Make standbys anew; restart the desks.",
    )


def target(at: datetime) -> str:
    """The instant as pgBackRest and PostgreSQL read it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"


def removal(then: Note) -> str:
    """The line that takes a looked-at cluster away."""
    return f"pg_dropcluster --stop {then.version} {then.cluster}"


def _restore(living: Note, place: Place, at: datetime, options: list[str], data: Path) -> None:
    say(
        zh=f"从备份恢复到 {at:%Y-%m-%d %H:%M:%S %z} …",
        en=f"Restoring as of {at:%Y-%m-%d %H:%M:%S %z} …",
    )
    archive.backrest(
        living,
        place,
        "restore",
        *(f"--pg1-path={data}", "--type=time", f"--target={target(at)}"),
        *("--target-action=promote", *options),
    )


def _replay(then: Note) -> None:
    deadline = time.monotonic() + LONGEST_S
    try:
        cluster.control(then, "start")
        while cluster.is_standby(then):
            if time.monotonic() > deadline:
                break
            time.sleep(0.5)
        # Left behind they would stop a standby that is copied from here.
        for name in ("recovery_target_time", "recovery_target_action", "restore_command"):
            cluster.query(then, f"ALTER SYSTEM RESET {name}")
    except Trouble as trouble:
        raise Trouble(
            "not-recovered",
            zh=f"恢复没有完成：{_last_word(then) or trouble.zh}。换一个更早的时刻再试。",
            en=f"The recovery did not end well: {_last_word(then) or trouble.en}. Try an "
            "earlier instant.",
        ) from trouble


def _last_word(then: Note) -> str:
    """The last fatal line of the server's log, without its stamp."""
    log = Path(f"/var/log/postgresql/postgresql-{then.version}-{then.cluster}.log")
    found = re.findall(r"FATAL:\s+(.*)", log.read_text("utf-8")) if log.exists() else []
    return str(found[-1]) if found else ""
