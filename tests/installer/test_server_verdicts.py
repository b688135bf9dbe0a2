"""What the check of a central server calls red, and that it says the way out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from server import tls, verdict
from server.note import Note
from server.verdict import Finding

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
FINE = {"mode": "on", "waiting": 0, "last_archived": "x", "failing": None}
BESIDE = Note("wangge", networks=["10.1.0.0/16"])
ALONE = Note("wangge")


def info(*ages_h: float) -> str:
    stops = [(NOW - timedelta(hours=age)).timestamp() for age in ages_h]
    return json.dumps([{"backup": [{"timestamp": {"stop": stop}} for stop in stops]}])


def a_slot(*, active: bool = True, lag_s: float = 0.0) -> dict[str, object]:
    return {"name": "standby_db2_5432", "active": active, "lag_s": lag_s}


GB = verdict.GB
REDS = [
    ("an old server", verdict.version(140011), "upgrade"),
    ("a certificate that ends soon", verdict.certificate(12.0), "up"),
    ("deaf to the networks", verdict.listening("localhost", BESIDE), "up"),
    ("listening to nobody named", verdict.listening("*", ALONE), "up"),
    ("no tables", verdict.schema(None, "0002"), "wangge db init"),
    ("tables of an older release", verdict.schema("0001", "0002"), "0001"),
    ("archiving off", verdict.archiver(FINE | {"mode": "off"}, is_ours=True), "up"),
    ("archiving elsewhere", verdict.archiver(FINE, is_ours=False), "archive_command"),
    ("archiving fails", verdict.archiver(FINE | {"failing": "0A"}, is_ours=True), "0A"),
    ("archiving lags", verdict.archiver(FINE | {"waiting": 99}, is_ours=True), "99"),
    ("no backup", verdict.backup(info(), NOW, 26), "provision.py backup"),
    ("an old backup", verdict.backup(info(99, 27), NOW, 26), "27 h"),
    ("a standby away", verdict.standbys([a_slot(active=False)], synchronous=False), "db2"),
    ("a late standby", verdict.standbys([a_slot(lag_s=99)], synchronous=False), "99 s"),
    ("nobody to wait for", verdict.standbys([], synchronous=True), "--no-synchronous"),
    ("two primaries", verdict.two_primaries("db2:5432"), "down"),
    ("cut off", verdict.following({"streaming": False, "lag_s": 0}), "promote"),
    ("behind", verdict.following({"streaming": True, "lag_s": 99}), "99"),
    ("a full disk", verdict.disk({"/data": (GB, 500 * GB)}), "/data"),
    ("a clock gone back", verdict.clock(NOW, NOW + timedelta(1), unwatched=False), "11-28"),
    ("an unkept clock", verdict.clock(NOW, NOW, unwatched=True), "chrony"),
]
GREENS = [
    verdict.version(150018),
    verdict.certificate(300),
    verdict.listening("*", BESIDE),
    verdict.listening("localhost", ALONE),
    verdict.schema("0002", "0002"),
    verdict.archiver(FINE, is_ours=True),
    verdict.backup(info(99, 3), NOW, 26),
    verdict.standbys([], synchronous=False),
    verdict.standbys([a_slot()], synchronous=True),
    verdict.following({"streaming": True, "lag_s": 0.2}),
    verdict.disk({"/data": (60 * GB, 2000 * GB)}),
    verdict.clock(NOW, NOW - timedelta(1), unwatched=False),
]


@pytest.mark.parametrize(
    ("finding", "named"), [red[1:] for red in REDS], ids=[red[0] for red in REDS]
)
def test_what_is_wrong_is_red_and_named_in_both_languages(finding: Finding, named: str) -> None:
    assert not finding.ok
    assert named in finding.en
    assert finding.zh != finding.en


@pytest.mark.parametrize("finding", GREENS, ids=lambda finding: finding.name)
def test_what_is_as_it_should_be_is_green(finding: Finding) -> None:
    assert finding.ok, finding.en


def test_days_of_a_certificate_are_read_as_openssl_writes_them() -> None:
    assert tls.days_left("Dec  7 09:00:00 2026 GMT", NOW) == 10.0
