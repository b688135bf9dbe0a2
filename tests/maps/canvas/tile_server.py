"""A server of tiles that lives in the test's own event loop, on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket

Reply = tuple[int, dict[str, str], bytes]


class TileServer(QObject):
    """Answers each path with what `reply` says; None leaves it waiting for ever.

    Thread: GUI
    """

    def __init__(self, reply: Callable[[str], Reply | None]) -> None:
        super().__init__()
        self.reply = reply
        self.asked: list[str] = []
        self.most_open = 0
        self._is_closed = False
        self._open: set[QTcpSocket] = set()
        self._server = QTcpServer(self)
        self._server.newConnection.connect(self.on_connection)
        assert self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost), 0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.serverPort()}/{{z}}/{{x}}/{{y}}"

    @Slot()
    def on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(self.on_request)

    @Slot()
    def on_request(self) -> None:
        socket = self.sender()
        text = bytes(socket.readAll().data()).decode("latin-1")
        if not text.startswith("GET "):
            return
        path = text.split(" ")[1]
        self.asked.append(path)
        self._open.add(socket)
        self.most_open = max(self.most_open, len(self._open))
        answer = self.reply(path)
        if answer is None:
            return
        self._open.discard(socket)
        status, headers, body = answer
        headers = {"Content-Length": str(len(body))} | headers
        lines = [f"HTTP/1.1 {status} so", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        socket.write("\r\n".join([*lines, "", ""]).encode() + body)
        socket.disconnectFromHost()

    def close(self) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._server.close()
        for socket in self._open:
            socket.abort()
        self.deleteLater()
