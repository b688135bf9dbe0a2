"""Which column of a boundary file says what, and its values as text.

Columns that nobody named are guessed by their usual names, Chinese and English; every
guess is told. A code is taken as it stands: what is empty stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from maps.geometry.draft import BoundaryRequest, Notice, examples, notice
from models.domain.error import BadInput, Words
from models.domain.grid import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from maps.geometry.vector_file import Table

_CODES: Final = (
    "code", "代码", "编码", "adcode", "divisioncode", "areacode", "admincode", "regioncode",
    "cellcode", "gridcode", "gridid", "bgid", "bgcode", "towncode", "villagecode", "xzqdm",
    "xzqhdm", "xzdm", "zldwdm", "qhdm", "wgbm", "wgdm", "bm", "dm", "pac", "gbcode", "gb",
    "statcode", "tjdm", "tjyqhdm", "区划代码", "行政代码", "行政区代码", "行政区划代码",
    "行政区划编码", "区划编码", "统计代码", "统计用区划代码", "网格编码", "网格代码",
    "网格编号", "单元编码", "单元网格编码", "编号", "ref",
)  # fmt: skip
_NAMES: Final = (
    "name", "名称", "namezh", "cname", "chnname", "zhname", "中文名", "中文名称", "名字",
    "xzqmc", "xzmc", "zldwmc", "qhmc", "mc", "wgmc", "bgname", "cellname", "gridname",
    "areaname", "adname", "adminname", "regionname", "divisionname", "townname", "villagename",
    "区划名称", "行政区名称", "行政区划名称", "网格名称", "单元名称", "单元网格名称", "title",
)  # fmt: skip
_PARENTS: Final = (
    "parent", "parentcode", "parentid", "parcode", "pcode", "pid", "upcode", "uppercode",
    "supercode", "sjdm", "sjbm", "sjqhdm", "fdm", "fjdm", "fjbm", "上级", "上级代码",
    "上级编码", "上级区划代码", "上级网格", "上级网格编码", "父级", "父级代码", "父级编码",
    "父代码", "所属上级",
)  # fmt: skip
_NOTHING: Final = frozenset({"", "null", "<null>", "none", "nan", "nil", "n/a", "(null)", "无"})
_DBF_NAME_BYTES: Final = 10
_SCIENTIFIC: Final = re.compile(r"\d\.\d+[eE]\+\d+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows' own words, one value a row; `attributes` are the other columns.

    `levels` has None where the level's value is on nobody's map. `code_field` is "" where
    the file has no such column, and `parent_field` likewise; `is_parent_guessed` where
    nobody named it.
    """

    levels: list[Level | None]
    codes: list[str]
    names: list[str]
    parents: list[str]
    attributes: Mapping[str, NDArray[Any]]
    code_field: str
    name_field: str
    parent_field: str
    is_parent_guessed: bool


def columns_of(table: Table, request: BoundaryRequest, warnings: list[Notice]) -> Columns:
    """The columns a request names, or those that look like them.

    Raises
    ------
    BadInput
        `no_such_column`, `bad_level`.
    """
    levels, level_field = _levels(table, request, warnings)
    code_field = _field(table, request.path, request.code_field) or _guess(
        table, _CODES, "code", warnings
    )
    name_field = _field(table, request.path, request.name_field) or _guess(
        table, _NAMES, "name", warnings
    )
    parent_field = _field(table, request.path, request.parent_field)
    is_guessed = not parent_field
    parent_field = parent_field or _guess(table, _PARENTS, "parent", warnings)
    used = {level_field, code_field, name_field, parent_field}
    return Columns(
        levels,
        _codes(table, code_field, warnings),
        _texts(table, name_field),
        _texts(table, parent_field),
        {name: values for name, values in table.columns.items() if name not in used},
        code_field,
        name_field,
        parent_field,
        is_guessed,
    )


def attributes_at(columns: Mapping[str, NDArray[Any]], row: int) -> dict[str, Any]:
    """What the other columns say of a row (from 0), as JSON can hold it; blanks left out."""
    said = {name: _plain(values[row]) for name, values in columns.items()}
    return {name: value for name, value in said.items() if value is not None}


def text_of(value: object) -> str:
    """A value as trimmed text; "" for what is empty or says so. 370215.0 is "370215"."""
    if value is None:
        return ""
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return ""
        text = str(int(value)) if float(value).is_integer() else str(value)
    else:
        text = str(value)
    text = text.replace("\0", "").strip().strip("\ufeff\u200b\u3000").strip()
    return "" if text.casefold() in _NOTHING else text


def _levels(
    table: Table, request: BoundaryRequest, warnings: list[Notice]
) -> tuple[list[Level | None], str]:
    if request.level_field is None:
        if request.level is None:
            raise BadInput(
                "bad_level",
                Words(
                    "没有说明层级：请给出 --level 0…5，或 --level-field 与 --level-map",
                    "the level of these boundaries is not said: give --level 0…5, or"
                    " --level-field with --level-map",
                ),
            )
        return [_level(request.level)] * len(table), ""
    field = _field(table, request.path, request.level_field)
    given = request.level_map or {str(int(level)): int(level) for level in Level}
    mapping = {text_of(key): _level(level) for key, level in given.items()}
    values = _texts(table, field)
    unknown = sorted({value for value in values if value not in mapping})
    if unknown:
        count = sum(value not in mapping for value in values)
        zh, en = examples([value or "（空）" for value in unknown])
        _, en = examples([value or "(empty)" for value in unknown])
        warnings.append(
            notice(
                "level_unknown",
                f"{count} 行的“{field}”不在层级对照中（{zh}），已跳过",
                f"{count} rows were skipped: their {field} is not on the level map ({en})",
            )
        )
    return [mapping.get(value) for value in values], field


def _level(number: int) -> Level:
    try:
        return Level(number)
    except ValueError as error:
        zh = f"没有 {number} 级：层级是 0（市）到 5（单元）"
        en = f"there is no level {number}: levels are 0 (city) to 5 (unit)"
        raise BadInput("bad_level", Words(zh, en)) from error


def _field(table: Table, path: Path, wanted: str | None) -> str:
    """The column somebody named; case, and what a shapefile cuts off, do not matter."""
    if wanted is None:
        return ""
    if wanted in table.columns:
        return wanted
    alike = [name for name in table.columns if name.casefold() == wanted.casefold()]
    if not alike and table.driver == "ESRI Shapefile":
        cut = wanted.encode()[:_DBF_NAME_BYTES].decode(errors="ignore").casefold()
        alike = [name for name in table.columns if name.casefold() == cut]
    if len(alike) == 1:
        return alike[0]
    names = list(table.columns)
    zh = f"文件 {path.name} 没有“{wanted}”列；现有的列：{'、'.join(names) or '（无）'}"
    en = f"{path.name} has no column {wanted}; its columns are: {', '.join(names) or '(none)'}"
    raise BadInput("no_such_column", Words(zh, en))


def _guess(table: Table, usual: tuple[str, ...], what: str, warnings: list[Notice]) -> str:
    plain = {
        re.sub(r"[\s_\-:.]", "", name).casefold(): name for name in reversed(table.columns)
    }
    found = next((plain[name] for name in usual if name in plain), "")
    zh_what = {"code": "代码", "name": "名称", "parent": "上级"}[what]
    if found:
        zh = f"没有指定{zh_what}列，按列名采用“{found}”（--{what}-field 可改）"
        en = f"no {what} column was named: {found} was taken (--{what}-field)"
        warnings.append(notice(f"{what}_field_guessed", zh, en))
    elif what != "parent":
        zh = (
            f"没有指定{zh_what}列，也没有列名像{zh_what}：网格将没有{zh_what}（--{what}-field）"
        )
        en = f"no column looks like a {what}: cells come without one (--{what}-field)"
        warnings.append(notice(f"no_{what}_field", zh, en))
    return found


def _texts(table: Table, field: str) -> list[str]:
    if not field:
        return [""] * len(table)
    return [text_of(value) for value in table.columns[field]]


def _codes(table: Table, field: str, warnings: list[Notice]) -> list[str]:
    codes = _texts(table, field)
    zeros = [code for code in codes if code and not code.strip("0")]
    if zeros:
        zh = f"{len(zeros)} 行的代码全为 0，按没有代码处理"
        en = f"{len(zeros)} rows have a code of zeros only: taken as none"
        warnings.append(notice("code_zero", zh, en))
    spoilt = [code for code in codes if _SCIENTIFIC.fullmatch(code)]
    if spoilt:
        zh, en = examples(sorted(set(spoilt)))
        warnings.append(
            notice(
                "code_spoilt",
                f"{len(spoilt)} 行的代码被表格软件写成了科学计数法（{zh}），"
                "原代码已丢失，按没有代码处理",
                f"{len(spoilt)} codes were spoilt by a spreadsheet ({en}): taken as none",
            )
        )
    return ["" if code in zeros or code in spoilt else code for code in codes]


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, np.ndarray | list | tuple):
        return [_plain(one) for one in value] or None
    return text_of(value) or None
