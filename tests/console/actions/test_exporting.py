"""What is typed for an export that was wished for on the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from console.actions.exporting import LAYERS, ExportWish, Product, suggested_file
from console.app.picture_data import DATA_LAYERS
from console.app.picture_table import SHEETS
from console.app.printing import SHEET_LAYERS
from console.cli.main import parser
from maps.export.layers import ALL_LAYERS
from tests.builders import NINE

ZONE = ZoneInfo("Asia/Shanghai")


def a_wish(product: Product, folder: Path, **given: object) -> ExportWish:
    return replace(ExportWish(product, folder / f"x{product.value}", NINE), **given)  # type: ignore[arg-type]  # as the test says


@pytest.mark.parametrize("product", list(Product))
def test_the_command_line_understands_every_wish(product: Product, tmp_path: Path) -> None:
    period = (NINE, NINE + timedelta(hours=1)) if product.may_have_period else None
    bounds = (-0.5, -1.25, 0.25, 2.0) if product.is_sheet else None
    wish = a_wish(product, tmp_path, layers=product.layers, period=period, bounds=bounds)

    typed = parser(["export"]).parse_args(wish.arguments())

    assert typed.file == str(wish.file)
    assert typed.layers.split(",") == sorted(product.layers)
    assert bool(typed.begin) is (period is not None)
    assert bool(typed.at) is (period is None)


def test_the_layers_offered_are_those_that_a_file_can_hold() -> None:
    assert Product.PAGE.layers == ALL_LAYERS
    assert Product.PDF.layers == Product.PNG.layers == SHEET_LAYERS
    assert Product.PACKAGE.layers == Product.GEOJSON.layers == DATA_LAYERS
    assert Product.BOOK.layers == SHEETS
    assert set(LAYERS) == set().union(*(product.layers for product in Product))


def test_what_is_complete_lacks_nothing(tmp_path: Path) -> None:
    assert a_wish(Product.PAGE, tmp_path).lack() is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": Path("/nowhere/at/all.html")}, "folder"),
        ({"file": Path("relative.html")}, "folder"),
        ({"file": Path("/tmp/x.pdf")}, ".html"),
        ({"period": (NINE, NINE)}, "end after"),
        ({"layers": frozenset()}, "layer"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, given: dict[str, object], said: str) -> None:
    lack = a_wish(Product.PAGE, tmp_path, **given).lack()

    assert lack is not None
    assert said in lack.en
    assert lack.zh


def test_a_name_tells_the_moment_and_is_not_taken(tmp_path: Path) -> None:
    first = suggested_file(tmp_path, Product.PDF, NINE, ZONE)
    first.touch()
    second = suggested_file(tmp_path, Product.PDF, NINE, ZONE)

    assert first.name == "wangge-20261120-0900.pdf"
    assert second.name == "wangge-20261120-0900-2.pdf"
