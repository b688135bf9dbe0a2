"""What a page carries with it: Leaflet, its cluster plugin and our own script, as one text.

The libraries lie in `resources/leaflet`, with their licences, what is ours in `resources/page`.
Nothing in what comes out of here makes a browser ask the network.
"""

from __future__ import annotations

import re
from base64 import b64encode
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from maps.export.marks import palette
from maps.layers.style import map_style

if TYPE_CHECKING:
    from maps.layers.style import Theme

_LEAFLET: Final = "leaflet"
_SCRIPTS: Final = ("leaflet.js", "leaflet.markercluster.js")
_STYLES: Final = ("leaflet.css", "MarkerCluster.css")
_OURS: Final = (
    "core.js",
    "ground.js",
    "names.js",
    "drawn.js",
    "marks.js",
    "side.js",
    "time.js",
    "start.js",
)
"""In this order: each reads what those before it gave to `wangge`."""
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_IMAGE: Final = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SHIPPED: Final = files("resources")


def libraries() -> str:
    """Styles and scripts of the libraries, as elements for the page's head."""
    # A source map is looked for beside the page, where it is not.
    scripts = [_SOURCE_MAP.sub("", _text(_LEAFLET, name)) for name in _SCRIPTS]
    styles = [_IMAGE.sub(_inlined, _text(_LEAFLET, name)) for name in _STYLES]
    return _elements("style", styles) + _elements("script", scripts)


def own_style(theme: Theme) -> str:
    """Our style sheet and the colours of both themes; on paper it is always day."""
    themes: tuple[Theme, ...] = ("day", "night")
    other = themes[theme == "day"]
    return _elements(
        "style",
        [
            f":root {{ {_colours(theme)} }}\n"
            f":root[data-theme={theme}] {{ {_colours(theme)} }}\n"
            f":root[data-theme={other}] {{ {_colours(other)} }}\n"
            f"@media print {{ :root[data-theme] {{ {_colours('day')} }} }}",
            _text("page", "page.css"),
        ],
    )


def own_script() -> str:
    """Our script, as an element; it reads the element `wangge-data` before it."""
    return _elements("script", ["\n".join(_text("page", name) for name in _OURS)])


def _colours(theme: Theme) -> str:
    named = palette(map_style(theme)).items()
    return " ".join(f"--{name}: {colour};" for name, colour in named) + (
        f" color-scheme: {'dark' if theme == 'night' else 'light'};"
    )


def _text(folder: str, name: str) -> str:
    return _SHIPPED.joinpath(folder, name).read_text(encoding="utf-8")


def _inlined(found: re.Match[str]) -> str:
    image = _SHIPPED.joinpath(_LEAFLET, *found[1].split("/")).read_bytes()
    return f"url(data:image/png;base64,{b64encode(image).decode()})"


def _elements(tag: str, texts: list[str]) -> str:
    return "".join(f"<{tag}>\n{text}\n</{tag}>\n" for text in texts)
