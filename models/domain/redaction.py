"""What is hidden of people in free text: numbers of persons, telephones, plates, doors.

Names, numbers and addresses of a reporter have fields of their own and are masked there; yet
whoever takes a call types them into the text as well. A mask keeps what a colleague needs to
tell two of them apart (`domain.md` §5.10).
"""

from __future__ import annotations

import re
from functools import lru_cache

_PERSON = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)((?:(?:00)?86)?1[3-9]\d)([ -]?)\d{4}([ -]?)(\d{4})(?!\d)")
_FIXED = re.compile(r"(?<!\d)(0\d{2,3})([ -]?)\d{3,4}(\d{4})(?!\d)")
_PLATE = re.compile(
    "([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·.]?)"
    r"[A-HJ-NP-Z0-9]{2}([A-HJ-NP-Z0-9]{3,4})(?![A-Za-z0-9])"
)
_DOOR = re.compile(
    r"((?:号楼|[栋幢]))\s*[-#]?\s*"
    r"(?:[一二三四五六七八九十\d]+单元)?(?:[一二三四五六七八九十\d]+[层楼])?"
    r"(?:[东西中]户|\d{2,5}[室户号]?)"
)
_MAY_HOLD = re.compile(r"\d\d|号楼|[栋幢]")


@lru_cache(maxsize=4096)
def redacted(text: str) -> str:
    """The text as it may be shown to whoever was given no reason: masked, else as it is."""
    if not _MAY_HOLD.search(text):
        return text
    text = _PERSON.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1\2****\3\4", text)
    text = _FIXED.sub(r"\1\2****\3", text)
    text = _PLATE.sub(r"\1**\2", text)
    return _DOOR.sub(r"\1**", text)
