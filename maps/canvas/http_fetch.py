"""Gets addresses over HTTP on the event loop. Knows no tile: it fetches and hands over."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from maps.tiles.answer import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Hashable

_SLOWEST_MS = 15_000
"""So long nothing may come."""
_LONGEST_S = 45.0
"""So long a tile may take that comes drop by drop."""
_MOST_REDIRECTS = 3
_WELL = 200
_AGENT = b"Wangge-Console (grid dispatch console; tiles as needed, kept on disk)"


class HttpFetch(QObject):
    """Requests on their way, by what they are for.

    Signals
    -------
    answered(what, status: int, headers: dict[str, str], data: bytes)
        A request ended; the status is 0 where no answer came, header names are in lower
        case.
    Thread: GUI
    """

    answered = Signal(object, int, object, object)

    def __init__(self, referer: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._referer = referer.encode()
        self._network = QNetworkAccessManager(self)
        self._network.setTransferTimeout(_SLOWEST_MS)
        self._replies: dict[QNetworkReply, Hashable] = {}
        self._begun_s: dict[QNetworkReply, float] = {}
        self._cut: dict[QNetworkReply, bytes] = {}

    def get(self, what: Hashable, address: str) -> None:
        """Ask for an address; `answered` brings what came."""
        request = QNetworkRequest(QUrl(address))
        request.setRawHeader(b"User-Agent", _AGENT)
        if self._referer:
            request.setRawHeader(b"Referer", self._referer)
        request.setMaximumRedirectsAllowed(_MOST_REDIRECTS)
        reply = self._network.get(request)
        # What is not read is not sent: a server without end does not fill the memory.
        reply.setReadBufferSize(2 * MOST_BYTES)
        self._replies[reply], self._begun_s[reply] = what, time.monotonic()
        reply.downloadProgress.connect(self.on_progress)
        reply.finished.connect(self.on_finished)

    def stop(self) -> None:
        """Give up everything on its way; nobody is told."""
        replies, self._replies = self._replies, {}
        self._cut.clear()
        self._begun_s.clear()
        for reply in replies:
            reply.abort()
            reply.deleteLater()

    @Slot("qint64", "qint64")
    def on_progress(self, come: int, _whole: int) -> None:
        """Cut off what is too large for a tile, give up what takes too long."""
        reply = self.sender()
        if not isinstance(reply, QNetworkReply) or reply not in self._replies:
            return
        if come > MOST_BYTES and reply not in self._cut:
            self._cut[reply] = bytes(reply.readAll().data())
            reply.abort()
        elif time.monotonic() - self._begun_s[reply] > _LONGEST_S:
            reply.abort()

    @Slot()
    def on_finished(self) -> None:
        """Hand over what came."""
        reply = self.sender()
        if not isinstance(reply, QNetworkReply) or reply not in self._replies:
            return
        what = self._replies.pop(reply)
        del self._begun_s[reply]
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        data = self._cut.pop(reply, None)
        is_whole = reply.error() is QNetworkReply.NetworkError.NoError
        if data is None and is_whole:
            data = bytes(reply.readAll().data())
        elif data is None and status == _WELL:
            status = 0  # the server went in the middle: half a tile is none
        headers = {
            bytes(name.data()).decode("latin-1").lower(): bytes(value.data()).decode("latin-1")
            for name, value in reply.rawHeaderPairs()
        }
        reply.deleteLater()
        self.answered.emit(what, int(status or 0), headers, data or b"")
