"""Whole frames by QGIS; run by the system's Python, which has its bindings, never by ours.

`python3 map_qgis.py PLAN`: PLAN as JSON, with the folder of GeoJSON layers from bottom to
top, the box in EPSG:3857 metres and the size in pixels. Knows nothing of the project.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsProperty,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage, QPainter

FRAMES = 5


def styled(layer: QgsVectorLayer) -> None:
    """One symbol for all, coloured by the features."""
    kind = layer.geometryType()
    colour = QgsProperty.fromField("colour")
    if kind == QgsWkbTypes.PolygonGeometry:
        symbol = QgsFillSymbol.createSimple({"outline_style": "no"})
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.PropertyFillColor, colour)
    elif kind == QgsWkbTypes.LineGeometry:
        first = next(layer.getFeatures())
        width = str(first["width"])
        symbol = QgsLineSymbol.createSimple(
            {"line_width": width, "line_width_unit": "Pixel", "line_color": first["colour"]}
        )
    else:
        is_member = layer.fields().indexOf("turn") >= 0
        symbol = QgsMarkerSymbol.createSimple(
            {"name": "arrow" if is_member else "circle", "size": "12", "size_unit": "Pixel"}
        )
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.PropertyFillColor, colour)
        if is_member:
            symbol.setDataDefinedAngle(QgsProperty.fromField("turn"))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def main() -> None:
    """Draw and tell."""
    plan = json.loads(sys.argv[1])
    application = QgsApplication([], False)  # noqa: FBT003 - without windows; Qt names no arguments
    application.initQgis()
    files = sorted(
        Path(plan["folder"]).glob("*.geojson"), key=lambda file: file.stat().st_mtime_ns
    )
    layers = [QgsVectorLayer(str(file), file.stem, "ogr") for file in files]
    kept = [layer.materialize(QgsFeatureRequest()) for layer in layers]
    for layer in kept:
        styled(layer)
    settings = QgsMapSettings()
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setLayers(list(reversed(kept)))
    settings.setExtent(QgsRectangle(*plan["bounds"]))
    settings.setOutputSize(QSize(*plan["size"]))
    taken = []
    for _ in range(FRAMES + 1):
        image = QImage(QSize(*plan["size"]), QImage.Format_RGB32)
        begun_s = time.perf_counter()
        painter = QPainter(image)
        job = QgsMapRendererCustomPainterJob(settings, painter)
        job.start()
        job.waitForFinished()
        painter.end()
        taken.append(time.perf_counter() - begun_s)
    print("FRAMES" + json.dumps(taken[1:]) + "FRAMES")
    sys.stdout.flush()
    os._exit(0)  # its own way out crashes without a screen


if __name__ == "__main__":
    main()
