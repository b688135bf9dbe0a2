"""Photos that are dropped on a widget or pasted into it: files, or a picture itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

_READY_MADE: Final = ("image/png", "image/jpeg", "image/webp")
_DRAGS: Final = (QDragEnterEvent, QDragMoveEvent)


def photos_in(mime: QMimeData | None) -> list[str | bytes | QImage]:
    """What of a clipboard or a drag may be photos: paths of local files, bytes, or a picture.

    Files come before pictures: a file manager offers both, and only the file has EXIF.
    """
    if mime is None:
        return []
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if paths:
        return list(paths)
    for kind in _READY_MADE:
        if mime.hasFormat(kind):
            return [bytes(mime.data(kind).data())]
    image = mime.imageData() if mime.hasImage() else None
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def pasted() -> list[str | bytes | QImage]:
    """What of the clipboard may be photos."""
    return photos_in(QGuiApplication.clipboard().mimeData())


class PhotoDrop(QObject):
    """Takes drops and Ctrl+V for a widget.

    Signals: `brought(object)` a list of paths, bytes and QImages.
    Thread: GUI
    """

    brought = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        over.setAcceptDrops(True)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Photos may come in; everything else goes its way."""
        if isinstance(event, _DRAGS) and _may_hold(event.mimeData()):
            event.acceptProposedAction()
            return True
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._bring(photos_in(event.mimeData()), event)
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._bring(pasted(), event)
        return super().eventFilter(watched, event)

    def _bring(self, found: list[str | bytes | QImage], event: QEvent) -> bool:
        if not found:
            return False
        event.accept()
        if isinstance(event, QDropEvent):
            event.acceptProposedAction()
        self.brought.emit(found)
        return True


def _may_hold(mime: QMimeData) -> bool:
    """Whether photos may be in a drag, without fetching them."""
    return mime.hasUrls() or mime.hasImage() or any(map(mime.hasFormat, _READY_MADE))
