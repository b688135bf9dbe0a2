"""How everything looks now: theme, size, fonts and icons, for whoever paints by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console.settings.theme import (
    BASE_PX,
    DESIGN_PX,
    FONT_FAMILIES,
    load_theme,
    palette,
    style_sheet,
)
from resources.files import resource_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QApplication

    from console.settings.settings import FontSize, ThemeName
    from console.settings.theme import Theme


class Look(QObject):
    """The look of a console.

    Invariants: lengths are given in design pixels (for text of 15 px) and scaled by
    `px`; `scale` is the canvas's, 1 on a screen of 1080 lines, 2 on a wall of 2160.

    Signals: `changed()` theme, size or scale is another; painters repaint.
    Thread: GUI
    """

    changed = Signal()

    def __init__(
        self,
        theme: ThemeName = "night",
        font_size: FontSize = "normal",
        scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme: Theme = load_theme(theme)
        self.font_size: FontSize = font_size
        self.scale = scale
        # Asked for thousands of times a repaint; a font made anew costs 20 microseconds.
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._colours: dict[tuple[str, float], QColor] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def wear(
        self,
        theme: ThemeName | None = None,
        font_size: FontSize | None = None,
        scale: float | None = None,
    ) -> None:
        """Change what is given and keep the rest."""
        self.theme = load_theme(theme) if theme else self.theme
        self.font_size = font_size or self.font_size
        self.scale = scale or self.scale
        self._fonts.clear()
        self._colours.clear()
        self.changed.emit()

    def dress(self, app: QApplication) -> None:
        """Put the look on an application; again after each change."""
        app.setStyle("Fusion")
        app.setPalette(palette(self.theme))
        app.setFont(self.font())
        app.setStyleSheet(style_sheet(self.theme, self.px))

    def px(self, design_px: float) -> int:
        """A length on the screen for one of the design; never below one pixel."""
        return max(1, round(design_px * self.scale * BASE_PX[self.font_size] / DESIGN_PX))

    def font(self, design_px: float = DESIGN_PX, *, bold: bool = False) -> QFont:
        """The font at a design size; figures of one width, so that clocks stand still."""
        key = (self.px(design_px), bold)
        if key not in self._fonts:
            self._fonts[key] = _made(*key)
        return QFont(self._fonts[key])

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The theme's colour of a role; `alpha` from 0 to 1. Shared: nobody changes it."""
        key = (role, alpha)
        if key not in self._colours:
            self._colours[key] = self.theme.colour(role, alpha)
        return self._colours[key]

    def icon(self, name: str, role: str = "soft", design_px: float = 18) -> QIcon:
        """An icon of `resources/icons/` in a colour of the theme; greyed when disabled."""
        icon = QIcon(self.pixmap(name, role, design_px))
        icon.addPixmap(self.pixmap(name, "disabled", design_px), QIcon.Mode.Disabled)
        return icon

    def put_icon(
        self, button: QAbstractButton, name: str, role: str = "soft", design_px: float = 18
    ) -> None:
        """Give a button an icon at its size: Qt's own size knows nothing of the canvas."""
        side = self.px(design_px)
        button.setIcon(self.icon(name, role, design_px))
        button.setIconSize(QSize(side, side))

    def pixmap(
        self, name: str, role: str = "soft", design_px: float = 18, ratio: float = 2.0
    ) -> QPixmap:
        """An icon as a pixmap, `ratio` device pixels to one; made once, then kept."""
        side, colour = self.px(design_px), self.theme[role]
        key = (name, colour, side, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _drawn(name, colour, side, ratio)
        return self._pixmaps[key]


def _made(height_px: int, bold: bool) -> QFont:  # noqa: FBT001 - a key of the cache
    font = QFont()
    font.setFamilies(list(FONT_FAMILIES))
    font.setPixelSize(height_px)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


def _drawn(name: str, colour: str, side: int, ratio: float) -> QPixmap:
    svg = resource_path(f"icons/{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
