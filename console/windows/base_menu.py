"""Map → Base map: what lies under the cells, chosen from a menu over the map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMenu

from console.settings.base_maps import BaseMaps
from console.settings.proxy import SYSTEM, proxy_of
from console.state.words import unmarked
from console.windows.base_under import BaseUnder
from models.domain.error import WorldlyError

if TYPE_CHECKING:
    from console.state.session import Session
    from console.windows.workbench import Workbench

_FILE, _KEY, _PROXY = "+file", "+key", "+proxy"
"""What an entry does that is no base map; no name has a plus in it."""


class BaseMapMenu(QObject):
    """The menu of base maps of one window, and the map under which they lie.

    Thread: GUI
    """

    def __init__(self, window: Workbench, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self.base_maps = BaseMaps(window.settings, self)
        self.under = BaseUnder(session, window.map.canvas, self.base_maps, self)

    def open(self) -> None:
        """Open the menu over the map; the arrow keys walk through it. Waits for nothing."""
        menu = self.made()
        canvas = self._window.map.canvas
        middle = QPoint((canvas.width() - menu.sizeHint().width()) // 2, canvas.height() // 24)
        menu.popup(canvas.mapToGlobal(middle))
        if menu.actions():
            menu.setActiveAction(next(a for a in menu.actions() if a.isChecked()))

    def made(self) -> QMenu:
        """The menu with everything that is known now."""
        known = self.base_maps.known()
        for problem in known.problems:
            self._window.tell(problem)
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self.on_triggered)
        group = QActionGroup(menu)
        language = self._session.seat.language
        chosen = self.base_maps.chosen_name if self.base_maps.chosen() else ""
        names = [("", self.tr("No base map"))]
        names += [(name, base.title.in_(language)) for name, base in known.maps.items()]
        for name, title in names:
            entry = menu.addAction(unmarked(title))
            entry.setData(name)
            entry.setCheckable(True)
            entry.setChecked(name == chosen)
            group.addAction(entry)
        menu.addSeparator()
        menu.addAction(self.tr("Add a file…")).setData(_FILE)
        menu.addAction(self.tr("Tianditu key…")).setData(_KEY)
        menu.addAction(self.tr("Proxy…")).setData(_PROXY)
        return menu

    @Slot(QAction)
    def on_triggered(self, entry: QAction) -> None:
        """An entry was chosen."""
        match entry.data():
            case "+file":
                self.ask_for_file()
            case "+key":
                self.ask_for_key()
            case "+proxy":
                self.ask_for_proxy()
            case name:
                self.base_maps.choose(name)

    def ask_for_file(self) -> QFileDialog:
        """Let a file of tiles or a GeoPackage be picked. Waits for nothing."""
        dialog = QFileDialog(self._window, self.tr("A base map from a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Base maps (*.mbtiles *.pmtiles *.gpkg)"))
        dialog.fileSelected.connect(self.on_file)
        dialog.open()
        return dialog

    def ask_for_key(self) -> QInputDialog:
        """Let the key of Tianditu be given. Waits for nothing."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Tianditu key"))
        dialog.setLabelText(self.tr("The key (tk) that console.tianditu.gov.cn gave you:"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.setTextValue(self._window.settings.tianditu_key)
        dialog.textValueSelected.connect(self.on_key)
        dialog.open()
        return dialog

    def ask_for_proxy(self) -> QInputDialog:
        """Let the way to the servers be given. Waits for nothing."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Proxy for base maps"))
        dialog.setLabelText(
            self.tr("http://host:port; “none” to go straight; empty for the system's own:")
        )
        dialog.setTextValue(self._window.settings.proxy)
        dialog.textValueSelected.connect(self.on_proxy)
        dialog.open()
        return dialog

    @Slot(str)
    def on_proxy(self, text: str) -> None:
        """Keep the proxy, or say what is wrong with it."""
        try:
            proxy_of(text)
        except WorldlyError as error:
            self._window.tell(error.words)
            return
        text = text.strip()
        self._window.settings.proxy = "" if text == SYSTEM else text

    @Slot(str)
    def on_file(self, path: str) -> None:
        """Show a file that was picked, or say why not."""
        try:
            self.base_maps.add(Path(path))
        except WorldlyError as error:
            self._window.tell(error.words)

    @Slot(str)
    def on_key(self, key: str) -> None:
        """Keep the key."""
        self._window.settings.tianditu_key = key.strip()
