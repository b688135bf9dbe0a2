"""The district's own tables: out to a workbook, edited, in again; all of it or nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models.intake.sheets import SHEETS
from tests.builders import CLEARED
from tests.console.cli.homes import WEST, Cli

pytestmark = pytest.mark.db


def workbook(file: Path, *rows: dict[str, Any]) -> str:
    """A workbook with a heading row and these rows; its path."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(list(rows[0]))
    for row in rows:
        page.append(list(row.values()))
    book.save(file)
    return str(file)


def rows(cli: Cli, sheet: str) -> list[dict[str, str]]:
    found = cli.ok("sheet", "list", sheet)["items"]
    assert isinstance(found, list)
    return found


def row(cli: Cli, sheet: str, **key: str) -> dict[str, str]:
    return next(one for one in rows(cli, sheet) if one.items() >= key.items())


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_goes_out_comes_in_again_and_changes_nothing(
    cli: Cli, tmp_path: Path, sheet: str
) -> None:
    file = str(tmp_path / "a.xlsx")
    before = rows(cli, sheet)
    for language in ("en", "zh"):
        cli.ok("sheet", "export", sheet, file, "--lang", language)
        said = cli.ok("sheet", "import", sheet, file)
        assert (said["inserted"], said["updated"], said["rejected"]) == (0, 0, [])
    assert rows(cli, sheet) == before


def test_a_limit_that_was_changed_holds_for_the_next_case(cli: Cli, tmp_path: Path) -> None:
    own = row(cli, "categories", code="E0111")
    file = workbook(tmp_path / "c.xlsx", own | {"handle_limit": "3WH", "verify": "Y"})
    said = cli.ok("sheet", "import", "categories", file)
    assert (said["inserted"], said["updated"]) == (0, 1)
    number = cli.registered(category="E0111")
    assert cli.incident(number)["handle_limit"] == "3WH"
    (first, *_) = cli.ok("sheet", "history", "categories")["items"]
    changed = (first["before"]["handle_limit"], first["after"]["handle_limit"])
    assert changed == (own["handle_limit"], "3WH")
    assert (first["actor"], first["at"][:4].isdigit()) == ("local", True)
    last = cli.ok("journal", "tail").out.splitlines()
    assert any('"categories-imported"' in line for line in last)


def test_one_bad_row_and_nothing_is_written(cli: Cli, tmp_path: Path) -> None:
    good = {"category": "E0103", "code": "1", "text": "少量", "limit": "2WH", "area": "core"}
    bad = good | {"category": "E9999", "limit": "bald"}
    file = workbook(tmp_path / "criteria.xlsx", good, bad)
    said = cli("sheet", "import", "criteria", file)
    assert (said.status, said["error"]) == (2, "rejected_rows")
    told = {(p["row"], p["field"]) for p in said["rejected"]}
    assert told == {(3, "category"), (3, "limit")}
    assert all("criteria.xlsx" in p["reason"] for p in said["rejected"])
    assert not [one for one in rows(cli, "criteria") if one["category"] == "E0103"]
    partly = cli.ok("sheet", "import", "criteria", file, "--partial")
    assert partly["inserted"] == 1


def test_a_dry_run_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    file = workbook(tmp_path / "s.xlsx", {"level": "3", "limit": "1H"})
    before = rows(cli, "stays")
    cli.ok("sheet", "import", "stays", file, "--dry-run")
    assert rows(cli, "stays") == before


def test_the_responsibility_list_names_departments_that_are_there(
    cli: Cli, tmp_path: Path
) -> None:
    duty = {"category": "E0104", "department": "D01", "role": "lead", "basis": "城市管理条例"}
    file = workbook(tmp_path / "r.xlsx", duty, duty | {"department": "X99"})
    said = cli("sheet", "import", "responsibilities", file)
    assert [(p["row"], p["field"]) for p in said["rejected"]] == [(3, "department")]
    file = workbook(tmp_path / "r.xlsx", duty)
    assert cli.ok("sheet", "import", "responsibilities", file)["inserted"] == 1


def test_hours_of_a_department_are_its_own_calendar(cli: Cli, tmp_path: Path) -> None:
    hours = "06:00-22:00"
    file = workbook(tmp_path / "h.xlsx", {"calendar": "D01", "day": "sunday", "hours": hours})
    assert cli.ok("sheet", "import", "hours", file)["inserted"] == 1
    assert row(cli, "hours", calendar="D01", day="sunday")["hours"] == hours
    off = {"calendar": "district", "day": "2031-05-01", "kind": "off"}
    cli.ok("sheet", "import", "holidays", workbook(tmp_path / "d.xlsx", off))
    begin = ("--category", "E0102", "--from", "2031-05-01T09:00:00+08:00")
    assert cli.ok("deadline", *begin)["due_at"].startswith("2031-05-02T14:30")


def test_a_setting_that_is_changed_is_kept_to(cli: Cli, tmp_path: Path) -> None:
    on = {"name": "handler_required", "value": "true"}
    cli.ok("sheet", "import", "settings", workbook(tmp_path / "s.xlsx", on))
    member = cli.member()
    number = cli.dispatched(member)
    cli.done("sign", number, member)
    said = cli.do("finish", number, member, result=CLEARED)
    off = workbook(tmp_path / "s.xlsx", on | {"value": "false"})
    cli.ok("sheet", "import", "settings", off)
    assert said["error"] == "missing_field"
    cli.done("finish", number, member, result=CLEARED)


def test_members_come_in_through_the_rosters_own_act(cli: Cli, tmp_path: Path) -> None:
    number = cli.member()
    changed = row(cli, "members", number=number) | {"capacity": "5", "home_cell": WEST}
    file = workbook(tmp_path / "m.xlsx", changed)
    assert cli.ok("sheet", "import", "members", file)["updated"] == 1
    assert cli.person(number)["capacity"] == 5


def test_only_an_administrator_changes_reference_data(cli: Cli, tmp_path: Path) -> None:
    file = workbook(tmp_path / "s.xlsx", {"level": "3", "limit": "1H"})
    said = cli("sheet", "import", "stays", file, "--role", "dispatcher")
    assert (said.status, said["refused"]) == (3, "role")


def test_a_file_without_the_columns_that_name_a_row_is_told_which(
    cli: Cli, tmp_path: Path
) -> None:
    said = cli("sheet", "import", "stays", workbook(tmp_path / "s.xlsx", {"limit": "1H"}))
    assert (said.status, said["error"]) == (2, "missing_column")
    assert "level" in said["words"]
    assert cli("sheet", "list", "nothing")["error"] == "unknown_sheet"


def _a_day(ahead: int) -> str:
    return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()


def test_shifts_of_members_come_in_by_number_day_and_code(cli: Cli, tmp_path: Path) -> None:
    number = cli.member()
    file = tmp_path / "rota.csv"
    days = [f"{number},{_a_day(n)},{code}" for n, code in ((1, "D"), (2, "D"), (4, "-"))]
    file.write_text("\n".join(["工号,日期,班次", *days]), encoding="utf-8")
    said = cli.ok("sheet", "import", "rota", str(file))
    assert (said["inserted"], said["updated"]) == (3, 0)
    mine = [one for one in rows(cli, "rota") if one["number"] == number]
    assert [(one["day"], one["shift"]) for one in mine] == [
        (_a_day(1), "D"), (_a_day(2), "D"), (_a_day(4), "-"),
    ]  # fmt: skip
    one = workbook(tmp_path / "one.xlsx", {"number": number, "day": _a_day(2), "shift": "N"})
    said = cli.ok("sheet", "import", "rota", one)
    assert (said["inserted"], said["updated"]) == (0, 1)
    again = [row["shift"] for row in rows(cli, "rota") if row["number"] == number]
    assert again == ["D", "N", "-"]
    assert cli.ok("journal", "verify")["fold_equals_tables"]


def test_a_roster_of_a_whole_quarter_says_which_day_is_too_far(
    cli: Cli, tmp_path: Path
) -> None:
    number = cli.member()

    def roster(*days: int) -> str:
        given = [{"number": number, "day": _a_day(n), "shift": "D"} for n in days]
        return workbook(tmp_path / "quarter.xlsx", *given)

    said = cli("sheet", "import", "rota", roster(-30, 1, 90))
    (told,) = said["rejected"]
    assert (told["row"], told["field"]) == (4, "day")
    assert _a_day(90) in told["reason"]
    assert "1 row is" in said["words"]
    cli.ok("sheet", "import", "rota", roster(-30, 1, 50, 90), "--partial")
    kept = [one["day"] for one in rows(cli, "rota") if one["number"] == number]
    assert kept == [_a_day(1), _a_day(50)]


def test_a_sheet_that_leaves_too_little_rest_names_its_row_and_the_way_out(
    cli: Cli, tmp_path: Path
) -> None:
    number = cli.member()
    days = [{"number": number, "day": _a_day(n), "shift": s} for n, s in ((1, "L"), (2, "E"))]
    first = workbook(tmp_path / "first.xlsx", days[0])
    cli.ok("sheet", "import", "rota", first)
    said = cli("sheet", "import", "rota", workbook(tmp_path / "next.xlsx", days[1]))
    (told,) = said["rejected"]
    assert (told["row"], told["field"]) == (2, "shift")
    assert "9 h" in told["reason"]
    assert "next.xlsx" in told["reason"]
    mine = [one["shift"] for one in rows(cli, "rota") if one["number"] == number]
    assert mine == ["L"]


def test_the_rota_is_set_as_an_administrator(cli: Cli, tmp_path: Path) -> None:
    # At a central database an administrator need not be a shift lead too.
    day = {"number": cli.member(), "day": _a_day(1), "shift": "D"}
    cli.ok("sheet", "import", "rota", workbook(tmp_path / "day.xlsx", day))
    last = json.loads(cli.ok("journal", "tail").out.splitlines()[-2])
    assert "rota-set" in last.values(), last
    assert last["role"] == "administrator"


def test_every_bad_row_of_a_roster_is_told_and_none_is_written(
    cli: Cli, tmp_path: Path
) -> None:
    number = cli.member()
    good = {"number": number, "day": _a_day(1), "shift": "D"}
    bad = [{"number": "nobody"}, {"day": "soon"}, {"shift": "ZZ"}]
    file = workbook(tmp_path / "rota.xlsx", good, *(good | one for one in bad))
    said = cli("sheet", "import", "rota", file)
    assert said.status == 2
    told = {(p["row"], p["field"]) for p in said["rejected"]}
    assert {(3, "number"), (4, "day"), (5, "shift")} <= told
    assert not [one for one in rows(cli, "rota") if one["number"] == number]


def test_rows_are_counted_as_the_workbook_counts_them_with_its_empty_ones(
    cli: Cli, tmp_path: Path
) -> None:
    nothing = {"number": None, "day": None, "shift": None}
    file = workbook(
        tmp_path / "gap.xlsx",
        {"number": cli.member(), "day": _a_day(1), "shift": "D"},
        nothing,
        {"number": "nobody", "day": "soon", "shift": "D"},
    )
    said = cli("sheet", "import", "rota", file)
    assert {one["row"] for one in said["rejected"]} == {4}
    assert "1 row is rejected" in said["words"]
    assert ".." not in said["words"]


def test_a_template_of_ones_own_stands_beside_the_usual_ones(cli: Cli, tmp_path: Path) -> None:
    own = {"code": "G", "zh": "值守", "en": "Guard", "begins": "20:00", "ends": "08:00"}
    file = workbook(
        tmp_path / "shifts.xlsx", own, own | {"code": "D", "begins": "09:00", "ends": "17:00"}
    )
    cli.ok("sheet", "import", "shifts", file)
    codes = [one["code"] for one in rows(cli, "shifts")]
    assert {"A", "B", "C", "D", "E", "G", "L", "N"} == set(codes)
    assert row(cli, "shifts", code="D")["begins"] == "09:00"
    wrong = workbook(tmp_path / "w.xlsx", own | {"code": "a b", "ends": "8 Uhr"})
    said = cli("sheet", "import", "shifts", wrong)
    assert {p["field"] for p in said["rejected"]} == {"code", "ends"}


def test_shifts_are_set_by_a_command_too(cli: Cli) -> None:
    number = cli.member()
    rota = f"{_a_day(0)} D - N"
    cli.ok("do", "set-rota", "--member", number, "--field", f"rota={rota}")
    shifts = [one["shift"] for one in rows(cli, "rota") if one["number"] == number]
    assert shifts == ["D", "-", "N"]
    said = cli("do", "set-rota", "--member", number, "--field", "rota=tomorrow D")
    assert (said.status, said["error"]) == (2, "bad_rota")
