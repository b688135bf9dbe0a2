"""The stage that windows stand on: the application, its look, its language, its settings."""

from __future__ import annotations

import linecache
import logging
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from console.app.display import display_answers
from console.settings.language import Speaker
from console.settings.look import Look
from console.settings.proxy import take_proxy
from console.settings.settings import Settings
from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    from pathlib import Path

    from console.state.session import Session
    from models.domain.error import Language

_log = logging.getLogger(__name__)
OFFSCREEN = "offscreen"
SCREENS = {"xcb", "wayland"}
"""Platforms that need somebody to answer."""


def has_display() -> bool:
    """Whether windows can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    named = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if named and named not in SCREENS:
        return named not in {OFFSCREEN, "minimal"}
    return display_answers()


def require_display() -> None:
    """Say so where there is no screen; Qt itself would end the process.

    Raises
    ------
    Trouble
        `no_display`.
    """
    if not has_display():
        raise Trouble(
            "no_display",
            Words(
                "这里没有显示器：请在桌面会话中运行，"
                "或用 wangge demo --headless、wangge screenshot",
                "there is no display here: run it in a desktop session, or use "
                "`wangge demo --headless` or `wangge screenshot`",
            ),
        )


class Stage(QObject):
    """Application, look, language and settings of one console process.

    Thread: GUI
    """

    def __init__(
        self,
        home: Path,
        language: Language | None,
        *,
        offscreen: bool = False,
        scale: float = 1.0,
    ) -> None:
        if offscreen:
            os.environ["QT_QPA_PLATFORM"] = OFFSCREEN
        app = QApplication.instance() or QApplication(["wangge"])
        if not isinstance(app, QApplication):
            message = "a windowless application is running already"
            raise TypeError(message)
        super().__init__()
        self.app = app
        app.setApplicationName("wangge")
        self.settings = Settings(home, language, self, keeps_layouts=not offscreen)
        self.look = Look(self.settings.theme, self.settings.font_size, scale, self)
        self._speaker = Speaker(app, self)
        self._session: Session | None = None
        self.settings.changed.connect(self.on_setting_changed)
        self.look.dress(app)
        self._speak()
        self._go_out()
        # PySide reads the source of every module that is imported, and Python keeps it: 45 MB.
        linecache.clearcache()

    @property
    def screen_px(self) -> tuple[int, int]:
        """The pixels of the first screen, across and down."""
        screen = self.app.primaryScreen()
        ratio, size = screen.devicePixelRatio(), screen.size()
        return round(size.width() * ratio), round(size.height() * ratio)

    def hold(self, session: Session) -> None:
        """Keep a session's language in step with the settings."""
        self._session = session
        session.seat = replace(session.seat, language=self.settings.language)

    @Slot(str)
    def on_setting_changed(self, name: str) -> None:
        """Wear the new look, speak the new language."""
        if name == "language":
            self._speak()
        elif name == "proxy":
            self._go_out()
        elif name in {"theme", "font_size"}:
            self.look.wear(self.settings.theme, self.settings.font_size)
            self.look.dress(self.app)

    def _go_out(self) -> None:
        """Ask servers by the way that is set; by the system's where it is set wrongly."""
        try:
            take_proxy(self.settings.proxy)
        except BadInput as error:
            _log.warning("%s", error.words.en)
            take_proxy("")

    def _speak(self) -> None:
        language = self.settings.language
        if self._session is not None:
            self._session.seat = replace(self._session.seat, language=language)
        self._speaker.speak(language)
