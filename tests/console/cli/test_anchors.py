"""`journal verify`, `anchor` and `heads` as a person types them."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from models.store.embedded import open_embedded, stop_embedded
from models.store.engine import connect
from tests.console.cli.homes import Cli, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.db,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl"),
]


@pytest.fixture
def cli(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> Iterator[Cli]:
    """The command line on a home that may be spoilt."""
    folder = make_district(tmp_path_factory.mktemp("anchored"))
    yield Cli(folder, capsys)
    stop_embedded(folder)


def spoil(home: Path, sql: str) -> None:
    """As the superuser, with every guard off."""
    with closing(connect(open_embedded(home).admin)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(sql.encode())
        connection.commit()


CUT = "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"


def test_a_tail_cut_after_a_verification_is_found_by_what_this_home_remembers(
    cli: Cli,
) -> None:
    cli.reported()
    cli.reported()
    first = cli.ok("journal", "verify")
    assert (first["ok"], first["kept_heads"]) == (True, 0)
    assert [h["seq"] for h in cli.ok("journal", "heads")["items"]] == [first["facts"]]
    spoil(cli.home, CUT + "; DELETE FROM incident WHERE NOT EXISTS"
          " (SELECT FROM journal WHERE subject_id = incident.id)")  # fmt: skip
    found = cli("journal", "verify")
    assert (found.status, found["ok"], found["first_bad_seq"]) == (4, False, first["facts"])
    assert (found["chain_holds"], found["fold_equals_tables"]) == (False, True)


def test_the_check_of_a_database_is_held_against_the_same(cli: Cli) -> None:
    cli.reported()
    cli.reported()
    last = cli.ok("journal", "verify")["facts"]
    sound = cli.ok("db", "check")
    assert (sound["ok"], sound["kept_heads"], sound["first_bad_seq"]) == (True, 1, None)
    spoil(cli.home, CUT + "; DELETE FROM incident WHERE NOT EXISTS"
          " (SELECT FROM journal WHERE subject_id = incident.id)")  # fmt: skip
    found = cli("db", "check")
    assert (found.status, found["ok"], found["first_bad_seq"]) == (4, False, last)
    assert "was cut" in found["problem"]


def test_heads_are_forgotten_after_a_decided_recovery(cli: Cli) -> None:
    cli.reported()
    cli.reported()
    cli.ok("journal", "verify")
    spoil(cli.home, CUT + "; DELETE FROM incident WHERE NOT EXISTS"
          " (SELECT FROM journal WHERE subject_id = incident.id)")  # fmt: skip
    assert cli.ok("journal", "heads", "--forget")["forgotten"] == 1
    assert cli.ok("journal", "verify")["ok"] is True


def test_a_journal_is_held_against_the_anchors_of_another_place(
    cli: Cli, tmp_path: Path
) -> None:
    key, file, vault = tmp_path / "key.pem", tmp_path / "a.jsonl", tmp_path / "vault/a.jsonl"
    made = cli.ok("journal", "anchor-key", str(key))
    cli.reported()
    words = ("--key", str(key), "--file", str(file), "--second", str(vault))
    anchored = cli.ok("journal", "anchor", *words)
    assert file.read_bytes() == vault.read_bytes()
    sound = cli.ok("journal", "verify", "--anchor", str(vault), "--key", made["public"])
    assert (sound["anchors"], sound["ok"]) == (1, True)

    cli.ok("journal", "heads", "--forget")
    spoil(cli.home, CUT)
    found = cli("journal", "verify", "--anchor", str(vault), "--key", made["public"])
    assert (found.status, found["first_bad_seq"]) == (4, anchored["seq"])


def test_a_journal_that_does_not_hold_gets_no_anchor(cli: Cli, tmp_path: Path) -> None:
    key, file = tmp_path / "key.pem", tmp_path / "a.jsonl"
    cli.ok("journal", "anchor-key", str(key))
    cli.reported()
    spoil(cli.home, "UPDATE journal SET actor = 'x' WHERE seq = 2")
    said = cli("journal", "anchor", "--key", str(key), "--file", str(file))
    assert (said.status, said["trouble"]) == (4, "journal_broken")
    assert "fact 2" in said["words"] or "第 2 条" in said["words"]
    assert not file.exists()


def test_the_settings_of_the_home_are_enough_and_one_a_day_is_made(
    cli: Cli, tmp_path: Path
) -> None:
    key = tmp_path / "key.pem"
    cli.ok("journal", "anchor-key", str(key))
    (cli.home / "anchor.toml").write_text(f'format = 1\nkey = "{key}"\n')
    cli.reported()
    assert cli.ok("journal", "anchor", "--daily")["made"] is True
    assert cli.ok("journal", "anchor", "--daily")["made"] is False
    assert cli.ok("journal", "verify")["anchors"] == 1


def test_anchors_without_a_key_are_not_believed(cli: Cli, tmp_path: Path) -> None:
    cli.reported()
    (tmp_path / "a.jsonl").write_text("{}")
    said = cli("journal", "verify", "--anchor", str(tmp_path / "a.jsonl"))
    assert (said.status, said["error"]) == (2, "no_anchor_key")
    said = cli("journal", "anchor")
    assert (said.status, said["error"]) == (2, "no_anchor_key")
