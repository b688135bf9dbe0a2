"""What can be taken out of a window, and the command line that takes it.

An export is a process of its own: it reads what it needs from the home, so that neither the
GUI thread nor an act on the desk lane waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from models.domain.error import Words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from models.domain.error import Language
    from models.domain.grid import Box

PAPERS: Final = ("A4", "A3", "A2")
STEPS_MIN: Final = (1, 5, 15, 30, 60)
LAYERS: Final = ("cells", "ways", "members", "incidents", "links", "drawings", "heat", "tracks")
_MARKS: Final = frozenset({"cells", "members", "incidents", "links", "drawings"})


class Product(StrEnum):
    """Kinds of file, by the ending of their names."""

    PAGE = ".html"
    PDF = ".pdf"
    PNG = ".png"
    PACKAGE = ".gpkg"
    GEOJSON = ".geojson"
    BOOK = ".xlsx"

    @property
    def is_sheet(self) -> bool:
        """Whether it is for printing."""
        return self in {Product.PDF, Product.PNG}

    @property
    def may_have_period(self) -> bool:
        """Whether it can tell more than one moment."""
        return not self.is_sheet and self is not Product.BOOK

    @property
    def layers(self) -> frozenset[str]:
        """The layers it can hold, by the names of the command line."""
        if self is Product.PAGE:
            return _MARKS | {"ways", "heat"}
        if self.is_sheet:
            return _MARKS | {"ways"}
        if self is Product.BOOK:
            return frozenset({"members", "incidents"})
        return _MARKS | {"tracks"}


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants to have written, and where.

    `at` is the moment, aware; `period` its beginning and end in place of it; `bounds` are
    west, south, east, north in degrees, None for the whole district.
    """

    product: Product
    file: Path
    at: datetime
    period: tuple[datetime, datetime] | None = None
    step_min: int = 5
    layers: frozenset[str] | None = None
    bounds: Box | None = None
    paper: str = "A3"
    theme: str = "day"
    language: Language = "zh"

    def lack(self) -> Words | None:
        """What is wrong with it; None where nothing is."""
        if not self.file.name or self.file.suffix.lower() != self.product.value:
            ending = self.product.value
            return Words(f"文件名应以 {ending} 结尾", f"The file's name must end in {ending}")
        if not self.file.is_absolute() or not self.file.parent.is_dir():
            return Words(
                f"文件夹不存在：{self.file.parent}", f"There is no folder {self.file.parent}"
            )
        if self.period is not None and self.period[1] <= self.period[0]:
            return Words("时段的结束必须晚于开始", "A period must end after it begins")
        if self.layers is not None and not self.layers:
            return Words("请至少选择一个图层", "Choose at least one layer")
        return None

    def arguments(self) -> list[str]:
        """The words of the command line after `wangge`, without those about the home."""
        kind = "map" if self.product is Product.PAGE else "picture"
        words = ["export", kind, str(self.file), "--overwrite", "--theme", self.theme]
        words += ["--lang", self.language]
        if self.period is not None:
            begin, end = self.period
            words += ["--from", begin.isoformat(), "--to", end.isoformat()]
            if kind == "map":
                words += ["--step", f"{self.step_min}min"]
        else:
            words += ["--at", self.at.isoformat()]
        if self.layers is not None:
            words += ["--layers", ",".join(sorted(self.layers))]
        if self.product.is_sheet:
            words += ["--size", self.paper]
            if self.bounds is not None:
                words += ["--bounds=" + ",".join(f"{degree:.6f}" for degree in self.bounds)]
        return words


def suggested_file(folder: Path, product: Product, at: datetime, zone: ZoneInfo) -> Path:
    """A name that tells the moment and is not taken yet."""
    stem = f"wangge-{at.astimezone(zone):%Y%m%d-%H%M}"
    names = (f"{stem}{tail}{product.value}" for tail in ("", *(f"-{n}" for n in range(2, 100))))
    free = next((name for name in names if not (folder / name).exists()), None)
    return folder / (free or f"{stem}{product.value}")
