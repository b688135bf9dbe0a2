"""A moment of a home as data for other programs: which layers, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.app.picture_rows import CELLS, DRAWINGS, INCIDENTS, LINKS, MEMBERS, RowMaker
from console.app.picture_table import SHEETS, write_layers
from console.app.track_rows import TRACKS, fixes_of_period, tracks
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from console.app.export_facts import ExportFacts
    from console.app.picture_rows import Layer
    from maps.export.moments import Moment

    Period = tuple[datetime, datetime]

DATA_LAYERS: Final = frozenset({CELLS, INCIDENTS, MEMBERS, LINKS, DRAWINGS, TRACKS})


def write_data(
    file: Path,
    facts: ExportFacts,
    moment: Moment,
    period: Period | None,
    layers: frozenset[str] | None,
) -> dict[str, int]:
    """Write layers of a moment, and the tracks of a period; how many rows each has.

    Without `layers` all that the file can hold are written, tracks where there is a period.

    Raises
    ------
    BadInput
        `bad_period`: tracks without a period. `unknown_layer`: a workbook has no lines.
    OSError
        The file cannot be written.
    """
    wanted = _wanted(file, period, layers)
    maker = RowMaker(moment.picture, moment.positions, moment.now, facts.reference)
    made: list[Layer] = [
        make()
        for name, make in (
            (CELLS, maker.cells),
            (INCIDENTS, maker.incidents),
            (MEMBERS, maker.members),
            (LINKS, maker.links),
            (DRAWINGS, maker.drawings),
        )
        if name in wanted
    ]
    if TRACKS in wanted and period is not None:
        made.append(tracks(moment.picture, fixes_of_period(facts.source, *period), maker))
    about = {"at": maker.instant(moment.now) or "", "seq": str(moment.picture.seq)}
    if period is not None:
        since, until = (maker.instant(at) or "" for at in period)
        about |= {"from": since, "to": until}
    write_layers(file, made, about)
    return {layer.name: len(layer.rows) for layer in made}


def _wanted(file: Path, period: Period | None, layers: frozenset[str] | None) -> frozenset[str]:
    can_hold = SHEETS if file.suffix.lower() == ".xlsx" else DATA_LAYERS
    if layers is None:
        return can_hold if period is not None else can_hold - {TRACKS}
    if TRACKS in layers and period is None:
        words = Words("轨迹需要 --from 与 --to", "tracks need --from and --to")
        raise BadInput("bad_period", words)
    if not layers <= can_hold:
        names = ", ".join(sorted(can_hold))
        words = Words(f"该文件只能容纳：{names}", f"this file can hold {names}")
        raise BadInput("unknown_layer", words)
    return layers
