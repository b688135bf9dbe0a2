"""The way to the servers of base maps: the system's, straight, or through a proxy.

The text is what stands in the settings: empty or `system`, `none`, or an address such as
`http://user:password@proxy.example.org:3128`. It holds for everything Qt fetches in this
process; the database is no business of Qt's.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory

from models.domain.error import BadInput, Words

SYSTEM: Final = "system"
NONE: Final = "none"
_KINDS: Final = {
    "http": QNetworkProxy.ProxyType.HttpProxy,
    "https": QNetworkProxy.ProxyType.HttpProxy,
    "socks5": QNetworkProxy.ProxyType.Socks5Proxy,
}
_USUAL_PORT: Final = {"http": 3128, "https": 3128, "socks5": 1080}


def proxy_of(text: str) -> QNetworkProxy | None:
    """The proxy of a text; None for the system's own.

    Raises
    ------
    BadInput
        `bad_proxy`, where it is no address; its words hold no password.
    """
    text = text.strip()
    if text in {"", SYSTEM}:
        return None
    if text == NONE:
        return QNetworkProxy(QNetworkProxy.ProxyType.NoProxy)
    try:
        said = urlsplit(text)
        host, port = said.hostname, said.port
    except ValueError:  # a port that is no number
        raise _bad() from None
    if said.scheme not in _KINDS or not host or said.path.strip("/") or said.query:
        raise _bad()
    port = port or _USUAL_PORT[said.scheme]
    who = said.username or "", said.password or ""
    return QNetworkProxy(_KINDS[said.scheme], host, port, *who)


def take_proxy(text: str) -> None:
    """Let this process fetch by that way from now on.

    Raises
    ------
    BadInput
        `bad_proxy`.
    """
    proxy = proxy_of(text)
    QNetworkProxyFactory.setUseSystemConfiguration(proxy is None)
    if proxy is not None:
        QNetworkProxy.setApplicationProxy(proxy)


def _bad() -> BadInput:
    like = "http://proxy.example.org:3128"
    return BadInput(
        "bad_proxy",
        Words(
            f"代理应为 {SYSTEM}、{NONE}，或类似 {like}（http、https、socks5）",
            f"a proxy is {SYSTEM}, {NONE}, or like {like} (http, https, socks5)",
        ),
    )
