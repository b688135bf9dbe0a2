"""A pip of our own for systems that bring none: one wheel, fetched and checked by its hash.

The index is the one that pip would use: `PIP_INDEX_URL`, pip's configuration files, else PyPI.
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from setting_up.words import say

WHEEL = "pip-25.3-py3-none-any.whl"
SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"
PYPI = "https://pypi.org/simple"
TIMEOUT_S = 30


def fetch(folder: Path) -> Path | None:
    """The wheel in `folder`; None where no index has it or none can be reached."""
    for index in _indexes():
        try:
            content = _from_index(index.rstrip("/"))
        except (OSError, ValueError) as error:
            say(zh=f"从 {shown(index)} 取不到 pip：{error}", en=f"{shown(index)}: {error}")
            continue
        if hashlib.sha256(content).hexdigest() != SHA256:
            say(
                zh=f"{shown(index)} 的 {WHEEL} 校验不符，弃用。",
                en=f"{shown(index)}: {WHEEL} has another hash; not used.",
            )
            continue
        wheel = folder / WHEEL
        wheel.write_bytes(content)
        return wheel
    return None


def _from_index(index: str) -> bytes:
    page_url = f"{index}/pip/"
    page = _get(page_url).decode("utf-8", "replace")
    for match in re.finditer(r"""href\s*=\s*["']([^"']+)["']""", page):
        url = urllib.parse.urljoin(page_url, unescape(match.group(1))).split("#")[0]
        if url.endswith("/" + WHEEL):
            return _get(_with_sign_in(url, index))
    raise ValueError(f"no {WHEEL}")


def _get(url: str) -> bytes:
    parts = urllib.parse.urlsplit(url)
    headers = {"User-Agent": "wangge-setup", "Accept": "text/html, */*"}
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:"
        pair += urllib.parse.unquote(parts.password or "")
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        netloc = parts.netloc.rpartition("@")[2]
        url = urllib.parse.urlunsplit(parts._replace(netloc=netloc))
    if parts.scheme == "file" and url.endswith("/"):
        url += "index.html"
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  (file: is a mirror too)
    with urllib.request.urlopen(  # noqa: S310  (what is fetched is checked by its hash)
        request, timeout=TIMEOUT_S, context=_tls()
    ) as answer:
        content: bytes = answer.read()
    return content


def _tls() -> ssl.SSLContext:
    certificate = os.environ.get("PIP_CERT") or next(_configured("cert"), None)
    return ssl.create_default_context(cafile=certificate)


def _with_sign_in(url: str, index: str) -> str:
    """Keep the index's user and password for files of the same host."""
    ours, theirs = urllib.parse.urlsplit(index), urllib.parse.urlsplit(url)
    if ours.username and not theirs.username and ours.hostname == theirs.hostname:
        return urllib.parse.urlunsplit(theirs._replace(netloc=ours.netloc))
    return url


def _indexes() -> Iterator[str]:
    yield os.environ.get("PIP_INDEX_URL") or next(_configured("index-url"), PYPI)
    more = os.environ.get("PIP_EXTRA_INDEX_URL") or next(_configured("extra-index-url"), "")
    yield from more.split()


def _configured(name: str) -> Iterator[str]:
    """A setting's values in pip's configuration files, the one that wins first."""
    for file in _configuration_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
        for section in ("install", "global"):
            if parser.has_option(section, name):
                yield parser.get(section, name)


def _configuration_files() -> list[Path]:
    home = Path.home()
    named = os.environ.get("PIP_CONFIG_FILE")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path(named)] if named else []
    files += [config / "pip/pip.conf", home / ".pip/pip.conf", Path("/etc/pip.conf")]
    if os.environ.get("APPDATA"):
        files.append(Path(os.environ["APPDATA"]) / "pip/pip.ini")
    return files


def shown(url: str) -> str:
    """An index's address without its password."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
