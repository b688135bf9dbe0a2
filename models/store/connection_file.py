"""The file by which a workstation knows its central database.

`installer/server/provision.py station` writes it; `--db FILE` and `WANGGE_DB=FILE` read it:

    format = 1
    url = "postgresql://db1.example:5432,db2.example:5432/wangge?sslmode=verify-full"
    ca = "ca.crt"            # optional; beside the file

Knows nothing of connecting; libpq reads the URL.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from models.domain.error import BadInput, Words
from models.store.dsn import password_in

FORMAT = 1
KEYS = {"format", "url", "ca"}


def database_url(given: str) -> str:
    """The URL that a person means: itself, or the one in the file of that name.

    Raises
    ------
    BadInput
        `bad_database_url` where it is neither; `bad_connection_file`, `open_password`.
    """
    if "://" in given:
        return given
    path = Path(given).expanduser()
    if not path.is_file():
        raise BadInput(
            "bad_database_url",
            Words(
                f"{given} 既不是 postgresql:// 地址，也不是连接文件；请检查 --db 或 WANGGE_DB",
                f"{given} is neither a postgresql:// URL nor a connection file; "
                "look at --db or WANGGE_DB",
            ),
        )
    found = _read(path)
    url: str = found["url"]
    _require_closed(path, url)
    if "ca" not in found:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}sslrootcert={quote(str(_authority(path, found['ca'])), safe='/')}"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _bad(path, zh=f"读不了（{error.strerror}）", en=f"{error.strerror}") from error
    except ValueError as error:
        # Not what the reader says: it may quote a line with a password in it.
        raise _bad(path, zh="不是 TOML 文本", en="it is no TOML text") from error
    if found.get("format") != FORMAT:
        raise _bad(
            path,
            zh=f"format 应为 {FORMAT}；请更新本程序，或让管理员重写此文件",
            en=f"its format must be {FORMAT}; update this program, or have it written anew",
        )
    unknown = sorted(found.keys() - KEYS)
    if unknown:
        listed = ", ".join(unknown)
        raise _bad(path, zh=f"不认识 {listed}", en=f"unknown: {listed}")
    url = found.get("url")
    if not isinstance(url, str) or not url.startswith(("postgresql://", "postgres://")):
        raise _bad(
            path, zh="url 应为 postgresql:// 地址", en="`url` must be a postgresql:// URL"
        )
    if not isinstance(found.get("ca", ""), str):
        raise _bad(path, zh="ca 应为文件名", en="`ca` must name a file")
    return found


def _authority(path: Path, name: str) -> Path:
    """The certificate file that the connection file names, beside it unless absolute."""
    authority = path.absolute().parent / name
    if not authority.is_file():
        raise _bad(
            path,
            zh=f"找不到证书文件 {authority}；它应与连接文件放在一起",
            en=f"there is no certificate {authority}; it belongs beside the connection file",
        )
    return authority


def _require_closed(path: Path, url: str) -> None:
    """Refuse a password that others on this machine can read, as libpq does."""
    if password_in(url) and os.name == "posix" and path.stat().st_mode & 0o077:
        raise BadInput(
            "open_password",
            Words(
                f"{path} 里有口令，别人也能读：chmod 600 {path}",
                f"{path} has a password in it and others can read it: chmod 600 {path}",
            ),
        )


def _bad(path: Path, *, zh: str, en: str) -> BadInput:
    return BadInput(
        "bad_connection_file",
        Words(f"连接文件 {path}：{zh}", f"the connection file {path}: {en}"),
    )
