"""What a page carries with it: Leaflet, its cluster plugin and our own script, as one text.

The files lie in `resources/leaflet`, with their licences. Nothing in what comes out of here
makes a browser ask the network.
"""

from __future__ import annotations

import re
from base64 import b64encode
from importlib.resources import files
from typing import Final

_SCRIPTS: Final = ("leaflet.js", "leaflet.markercluster.js")
_STYLES: Final = ("leaflet.css", "MarkerCluster.css")
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_IMAGE: Final = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SHIPPED: Final = files("resources").joinpath("leaflet")


def libraries() -> str:
    """Styles and scripts of the libraries, as elements for the page's head."""
    # A source map is looked for beside the page, where it is not.
    scripts = [_SOURCE_MAP.sub("", _text(name)) for name in _SCRIPTS]
    styles = [_IMAGE.sub(_inlined, _text(name)) for name in _STYLES]
    return _elements("style", styles) + _elements("script", scripts)


def own_style() -> str:
    """Our style sheet, as an element; its colours are custom properties of the page."""
    return _elements("style", [_text("page.css")])


def own_script() -> str:
    """Our script, as an element; it reads the element `wangge-data` before it."""
    return _elements("script", [_text("page.js")])


def _text(name: str) -> str:
    return _SHIPPED.joinpath(name).read_text(encoding="utf-8")


def _inlined(found: re.Match[str]) -> str:
    image = _SHIPPED.joinpath(*found[1].split("/")).read_bytes()
    return f"url(data:image/png;base64,{b64encode(image).decode()})"


def _elements(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>\n{text}\n</{tag}>\n" for text in texts)
