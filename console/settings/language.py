"""Speaking a language: our translations and Qt's own, put on and taken off an application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator

from resources.files import resource_path

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

    from models.domain.error import Language

_LOCALES: Final[dict[Language, QLocale]] = {
    "zh": QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


class Speaker(QObject):
    """The translators of an application.

    Invariants: one language at a time. Widgets hear of a change by
    `QEvent.LanguageChange` and say their words again.
    Thread: GUI
    """

    def __init__(self, app: QCoreApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._translators: list[tuple[QTranslator, bytes]] = []

    def speak(self, language: Language) -> None:
        """Speak this language from now on; widgets are told."""
        self.be_silent()
        QLocale.setDefault(_LOCALES[language])
        # The last one installed is asked first: ours outranks Qt's.
        if language == "zh":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(f"{folder}/qtbase_zh_CN.qm")
        self._install(str(resource_path(f"translations/wangge_{language}.qm")))

    def be_silent(self) -> None:
        """Take all translators off."""
        for translator, _words in self._translators:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._translators.clear()

    def _install(self, path: str) -> None:
        file, translator = Path(path), QTranslator(self)
        # Read whole: a file that Qt maps takes the desk along when an upgrade writes it anew.
        words = file.read_bytes() if file.is_file() else b""
        # Without Qt's own words its menus speak English; without ours load() is false
        # only where resource_path has not raised already.
        if translator.load(words):
            self._app.installTranslator(translator)
            self._translators.append((translator, words))
