"""Whatever people type wrongly gets status 2 and words that name it; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.cli.homes import LAT, WEST_LON, Cli, an_uuid, process_of, said_by

pytestmark = pytest.mark.db
NOWHERE = "00000000-0000-4000-8000-000000000001"
LEAVE = ("do", "ask-leave", "--field", "kind=annual", "--field", "from=2026-11-28")
PLACE = ("--field", f"lon={WEST_LON}", "--field", f"lat={LAT}")
REPORT = ("do", "report", "--field", "text=路口有暴露垃圾")

WRONG: list[tuple[str, tuple[str, ...], str]] = [
    ("usage", (), "usage"),
    ("usage", ("frobnicate",), "frobnicate"),
    ("usage", ("list",), "what"),
    ("usage", ("list", "dragons"), "dragons"),
    ("usage", ("list", "members", "--limit", "many"), "many"),
    ("usage", ("list", "members", "--limit", "-1"), "-1"),
    ("usage", ("list", "members", "--limit", str(2**63)), str(2**63)),
    ("usage", ("picture", "--seq", "-5"), "-5"),
    ("usage", ("journal", "tail", "--after", "-1"), "-1"),
    ("bad_text", ("list", "members", "--cell", "\udcff"), "UTF-8"),
    ("bad_text", ("do", "accept", "--incident", "\udcff"), "UTF-8"),
    ("bad_text", (*REPORT, *PLACE, "--station", "\udcff"), "UTF-8"),
    ("unknown_cell", ("list", "incidents", "--cell", "123"), "123"),
    ("unknown_state", ("list", "incidents", "--state", "ST99"), "ST99"),
    ("unknown_state", ("list", "members", "--state", "asleep"), "asleep"),
    ("usage", ("list", "members", "--role", "king"), "king"),
    ("usage", ("list", "members", "--lang", "fr"), "fr"),
    ("unknown_verb", ("do", "explode"), "report"),
    ("unknown_field", ("do", "accept", "--incident", "1", "--field", "colour=red"), "colour"),
    ("bad_field", ("do", "accept", "--incident", "1", "--field", "colour"), "colour"),
    ("missing_field", ("do", "accept"), "--incident"),
    ("unknown_incident", ("do", "accept", "--incident", "999901-1"), "999901-1"),
    ("unknown_incident", ("do", "accept", "--incident", NOWHERE), NOWHERE),
    ("missing_field", ("do", "report", *PLACE), "text"),
    ("text_too_short", ("do", "report", "--field", "text=短", *PLACE), "5"),
    ("missing_field", REPORT, "cell"),
    ("missing_field", (*REPORT, "--field", "lon=121.45"), "lat"),
    ("bad_value", (*REPORT, "--field", "lon=east", "--field", "lat=35"), "east"),
    ("bad_point", (*REPORT, "--field", "lon=nan", "--field", "lat=35"), "nan"),
    ("bad_point", (*REPORT, "--field", "lon=35.2", "--field", "lat=121.45"), "121.45"),
    ("outside_district", (*REPORT, "--field", "lon=0", "--field", "lat=0"), "district"),
    ("unknown_cell", (*REPORT, "--field", "cell=000000"), "000000"),
    ("unknown_category", (*REPORT, *PLACE, "--field", "category=E9999"), "E9999"),
    ("bad_value", (*REPORT, *PLACE, "--field", "source=dream"), "patrol"),
    ("bad_value", (*REPORT, *PLACE, "--field", "urgency=meh"), "urgent"),
    ("bad_time", (*REPORT, *PLACE, "--field", "occurred_at=yesterday"), "yesterday"),
    ("bad_time", (*REPORT, *PLACE, "--field", "occurred_at=2026-02-30"), "2026-02-30"),
    ("bad_time", (*REPORT, *PLACE, "--field", "occurred_at=0001-01-01"), "0001"),
    ("bad_time", (*REPORT, *PLACE, "--field", "occurred_at=9999-12-31T23:59-10:00"), "9999"),
    ("bad_time", (*REPORT, *PLACE, "--field", "occurred_at=2026-01-01T00:00+23:59"), "23:59"),
    ("impossible_time", (*REPORT, *PLACE, "--field", "occurred_at=2999-01-01"), "2999"),
    ("no_such_file", (*REPORT, *PLACE, "--field", "photo=/nowhere.jpg"), "/nowhere.jpg"),
    ("no_such_file", (*REPORT, *PLACE, "--field", "photo=/"), "/"),
    ("bad_command_id", (*REPORT, *PLACE, "--command-id", "123"), "123"),
    ("usage", (*REPORT, *PLACE, "--seen-version", "new"), "new"),
    ("usage", (*REPORT, *PLACE, "--seen-version", "-1"), "-1"),
    ("text_too_long", (*REPORT, *PLACE, "--field", f"address={'x' * 10_001}"), "10001"),
    ("text_too_long", (*REPORT, *PLACE, "--operator", "o" * 201), "201"),
    ("bad_file", (*REPORT, *PLACE, "--field", "photo=/dev/zero"), "/dev/zero"),
    ("bad_time", (*REPORT, *PLACE, "--at", "later"), "later"),
    ("bad_time", (*LEAVE, "--field", "until=9999-12-31"), "9999"),
    ("bad_time", (*REPORT, *PLACE, "--at", "0001-01-01"), "0001"),
    ("clock_not_scripted", (*REPORT, *PLACE, "--at", "2999-01-01"), "scripted"),
    ("unknown_member", ("do", "set-duty", "--member", "X", "--field", "duty=on_duty"), "X"),
    ("missing_field", ("do", "set-duty", "--field", "duty=on_duty"), "--member"),
    ("missing_field", ("do", "enrol", "--field", "name=王"), "number"),
    ("missing_field", ("do", "enrol", "--field", "number=N-1"), "name"),
    ("unknown_kind", ("do", "enrol", *(f := ("--field", "number=N-1", "--field", "name=王")),
                      "--field", "kind=wizard"), "wizard"),
    ("bad_capacity", ("do", "enrol", *f, "--field", "capacity=0"), "0"),
    ("bad_value", ("do", "enrol", *f, "--field", "capacity=nan"), "nan"),
    ("bad_value", ("do", "enrol", *f, "--field", "capacity=inf"), "inf"),
    ("bad_value", ("do", "enrol", *f, "--field", "capacity=2.5"), "2.5"),
    ("bad_value", ("do", "enrol", *f, "--field", "capacity=99999999999"), "99999999999"),
    ("unknown_cell", ("do", "enrol", *f, "--field", "home_cell=77"), "77"),
    ("usage", ("picture", "--at", "2026-01-01", "--seq", "4"), "--seq"),
    ("bad_time", ("picture", "--at", "noon"), "noon"),
    ("bad_time", ("picture", "--at", "0001-01-01"), "0001"),
    ("usage", ("picture", "--seq", "four"), "four"),
    ("usage", ("journal",), "STEP"),
    ("usage", ("journal", "burn"), "burn"),
    ("bad_time", ("journal", "export", "/tmp/x.wgr", "--from", "a", "--to", "b"), "--from"),
    ("nothing_to_record",
     ("journal", "export", "/tmp/x.wgr", "--from", "2001-01-01", "--to", "2001-01-02"), "2001"),
    ("unknown_category", ("deadline", "--category", "X", "--from", "2026-01-05"), "X"),
    ("bad_time", ("deadline", "--category", "E0102", "--from", "soon"), "soon"),
    ("bad_pause",
     ("deadline", "--category", "E0102", "--from", "2026-01-05", "--pause", "2026"), "T1/T2"),
    ("usage", ("deadline", "--category", "E0102"), "--from"),
    ("unknown_bench", ("bench", "everything"), "dispatch"),
    ("no_bench_size", ("bench", "seek", "--size", "city"), "calm"),
    ("bad_size", ("screenshot", "desk", "--out", "x.png", "--size", "huge"), "huge"),
    ("bad_size", ("screenshot", "desk", "--out", "x.png", "--size", "1x1"), "1x1"),
    ("usage", ("screenshot", "kitchen", "--out", "x.png"), "kitchen"),
    ("usage", ("screenshot", "desk"), "--out"),
    ("usage", ("demo", "--size", "planet"), "planet"),
    ("bad_database_url", ("list", "members", "--db", "mysql://x"), "postgresql://"),
    ("bad_database_url", ("list", "members", "--db", "nonsense"), "postgresql://"),
    ("missing_option", ("db", "init", "--clock", "scripted"), "--at"),
    ("no_such_file", ("db", "restore", "/nowhere.dump"), "/nowhere.dump"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words", "names"), WRONG, ids=[" ".join(words)[:60] for _, words, _ in WRONG]
)
def test_what_is_typed_wrongly_is_named_with_status_2(
    cli: Cli, code: str, words: tuple[str, ...], names: str
) -> None:
    said = cli(*words)
    if code == "usage" and not words:
        assert said.status == 2
        return
    assert (said.status, said.plain.get("error")) == (2, code), said.plain
    assert names in said["words"]


def test_words_for_people_go_to_stderr_and_stdout_stays_empty(cli: Cli) -> None:
    said = cli("do", "explode", as_json=False)
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("wangge: ")


def test_the_words_come_in_the_language_asked_for(cli: Cli) -> None:
    assert "未知的动作" in cli("do", "explode", "--lang", "zh")["words"]
    assert "unknown verb" in cli("do", "explode", "--lang=en")["words"]


def test_nothing_is_written_when_the_input_is_bad(cli: Cli) -> None:
    before = cli.ok("picture")["seq"]
    cli(*REPORT, "--field", "lon=0", "--field", "lat=0")
    cli("do", "report", "--field", "text=短", *PLACE)
    assert cli.ok("picture")["seq"] == before


@pytest.mark.parametrize("pieces", [b"text=\xff\xfe\xff\xfe\xff", b"text=four\xe4\xb8chars"])
def test_bytes_that_are_no_text_are_bad_input(district_home: Path, pieces: bytes) -> None:
    broken = pieces.decode("utf-8", "surrogateescape")
    words = ("do", "report", "--field", broken, *PLACE)
    said = said_by(process_of(*words, home=district_home))
    assert (said.status, said["error"]) == (2, "bad_text")


@pytest.mark.parametrize(
    "content", [b"", b"not a dump", b"PK\x03\x04 half a zip", b"\x00" * 99]
)
def test_a_recording_of_the_wrong_kind_is_bad_input(
    cli: Cli, tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "day.wgr"
    file.write_bytes(content)
    monkeypatch.setattr("console.app.stage.has_display", lambda: True)
    said = cli("replay", str(file))
    assert said.status == 2, said.plain
    assert str(file) in said["words"] or file.name in said["words"]


def test_a_recording_that_is_not_there_is_bad_input(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.app.stage.has_display", lambda: True)
    assert cli("replay", "/nowhere.wgr").status == 2


def test_a_backup_is_not_restored_over_facts(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "home.dump"
    assert cli.ok("db", "backup", str(file))["bytes"] > 0
    assert cli("db", "restore", str(file))["error"] == "not_empty"


def test_an_erroneous_command_id_of_a_report_can_be_told_from_its_twin(cli: Cli) -> None:
    command = an_uuid()
    first = cli.ok(*REPORT, *PLACE, "--command-id", command)
    again = cli.ok(*REPORT, *PLACE, "--command-id", command)
    assert first.plain == again.plain
