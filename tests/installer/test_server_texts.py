"""What the provisioning of a central server writes into files, and what it refuses to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import itertools
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from models.store.connection_file import database_url
from server import access, archive, invitation, login, note, recover, standby, station, tuning
from server.files import put
from server.main import main, parser
from server.note import Host, Note
from server.peers import unit
from server.place import Place
from server.standby import Primary
from setting_up.words import Trouble

PLACE = Place(Path("/etc/wangge"), "wangge")
NOTE = note.changed(
    Note("wangge", version=15), {"networks": ["10.1.0.0/16"], "names": ["db1.example"]}
)


def code_of(**asked: object) -> str:
    with pytest.raises(Trouble) as caught:
        note.changed(Note("wangge"), asked)
    assert caught.value.zh != caught.value.en
    return caught.value.code


@pytest.mark.parametrize(
    "network", ["nonsense", "10.1.0.1/16", "0.0.0.0/0", "::/0", "10.0.0.0/4"]
)
def test_a_network_that_is_none_or_nearly_the_internet_is_refused(network: str) -> None:
    assert code_of(networks=[network]) == "bad-network"


def test_names_that_would_break_a_file_are_refused() -> None:
    assert code_of(names=["db1; DROP"]) == "bad-host"
    assert code_of(cluster="../etc") == "bad-name"
    assert code_of(cluster="main") == "bad-name"
    assert code_of(port=80) == "bad-port"


def test_a_bare_up_asks_for_what_was_asked_before(tmp_path: Path) -> None:
    note.write(tmp_path / "server.json", NOTE)

    again = note.read(tmp_path / "server.json")

    assert again == NOTE
    assert again is not None
    assert note.changed(again, {"networks": None, "names": None, "port": None}) == NOTE


def test_a_note_that_cannot_be_read_is_told_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text('{"cluster":')

    with pytest.raises(Trouble) as caught:
        note.read(tmp_path / "server.json")

    assert caught.value.code == "bad-note"


def rules_of(text: str) -> list[access.Rule]:
    """pg_hba.conf read as PostgreSQL reads what we write."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            kind, _, _, *rest = line.split()
            address = rest[0] if kind != "local" and rest[0] != "all" else ""
            network, _, bits = address.partition("/")
            mask = str(ipaddress.ip_network(address).netmask) if bits else ""
            method = rest[0] if kind == "local" else rest[1]
            found.append(access.Rule(number, kind, network or "all", mask, method, ""))
    return found


octets = st.integers(0, 255)


@given(st.lists(st.tuples(octets, octets, st.integers(8, 32)), max_size=5))
def test_our_own_rules_let_in_the_named_networks_alone_by_tls_and_scram(
    asked: list[tuple[int, int, int]],
) -> None:
    networks = [
        str(ipaddress.ip_network(f"10.{a}.{b}.0/{bits}", strict=False)) for a, b, bits in asked
    ]
    rules = rules_of(access.hba(note.changed(NOTE, {"networks": networks})))

    assert access.unsound(rules) == []
    assert access.foreign(rules, networks) == []


def test_superusers_and_standbys_do_not_come_by_the_network_to_the_data() -> None:
    lines = [line.split() for line in access.hba(NOTE).splitlines() if line[0] != "#"]

    first = next(line for line in lines if line[0].startswith("host"))

    assert first == ["host", "all", "postgres,wangge_replication", "all", "reject"]


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        (access.Rule(7, "host", "10.1.0.0", "255.255.0.0", "scram-sha-256", ""), "without TLS"),
        (access.Rule(7, "hostssl", "10.1.0.0", "255.255.0.0", "md5", ""), "md5"),
        (access.Rule(7, "local", "", "", "trust", ""), "trust"),
        (access.Rule(7, "", "", "", "", "invalid authentication method"), "invalid"),
    ],
)
def test_a_rule_that_lets_in_too_easily_is_named_by_its_line(
    rule: access.Rule, named: str
) -> None:
    (said,) = access.unsound([rule])

    assert said.startswith("7: ")
    assert named in said


@pytest.mark.parametrize(
    ("address", "mask"),
    [("0.0.0.0", "0.0.0.0"), ("all", ""), ("10.0.0.0", "255.0.0.0"), ("samenet", "")],
)
def test_a_rule_for_more_than_the_named_networks_is_foreign(address: str, mask: str) -> None:
    rule = access.Rule(3, "hostssl", address, mask, "scram-sha-256", "")

    assert access.foreign([rule], ["10.1.0.0/16"]) == [f"3: {address}"]


def test_a_host_within_a_named_network_is_not_foreign() -> None:
    rule = access.Rule(3, "hostssl", "10.1.2.3", "255.255.255.255", "scram-sha-256", "")

    assert access.foreign([rule], ["10.1.0.0/16"]) == []


def settings_of(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.partition(" = ")[0]: line.partition(" = ")[2] for line in lines}


@given(memory=st.integers(512, 1024 * 1024), disk=st.integers(8, 100_000))
def test_memory_settings_fit_into_the_machine(memory: int, disk: int) -> None:
    text = tuning.conf(NOTE, PLACE, memory=memory * tuning.MB, disk=disk * tuning.GB)
    size = {
        name: int(value.strip("'").removesuffix("MB"))
        for name, value in settings_of(text).items()
        if value.endswith("MB'")
    }

    assert 128 <= size["shared_buffers"] <= max(128, memory // 4)
    assert size["effective_cache_size"] < memory
    assert 4 <= size["work_mem"] <= 64
    assert size["min_wal_size"] <= size["max_wal_size"] <= max(512, disk * 1024 // 20)


def test_every_setting_says_why() -> None:
    lines = tuning.conf(NOTE, PLACE, memory=8 * tuning.GB, disk=tuning.GB).splitlines()

    for above, line in itertools.pairwise(lines):
        assert above.startswith("# ") or " = " not in line, line


def test_the_memory_of_a_container_counts_not_that_of_its_host() -> None:
    host = "MemTotal:       16000000 kB\n"

    assert tuning.memory_bytes(host, ["2147483648\n"]) == 2 * tuning.GB
    assert tuning.memory_bytes(host, ["max\n"]) == 16_000_000 * 1024


def test_without_a_named_network_the_server_listens_to_this_machine_alone() -> None:
    alone = tuning.conf(
        note.changed(NOTE, {"networks": []}), PLACE, memory=tuning.GB, disk=tuning.GB
    )

    assert settings_of(alone)["listen_addresses"] == "'localhost'"


def test_promotion_is_quick_by_a_short_wait_between_tries() -> None:
    text = tuning.conf(NOTE, PLACE, memory=tuning.GB, disk=tuning.GB)

    assert settings_of(text)["wal_retrieve_retry_interval"] == "'250ms'"


def test_cron_and_systemd_take_the_same_two_backups() -> None:
    lines = [line for line in archive.cron(NOTE, PLACE).splitlines() if "pgbackrest" in line]
    units = archive.units(NOTE, PLACE)

    assert ["--type=full" in lines[0], "--type=diff" in lines[1]] == [True, True]
    assert sorted(units) == [
        "wangge-backup-wangge-diff.service",
        "wangge-backup-wangge-diff.timer",
        "wangge-backup-wangge-full.service",
        "wangge-backup-wangge-full.timer",
    ]
    for line in lines:
        command = line.partition("nice ")[2]
        assert any(f"ExecStart=/usr/bin/{command}" in text for text in units.values())


def test_a_checkout_that_moved_away_keeps_no_server_from_starting() -> None:
    text = unit(NOTE, PLACE, Path("/srv/wang ge/installer/server"))

    assert 'test ! -e "/srv/wang ge/installer/server/provision.py" || exec python3' in text


def test_a_verifier_proves_its_password_and_does_not_hold_it() -> None:
    password = login.a_password()
    kind, rounds_and_salt, keys = login.verifier(password).split("$")
    rounds, salt = rounds_and_salt.split(":")
    salted = hashlib.pbkdf2_hmac(
        "sha256", password.encode(), base64.b64decode(salt), int(rounds)
    )
    client = hmac.digest(salted, b"Client Key", "sha256")

    assert kind == "SCRAM-SHA-256"
    assert base64.b64decode(keys.split(":")[0]) == hashlib.sha256(client).digest()
    assert password not in login.verifier(password)


def test_generated_passwords_can_be_read_out_and_differ() -> None:
    several = {login.a_password() for _ in range(100)}

    assert len(several) == 100
    assert not set("0O1lI") & set("".join(several))


@given(login=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
def test_a_stations_file_is_what_the_program_reads(
    tmp_path_factory: pytest.TempPathFactory, login: str
) -> None:
    folder = tmp_path_factory.mktemp("station")
    hosts = [Host("db1.example", 5432), Host("fd00::7", 5433)]
    (folder / station.FILE).write_text(station.text(hosts, login), encoding="utf-8")
    (folder / station.CA).touch()

    found = conninfo_to_dict(database_url(str(folder / station.FILE)))

    assert found.get("user", "") == login
    assert (found["host"], found["port"]) == ("db1.example,fd00::7", "5432,5433")
    assert found["sslmode"] == "verify-full"
    assert found["target_session_attrs"] == "read-write"
    assert found["sslrootcert"] == str(folder / station.CA)


def an_invitation() -> invitation.Invitation:
    return invitation.Invitation(
        version=15,
        cluster="wangge",
        primary=Host("db1.example", 5432),
        names=["db2.example"],
        port=5433,
        networks=["10.1.0.0/16"],
        slot="standby_db2_example_5433",
        password="a secret",
        ca="CA",
        ca_key="CA KEY",
        certificate="CERT",
        key="KEY",
    )


def test_an_invitation_is_for_its_owner_alone_and_comes_back_whole(tmp_path: Path) -> None:
    file = tmp_path / "invitation"

    invitation.write(file, an_invitation())

    assert invitation.read(file) == an_invitation()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_is_no_invitation_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(json.dumps({"version": 15, "primary": {}}))

    with pytest.raises(Trouble) as caught:
        invitation.read(tmp_path / "x")

    assert caught.value.code == "bad-invitation"


def test_a_standbys_settings_hold_no_password() -> None:
    text = standby.conf(an_invitation(), PLACE)

    assert "a secret" not in text
    assert "sslmode=verify-full" in text
    assert "primary_slot_name = 'standby_db2_example_5433'" in text


@pytest.mark.parametrize(
    ("primary", "told", "code"),
    [
        (Primary.LIVES, False, "primary-lives"),
        (Primary.LIVES, True, "primary-lives"),
        (Primary.SILENT, False, "primary-silent"),
    ],
)
def test_no_second_primary_beside_one_that_lives_or_may_live(
    primary: Primary, told: bool, code: str
) -> None:
    objection = standby.objection(primary, Host("db1", 5432), told=told)

    assert objection is not None
    assert objection.code == code


@pytest.mark.parametrize(("primary", "told"), [(Primary.GONE, False), (Primary.SILENT, True)])
def test_a_primary_that_is_gone_or_told_to_be_makes_way(primary: Primary, told: bool) -> None:
    assert standby.objection(primary, Host("db1", 5432), told=told) is None


@pytest.mark.parametrize("text", ["soon", "2026-01-05T10:00:00", "9999-01-01T00:00:00Z"])
def test_an_instant_without_offset_or_to_come_is_refused(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        recover.instant(text)

    assert caught.value.code == "bad-time"


def test_an_instant_reaches_the_backups_in_utc() -> None:
    at = recover.instant("2026-01-05T10:00:00+08:00")

    assert recover.target(at) == "2026-01-05 02:00:00.000000+00"


def test_a_file_is_written_once_and_says_whether_it_changed(tmp_path: Path) -> None:
    file = tmp_path / "secret"

    changed = [put(file, text, mode=0o600) for text in ("a", "a", "b")]

    assert changed == [True, False, True]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_only_root_provisions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert main(["check", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["trouble"] == "not-root"


def test_every_command_is_in_the_paper(checkout: Path) -> None:
    paper = (checkout / "docs" / "server.md").read_text("utf-8")
    (commands,) = (
        action.choices for action in parser()._actions if isinstance(action.choices, dict)
    )

    assert [name for name in commands if f"`{name}" not in paper] == []
