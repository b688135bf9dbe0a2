"""The log of a window's process: a file in the home, with Qt's own messages in it.

No personal words go in: what citizens said stays in the database, where it can be erased.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext

FOLDER = "logs"
LARGEST_BYTES = 5_000_000
KEPT_FILES = 3
FORM = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Said by the offscreen platform for each window that has a least size; nobody can act on it.
_IDLE_TALK = frozenset({"This plugin does not support propagateSizeHints()"})
_qt = logging.getLogger("qt")


def log_to_home(home: Path) -> None:
    """Keep a log in the home, Qt's messages with it; where that cannot be, stderr must do."""
    qInstallMessageHandler(_on_qt_message)
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            folder / "wangge.log",
            maxBytes=LARGEST_BYTES,
            backupCount=KEPT_FILES,
            encoding="utf-8",
        )
    except OSError as error:
        logging.getLogger(__name__).warning("no log file in %s: %s", folder, error)
        return
    file.setFormatter(logging.Formatter(FORM))
    logging.getLogger().addHandler(file)


def _on_qt_message(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if text not in _IDLE_TALK:
        _qt.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
