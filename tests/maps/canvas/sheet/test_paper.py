"""Sheets as files: vectors in a PDF, dots in a PNG."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from maps.canvas.primitives import q_colour
from maps.canvas.sheet.frame import LegendLine, SheetWords
from maps.canvas.sheet.layout import PX_PER_INCH, layout_of, view_at_round_scale
from maps.canvas.sheet.paper import Sheet, write_pdf, write_png
from maps.geometry.projection import mercator_of, to_lonlat
from maps.layers.drawings import layer_of
from maps.layers.layer import LayerStack
from maps.layers.scene import Ground, Scene, Ways
from maps.layers.style import map_style
from models.domain.drawing import DrawingKind, DrawingShape
from models.domain.error import BadInput
from models.domain.place import LonLat
from tests.builders import a_drawing
from tests.maps.worlds import a_ground, a_scene

pytestmark = pytest.mark.gui
WORDS = SheetWords(
    title="即墨区 · 网格图",
    when="截至 2026-11-20 09:00+08:00",
    foot="WGS 84",
    north="北",
    legend=(
        LegendLine("head", "未结事件"),
        LegendLine("incident", "待派遣", (2, 1, 1)),
        LegendLine("member", "空闲", (0, 0)),
        LegendLine("link", "派遣连线"),
        LegendLine("level", "镇街", (2,)),
        LegendLine("way", "水域", ("water",)),
        LegendLine("drawing", "警戒区", ("cordon", "danger")),
    ),
)


def a_sheet(**given: Any) -> Sheet:
    scene = a_scene(a_ground(), 12, 6)
    bounds = scene.ground.bounds_m()
    assert bounds is not None
    return replace(Sheet(scene, bounds, WORDS, size_mm=(297.0, 210.0)), **given)


def test_a_pdf_has_one_page_of_its_paper_with_letters_and_no_pictures(
    qapp: object, tmp_path: Path
) -> None:
    file = tmp_path / "sheet.pdf"
    scale = write_pdf(a_sheet(has_grid=True), file)
    told = file.read_bytes()

    assert told.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", told)
    assert box is not None
    assert [float(side) for side in box.groups()] == pytest.approx([841.9, 595.3], abs=0.5)
    assert b"/FontFile2" in told
    assert b"/Subtype /Image" not in told
    assert scale % 1_000 == 0


@pytest.mark.parametrize("theme", ["day", "night"])
def test_a_png_has_the_dots_that_paper_and_density_ask_for(
    qapp: object, tmp_path: Path, theme: str
) -> None:
    file = tmp_path / "sheet.png"
    write_png(a_sheet(theme=theme), file, 100)
    image = QImage(str(file))

    assert (image.width(), image.height()) == (1169, 827)
    assert image.dotsPerMeterX() == 3937
    corner, middle = image.pixelColor(3, 3), image.pixelColor(500, 430)
    assert (corner.lightness() > 200) is (theme == "day")
    assert corner != middle


@pytest.mark.parametrize("dpi", [96, 200])
def test_a_known_place_lands_on_its_dot(qapp: object, tmp_path: Path, dpi: int) -> None:
    x, y = mercator_of(LonLat(120.447, 36.389))
    arms = np.array([[x - 4_000, y], [x + 4_000, y], [x, y - 4_000], [x, y + 4_000]])
    ground = Ground(ways=(Ways("primary", arms, np.array([0, 2, 4])),))
    bounds = (x - 9_000, y - 5_000, x + 3_000, y + 6_000)
    sheet = a_sheet(scene=Scene(ground=ground), bounds_m=bounds)
    write_png(sheet, tmp_path / "cross.png", dpi)
    image = QImage(str(tmp_path / "cross.png"))

    frame = layout_of(sheet.size_mm).map
    view, _ = view_at_round_scale(bounds, frame)
    at = (view.to_screen([(x, y)])[0] + (frame.left, frame.top)) * dpi / PX_PER_INCH
    column, row = round(float(at[0])) + 40, round(float(at[1]))
    ink = [255 - image.pixelColor(column, row + dy).blue() for dy in range(-12, 13)]
    middle = np.average(np.arange(-12, 13), weights=np.array(ink) - min(ink))

    assert abs(middle) <= 1


def test_layers_that_are_hidden_are_not_printed(qapp: object, tmp_path: Path) -> None:
    nothing = LayerStack(hidden=frozenset(LayerStack().order))
    files = [tmp_path / "all.png", tmp_path / "none.png"]
    write_png(a_sheet(), files[0], 72)
    write_png(a_sheet(layers=nothing), files[1], 72)

    middle = QImage(str(files[1])).copy(100, 150, 300, 250)
    assert len({middle.pixel(x, y) for x in range(0, 300, 7) for y in range(0, 250, 7)}) == 1
    assert files[0].stat().st_size > files[1].stat().st_size


def test_a_perimeter_is_printed_in_its_colour(qapp: object, tmp_path: Path) -> None:
    sheet = a_sheet()
    middle = to_lonlat(np.array([np.reshape(sheet.bounds_m, (2, 2)).mean(axis=0)]))[0]
    cordon = a_drawing(
        kind=DrawingKind.CORDON,
        shape=DrawingShape.CIRCLE,
        radius_m=900.0,
        points=(LonLat(*middle.tolist()),),
    )
    files = [tmp_path / "without.png", tmp_path / "with.png"]
    write_png(sheet, files[0], 96)
    write_png(
        replace(sheet, scene=replace(sheet.scene, drawings=layer_of([cordon]))), files[1], 96
    )

    red = q_colour(map_style("day").drawing["danger"]).rgb()
    counts = [
        sum(
            image.pixel(x, y) == red
            for x in range(image.width())
            for y in range(0, image.height(), 3)
        )
        for image in (QImage(str(file)) for file in files)
    ]
    assert counts[0] < 40 < counts[1], "the legend alone, then the perimeter too"


def test_a_picture_of_too_many_dots_is_bad_input(qapp: object, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="bad_size"):
        write_png(a_sheet(size_mm=(1_500.0, 1_500.0)), tmp_path / "sheet.png", 1_200)


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_file_that_cannot_be_written_is_an_os_error(
    qapp: object, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "missing" / f"sheet.{ending}"
    with pytest.raises(OSError, match="missing"):
        write_pdf(a_sheet(), file) if ending == "pdf" else write_png(a_sheet(), file, 72)
