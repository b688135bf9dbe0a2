"""Themes: readable by computation, complete, and filled into the style sheet whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QToolTip,
    QWidget,
)

from console.panels.help_card import HelpCard
from console.settings.look import Look
from console.settings.theme import (
    BASE_PX,
    TEXT_PAIRS,
    contrast,
    load_theme,
    palette,
    style_sheet,
)
from resources.files import resource_path

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.settings.theme import Theme

THEMES = ("night", "day")
pytestmark = pytest.mark.gui


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_every_text_stands_out_from_every_ground_it_is_put_on(
    name: str, words: str, ground: str
) -> None:
    theme = load_theme(name)
    assert contrast(theme[words], theme[ground]) >= 4.5


def _dressed(qtbot: QtBot, theme: Theme) -> QWidget:
    """A window in the style of a theme."""
    window = QWidget()
    window.setStyleSheet(style_sheet(theme, round))
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize(
    "kind", ["", "primary", "danger", "flat", "row", "chip", "alarm", "badge"]
)
@pytest.mark.parametrize("name", THEMES)
def test_where_the_keyboard_rests_is_seen_on_every_kind_of_button(
    qtbot: QtBot, name: str, kind: str
) -> None:
    theme = load_theme(name)
    window = _dressed(qtbot, theme)
    other, button = QPushButton(window), QPushButton(window)
    button.setProperty("kind", kind)
    button.setGeometry(0, 0, 120, 40)
    with qtbot.waitActive(window):
        window.show()
    other.setFocus()
    edge = QPoint(60, 0)
    before = button.grab().toImage().pixelColor(edge)
    button.setFocus()
    resting = button.grab().toImage().pixelColor(edge)
    assert contrast(resting.name(), before.name()) >= 1.5
    assert contrast(resting.name(), theme["panel"]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_the_cross_that_empties_a_field_is_seen_in_it(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    theme = load_theme(name)
    window = _dressed(qtbot, theme)
    field = QLineEdit(window)
    field.setClearButtonEnabled(True)
    icon = field.findChild(QToolButton).icon().pixmap(16).toImage()
    inked = [
        icon.pixelColor(x, y).name()
        for x in range(icon.width())
        for y in range(icon.height())
        if icon.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(contrast(ink, theme["field"]) >= 2.4 for ink in inked)


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours() -> None:
    assert set(load_theme("night").colours) == set(load_theme("day").colours)


@pytest.mark.parametrize("name", THEMES)
def test_marks_can_be_told_from_the_panel(name: str) -> None:
    theme = load_theme(name)
    marks = [role for role in theme.colours if role.endswith("_mark") and role != "yellow_mark"]
    grounds = ("panel", "raised")
    assert all(contrast(theme[m], theme[g]) >= 2.4 for m in marks for g in grounds)


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_has_no_empty_slot_and_no_missing_picture(name: str) -> None:
    sheet = style_sheet(load_theme(name), round)
    assert "@" not in sheet
    for path in re.findall(r'url\("([^"]+)"\)', sheet):
        assert resource_path("theme/marks/" + path.rsplit("/", 1)[1]).is_file()


def test_the_style_sheet_names_colours_by_role_alone() -> None:
    template = resource_path("theme/template.qss").read_text("utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", template)


def test_no_size_of_the_words_is_below_fourteen_pixels() -> None:
    assert min(BASE_PX.values()) >= 14


def test_lengths_follow_the_font_size_and_the_canvas(qapp: object) -> None:
    look = Look("night", "large", 2.0)
    assert look.px(15) == 36
    assert look.font().pixelSize() == 36
    assert look.px(0.1) == 1


def test_a_look_tells_when_it_changes(qapp: object) -> None:
    look, told = Look(), []

    class Hearer:
        def on_changed(self) -> None:
            told.append(look.theme.name)

    hearer = Hearer()
    look.changed.connect(hearer.on_changed)
    look.wear(theme="day", font_size="small")
    assert told == ["day"]
    assert look.font_size == "small"


@pytest.mark.parametrize("name", THEMES)
def test_the_palette_answers_for_what_the_style_sheet_leaves(qapp: object, name: str) -> None:
    theme = load_theme(name)
    made = palette(theme)
    assert made.window().color().name() == theme["window"]
    assert made.text().color().name() == theme["text"]


def test_every_icon_can_be_drawn_in_the_themes_colours(qapp: object) -> None:
    look = Look()
    names = sorted(p.stem for p in resource_path("icons/close.svg").parent.glob("*.svg"))
    for name in names:
        image = look.pixmap(name, "text", 24).toImage()
        assert any(
            image.pixelColor(x, y).alpha()
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        ), name
        svg = resource_path(f"icons/{name}.svg").read_text("utf-8")
        assert "currentColor" in svg


@pytest.mark.parametrize("words", ["<b>桥</b>", '<img src="//elsewhere/a.png">', "a &lt; b"])
def test_what_people_typed_is_never_taken_for_markup(qtbot: QtBot, words: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet(style_sheet(load_theme("night"), round))
    label = QLabel(words, window)
    window.show()
    QToolTip.showText(QPoint(9, 9), words, window)
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    (tip,) = (one for one in shown if one.inherits("QTipLabel"))
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert tip.property("textFormat") == Qt.TextFormat.PlainText
    tip.deleteLater()


def test_only_what_says_that_it_is_markup_is_taken_for_it(qtbot: QtBot) -> None:
    card = HelpCard(Look())
    qtbot.addWidget(card)
    card.setStyleSheet(style_sheet(load_theme("night"), round))
    card.open_at("queue", "en")
    assert card.example.textFormat() is Qt.TextFormat.RichText
    assert card.says.textFormat() is Qt.TextFormat.PlainText
