"""What a user chose, kept in the home: language, theme, size of words, layouts, base map.

It knows no widget; whoever shows something listens to `changed`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, cast

from PySide6.QtCore import QByteArray, QLocale, QObject, QSettings, Signal

from console.settings.kept_views import KeptView, views_read, views_written

if TYPE_CHECKING:
    from pathlib import Path

    from models.domain.error import Language

ThemeName = Literal["night", "day"]
FontSize = Literal["small", "normal", "large"]

FILE_NAME: Final = "settings.ini"
THEMES: Final[tuple[ThemeName, ...]] = ("night", "day")
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
FONT_SIZES: Final[tuple[FontSize, ...]] = ("small", "normal", "large")
COORDINATES: Final = ("degrees", "sexagesimal", "cgcs2000", "utm")
"""The systems of `maps.geometry.coordinates`, which this module need not know."""
LOCK_MINUTES: Final = (5, 10, 15, 30, 60, 0)
"""After so long without a hand a desk locks itself; 0 is never."""
TRAIL_MINUTES: Final = (5, 10, 30)
"""How far back the trails of members may reach."""


class Settings(QObject):
    """The settings of one home.

    Invariants: a value that nobody offers (an edited file, a later release) reads as the
    default. `given_language` (from `--lang`) outranks the file and is not written to it.

    Signals: `changed(str)` the name of what changed, as the properties are called.
    Thread: GUI
    """

    changed = Signal(str)

    def __init__(
        self,
        home: Path,
        given_language: Language | None = None,
        parent: QObject | None = None,
        *,
        keeps_layouts: bool = True,
    ) -> None:
        """Without `keeps_layouts` windows stand as designed: for pictures, not for people."""
        super().__init__(parent)
        self.home = home
        self._keeps_layouts = keeps_layouts
        self._file = QSettings(str(home / FILE_NAME), QSettings.Format.IniFormat)
        self._given_language = given_language

    @property
    def language(self) -> Language:
        """Language of the screens; the system's until somebody chooses."""
        return self._given_language or cast(
            "Language", self._one_of("language", LANGUAGES, system_language())
        )

    @language.setter
    def language(self, value: Language) -> None:
        self._given_language = None
        self._put("language", value)

    @property
    def theme(self) -> ThemeName:
        """Night unless somebody chose day."""
        return cast("ThemeName", self._one_of("theme", THEMES, "night"))

    @theme.setter
    def theme(self, value: ThemeName) -> None:
        self._put("theme", value)

    @property
    def font_size(self) -> FontSize:
        """One of three steps."""
        return cast("FontSize", self._one_of("font_size", FONT_SIZES, "normal"))

    @font_size.setter
    def font_size(self, value: FontSize) -> None:
        self._put("font_size", value)

    @property
    def base_map(self) -> str:
        """The name of what lies under the cells; empty for nothing."""
        return self._text("base_map")

    @base_map.setter
    def base_map(self, value: str) -> None:
        self._put("base_map", value)

    @property
    def tianditu_key(self) -> str:
        """The user's key of Tianditu; empty where there is none."""
        return self._text("tianditu_key")

    @tianditu_key.setter
    def tianditu_key(self, value: str) -> None:
        self._put("tianditu_key", value)

    @property
    def proxy(self) -> str:
        """The way to the servers of base maps, as `console.settings.proxy` reads it."""
        return self._text("proxy")

    @proxy.setter
    def proxy(self, value: str) -> None:
        self._put("proxy", value)

    @property
    def coordinates(self) -> str:
        """In which system the map says where the cursor is."""
        return self._one_of("coordinates", COORDINATES, COORDINATES[0])

    @coordinates.setter
    def coordinates(self, value: str) -> None:
        self._put("coordinates", value)

    @property
    def views(self) -> tuple[KeptView, ...]:
        """The bookmarks of the map."""
        return views_read(self._file.value("views"))

    @views.setter
    def views(self, value: tuple[KeptView, ...]) -> None:
        self._put("views", views_written(value))

    def reread_views(self) -> None:
        """Take up the bookmarks that another window of this home has kept meanwhile."""
        before = self.views
        self._file.sync()
        if self.views != before:
            self.changed.emit("views")

    @property
    def trail_minutes(self) -> int:
        """How far back the trails of members reach on the map."""
        offered = tuple(map(str, TRAIL_MINUTES))
        return int(self._one_of("trail_minutes", offered, "10"))

    @trail_minutes.setter
    def trail_minutes(self, value: int) -> None:
        self._put("trail_minutes", str(value))

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without a hand a desk locks itself; 0 is never."""
        return int(self._one_of("lock_minutes", tuple(map(str, LOCK_MINUTES)), "10"))

    @lock_minutes.setter
    def lock_minutes(self, value: int) -> None:
        self._put("lock_minutes", str(value))

    def login_at(self, server: str) -> str:
        """Who signed in to a database here the last time; "" before the first."""
        return self._text(f"login/{_key_of(server)}")

    def keep_login(self, server: str, login: str) -> None:
        """Remember who signed in to a database; never with what password."""
        self._file.setValue(f"login/{_key_of(server)}", login)

    def layout_of(self, window: str) -> bytes | None:
        """The arrangement of a window's docks as it was left; None before the first."""
        value = self._file.value(f"layout/{window}") if self._keeps_layouts else None
        return bytes(value.data()) if isinstance(value, QByteArray) else None

    def keep_layout(self, window: str, state: bytes) -> None:
        """Keep the arrangement of a window's docks."""
        if self._keeps_layouts:
            self._file.setValue(f"layout/{window}", QByteArray(state))

    def map_of(self, window: str) -> str:
        """What was chosen for the map of a kind of window, as text; "" before the first."""
        value = self._file.value(f"map/{window}") if self._keeps_layouts else None
        return value if isinstance(value, str) else ""

    def keep_map(self, window: str, text: str) -> None:
        """Keep what is chosen for the map of a kind of window."""
        if self._keeps_layouts:
            self._file.setValue(f"map/{window}", text)

    def kept(self, key: str) -> str:
        """What was kept under a key, as text; "" before the first."""
        return self._text(key) if self._keeps_layouts else ""

    def keep(self, key: str, text: str) -> None:
        """Keep a text under a key."""
        if self._keeps_layouts:
            self._file.setValue(key, text)

    def write(self) -> bool:
        """Bring everything to the disk now; whether that went well. Qt does it later anyway."""
        self._file.sync()
        return self._file.status() is QSettings.Status.NoError

    def _one_of(self, name: str, offered: tuple[str, ...], default: str) -> str:
        value = self._file.value(name)
        return value if isinstance(value, str) and value in offered else default

    def _text(self, name: str) -> str:
        value = self._file.value(name)
        return value if isinstance(value, str) else ""

    def _put(self, name: str, value: str) -> None:
        self._file.setValue(name, value)
        self.changed.emit(name)


def system_language() -> Language:
    """Chinese where the system speaks it, else English."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def _key_of(server: str) -> str:
    """A name of a server as one key: Qt takes slashes for folders."""
    return re.sub(r"[^\w.,:-]", "_", server)
