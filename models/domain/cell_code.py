"""What others call a cell: statistics codes, grid codes, the project's own.

A code is read, judged and compared here; it is never made up, never a key, and the
tree is not built from it. Digits are ASCII only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.domain.error import Words
from models.domain.grid import Level


class Scheme(StrEnum):
    """By which rule a code is made."""

    STATISTICS = "statistics"
    STATISTICS_KEY = "statistics key"
    MANAGEMENT_AREA = "management area"
    GRID = "GB/T 30428"
    UNIT = "grid and unit"
    OLD_UNIT_GRID = "CJ/T 213"
    PROFESSIONAL_GRID = "CJ/T 349"


@dataclass(frozen=True, slots=True)
class CellCode:
    """A code taken apart. Parts the level does not have are "".

    `levels` are those the scheme has room for; `text` is the code without padding zeros.
    """

    text: str
    scheme: Scheme
    levels: frozenset[Level]
    county: str = ""
    town: str = ""
    village: str = ""
    serial: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CodeProblem:
    """Why a code looks wrong: a stable kind for programs, words for people."""

    kind: str
    words: Words


SUCCEEDED: Final = {
    "370123": "370113",
    "370125": "370115",
    "370181": "370114",
    "370205": "370203",
    "370282": "370215",
    "370284": "370211",
    "370521": "370505",
    "370634": "370614",
    "370684": "370614",
    "370882": "370812",
    "371081": "371003",
    "371202": "370116",
    "371203": "370117",
    "371421": "371403",
    "371624": "371603",
    "371626": "371681",
    "371727": "371703",
}
"""County codes of Shandong that GB/T 2260 withdrew, with the one that took their land."""

_UNDIVIDED: Final = frozenset({"441900", "442000", "460400", "620200"})
"""Cities without districts: towns hang directly under them."""
_STATISTICS_CLASSES: Final = "111|112|121|122|123|210|220"
_PARTS: Final = (
    (Scheme.STATISTICS, r"(?P<county>\d{6})(?P<town>\d{3})?(?P<village>\d{3})?"),
    (Scheme.MANAGEMENT_AREA, r"(?P<county>\d{6})(?P<town>\d{3})(?P<village>[A-Z]\d{2})"),
    (Scheme.GRID, r"(?P<county>\d{6})(?P<town>\d{3})(?P<village>\d{3})(?P<serial>\d{3})"),
    (
        Scheme.UNIT,
        r"(?P<county>\d{6})(?P<town>\d{3})(?P<village>\d{3})(?P<serial>\d{3})-(?P<unit>\d\d)",
    ),
    (
        Scheme.STATISTICS_KEY,
        r"(?P<county>\d{6})(?P<town>\d{3})(?P<village>\d{3})\d{2}(?:"
        + _STATISTICS_CLASSES
        + ")",
    ),
    (
        Scheme.OLD_UNIT_GRID,
        r"(?P<county>\d{6})(?P<town>\d{3})(?P<village>\d{3})(?P<serial>\d{2})",
    ),
    (
        Scheme.PROFESSIONAL_GRID,
        r"\d{6}(?P<county>\d{6})(?P<town>\d{3})(?P<village>\d{3})(?P<serial>\d{2})",
    ),
)
_PATTERNS: Final = tuple((scheme, re.compile(rule, re.ASCII)) for scheme, rule in _PARTS)
_CITY: Final = re.compile(r"\d{4}", re.ASCII)
_LEVELS: Final = {
    Scheme.MANAGEMENT_AREA: frozenset({Level.COMMUNITY}),
    Scheme.STATISTICS_KEY: frozenset({Level.COMMUNITY, Level.VILLAGE}),
    Scheme.GRID: frozenset({Level.UNIT}),
    Scheme.UNIT: frozenset({Level.UNIT}),
    Scheme.OLD_UNIT_GRID: frozenset({Level.UNIT}),
    Scheme.PROFESSIONAL_GRID: frozenset({Level.UNIT}),
}


def parse_code(code: str) -> CellCode | None:
    """Take a code apart; None where it follows no scheme we know.

    Zeros that pad a code of a higher level to 9 or 12 digits are taken off.
    """
    if _CITY.fullmatch(code):
        return CellCode(code + "00", Scheme.STATISTICS, frozenset({Level.CITY}), code + "00")
    for scheme, pattern in _PATTERNS:
        found = pattern.fullmatch(code)
        if found:
            parts = {name: part or "" for name, part in found.groupdict().items()}
            if scheme is Scheme.STATISTICS:
                return _statistics(**parts)
            return CellCode(code, scheme, _LEVELS[scheme], **parts)
    return None


def _statistics(county: str, town: str, village: str) -> CellCode:
    village = "" if village == "000" else village
    town = "" if town == "000" and not village else town
    if village:
        # Where communities are the lowest committees, they bear the village's digits.
        levels = {Level.VILLAGE, Level.COMMUNITY}
    elif town:
        levels = {Level.TOWN}
    else:
        levels = {Level.CITY} if county.endswith("00") else {Level.DISTRICT}
        levels |= {Level.DISTRICT} if county in _UNDIVIDED else set()
    text = county + town + village
    return CellCode(text, Scheme.STATISTICS, frozenset(levels), county, town, village)


def code_problem(code: str, level: Level, name: str = "") -> CodeProblem | None:
    """What is wrong with a code at a level; None where nothing is, or where there is none.

    With the cell's name, a district (区) that bears a county-level city's number (81–99)
    is found too: that is what a code from before the conversion looks like.
    """
    if not code:
        return None
    parsed = parse_code(code)
    if parsed is None:
        return _problem(
            "unknown_scheme", f"代码 {code} 不符合任何已知编码规则",
            f"the code {code} follows no known scheme",
        )  # fmt: skip
    if level not in parsed.levels:
        fits = sorted(parsed.levels)
        return _problem(
            "wrong_level",
            f"代码 {code} 是{'、'.join(one.zh for one in fits)}级的编码，这里是{level.zh}级",
            f"the code {code} is one of a {' or '.join(one.en for one in fits)}, not of a"
            f" {level.en}",
        )
    return _old(parsed, level, name) or _out_of_range(parsed)


def _old(code: CellCode, level: Level, name: str) -> CodeProblem | None:
    new = SUCCEEDED.get(code.county)
    if new:
        return _problem(
            "old_code",
            f"代码 {code.text} 用的是已撤销的县级代码 {code.county}，现行代码为 {new}",
            f"the code {code.text} stands on the withdrawn county code {code.county};"
            f" today it is {new}",
        )
    if level is Level.DISTRICT and code.county[4:] >= "81" and name.endswith("区"):
        return _problem(
            "old_code",
            f"代码 {code.text} 是县级市的编号（81–99），而“{name}”是区，疑为改区前的旧代码",
            f"the code {code.text} numbers a county-level city (81-99) but {name} is a"
            " district: probably its code from before the conversion",
        )
    old = {Scheme.OLD_UNIT_GRID: 14, Scheme.PROFESSIONAL_GRID: 20}.get(code.scheme)
    if old:
        return _problem(
            "old_scheme",
            f"代码 {code.text} 是 {code.scheme} 的 {old} 位编码，现行单元网格编码为 15 位",
            f"the code {code.text} has the {old} digits of {code.scheme}; grid codes have"
            " 15 today",
        )
    return None


def _out_of_range(code: CellCode) -> CodeProblem | None:
    if code.scheme is Scheme.STATISTICS_KEY:
        return _problem(
            "statistics_key", f"代码 {code.text} 是 17 位统计用主键，前 12 位才是区划代码",
            f"the code {code.text} is a statistics key of 17 digits; its first 12 are the code",
        )  # fmt: skip
    for kind, part, is_good in (
        ("town", code.town, not code.town or "001" <= code.town <= "599"),
        ("village", code.village, _is_village(code)),
        ("serial", code.serial, code.serial not in {"000", "00", "900"}),
        ("unit", code.unit, code.unit != "00"),
    ):
        if not is_good:
            zh = {"town": "镇街", "village": "村居", "serial": "网格序号", "unit": "单元"}[kind]
            return _problem(
                f"bad_{kind}",
                f"代码 {code.text} 的{zh}段 {part} 不在规定范围内",
                f"the {kind} part {part} of the code {code.text} is out of its range",
            )
    return None


def _is_village(code: CellCode) -> bool:
    if not code.village or not code.village.isdigit():
        return code.village[1:] != "00"
    merged = code.scheme is Scheme.PROFESSIONAL_GRID and code.village >= "601"
    return merged or ("001" <= code.village <= "599" and code.village not in {"498", "598"})


def lies_under(code: str, above: str) -> bool:
    """Whether a code could belong to a cell below the other's, by their digits alone.

    True where either has no digits to tell by: management goes by parent, not by code.
    """
    one, other = parse_code(code), parse_code(above)
    if one is None or other is None:
        return True
    if Level.CITY in other.levels:
        return one.county[:4] == other.county[:4]
    if one.county != other.county:
        return False
    pairs = [(one.town, other.town)]
    if not other.village.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")):
        pairs.append((one.village, other.village))
    return all(mine == theirs for mine, theirs in pairs if mine and theirs)


def _problem(kind: str, zh: str, en: str) -> CodeProblem:
    return CodeProblem(kind, Words(zh, en))
