"""A fictional district as its life needs it, in plain arrays: to be kept, and read at once.

Making a city takes a minute of the processor and some 900 MB, most of them outlines that
whoever patrols there never looks at.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import numpy as np
import shapely

from models.domain.command import Enrol
from models.domain.ids import MemberId
from models.simulation.cells import FictionalCell
from models.simulation.district import FictionalDistrict, Size, Water
from models.simulation.roads import Roads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

VILLAGE: Final = 4
UNIT: Final = 5
_PLAIN: Final = ("urban", "ground_lonlat_deg", "unit_of_ground")
_ROADS: Final = tuple(field.name for field in fields(Roads) if field.name != "names")
_NO_OUTLINE: Final = shapely.Polygon()


def arrays_of(district: FictionalDistrict) -> dict[str, NDArray[Any]]:
    """What the life of a district needs of it."""
    villages, units = district.of_level(VILLAGE), district.of_level(UNIT)
    row = {cell.code: i for i, cell in enumerate(villages)}
    parent = np.array([row[str(cell.parent)] for cell in units])
    home = [row.get(enrol.home_cell or "", -1) for enrol in district.members]
    has_road = np.zeros(len(villages), bool)
    has_road[parent[district.roads.unit]] = True
    lonely = np.flatnonzero(~has_road)
    outlines = [shapely.to_wkb(villages[i].polygon, hex=True) for i in lonely.tolist()]
    ids = b"".join(enrol.member.bytes for enrol in district.members)
    return {
        "size": np.array(district.size.value),
        "seed": np.array(district.seed),
        **{name: getattr(district, name) for name in _PLAIN},
        **{f"road_{name}": getattr(district.roads, name) for name in _ROADS},
        "road_names_zh": _text(zh for zh, _ in district.roads.names),
        "road_names_en": _text(en for _, en in district.roads.names),
        **_texts_of("village", villages),
        "village_parent": _text(str(cell.parent) for cell in villages),
        **_texts_of("unit", units),
        "unit_parent": parent,
        "lonely": lonely,
        "outlines": _text(outlines),
        "member": np.frombuffer(ids, np.uint8),
        "member_number": _text(enrol.number for enrol in district.members),
        "member_home": np.array(home, np.int64),
    }


def lean_district(arrays: Mapping[str, NDArray[Any]]) -> FictionalDistrict:
    """The district of some arrays: its life is that of the whole one.

    It has villages and units alone, and outlines only of villages that no road touches; no
    water and no departments; of members the id, the number and the home.

    Raises
    ------
    KeyError, ValueError
        The arrays are not those of `arrays_of`.
    """
    names = zip(_lines(arrays["road_names_zh"]), _lines(arrays["road_names_en"]), strict=True)
    roads = Roads(**{name: arrays[f"road_{name}"] for name in _ROADS}, names=tuple(names))
    shapes: dict[int, Any] = dict(
        zip(
            arrays["lonely"].tolist(),
            map(shapely.from_wkb, _lines(arrays["outlines"])),
            strict=True,
        )
    )
    villages = [
        FictionalCell(code, zh, en, VILLAGE, parent, shapes.get(i, _NO_OUTLINE), kind)
        for i, ((code, zh, en, kind), parent) in enumerate(
            zip(_rows("village", arrays), _lines(arrays["village_parent"]), strict=True)
        )
    ]
    units = [
        FictionalCell(code, zh, en, UNIT, villages[parent].code, _NO_OUTLINE, kind)
        for (code, zh, en, kind), parent in zip(
            _rows("unit", arrays), arrays["unit_parent"].tolist(), strict=True
        )
    ]
    return FictionalDistrict(
        size=Size(str(arrays["size"])),
        seed=int(arrays["seed"]),
        cells=(*villages, *units),
        roads=roads,
        water=Water((), _NO_OUTLINE, _NO_OUTLINE, shapely.LineString()),
        members=_members(arrays, villages),
        departments=(),
        **{name: arrays[name] for name in _PLAIN},
    )


def _members(
    arrays: Mapping[str, NDArray[Any]], villages: list[FictionalCell]
) -> tuple[Enrol, ...]:
    ids, homes = arrays["member"].tobytes(), arrays["member_home"].tolist()
    return tuple(
        Enrol(
            member=MemberId(UUID(bytes=ids[16 * i : 16 * i + 16])),
            number=number,
            name="",
            home_cell=villages[home].code if home >= 0 else None,
        )
        for i, (number, home) in enumerate(
            zip(_lines(arrays["member_number"]), homes, strict=True)
        )
    )


def _texts_of(what: str, cells: tuple[FictionalCell, ...]) -> dict[str, NDArray[np.uint8]]:
    return {
        f"{what}_code": _text(cell.code for cell in cells),
        f"{what}_zh": _text(cell.name for cell in cells),
        f"{what}_en": _text(cell.name_en for cell in cells),
        f"{what}_kind": _text(cell.kind for cell in cells),
    }


def _rows(what: str, arrays: Mapping[str, NDArray[Any]]) -> Iterable[tuple[str, ...]]:
    columns = (_lines(arrays[f"{what}_{part}"]) for part in ("code", "zh", "en", "kind"))
    return zip(*columns, strict=True)


def _text(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Lines in UTF-8, each with its end."""
    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), np.uint8)


def _lines(text: NDArray[np.uint8]) -> list[str]:
    return text.tobytes().decode().split("\n")[:-1]
