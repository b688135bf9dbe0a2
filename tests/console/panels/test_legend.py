"""The legend of the map: layers by mouse and by key, colours and their classes, memory."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.panels.map_panel.layer_memory import (
    MapChoice,
    ShadeChoice,
    choice_from,
    text_of,
)
from console.panels.map_panel.layer_words import LAYER_WORDS, layer_words
from console.panels.map_panel.panel import MapPanel
from console.settings.look import Look
from console.settings.settings import FONT_SIZES, Settings
from maps.layers.layer import (
    CELLS,
    CHOROPLETH,
    INCIDENTS,
    MEMBER_NAMES,
    MEMBERS,
    LayerStack,
)
from models.analysis.classing import Method
from models.domain.department import Department, DepartmentCell
from models.domain.error import BadInput
from models.domain.grid import CellKind, Grid
from models.domain.ids import CellId, DepartmentId
from models.domain.incident import State
from tests.builders import an_incident, at
from tests.console.frames import a_reference, a_session, later, next_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from console.panels.map_panel.legend import Legend
    from console.state.reference import Reference

pytestmark = pytest.mark.gui
ALT = Qt.KeyboardModifier.AltModifier
OFFICE = DepartmentId(UUID(int=77))
TOWN = CellId(100)


def a_shaped_reference() -> Reference:
    """Towns as columns, their communities as rows, a village in each: one is a market."""
    reference = a_reference(towns=4, communities=2)
    shapes, cells = {}, []
    for cell in reference.grid:
        at_town, at_row = divmod(int(cell.id) % 1000, 10)
        west, south, side = 120.2 + 0.1 * at_town, 36.2 + 0.1 * at_row, 0.1
        box = shapely.box(west, south, west + side, south + side)
        if cell.level == 1:
            box = shapely.box(120.2, 36.2, 120.6, 36.4)
        elif cell.level == 2:
            west = 120.2 + 0.1 * (int(cell.id) - 100)
            box = shapely.box(west, 36.2, west + side, 36.4)
        shapes[cell.id] = shapely.to_wkb(box)
        is_market = cell.id == CellId(10_000)
        kind = CellKind.MARKET if is_market else CellKind.BASIC
        cells.append(replace(cell, area_m2=5e6, kind=kind))
    return replace(
        reference,
        grid=Grid.of(cells),
        shapes=MappingProxyType(shapes),
        departments=MappingProxyType({OFFICE: Department(OFFICE, "ZF", "Office", TOWN)}),
    )


@pytest.fixture
def panel(qtbot: Any) -> Iterator[Callable[..., MapPanel]]:
    """Makes map panels of 900 × 800 over a shaped district."""
    made = []

    def make(**given: Any) -> MapPanel:
        session = a_session(30, 20, reference=a_shaped_reference())
        made.append(MapPanel(session, Look(), tiles="here", **given))
        qtbot.addWidget(made[-1])
        made[-1].resize(900, 800)
        with qtbot.waitExposed(made[-1]):
            made[-1].show()
        return made[-1]

    yield make
    for one in made:
        one.shut()


@pytest.fixture
def open_map(panel: Callable[..., MapPanel]) -> MapPanel:
    """One with its legend open."""
    made = panel()
    made.use("legend")
    return made


def the_legend(panel: MapPanel) -> Legend:
    assert panel.layers.legend is not None
    return panel.layers.legend


def row_of(legend: Legend, key: str) -> int:
    return legend.layers.listed().index(key)


def test_every_layer_is_listed_by_its_name_the_topmost_first(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    assert legend.layers.listed() == list(reversed(LayerStack().order))
    assert set(LayerStack().order) <= set(LAYER_WORDS)
    said = [legend.layers.item(row).text() for row in range(legend.layers.count())]
    assert said == [layer_words(key) for key in legend.layers.listed()]


def test_a_layer_nobody_named_is_listed_by_its_key() -> None:
    assert layer_words("tea_houses") == "Tea houses"


def test_the_tool_button_opens_the_legend_and_escape_leaves_it(
    panel: Callable[..., MapPanel],
) -> None:
    made = panel()
    QTest.mouseClick(made.tools.button("legend"), Qt.MouseButton.LeftButton)
    legend = the_legend(made)
    assert legend.isVisible()
    assert legend.layers.hasFocus()
    QTest.keyClick(legend.layers, Qt.Key.Key_Escape)
    assert not legend.isVisible()
    assert made.canvas.hasFocus()


def test_space_switches_the_layer_at_the_cursor(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    legend.layers.setCurrentRow(row_of(legend, INCIDENTS))
    QTest.keyClick(legend.layers, Qt.Key.Key_Space)
    assert not open_map.canvas.layers.shows(INCIDENTS)
    QTest.keyClick(legend.layers, Qt.Key.Key_Space)
    assert open_map.canvas.layers.shows(INCIDENTS)


def test_a_click_on_the_box_switches_a_layer(open_map: MapPanel) -> None:
    layers = the_legend(open_map).layers
    item = layers.item(row_of(the_legend(open_map), MEMBERS))
    box = layers.visualItemRect(item)
    at_box = QPoint(box.left() + 10, box.center().y())
    QTest.mouseClick(
        layers.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at_box
    )
    assert not open_map.canvas.layers.shows(MEMBERS)


def test_alt_and_arrows_move_a_layer_and_the_cursor_goes_along(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    legend.layers.setCurrentRow(row_of(legend, MEMBERS))
    order = open_map.canvas.layers.order
    above = order[order.index(MEMBERS) + 1]
    QTest.keyClick(legend.layers, Qt.Key.Key_Up, ALT)
    order = open_map.canvas.layers.order
    assert order.index(MEMBERS) > order.index(above)
    assert legend.layers.current_key == MEMBERS
    QTest.keyClick(legend.layers, Qt.Key.Key_Down, ALT)
    assert open_map.canvas.layers.order == LayerStack().order


def test_layers_of_the_ground_are_soft_in_every_theme(open_map: MapPanel) -> None:
    legend, look = the_legend(open_map), open_map.layers._look
    cells = legend.layers.item(row_of(legend, CELLS))
    for theme in ("night", "day"):
        look.wear(theme)
        assert cells.foreground().color() == look.colour("soft")


def test_a_layer_of_the_ground_stays_where_it_is(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    legend.layers.setCurrentRow(row_of(legend, CELLS))
    QTest.keyClick(legend.layers, Qt.Key.Key_Up, ALT)
    assert open_map.canvas.layers.order == LayerStack().order


def test_rows_dragged_about_become_an_order_with_the_ground_below(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    taken = legend.layers.takeItem(row_of(legend, INCIDENTS))
    legend.layers.addItem(taken)  # what Qt does when a row is dropped at the end
    legend.layers.on_dropped()
    assert open_map.canvas.layers.movable()[0] == INCIDENTS
    assert legend.layers.listed() == list(reversed(open_map.canvas.layers.order))


def test_the_list_follows_switches_made_elsewhere(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    open_map.use("names")
    row = row_of(legend, MEMBER_NAMES)
    assert legend.layers.item(row).checkState() is Qt.CheckState.Unchecked
    open_map.use("colours")
    row = row_of(legend, CHOROPLETH)
    assert legend.layers.item(row).checkState() is Qt.CheckState.Checked


def test_the_strength_of_a_layer_that_has_one_can_be_chosen(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    legend.layers.setCurrentRow(row_of(legend, MEMBERS))
    assert not legend.strength.isVisible()
    legend.layers.setCurrentRow(row_of(legend, CHOROPLETH))
    assert legend.strength.isVisible()
    legend.strength.setFocus()
    QTest.keyClick(legend.strength, Qt.Key.Key_PageDown)
    assert open_map.canvas.layers.strength_of(CHOROPLETH) == pytest.approx(0.8)


def test_a_section_folds_by_key_and_all_of_them_open_leave_the_map_its_room(
    open_map: MapPanel, qtbot: Any
) -> None:
    legend = the_legend(open_map)
    section = legend.sections["members"]
    section.heading.setFocus()
    QTest.keyClick(section.heading, Qt.Key.Key_Space)
    assert section.body.isVisible()
    for one in legend.sections.values():
        one.heading.setChecked(True)
    qtbot.waitUntil(lambda: legend.height_wanted > legend.height())
    assert legend.height() <= round(0.68 * open_map.height())
    assert legend.area.verticalScrollBar().maximum() > 0, "the rest is scrolled to"
    last = legend.layers.count() - 1
    legend.layers.setCurrentRow(last)
    rect = legend.layers.visualItemRect(legend.layers.item(last))
    assert legend.layers.viewport().rect().contains(rect.center()), "keys reach every layer"


def test_the_legend_leaves_the_tools_and_the_foot_of_the_map_in_sight(
    open_map: MapPanel,
) -> None:
    legend, tools = the_legend(open_map), open_map.tools
    for size in FONT_SIZES:
        open_map._look.wear(font_size=size)
        open_map.tools.adjustSize()
        open_map.layers.place()
        assert legend.geometry().right() < tools.geometry().left()
        assert legend.geometry().bottom() < open_map.height() - 40


def test_tab_reaches_every_control_of_the_legend(open_map: MapPanel) -> None:
    legend, seen = the_legend(open_map), set()
    legend.layers.setFocus()
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    wanted = {legend.shade.indicator, legend.shade.level, legend.shade.department}
    wanted |= {section.heading for section in legend.sections.values()}
    assert wanted <= seen


def test_everything_that_takes_the_keyboard_or_paints_has_a_name(open_map: MapPanel) -> None:
    legend, shade = the_legend(open_map), the_legend(open_map).shade
    named = [legend.layers, legend.strength, legend.members, legend.incidents, legend.cross]
    named += [shade.indicator, shade.method, shade.level, shade.department, shade.classes]
    legend.layers.setCurrentRow(row_of(legend, CHOROPLETH))
    assert all(widget.accessibleName() for widget in named)


def test_symbols_are_explained_by_shape_in_words(open_map: MapPanel) -> None:
    legend = the_legend(open_map)
    words = [row.words for row in legend.incidents.rows]
    assert {"General", "Urgent", "Emergency", "To dispatch", "Overdue"} <= set(words)
    assert "Free" in [row.words for row in legend.members.rows]
    assert "Free" in legend.members.accessibleDescription()
    assert [row.words for row in legend.areas.rows] == ["Market"]


# -- colours ---------------------------------------------------------------------------------


def test_classes_and_their_counts_are_those_of_the_level_on_show(open_map: MapPanel) -> None:
    open_map.use("colours")
    shader, shade = open_map.layers.shader, the_legend(open_map).shade
    counted = shader.shown()
    assert counted is not None
    counts = [row.count for row in shade.classes.rows]
    assert sum(count or 0 for count in counts) == len(counted.cells.ids)
    picture = open_map.canvas.scene.incidents.picture
    opened = [case for case in picture.incidents.values() if case.state.is_open]
    assert counted.values.sum() == sum(bool(case.cell_path) for case in opened)


def test_choosing_an_indicator_by_key_colours_by_it(open_map: MapPanel) -> None:
    open_map.use("colours")
    box = the_legend(open_map).shade.indicator
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    box.activated.emit(box.currentIndex())
    assert open_map.layers.shader.choice.indicator == box.currentData() == "acceptance"
    assert open_map.canvas.shading.ramp == "means"


def test_another_indicator_brings_the_method_that_suits_it(open_map: MapPanel) -> None:
    shade, shader = the_legend(open_map).shade, open_map.layers.shader
    shade.method.setCurrentIndex(shade.method.findData(Method.NATURAL.value))
    shade.method.activated.emit(0)
    assert shader.choice.how is Method.NATURAL
    shade.indicator.setCurrentIndex(shade.indicator.findData("timeout"))
    shade.indicator.activated.emit(0)
    assert shader.choice.how is Method.EQUAL
    assert shade.method.currentData() == Method.EQUAL.value


def test_a_new_incident_is_counted_with_the_next_beat_and_not_before(
    open_map: MapPanel,
) -> None:
    open_map.use("colours")
    shader, session = open_map.layers.shader, open_map._session
    before = np.nansum(shader.shown().values)
    path = session.reference.grid[CellId(10_001)].path
    case = an_incident(State.REPORTED, cell_path=path)
    session.show_frame(next_frame(session.frame, (None, case, "reported")))
    assert np.nansum(shader.shown().values) == before
    open_map.canvas.settle()
    shader.on_beat()
    assert np.nansum(shader.shown().values) == before + 1


def test_what_runs_out_by_itself_is_counted_though_no_fact_came(open_map: MapPanel) -> None:
    session, shader = open_map._session, open_map.layers.shader
    path = session.reference.grid[CellId(10_001)].path
    case = an_incident(cell_path=path, due_at=at(minutes=30))
    session.show_frame(next_frame(session.frame, (None, case, "reported")))
    shader.choose(ShadeChoice("overdue"))
    open_map.use("colours")
    before = np.nansum(shader.shown().values)
    open_map.canvas.settle()
    session.show_frame(replace(later(session.frame, 3_600), jumped=True))
    assert np.nansum(shader.shown().values) > before


def test_while_the_layer_is_off_nothing_is_counted(panel: Callable[..., MapPanel]) -> None:
    made = panel()
    assert made.layers.shader.shown() is None
    assert made.canvas.shading.classes == {}
    made.layers.shader.on_beat()
    assert made.layers.shader._census is None


def test_a_departments_area_is_laid_over_the_ground_when_it_is_chosen(
    open_map: MapPanel,
) -> None:
    kinds = [area.kind for area in open_map.canvas.shading.areas]
    assert kinds == ["market"]
    department = the_legend(open_map).shade.department
    department.setCurrentIndex(department.findData(OFFICE))
    department.activated.emit(1)
    assert [area.kind for area in open_map.canvas.shading.areas] == ["market", "department"]
    (office,) = (a for a in open_map.canvas.shading.areas if a.kind == "department")
    town = next(c for c in open_map.canvas.scene.ground.cells if c.level == 2)
    row = town.ids.tolist().index(TOWN)
    west, south = office.coords_m.min(axis=0)
    assert (west, south) == pytest.approx(tuple(town.bounds_m[row][:2]))


def test_a_department_with_cells_of_its_own_shows_all_of_them(open_map: MapPanel) -> None:
    boxes = [shapely.box(120.2 + 0.05 * n, 36.2, 120.24 + 0.05 * n, 36.3) for n in range(3)]
    own = tuple(
        (DepartmentCell(f"ZF-{n}", f"Area {n}", OFFICE), shapely.to_wkb(box))
        for n, box in enumerate(boxes)
    )
    session = open_map.layers.shader._session
    reference = replace(session.reference, version=2, department_cells={OFFICE: own})
    session.show_reference(reference)
    department = the_legend(open_map).shade.department
    at = department.findData(OFFICE)
    assert department.itemText(at) == "Office · 3"
    department.setCurrentIndex(at)
    department.activated.emit(at)
    (office,) = (a for a in open_map.canvas.shading.areas if a.kind == "department")
    assert len(office.offsets) - 1 == 3, "three rings"


def test_the_card_of_a_cell_names_it_with_code_level_duty_and_value(
    open_map: MapPanel,
) -> None:
    open_map.use("colours")
    cells = open_map.canvas.scene.ground.cells[-1]
    card = open_map.layers._card(cells, cells.ids.tolist().index(10_000))
    assert card is not None
    assert card.title == "三里村"
    assert card.lines[0] == "village · 37021500101201 · Market"
    assert card.lines[1].startswith("Open incidents  ")
    assert card.lines[1].endswith(" incidents")


# -- memory ----------------------------------------------------------------------------------


def test_order_switches_indicator_and_level_come_back(
    panel: Callable[..., MapPanel], tmp_path: Path
) -> None:
    made = panel()
    assert made.layers.remember(Settings(tmp_path), "desk") == []
    stack = made.canvas.layers.ordered([INCIDENTS, MEMBERS]).switched(CHOROPLETH, on=True)
    made.canvas.set_layers(stack.switched(CELLS, on=False).faded(CHOROPLETH, 0.6))
    made.layers.shader.choose(ShadeChoice("load", Method.NATURAL, 2))
    again = panel()
    again.layers.remember(Settings(tmp_path), "desk")
    assert again.canvas.layers == made.canvas.layers
    assert again.layers.shader.choice == ShadeChoice("load", Method.NATURAL, 2)
    other = panel()
    other.layers.remember(Settings(tmp_path), "replay")
    assert other.canvas.layers == LayerStack()


_ENORMOUS = json.dumps(json.loads(text_of(MapChoice())) | {"strength": {CELLS: 10**400}})


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"order": 3}', "null", '{"order": []}', "[" * 100_000, _ENORMOUS],
    ids=lambda text: str(text)[:20],
)
def test_a_broken_memory_is_told_and_the_usual_map_comes_up(
    text: str, panel: Callable[..., MapPanel], tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as told:
        choice_from(text, LayerStack())
    assert told.value.code == "bad_layers"
    settings = Settings(tmp_path)
    settings.keep_map("desk", text or "x")
    made = panel()
    (words,) = made.layers.remember(settings, "desk")
    assert "the usual ones" in words.en
    assert made.canvas.layers == LayerStack()


def test_a_memory_of_other_releases_is_taken_as_far_as_it_goes() -> None:
    told = json.loads(text_of(MapChoice()))
    told["order"] = [INCIDENTS, "seen_once", MEMBERS]
    told["hidden"] = ["seen_once", MEMBERS]
    told["indicator"], told["method"] = "of a later release", None
    choice = choice_from(json.dumps(told), LayerStack())
    assert sorted(choice.stack.order) == sorted(LayerStack().order)
    assert not choice.stack.shows(MEMBERS)
    assert choice.shade == ShadeChoice()


def test_a_layer_that_a_memory_does_not_know_is_shown_as_designed() -> None:
    told = json.loads(text_of(MapChoice()))
    for names in ("order", "hidden", "shown"):
        told[names] = [key for key in told[names] if key not in {CHOROPLETH, CELLS}]
    choice = choice_from(json.dumps(told), LayerStack())
    assert choice.stack.shows(CELLS)
    assert not choice.stack.shows(CHOROPLETH)


def test_a_homes_own_symbols_are_worn_and_wrong_ones_told(
    panel: Callable[..., MapPanel], tmp_path: Path
) -> None:
    file = tmp_path / "symbols.toml"
    file.write_text('[night]\nbackground = "#123456"\n', "utf-8")
    made = panel()
    assert made.layers.remember(Settings(tmp_path), "desk") == []
    assert made.canvas.image.brushes.style.plain["background"][:3] == (0x12, 0x34, 0x56)
    file.write_text('[night]\nbackground = "sea"\n', "utf-8")
    other = panel()
    (words,) = other.layers.remember(Settings(tmp_path), "desk")
    assert str(file) in words.en
    assert "night.background" in words.zh


# -- the wall --------------------------------------------------------------------------------


def test_the_wall_shows_the_classes_and_offers_nothing(
    panel: Callable[..., MapPanel],
) -> None:
    made = panel(is_public=True)
    key = made.layers.wall_key
    assert key is not None
    assert made.layers.legend is None
    assert not key.isVisible()
    made.layers.next_indicator()
    assert key.isVisible()
    assert key.title.text() == "Open incidents"
    assert key.classes.rows
    first = made.canvas.shading
    made.layers.next_indicator()
    assert key.title.text() == "Overdue incidents"
    assert made.canvas.shading is not first


def test_after_the_last_indicator_the_wall_colours_nothing(
    panel: Callable[..., MapPanel],
) -> None:
    made = panel(is_public=True)
    made.canvas.set_layers(made.canvas.layers.switched(CHOROPLETH, on=True))
    made.layers.shader.choose(ShadeChoice("acceptance"))
    made.layers.next_indicator()
    assert not made.canvas.layers.shows(CHOROPLETH)
