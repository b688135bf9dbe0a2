"""Which encoding the text of a boundary file is in.

Chinese shapefiles come without a `.cpg`, with a wrong one, in GBK or in UTF-8, and with
values cut in the middle of a character. Text is therefore taken as raw bytes and judged
by what it says: UTF-8 can hardly be valid by chance, and GB 18030, Big5 and Western text
are told apart by how common the characters are that they would spell.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

UTF8: Final = "UTF-8"
GB18030: Final = "GB18030"
BIG5: Final = "BIG5"
WESTERN: Final = "CP1252"
_ENOUGH: Final = 0.6
"""Share of common characters from which on text is believed; real names reach 0.9."""
_SAMPLE: Final = 20_000
_CUT_BYTES: Final = 3


def detected(values: Iterable[bytes]) -> str | None:
    """The encoding that these values look like; None where all of them are ASCII."""
    telling = [value for value in values if not value.isascii()][:_SAMPLE]
    if not telling:
        return None
    if all(_decodes(value, "utf-8") for value in telling):
        return UTF8
    scores = {GB18030: _common(telling, "gb18030", "gb2312", 0xB0, 0xD7)}
    scores[BIG5] = _common(telling, "big5", "big5", 0xA4, 0xC6)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= _ENOUGH:
        return best
    if all(_decodes(value, "gb18030") for value in telling) and scores[GB18030] > 0:
        return GB18030
    return WESTERN


def checked(name: str, values: Iterable[bytes]) -> str:
    """The encoding somebody asked for, if these values can be in it.

    Raises
    ------
    BadInput
        `unknown_encoding`, or `wrong_encoding` saying which one looks right.
    """
    codec = codec_of(name)
    if codec is None:
        zh = f"不认识编码“{name}”；常用的有 UTF-8、GBK、GB18030、BIG5"
        en = f"the encoding {name} is unknown; common ones are UTF-8, GBK, GB18030, BIG5"
        raise BadInput("unknown_encoding", Words(zh, en))
    telling = [value for value in values if not value.isascii()]
    likely = detected(telling)
    if likely and contradicts(codec, telling, likely):
        zh = f"文件文字不是 {name}，看起来是 {likely}：请用 --encoding {likely} 或去掉该选项"
        en = (
            f"the text of the file is not in {name}, it looks like {likely}:"
            f" give --encoding {likely} or leave the option out"
        )
        raise BadInput("wrong_encoding", Words(zh, en))
    return name


def contradicts(codec: str, values: list[bytes], likely: str) -> bool:
    """Whether text in `likely` cannot, or can hardly, be in a codec somebody named."""
    if same(codec, likely):
        return False
    if not all(_decodes(value, codec) for value in values[:_SAMPLE]):
        return True
    # Western codecs decode any bytes, and GBK many a UTF-8 text: decoding proves nothing.
    return likely in {UTF8, GB18030, BIG5} and (likely == UTF8 or _is_narrow(codec))


def codec_of(name: str) -> str | None:
    """Python's name of an encoding called as in `.cpg` files and options; None if unknown."""
    plain = name.strip().casefold().removeprefix("ansi").strip(" -_:")
    for candidate in (plain, f"cp{plain.removeprefix('windows-').removeprefix('cp')}"):
        try:
            return codecs.lookup(candidate).name
        except LookupError:
            continue
    return None


def same(one: str, other: str) -> bool:
    """Whether two encodings agree on the text they share (GBK and GB 18030 do)."""
    return _family(codec_of(one)) == _family(codec_of(other))


def decoded(value: bytes, encoding: str) -> str:
    """The text of a value; a character cut off at its end is left out.

    What still cannot be decoded becomes U+FFFD.
    """
    codec = codec_of(encoding) or "utf-8"
    for cut in range(_CUT_BYTES + 1):
        try:
            return value[: len(value) - cut].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < len(value) - _CUT_BYTES - 1:
                break
    return value.decode(codec, errors="replace")


def _family(codec: str | None) -> str | None:
    return {"gb2312": "gb18030", "gbk": "gb18030", "utf-8-sig": "utf-8"}.get(codec or "", codec)


def _is_narrow(codec: str) -> bool:
    return codec.startswith(("iso8859", "cp125", "latin", "cp437", "cp850", "mac"))


def _decodes(value: bytes, codec: str) -> bool:
    """Whether a value is text of a codec, a character cut off at its end forgiven."""
    try:
        codecs.getincrementaldecoder(codec)().decode(value, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _common(values: list[bytes], codec: str, table: str, first: int, last: int) -> float:
    """Share of the wide characters that a national table counts among its common ones."""
    common = wide = 0
    for value in values:
        try:
            text = codecs.getincrementaldecoder(codec)().decode(value, final=False)
        except UnicodeDecodeError:
            return 0.0
        for character in text:
            if not character.isascii():
                wide += 1
                lead = character.encode(table, errors="ignore")[:1]
                common += bool(lead) and first <= lead[0] <= last
    return common / wide if wide else 0.0
