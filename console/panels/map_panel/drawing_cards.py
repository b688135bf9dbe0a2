"""What the card at the cursor says of a drawing: what, how large, who, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.state.drawing_words import drawing_kind_words
from console.state.words import moment_words, short_number
from maps.canvas.overlays import HoverCard, distance_words
from maps.canvas.sketch import area_words
from maps.geometry.measures import area_and_perimeter_m, lengths_m
from maps.geometry.projection import to_lonlat
from maps.layers.drawings import outline_m
from models.domain.drawing import DrawingShape

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.drawing import Drawing

_LINE = 28
"""Characters a line; a label may be longer than the map has room for."""


def drawing_card(session: Session, drawing: Drawing) -> HoverCard:
    """Kind and label; its size, who drew it when, and until when it stands."""
    zone, now = session.reference.calendar.zone, session.frame.now
    incident = session.incident(drawing.incident)
    drawn = QCoreApplication.translate("MapCards", "{0} @ {1}, {2}").format(
        drawing.author, drawing.station, moment_words(drawing.drawn_at, zone, now)
    )
    lines = [
        *_folded(drawing.text),
        _size(drawing),
        QCoreApplication.translate("MapCards", "Incident {0}").format(
            short_number(incident.number)
        )
        if incident
        else "",
        drawn,
        QCoreApplication.translate("MapCards", "Stands until {0}").format(
            moment_words(drawing.expires_at, zone, now)
        )
        if drawing.expires_at
        else "",
    ]
    return HoverCard(drawing_kind_words(drawing.kind), tuple(line for line in lines if line))


def _folded(text: str) -> list[str]:
    whole = " ".join(text.split())
    return [whole[at : at + _LINE] for at in range(0, len(whole), _LINE)]


def _size(drawing: Drawing) -> str:
    if drawing.shape is DrawingShape.POINT:
        return ""
    if drawing.shape is DrawingShape.LINE:
        lonlat = np.array([(p.lon_deg, p.lat_deg) for p in drawing.points])
        return distance_words(float(lengths_m(lonlat)[-1]))
    area_m2, around_m = area_and_perimeter_m(to_lonlat(outline_m(drawing)))
    size = f"{area_words(area_m2)} · {distance_words(around_m)}"
    if drawing.radius_m is None:
        return size
    radius = distance_words(drawing.radius_m)
    return QCoreApplication.translate("MapCards", "Radius {0} · {1}").format(radius, size)
