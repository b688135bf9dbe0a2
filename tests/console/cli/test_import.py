"""`import` through the command line: files as offices send them, all or nothing."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import geopandas
import pandas as pd
import pytest
import shapely

from console.app.home import Address, Home
from console.app.reference import read_reference
from models.store.embedded import stop_embedded
from tests.console.cli.homes import Cli
from tests.models.intake.fire_logs import MAPPING, a_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.db

HEADINGS = ["工号", "姓名", "类别", "技能", "在岗状态", "上限"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home without cells, for this file alone."""
    home = tmp_path_factory.mktemp("importing")
    yield home
    stop_embedded(home)


@pytest.fixture
def own(folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on it."""
    return Cli(folder, capsys)


def roster(prefix: str) -> pd.DataFrame:
    """Three members with Chinese headings."""
    rows = [
        (f"{prefix}1", "张三", "专职", "急救、驾驶", "在岗", "3"),
        (f"{prefix}2", "李四", "兼职", "", "离岗", "2"),
        (f"{prefix}3", "王五", "网格长", "", "", ""),
    ]
    return pd.DataFrame(rows, columns=HEADINGS)


def kept(table: pd.DataFrame, file: Path) -> Path:
    """The table in the form of the file's name."""
    if file.suffix == ".xlsx":
        table.to_excel(file, index=False)
    elif file.suffix == ".parquet":
        table.to_parquet(file)
    else:
        table.to_csv(file, index=False, encoding=file.stem)
    return file


def numbers(cli: Cli) -> set[str]:
    """The numbers of the roster."""
    return {item["number"] for item in cli.ok("list", "members")["items"]}


FORMS = ["utf-8.csv", "utf-8-sig.csv", "gb18030.csv", "sheet.xlsx", "table.parquet"]


@pytest.mark.parametrize("form", FORMS)
def test_a_roster_comes_in_from_any_form_and_a_second_time_changes_nothing(
    own: Cli, tmp_path: Path, form: str
) -> None:
    prefix = f"{form}-"
    file = kept(roster(prefix), tmp_path / form)
    first = own.ok("import", "members", str(file))
    again = own.ok("import", "members", str(file))
    assert (first["read"], first["inserted"], first["facts"]) == (3, 3, 3)
    assert (again["inserted"], again["unchanged"], again["facts"]) == (0, 3, 0)
    assert {f"{prefix}1", f"{prefix}2", f"{prefix}3"} <= numbers(own)


def test_a_changed_row_corrects_the_member(own: Cli, tmp_path: Path) -> None:
    table = roster("C")
    own.ok("import", "members", str(kept(table, tmp_path / "utf-8.csv")))
    table.loc[0, "姓名"] = "张三丰"
    said = own.ok("import", "members", str(kept(table, tmp_path / "utf-8.csv")))
    assert (said["updated"], said["unchanged"]) == (1, 2)
    assert own.person("C1")["name"] == "张三丰"


def a_bad_roster(folder: Path, prefix: str) -> Path:
    """One good row and five that are not."""
    rows = [
        (f"{prefix}1", "甲", "", "", ""),
        ("", "无号", "", "", ""),
        (f"{prefix}2", "", "", "", ""),
        (f"{prefix}3", "乙", "外星", "", ""),
        (f"{prefix}4", "丙", "", "", "0"),
        (f"{prefix}5", "丁", "", "999", "3"),
    ]
    columns = ["number", "name", "kind", "home_cell", "capacity"]
    return kept(pd.DataFrame(rows, columns=columns), folder / "utf-8.csv")


def test_one_bad_row_keeps_all_out_and_the_report_names_each(own: Cli, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    said = own("import", "members", str(a_bad_roster(tmp_path, "X")), "--report", str(report))
    fields = ["number", "name", "kind", "capacity", "home_cell"]
    assert (said.status, said["error"]) == (2, "rejected_rows")
    assert [(one["row"], one["field"]) for one in said["rejected"]] == list(
        zip(range(3, 8), fields, strict=True)
    )
    with report.open(encoding="utf-8-sig", newline="") as handle:
        told = list(csv.DictReader(handle))
    assert [(one["row"], one["field"]) for one in told] == [
        (str(one["row"]), one["field"]) for one in said["rejected"]
    ]
    assert all(one["reason"] for one in told)
    assert "X1" not in numbers(own)


def test_in_part_the_good_rows_come_in(own: Cli, tmp_path: Path) -> None:
    said = own.ok("import", "members", str(a_bad_roster(tmp_path, "Y")), "--partial")
    assert (said["inserted"], len(said["rejected"])) == (1, 5)
    assert "Y1" in numbers(own)


def test_a_dry_run_stores_nothing(own: Cli, tmp_path: Path) -> None:
    file = kept(roster("D"), tmp_path / "utf-8.csv")
    own.ok("import", "members", str(file), "--dry-run")
    assert "D1" not in numbers(own)


def test_departments_and_categories_come_in_once(
    own: Cli, tmp_path: Path, checkout: Path
) -> None:
    table = pd.DataFrame([("D01", "环卫"), ("D02", "城管")], columns=["代码", "名称"])
    file = kept(table, tmp_path / "utf-8.csv")
    assert own.ok("import", "departments", str(file))["inserted"] == 2
    assert own.ok("import", "departments", str(file))["unchanged"] == 2
    shipped = checkout / "resources" / "event_categories.csv"
    assert own.ok("import", "categories", str(shipped))["unchanged"] == 116


def test_departmental_cells_come_in_for_departments_that_are_there(
    own: Cli, tmp_path: Path
) -> None:
    table = pd.DataFrame([("P01", "园林"), ("P02", "水务")], columns=["代码", "名称"])
    own.ok("import", "departments", str(kept(table, tmp_path / "utf-8.csv")))
    squares = [shapely.box(120.4 + n / 10, 36.3, 120.5 + n / 10, 36.4) for n in range(3)]
    file = tmp_path / "cells.geojson"
    whose = {"部门": ["P01", "园林", "D99"], "编码": ["01", "02", "03"]}
    geopandas.GeoDataFrame(whose, geometry=squares, crs=4326).to_file(file)
    said = own("import", "department-cells", str(file))
    assert said.status != 0
    assert "D99" in said["rejected"][0]["reason"]
    some = own.ok("import", "department-cells", str(file), "--partial")
    assert (some["inserted"], some["by_department"]) == (2, {"P01": 1, "园林": 1, "D99": 1})
    with Home(Address(own.home)) as home:
        reference = read_reference(home)
    sanitation = next(d.id for d in reference.departments.values() if d.code == "P01")
    assert [cell.code for cell, _ in reference.department_cells[sanitation]] == ["01", "02"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, "no_such_file"),
        ("not.xlsx", b"hello", "unreadable_table"),
        ("half.xlsx", b"PK\x03\x04", "unreadable_table"),
        ("old.xls", b"\xd0\xcf", "unreadable_table"),
        ("not.parquet", b"hello", "unreadable_table"),
        ("half.csv.gz", b"\x1f\x8b\x08", "unreadable_table"),
        ("empty.csv", b"", "unreadable_table"),
        ("other.csv", b"id,title\n1,x\n", "missing_column"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_words(
    own: Cli, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    said = own("import", "members", str(file))
    assert (said.status, said["error"]) == (2, code)
    assert said["words"]


def boundaries(folder: Path, *codes: str, parent: str | None = None) -> Path:
    """Squares side by side, one for each code."""

    def feature(place: int, code: str) -> dict[str, Any]:
        west = 121.0 + place
        ring = [[west, 35], [west + 1, 35], [west + 1, 36], [west, 36], [west, 35]]
        named = {"code": code, "name": f"镇{code}", "parent": parent}
        shape = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": named, "geometry": shape}

    file = folder / f"cells{len(codes)}.geojson"
    features = [feature(place, code) for place, code in enumerate(codes)]
    collection = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(collection), encoding="utf-8")
    return file


def test_cells_come_in_once_and_a_dry_run_stores_none(cells_home: Cli, tmp_path: Path) -> None:
    words = ("import", "cells", str(boundaries(tmp_path, "999901", "999902")), "--level", "1")
    dry = cells_home.ok(*words, "--dry-run")
    first = cells_home.ok(*words)
    again = cells_home.ok(*words)
    assert (dry["read"], dry["inserted"], dry["by_level"]["1"]) == (2, 0, 2)
    assert (first["inserted"], first["unchanged"]) == (1, 1)
    assert (again["inserted"], again["updated"], again["unchanged"]) == (0, 0, 2)
    codes = [cell["code"] for cell in cells_home.ok("list", "cells")["items"]]
    assert codes == ["999901", "999902"]


def test_history_in_a_home_with_cells_stays_inside_them(
    cells_home: Cli, tmp_path: Path
) -> None:
    log, mapping = tmp_path / "log.csv", tmp_path / "m.toml"
    pd.DataFrame([a_row(), a_row("T2", "C2", Where="(35.5, 121.2)")]).to_csv(log, index=False)
    mapping.write_text(MAPPING, encoding="utf-8")
    words = ("import", "incidents", str(log), "--mapping", str(mapping))
    said = cells_home(*words)
    assert (said.status, [one["row"] for one in said["rejected"]]) == (2, [2])
    assert "lies in no cell" in said["rejected"][0]["reason"]
    part = cells_home.ok(*words, "--partial")
    assert (part["inserted"], part["first_at"]) == (1, "2016-12-31T12:00:00-08:00")
    assert cells_home.ok("journal", "verify")["ok"]


@pytest.fixture(scope="module")
def cells_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose clock is scripted and stands before the made-up log."""
    home = tmp_path_factory.mktemp("cells")
    yield home
    stop_embedded(home)


@pytest.fixture
def cells_home(cells_folder: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on it; its first use makes the clock and one cell."""
    cli = Cli(cells_folder, capsys)
    if not (cells_folder / "made").exists():
        cli.ok("db", "init", "--clock", "scripted", "--at", "2016-12-01T00:00:00+08:00")
        file = boundaries(cells_folder, "999901")
        cli.ok("import", "cells", str(file), "--level", "1")
        (cells_folder / "made").touch()
    return cli


def test_a_mapping_that_is_missing_or_wrong_is_refused_in_words(
    own: Cli, tmp_path: Path
) -> None:
    log, mapping = tmp_path / "log.csv", tmp_path / "m.toml"
    pd.DataFrame([a_row()]).to_csv(log, index=False)
    words = ("import", "incidents", str(log), "--mapping", str(mapping))
    assert own(*words)["error"] == "no_such_file"
    mapping.write_text(MAPPING + "[extra]\n", encoding="utf-8")
    said = own(*words)
    assert (said.status, said["error"]) == (2, "bad_mapping")
    assert "extra" in said["words"]
