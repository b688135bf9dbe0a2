"""Themes as data: colours by what they are for, their contrast, style sheet and palette.

A theme file names colours by role; the one template of the style sheet and everything
that paints by hand take them from here, so that night and day never drift apart.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPalette

from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.settings.settings import FontSize, ThemeName

FONT_FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "sans-serif",
)
BASE_PX: Final[dict[FontSize, int]] = {"small": 14, "normal": 15, "large": 18}
"""Height of the text by step; never below 14 (`domain.md` §11.2)."""
DESIGN_PX: Final = 15
"""The size that the lengths in templates and painters are drawn for."""
SURFACES: Final = ("window", "panel", "raised", "field", "hover", "selected")
WORD_COLOURS: Final = ("text", "soft", "accent", "green", "yellow", "orange", "red", "violet")
TEXT_PAIRS: Final = (
    *((words, surface) for words in WORD_COLOURS for surface in SURFACES),
    *(("faint", surface) for surface in ("window", "panel", "raised", "field")),
    ("on_fill", "accent_fill"),
    ("on_fill", "accent_fill_hover"),
    ("on_fill", "red_fill"),
    ("on_fill", "green_fill"),
    ("on_fill", "orange_fill"),
    ("on_fill", "grey_fill"),
    ("on_bright", "yellow_mark"),
    ("on_bright", "orange_mark"),
    ("on_bright", "accent_mark"),
    ("on_bright", "green_mark"),
    ("tip_text", "tip"),
)
"""Every text colour with every ground that it is ever put on: (text, ground)."""
_SLOT = re.compile(r"@(\w+)@")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, each `#rrggbb`."""

    name: ThemeName
    colours: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        return self.colours[role]

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role for painting; `alpha` from 0 to 1."""
        colour = QColor(self.colours[role])
        colour.setAlphaF(alpha)
        return colour


@cache
def load_theme(name: ThemeName) -> Theme:
    """The theme of a name, from `resources/theme/`."""
    with resource_path(f"theme/{name}.toml").open("rb") as file:
        return Theme(name, MappingProxyType(tomllib.load(file)["colours"]))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb` by WCAG 2: 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def style_sheet(theme: Theme, px: Callable[[float], int]) -> str:
    """The style sheet: the template with colours and scaled lengths put in.

    `@role@` becomes a colour, `@8@` the length of 8 design pixels, `@marks@` the folder of the
    little pictures that style sheets can only name by path.
    """
    template = resource_path("theme/template.qss").read_text("utf-8")
    marks = resource_path("theme/marks/tick.svg").parent.as_posix()
    families = ", ".join(f'"{family}"' for family in FONT_FAMILIES)

    def filled(slot: re.Match[str]) -> str:
        word = slot[1]
        if word == "marks":
            return marks
        if word == "families":
            return families
        return f"{px(int(word))}px" if word.isdigit() else theme[word]

    return _SLOT.sub(filled, template)


def palette(theme: Theme) -> QPalette:
    """The palette for whatever the style sheet does not reach."""
    role = QPalette.ColorRole
    made = QPalette()
    for which, colour in {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "field",
        role.AlternateBase: "panel",
        role.Text: "text",
        role.Button: "raised",
        role.ButtonText: "text",
        role.BrightText: "on_fill",
        role.Highlight: "accent_fill",
        role.HighlightedText: "on_fill",
        role.ToolTipBase: "tip",
        role.ToolTipText: "tip_text",
        role.PlaceholderText: "faint",
        role.Link: "accent",
        role.Light: "raised",
        role.Midlight: "hover",
        role.Mid: "line",
        role.Dark: "line",
        role.Shadow: "window",
        role.Accent: "accent",
    }.items():
        made.setColor(which, theme.colour(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("disabled"))
    return made


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = map(_linear, channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
