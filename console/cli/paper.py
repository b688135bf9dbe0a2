"""What people type for an export, read as what it means: layers, steps, papers, parts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from console.state.reference import Reference
    from models.domain.grid import Box

PAPERS_MM: Final = {"A2": (594, 420), "A3": (420, 297), "A4": (297, 210)}
"""Width and height, lying; `A4-portrait` stands."""
LEAST_MM, MOST_MM = 100, 1_500
LEAST_DPI, MOST_DPI = 72, 1_200
_UNIT_S = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}


def duration(text: str, option: str) -> timedelta:
    """`30s`, `5min`, `1h`, `1d` as a time.

    Raises
    ------
    BadInput
        `bad_step`, where it is none, or nothing at all.
    """
    found = re.fullmatch(r"(\d{1,6})(s|min|h|d)", text.strip())
    amount = timedelta(seconds=int(found[1]) * _UNIT_S[found[2]]) if found else timedelta(0)
    if not amount:
        words = Words(
            f"{option} 应如 30s、5min、1h，现为 {text!r}",
            f"{option} is like 30s, 5min or 1h, not {text!r}",
        )
        raise BadInput("bad_step", words)
    return amount


def chosen_layers(text: str | None, known: frozenset[str]) -> frozenset[str] | None:
    """The layers named; None where nothing is said.

    Raises
    ------
    BadInput
        `unknown_layer`.
    """
    if text is None:
        return None
    chosen = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not chosen or not chosen <= known:
        names = ", ".join(sorted(known))
        words = Words(
            f"图层只能是：{names}；现为 {text!r}", f"layers are {names}; not {text!r}"
        )
        raise BadInput("unknown_layer", words)
    return chosen


def size_mm_of(text: str | None) -> tuple[float, float]:
    """A paper's width and height: `A4`, `A3-portrait`, `600x400` millimetres; A3 by default.

    Raises
    ------
    BadInput
        `bad_size`.
    """
    name, _, stand = (text or "A3").strip().partition("-")
    if name.upper() in PAPERS_MM and stand in {"", "landscape", "portrait"}:
        width, height = PAPERS_MM[name.upper()]
        return (height, width) if stand == "portrait" else (width, height)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)[x×*](\d+(?:\.\d+)?)", (text or "").strip())
    size = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if not all(LEAST_MM <= side <= MOST_MM for side in size):
        words = Words(
            f"纸张应为 A2、A3、A4（可加 -portrait）或 宽x高（毫米，{LEAST_MM} 到 {MOST_MM}），"
            f"现为 {text!r}",
            f"a paper is A2, A3, A4 (or with -portrait), or WxH in millimetres, {LEAST_MM} to "
            f"{MOST_MM} each; not {text!r}",
        )
        raise BadInput("bad_size", words)
    return size


def dpi_of(number: int | None) -> int:
    """Dots in an inch of a PNG; 300 by default.

    Raises
    ------
    BadInput
        `bad_dpi`.
    """
    dpi = 300 if number is None else number
    if not LEAST_DPI <= dpi <= MOST_DPI:
        words = Words(
            f"--dpi 应在 {LEAST_DPI} 到 {MOST_DPI} 之间",
            f"--dpi is {LEAST_DPI} to {MOST_DPI}",
        )
        raise BadInput("bad_dpi", words)
    return dpi


def part_of(bounds: str | None, cell: str | None, reference: Reference) -> Box | None:
    """The part of the map meant: west, south, east, north in degrees; None for the whole.

    Raises
    ------
    BadInput
        `bad_bounds`, `unknown_cell`.
    """
    if cell is not None:
        return _box_of_cell(cell, reference)
    if bounds is None:
        return None
    numbers = bounds.split(",")
    try:
        west, south, east, north = (float(number) for number in numbers)
    except ValueError:
        raise _bad_bounds(bounds) from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise _bad_bounds(bounds)
    return west, south, east, north


def _bad_bounds(bounds: str) -> BadInput:
    words = Words(
        f"--bounds 应为 西,南,东,北（度），现为 {bounds!r}",
        f"--bounds is west,south,east,north in degrees, not {bounds!r}",
    )
    return BadInput("bad_bounds", words)


def _box_of_cell(code: str, reference: Reference) -> Box:
    found = [cell for cell in reference.grid if cell.code == code and cell.bbox is not None]
    if not found:
        words = Words(
            f"没有代码为 {code} 的网格；用 wangge list cells 查看",
            f"there is no cell with the code {code}; see `wangge list cells`",
        )
        raise BadInput("unknown_cell", words)
    box = min(found, key=lambda cell: cell.level).bbox
    assert box is not None  # noqa: S101 - as was asked above; for the type checker
    return box
