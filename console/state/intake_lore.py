"""What the intake form knows: words of classes, phrases, landmarks, the cells' polygons.

It is made on the desk lane, where nobody waits for it; the form works without it until then.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from models.analysis.class_guess import ClassGuesser
from models.domain.error import BadInput
from models.domain.grid import EMPTY_GRID, CellKind, Grid
from models.domain.rulebook import REPORT
from models.geography.cells_by_box import CellsByBox, box_of
from models.geography.landmarks import Landmarks, Spots, Way
from models.intake.intake_words import IntakeWords, Phrase, read_intake_words, read_phrases
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from console.state.reference import Reference
    from models.domain.error import Language, Words
    from models.domain.ids import CellId
    from models.domain.place import LonLat

WORDS_FILE: Final = "intake.toml"
PHRASES_FILE: Final = "phrases.toml"
PAST_REPORTS: Final = 20_000
"""So many of the newest reports teach the words of their classes."""


@dataclass(frozen=True, slots=True, eq=False)
class LoreWanted:
    """A question for the lane: the lore of a reference and of the files in a home's folder."""

    reference: Reference
    folder: Path


@dataclass(frozen=True, slots=True, eq=False)
class Lore:
    """All of it, immutable. `complaints` say which own file could not be read, and why."""

    guesser: ClassGuesser
    words: IntakeWords
    phrases: tuple[Phrase, ...]
    landmarks: Landmarks
    grid: Grid = EMPTY_GRID
    cells: CellsByBox | None = None
    complaints: tuple[Words, ...] = field(default=())

    def cell_at(self, place: LonLat) -> CellId | None:
        """The deepest cell at a place."""
        return self.cells.cell_at(place) if self.cells is not None else None

    def address_of(self, place: LonLat, language: Language) -> str:
        """A place as people tell it: by what is near, or by its cell; "" where neither is."""
        near = self.landmarks.near(place)
        if near is not None:
            return near.said(language)
        found = self.cell_at(place)
        cell = self.grid.get(found) if found is not None else None
        return "" if cell is None else cell.name


def make_lore(wanted: LoreWanted, past: Iterable[tuple[str, str]]) -> Lore:
    """Learn. Pure but for the files; runs on the lane. `past` are class and text."""
    complaints: list[Words] = []
    words = _own(wanted.folder, WORDS_FILE, read_intake_words, complaints)
    own = own_phrases(wanted.folder, complaints)
    reference = wanted.reference
    district = _district_phrases(reference)
    usual = district or read_phrases(_shipped(PHRASES_FILE), PHRASES_FILE)
    return Lore(
        ClassGuesser(reference.categories.values(), words.classes, past),
        words,
        (*own, *usual),
        _landmarks(reference),
        reference.grid,
        _cells(reference),
        tuple(complaints),
    )


def _district_phrases(reference: Reference) -> tuple[Phrase, ...]:
    """What the district's sheet says for the intake form; it wins over what was shipped."""
    return tuple(
        Phrase(one.words.zh, one.words.en, one.category)
        for one in reference.rulebook.phrases
        if one.act == REPORT
    )


def own_phrases(folder: Path, complaints: list[Words]) -> tuple[Phrase, ...]:
    """The phrases of a home's own file; a complaint where it cannot be read."""
    file = folder / PHRASES_FILE
    if not file.is_file():
        return ()
    try:
        return read_phrases(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError):
        return ()
    except BadInput as bad:
        complaints.append(bad.words)
        return ()


def _own(
    folder: Path,
    name: str,
    read: Callable[[str, str], IntakeWords],
    complaints: list[Words],
) -> IntakeWords:
    file = folder / name
    if file.is_file():
        try:
            return read(file.read_text("utf-8"), str(file))
        except BadInput as bad:
            complaints.append(bad.words)
        except (OSError, UnicodeDecodeError):
            pass
    return read(_shipped(name), name)


def _shipped(name: str) -> str:
    return resource_path(name).read_text("utf-8")


def _landmarks(reference: Reference) -> Landmarks:
    backdrop = reference.backdrop
    ways = [
        Way(name, lines.lonlat_deg[lines.ends[i] : lines.ends[i + 1]])
        for rank, lines in backdrop.named.items()
        for i, name in enumerate(backdrop.names.get(rank, ()))
    ]
    grid = reference.grid
    names, ids, numbers = grid.columns
    centres = np.asarray(numbers).reshape(-1, 7)[:, 1:3]
    is_shown = np.isin(ids, np.fromiter(reference.shapes, np.int64))
    rows = np.flatnonzero(is_shown & ~np.isnan(centres[:, 0]))
    sights = (
        (cell.name, cell.centre)
        for kind in CellKind
        if kind is not CellKind.BASIC
        for cell in grid.of_kind(kind)
        if cell.centre and cell.id in reference.shapes
    )
    return Landmarks(ways, Spots(names, centres, rows), sights)


def _cells(reference: Reference) -> CellsByBox | None:
    if reference.by_box is not None:
        return reference.by_box
    shapes, boxes = reference.shapes, array("d")
    for cell_id in shapes:
        cell = reference.cell(cell_id)
        known = cell.bbox if cell is not None else None
        boxes.extend(known or box_of(known, shapes[cell_id]))
    if not shapes:
        return None
    ids = np.fromiter(shapes, np.int64, len(shapes))
    return CellsByBox(shapes, ids, np.array(boxes).reshape(-1, 4))
