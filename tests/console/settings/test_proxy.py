"""The way to the servers of base maps: the system's, straight, or through a proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory

from console.settings.proxy import proxy_of, take_proxy
from maps.canvas.http_fetch import HttpFetch
from models.domain.error import BadInput
from tests.maps.canvas.tile_server import TileServer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.gui
NOWHERE = "http://tiles.invalid/1/0/0.png"
"""No name server knows it: only a proxy can answer."""


@pytest.fixture
def proxy(qapp: object) -> Iterator[TileServer]:
    server = TileServer(lambda _: (200, {}, b"a tile"))
    yield server
    server.close()
    QNetworkProxyFactory.setUseSystemConfiguration(False)
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))


def fetched(qtbot: Any, address: str) -> tuple[int, bytes]:
    fetch = HttpFetch()
    with qtbot.waitSignal(fetch.answered, timeout=10_000) as caught:
        fetch.get("tile", address)
    fetch.deleteLater()
    return caught.args[1], caught.args[3]


def door(server: TileServer) -> str:
    return server.url.split("/{", 1)[0]


def test_tiles_come_through_the_proxy_that_is_set(qtbot: Any, proxy: TileServer) -> None:
    take_proxy(door(proxy))
    assert fetched(qtbot, NOWHERE) == (200, b"a tile")
    assert proxy.asked == [NOWHERE], "a proxy is asked for the whole address"


def test_the_systems_proxy_is_honoured_where_none_is_set(
    qtbot: Any, proxy: TileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", door(proxy))
    monkeypatch.delenv("no_proxy", raising=False)
    take_proxy("")
    assert fetched(qtbot, NOWHERE) == (200, b"a tile")


def test_straight_means_past_the_systems_proxy(
    qtbot: Any, proxy: TileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    take_proxy("none")
    assert fetched(qtbot, proxy.url.format(z=1, x=0, y=0)) == (200, b"a tile")
    assert proxy.asked == ["/1/0/0"]


def test_name_and_password_go_to_the_proxy_and_into_no_word() -> None:
    found = proxy_of("http://wang:secret@proxy.example.org")
    assert found is not None
    assert (found.user(), found.password(), found.port()) == ("wang", "secret", 3128)
    with pytest.raises(BadInput) as caught:
        proxy_of("http://wang:secret@proxy.example.org:port")
    assert "secret" not in caught.value.words.en + caught.value.words.zh
