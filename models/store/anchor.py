"""Anchors: signed heads of the journal, one JSON object a line, kept where no server reaches.

An anchor says: at this instant the journal ended with this fact and this hash, and all of
it held. It is signed with a key that the server never sees, and names the digest of the
line before it, so the newest signature vouches for every line above. Any place that keeps
the file proves by it what happened to the journal since.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.domain.error import BadInput, Trouble, Words
from models.store import signing
from models.store.heads import Head

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT: Final = 1
SETTINGS: Final = "anchor.toml"
FILE: Final = "anchors.jsonl"
_KEYS = {"format", "key", "file", "second"}


@dataclass(frozen=True, slots=True)
class AnchorPlaces:
    """Which key signs (or, its public half alone, proves), and where the lines are kept."""

    file: Path
    key: Path | None = None
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: a head, when and of which database it was taken, and what came before."""

    head: Head
    made_at: datetime
    place: str
    key: str
    previous: str


def anchor_places(home: Path) -> AnchorPlaces | None:
    """What `anchor.toml` in the home says; None where there is none.

    Raises
    ------
    BadInput
        `bad_anchor_settings`.
    """
    path = home / SETTINGS
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _bad_settings(path, str(error)) from error
    if found.get("format") != FORMAT or not found.keys() <= _KEYS:
        raise _bad_settings(path, f"format = {FORMAT}; {', '.join(sorted(_KEYS - {'format'}))}")
    if not all(isinstance(found.get(key, ""), str) for key in _KEYS - {"format"}):
        raise _bad_settings(path, "key, file, second: text")
    given = {key: home / Path(found[key]).expanduser() for key in found.keys() - {"format"}}
    return AnchorPlaces(**{"file": home / FILE, **given})


def anchored(file: Path, key: Path) -> list[Anchor]:
    """The anchors of a file, proved with either half of the key; oldest first.

    Raises
    ------
    BadInput
        `bad_anchor`: the file cannot be read, or a line of it was changed, taken out or not
        signed with this key; `bad_key`.
    Trouble
        `no_openssl`.
    """
    lines = _lines(file)
    if not lines:
        raise _bad(file, 0, zh="没有锚点", en="holds no anchor")
    anchors = []
    before = ""
    for number, line in enumerate(lines, 1):
        anchor = _anchor(file, number, line)
        if anchor.previous != before:
            raise _bad(file, number, zh="前一行已改动", en="the line before it was changed")
        before = _digest(line)
        anchors.append(anchor)
    signed, signature = _signed(lines[-1])
    if not signing.is_signed(key, signed, signature):
        raise _bad(file, len(lines), zh="签名不符", en="the signature is not by this key")
    return anchors


def add_anchor(places: AnchorPlaces, head: Head, made_at: datetime, place: str) -> Anchor:
    """Sign a head and write it down in every place; what a place had missed is made up.

    The caller has seen that the journal holds. The first place is written before the second
    is tried.

    Raises
    ------
    BadInput
        `no_anchor_key`, `bad_key`, `bad_anchor`.
    Trouble
        `anchor_unwritable`, `no_openssl`.
    """
    if places.key is None:
        raise _no_key()
    before = _lines(places.file)
    if before:
        anchored(places.file, places.key)
    name = signing.fingerprint(signing.public_of(places.key))
    previous = _digest(before[-1]) if before else ""
    anchor = Anchor(head, made_at, place, name, previous)
    text = _text(_plain(anchor))
    signature = base64.b64encode(signing.sign(places.key, text)).decode("ascii")
    line = _text(_plain(anchor) | {"signature": signature})
    _write(places.file, [line])
    if places.second is not None:
        _follow_up(places.second, [*before, line])
    return anchor


def last_made_at(places: AnchorPlaces) -> datetime | None:
    """When the newest line was written, unproved; None where there is none."""
    lines = _lines(places.file)
    return _anchor(places.file, len(lines), lines[-1]).made_at if lines else None


def _follow_up(second: Path, lines: Sequence[bytes]) -> None:
    """Bring the second place to the first; one that says something else is not touched."""
    try:
        there = _lines(second)
    except BadInput as error:
        raise Trouble("anchor_unwritable", error.words) from error
    if list(lines[: len(there)]) != there:
        raise _bad(
            second,
            len(there),
            zh="与第一处不一致，请比对两份文件",
            en="it does not agree with the first place; compare the two files",
        )
    _write(second, lines[len(there) :])


def _write(file: Path, lines: Sequence[bytes]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as opened:
            opened.write(b"".join(line + b"\n" for line in lines))
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise Trouble(
            "anchor_unwritable",
            Words(
                f"无法写入锚点 {file}：{error.strerror}",
                f"cannot write the anchor to {file}: {error.strerror}",
            ),
        ) from error


def _lines(file: Path) -> list[bytes]:
    try:
        return [line for line in file.read_bytes().splitlines() if line.strip()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _bad(file, 0, zh=f"读不了（{error.strerror}）", en=f"{error.strerror}") from error


def _anchor(file: Path, number: int, line: bytes) -> Anchor:
    try:
        plain = json.loads(line)
        if plain["format"] != FORMAT:
            raise _bad(file, number, zh="格式较新，请更新本程序", en="update this program")
        head = Head(
            plain["seq"],
            bytes.fromhex(plain["hash"]),
            datetime.fromisoformat(plain["recorded_at"]),
        )
        made_at = datetime.fromisoformat(plain["made_at"])
        return Anchor(head, made_at, plain["place"], plain["key"], plain["previous"])
    except (ValueError, TypeError, KeyError) as error:
        raise _bad(file, number, zh="不是锚点", en="it is no anchor") from error


def _signed(line: bytes) -> tuple[bytes, bytes]:
    """The text under the signature, and the signature."""
    plain = json.loads(line)
    signature = str(plain.pop("signature", ""))
    try:
        return _text(plain), base64.b64decode(signature, validate=True)
    except ValueError:
        return _text(plain), b""


def _plain(anchor: Anchor) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "seq": anchor.head.seq,
        "hash": anchor.head.hash.hex(),
        "recorded_at": anchor.head.recorded_at.isoformat(),
        "made_at": anchor.made_at.isoformat(),
        "place": anchor.place,
        "key": anchor.key,
        "previous": anchor.previous,
    }


def _text(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _no_key() -> BadInput:
    return BadInput(
        "no_anchor_key",
        Words(
            f"没有密钥：用 --key FILE，或在主目录的 {SETTINGS} 中写 key；"
            "journal anchor-key FILE 可新建",
            f"no key is given: --key FILE, or `key` in {SETTINGS} of the home; "
            "`journal anchor-key FILE` makes one",
        ),
    )


def _bad(file: Path, number: int, *, zh: str, en: str) -> BadInput:
    return BadInput(
        "bad_anchor",
        Words(
            f"锚点文件 {file} 第 {number} 行：{zh}",
            f"the anchors in {file}, line {number}: {en}",
        ),
    )


def _bad_settings(path: Path, said: str) -> BadInput:
    return BadInput(
        "bad_anchor_settings",
        Words(f"{path} 读不懂：{said}", f"{path} cannot be read: {said}"),
    )
