"""Which encoding a file's texts are in: found by trial, Chinese first.

Chinese offices write shapefiles in GBK, mostly without saying so. UTF-8 is strict
enough to be recognised by itself; GBK and Big5 accept almost anything, so they are
judged by how common the characters are that come out.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from charset_normalizer import from_bytes

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PLAUSIBLE: Final = 0.6
"""Share of common characters among the non-ASCII ones from which a text is believed."""
_SAME: Final = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "936": "gb18030"}
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding's usual name, and whether the bytes leave no real doubt."""

    name: str
    is_sure: bool


def detected(texts: Iterable[bytes]) -> Guess:
    """The encoding of these texts, each whole but for a character cut off at its end.

    Plain ASCII is "UTF-8", which it is, but not surely: other rows may say otherwise.
    """
    sample = [text for text in texts if not text.isascii()][:20_000]
    if not sample:
        return Guess("UTF-8", is_sure=False)
    if _is_utf8(sample):
        return Guess("UTF-8", is_sure=True)
    scores = {name: _score(sample, name, test) for name, test in _CHINESE.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0:
        return Guess(best, is_sure=scores[best] >= _PLAUSIBLE)
    return Guess(_western(sample), is_sure=False)


def checked(named: str, texts: Iterable[bytes], *, file: str) -> str:
    """The encoding a user named, if these texts can be in it.

    Raises
    ------
    BadInput
        `unknown_encoding`, or `wrong_encoding`, saying which one looks right.
    """
    try:
        codec = codecs.lookup(named.strip()).name
    except LookupError:
        raise BadInput(
            "unknown_encoding",
            Words(
                f"没有名为“{named}”的编码；常用：UTF-8、GBK、GB18030、Big5",
                f"there is no encoding called {named!r}; usual ones: UTF-8, GBK, GB18030, Big5",
            ),
        ) from None
    sample = [text for text in texts if not text.isascii()][:20_000]
    guess = detected(sample)
    if sample and not _fits(sample, codec, guess):
        raise BadInput(
            "wrong_encoding",
            Words(
                f"文件 {file} 的文字不是 {named} 编码；看起来是 {guess.name}：请用"
                f" --encoding {guess.name}，或不写此项",
                f"the texts of {file} are not in {named}; they look like {guess.name}: use"
                f" --encoding {guess.name}, or leave it out",
            ),
        )
    return named.strip()


def agrees(named: str, texts: Iterable[bytes]) -> bool:
    """Whether the encoding a file claims for itself can be believed."""
    sample = [text for text in texts if not text.isascii()][:20_000]
    return _fits(sample, named, detected(sample))


def decoded(text: bytes, encoding: str) -> str | None:
    """The text, less a character cut off at its end (fields have fixed widths), or None."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        return decoder.decode(text, final=False)
    except (UnicodeDecodeError, LookupError):
        return None


def of_whole_text(content: bytes) -> Guess:
    """The encoding of a text file: by its mark, by what it says of itself, by trial."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return Guess(name, is_sure=True)
    said = re.match(rb"""\s*<\?xml[^>]*encoding=["']([\w.-]+)["']""", content[:200])
    if said and decoded(content, said[1].decode("ascii")) is not None:
        lines = content.splitlines()
        if agrees(said[1].decode("ascii"), lines):
            return Guess(said[1].decode("ascii"), is_sure=True)
    if decoded(content, "utf-8") is not None:
        return Guess("UTF-8", is_sure=not content.isascii())
    return detected(re.split(rb"[\n,:<>\"]+", content))


def _is_utf8(sample: list[bytes]) -> bool:
    texts = [decoded(text, "utf-8") for text in sample]
    chars = {char for text in texts if text is not None for char in text}
    # Two bytes of GBK may by chance be a Greek or Cyrillic letter of UTF-8; in a Chinese
    # file they are not. Accented Latin letters are believed.
    by_chance = all(char.isascii() or "Ͱ" <= char < "ࠀ" for char in chars)
    return None not in texts and not by_chance


def _western(sample: list[bytes]) -> str:
    if not any(re.search(rb"[\x80-\xff]{2}", text) for text in sample):
        return "ISO-8859-1"
    best = from_bytes(b"\n".join(sample)).best()
    return best.encoding.replace("_", "-") if best else "ISO-8859-1"


def _fits(sample: list[bytes], encoding: str, guess: Guess) -> bool:
    texts = [decoded(text, encoding) for text in sample]
    if any(text is None for text in texts):
        return False
    if not guess.is_sure or not sample:
        return True
    return texts == [decoded(text, guess.name) for text in sample]


def _score(sample: list[bytes], encoding: str, is_common: Callable[[bytes], bool]) -> float:
    """The share of common characters among all beyond ASCII; -1 where nothing decodes."""
    common = rare = 0
    for text in sample:
        chars = decoded(text, encoding)
        if chars is None:
            return -1.0
        for char in chars:
            if char.isascii():
                continue
            if is_common(char.encode(encoding, "replace")):
                common += 1
            else:
                rare += 1
    return common / max(common + rare, 1)


def _is_common_gb(pair: bytes) -> bool:
    """Of the 3,755 first-class characters of GB 2312, or its punctuation and digits."""
    if len(pair) != 2:
        return False
    return pair[1] >= 0xA1 and (0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3)


def _is_common_big5(pair: bytes) -> bool:
    """Of the 5,401 frequently used characters of Big5, or its punctuation."""
    return len(pair) == 2 and 0xA1 <= pair[0] <= 0xC6


_CHINESE: Final = {"GB18030": _is_common_gb, "Big5": _is_common_big5}
