"""Whether what was found on a server is as it should be: pure, each with a way out."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from server import access
from server.packages import FLOOR
from setting_up.words import pick

if TYPE_CHECKING:
    from datetime import datetime

    from server.access import Rule
    from server.note import Note

GB = 1024**3
LAG_S = 30.0
CERTIFICATE_DAYS = 30
WAITING_SEGMENTS = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, whether it is green, and what is wrong or how it stands."""

    name: str
    ok: bool
    zh: str
    en: str

    def words(self) -> str:
        """In the language of the person at the terminal."""
        return pick(zh=self.zh, en=self.en)


def green(name: str, text: str, zh: str | None = None) -> Finding:
    """A check that is as it should be."""
    return Finding(name, ok=True, zh=zh or text, en=text)


def red(name: str, *, zh: str, en: str) -> Finding:
    """A check that is not."""
    return Finding(name, ok=False, zh=zh, en=en)


def version(number: int) -> Finding:
    """`server_version_num`, such as 150018."""
    shown = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number >= FLOOR * 10000:
        return green("version", shown)
    return red(
        "version",
        zh=f"{shown} 太旧，至少要 {FLOOR}：请升级服务器。",
        en=f"{shown} is too old, {FLOOR} is the least: upgrade the server.",
    )


def certificate(days: float) -> Finding:
    """Days that the certificate in use still holds."""
    if days >= CERTIFICATE_DAYS:
        return green("tls", f"holds for {days:.0f} days", f"证书还有 {days:.0f} 天")
    return red(
        "tls",
        zh=f"证书还有 {days:.0f} 天到期：运行 up 即换新（自己给的证书请换文件：up --cert …）。",
        en=f"The certificate holds for {days:.0f} days only: `up` makes a new one (one of your "
        "own: up --cert …).",
    )


def scram(rules: Sequence[Rule]) -> Finding:
    """Only SCRAM, only over TLS."""
    bad = access.unsound(rules)
    if not bad:
        return green("scram", f"{len(rules)} rules", f"{len(rules)} 条规则")
    return red(
        "scram",
        zh=f"pg_hba.conf 第 {'；'.join(bad)}：不经 TLS 与 SCRAM 就能进入。运行 up 即恢复。",
        en=f"pg_hba.conf, line {'; '.join(bad)}: a way in without TLS and SCRAM. "
        "`up` puts it right.",
    )


def networks(rules: Sequence[Rule], note: Note) -> Finding:
    """Nobody from outside the named networks."""
    strangers = access.foreign(rules, note.networks)
    if not strangers:
        return green("networks", ", ".join(note.networks) or "loopback only")
    return red(
        "networks",
        zh=f"pg_hba.conf 第 {'；'.join(strangers)}：不在允许的网段内。"
        "运行 up 即恢复，或用 up --network 正式加上。",
        en=f"pg_hba.conf, line {'; '.join(strangers)}: outside the named networks. "
        "`up` takes it out; `up --network` would name it.",
    )


def listening(setting: str, note: Note) -> Finding:
    """Reachable where networks are named, and not otherwise."""
    if note.networks:
        fits = setting in ("*", "0.0.0.0") or _is_beyond_loopback(setting)  # noqa: S104 - compared
    else:
        fits = not _is_beyond_loopback(setting)
    if fits:
        return green("listen", setting)
    return red(
        "listen",
        zh=f"listen_addresses 是 {setting!r}，与所给网段不符：运行 up 即恢复。",
        en=f"listen_addresses is {setting!r}, which does not go with the named networks: "
        "`up` puts it right.",
    )


def _is_beyond_loopback(setting: str) -> bool:
    return any(not _is_loopback(one.strip()) for one in setting.split(",") if one.strip())


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def schema(revision: str | None, head: str) -> Finding:
    """The tables are those of the release in this checkout."""
    if revision == head:
        return green("schema", head)
    stands = revision or "–"
    return red(
        "schema",
        zh=f"表的版本是 {stands}，本版程序要 {head}：运行 up（它做 wangge db init）。"
        "若库更新，请先更新本机的程序。",
        en=f"The tables stand at {stands}, this release wants {head}: run `up` (it does "
        "`wangge db init`). Where the database is the newer one, update this checkout.",
    )


def archiver(facts: Mapping[str, Any], *, is_ours: bool) -> Finding:
    """`facts`: mode, waiting (segments), last_archived, failing (a segment or None)."""
    if facts["mode"] != "on" or not is_ours:
        return red(
            "archive",
            zh="WAL 没有交给我们的 pgBackRest（archive_mode 或 archive_command 被改过）："
            "运行 up 即恢复。",
            en="WAL does not go to our pgBackRest (archive_mode or archive_command was "
            "changed): `up` puts it right.",
        )
    if facts["failing"]:
        return red(
            "archive",
            zh=f"归档失败，停在 {facts['failing']}，积压 {facts['waiting']} 段："
            "请看 /var/log/pgbackrest 与备份盘；修好后会自动继续。",
            en=f"Archiving fails at {facts['failing']}, {facts['waiting']} segments wait: see "
            "/var/log/pgbackrest and the disk of the backups; it goes on by itself then.",
        )
    if facts["waiting"] > WAITING_SEGMENTS:
        return red(
            "archive",
            zh=f"归档跟不上，积压 {facts['waiting']} 段：备份盘可能太慢。",
            en=f"Archiving lags, {facts['waiting']} segments wait: the disk of the backups may "
            "be too slow.",
        )
    return green("archive", str(facts["last_archived"] or "nothing to archive yet"))


def backup(info: str, now: datetime, hours: float) -> Finding:
    """`info`: what `pgbackrest info --output=json` says of one stanza."""
    stanzas = json.loads(info)
    ends = [one["timestamp"]["stop"] for stanza in stanzas for one in stanza.get("backup", [])]
    if ends:
        age_h = (now.timestamp() - max(ends)) / 3600
        if age_h <= hours:
            return green("backup", f"{age_h:.1f} h old", f"{age_h:.1f} 小时前")
        how_old_zh, how_old = (
            f"最近一份是 {age_h:.0f} 小时前的",
            f"the last is {age_h:.0f} h old",
        )
    else:
        how_old_zh, how_old = "一份也没有", "there is none"
    return red(
        "backup",
        zh=f"没有 {hours:g} 小时内的备份（{how_old_zh}）：请看计划任务是否在跑"
        "（systemctl list-timers 或 cron）；立刻做一份：provision.py backup",
        en=f"No backup younger than {hours:g} h ({how_old}): see whether the schedule runs "
        "(systemctl list-timers, or cron); to take one now: provision.py backup",
    )


def standbys(slots: Sequence[Mapping[str, Any]], *, synchronous: bool) -> Finding:
    """`slots`: name, active, lag_s of each standby that was invited."""
    away = [slot["name"] for slot in slots if not slot["active"]]
    if away:
        waits_zh = "；同步复制已开，提交会等它" if synchronous else ""
        waits = "; replication is synchronous, so commits wait for it" if synchronous else ""
        return red(
            "standby",
            zh=f"备用机未连接：{'、'.join(away)}{waits_zh}。请启动它；不再要它：dismiss 主机名",
            en=f"A standby is away: {', '.join(away)}{waits}. Start it; or, where it is not "
            "wanted any more: dismiss HOST",
        )
    late = [f"{slot['name']} {slot['lag_s']:.0f} s" for slot in slots if slot["lag_s"] > LAG_S]
    if late:
        return red(
            "standby",
            zh=f"备用机落后：{'、'.join(late)}。请看它的磁盘和网络。",
            en=f"A standby lags: {', '.join(late)}. See to its disk and its network.",
        )
    if not slots and synchronous:
        return red(
            "standby",
            zh="同步复制已开，却没有备用机：提交会一直等。up --no-synchronous 或 invite。",
            en="Replication is synchronous and there is no standby: commits wait for ever. "
            "up --no-synchronous, or invite one.",
        )
    shown = ", ".join(f"{slot['name']} {slot['lag_s']:.1f} s" for slot in slots)
    return green("standby", shown or "none invited", shown or "没有备用机")


def two_primaries(other: str) -> Finding:
    """Both take writes: the worst that can be."""
    return red(
        "standby",
        zh=f"有两台主服务器：这一台和 {other}，数据正在分叉！立刻停掉不该是主的那台（down），"
        "核对日志后让它重新做备用机。",
        en=f"There are two primaries, this one and {other}: the data are parting. Stop the "
        "wrong one now (down), compare the journals, and make it a standby anew.",
    )


def following(facts: Mapping[str, Any]) -> Finding:
    """On a standby: `streaming` and `lag_s`."""
    if not facts["streaming"]:
        return red(
            "standby",
            zh="没有收到主服务器的数据：看主服务器和网络。主服务器若已停：promote",
            en="Nothing comes from the primary: see to it and to the network. If it is gone: "
            "promote",
        )
    if facts["lag_s"] > LAG_S:
        return red(
            "standby",
            zh=f"落后 {facts['lag_s']:.0f} 秒：看本机磁盘和网络。",
            en=f"{facts['lag_s']:.0f} s behind: see to disk and network here.",
        )
    return green(
        "standby", f"follows, {facts['lag_s']:.1f} s", f"跟随，{facts['lag_s']:.1f} 秒"
    )


def disk(free: Mapping[str, tuple[int, int]]) -> Finding:
    """Free and total bytes by folder: a tenth, or 50 GB, must be free, and 2 GB in any case."""
    tight = [
        f"{path} {left / GB:.1f} GB"
        for path, (left, total) in free.items()
        if left < 2 * GB or left < min(total // 10, 50 * GB)
    ]
    shown = ", ".join(f"{path} {left / GB:.0f} GB" for path, (left, _) in free.items())
    if not tight:
        return green("disk", shown)
    return red(
        "disk",
        zh=f"磁盘将满：{'、'.join(tight)}。请腾出或加大空间；满了数据库会停。",
        en=f"Hardly any room: {', '.join(tight)}. Full, the database stops.",
    )


def clock(now: datetime, floor: datetime, *, unwatched: bool) -> Finding:
    """`floor`: an instant known to be past; `unwatched`: a time service is due and absent."""
    if now < floor:
        return red(
            "clock",
            zh=f"本机时间 {now:%Y-%m-%d %H:%M} 早于已有的记录（{floor:%Y-%m-%d %H:%M}）："
            "请校正时钟。",
            en=f"The clock says {now:%Y-%m-%d %H:%M}, but there are records of "
            f"{floor:%Y-%m-%d %H:%M}: set it right.",
        )
    if unwatched:
        return red(
            "clock",
            zh="没有时间服务在校时：apt-get install chrony",
            en="No time service keeps the clock: apt-get install chrony",
        )
    return green("clock", f"{now:%Y-%m-%d %H:%M} UTC")
