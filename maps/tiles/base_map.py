"""What a base map is: where its tiles come from, how they lie, whose they are.

Made from one table of a `basemaps.toml` (see `docs/basemaps.md`); the same table travels
to the process that draws. Nothing here opens a file or asks a server.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from maps.tiles.definition_table import DefinitionTable, wrong
from maps.tiles.matrix import MatrixSet
from models.domain.error import Words
from models.geography.datum import Datum

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_KINDS: Final = ("mbtiles", "pmtiles", "gpkg")
ONLINE_KINDS: Final = ("xyz", "wmts")
KEYS: Final = (
    *("kind", "title", "attribution", "approval", "url", "file", "layers", "subdomains"),
    *("matrix", "datum", "tile_px", "levels", "tone", "keep_days", "parallel", "key"),
    *("set", "style", "format", "label", "kinds", "referer"),
)
MOST_PARALLEL: Final = 8


class Tone(StrEnum):
    """What the tiles are, which decides how a night makes them dark."""

    MAP = "map"
    IMAGERY = "imagery"
    GUESS = "guess"
    """JPEG is imagery, all else a map."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A base map.

    `kind` is one of `FILE_KINDS` or `ONLINE_KINDS`. `url` is a template with `{z}`, `{x}`,
    `{y}` and so on, see `maps.tiles.address`; `layers` are drawn one on the other. `levels`
    and `tile_px` hold for what comes over HTTP; a file says its own. `keep_days` is how long
    a tile may lie on the disk, 0 for a licence that forbids it; `parallel` how many requests
    may be on their way; `kinds` names the kind of each layer of a GeoPackage. `table` is what
    it was made from, its file's path absolute.
    """

    name: str
    kind: str
    title: Words
    table: Mapping[str, Any]
    attribution: Words = Words("", "")  # noqa: RUF009 - frozen, as good as a constant
    url: str = ""
    file: str = ""
    layers: tuple[str, ...] = ("",)
    subdomains: tuple[str, ...] = ()
    matrix: MatrixSet = MatrixSet.MERCATOR
    datum: Datum = Datum.WGS84
    tile_px: int = 256
    levels: tuple[int, int] = (0, 18)
    tone: Tone = Tone.GUESS
    keep_days: float = 30.0
    parallel: int = 4
    key: str = ""
    referer: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_online(self) -> bool:
        """Whether its tiles come over HTTP."""
        return self.kind in ONLINE_KINDS

    @property
    def needs_key(self) -> bool:
        """Whether a server wants a key that nobody has given yet."""
        return "{key}" in self.url and not self.key

    @property
    def folder(self) -> str:
        """The folder of its tiles in a cache: another address is another folder."""
        told = "\n".join((self.url, *self.layers, self.matrix))
        return f"{self.name}-{blake2b(told.encode(), digest_size=4).hexdigest()}"

    def with_key(self, key: str) -> BaseMap:
        """The same with a key, unless its own table brings one."""
        return self if self.key else replace(self, key=key)


def base_map_of(name: str, table: Mapping[str, Any], source: str = "") -> BaseMap:
    """A base map from its table.

    Parameters
    ----------
    source
        The file the table stands in, for the words of an error.

    Raises
    ------
    BadInput
        `bad_basemap`, naming the file, the key and what it should be.
    """
    read = DefinitionTable(name, table, source, KEYS)
    kind = read.one_of("kind", (*ONLINE_KINDS, *FILE_KINDS))
    attribution = read.words("attribution", Words("", ""))
    approval = read.text("approval", "")
    if approval:
        attribution = Words(*(f"{said} {approval}".strip() for said in _both(attribution)))
    base = BaseMap(
        name=name,
        kind=kind,
        title=read.words("title", Words(name, name)),
        table=dict(table),
        attribution=attribution,
        layers=read.texts("layers", ("",)),
        matrix=MatrixSet(read.one_of("matrix", tuple(MatrixSet), MatrixSet.MERCATOR)),
        datum=Datum(read.one_of("datum", tuple(Datum), Datum.WGS84)),
        tile_px=int(read.number("tile_px", 256, 64, 1024)),
        levels=read.levels("levels", (0, 18)),
        tone=Tone(read.one_of("tone", tuple(Tone), Tone.GUESS)),
    )
    if base.matrix is MatrixSet.BAIDU:  # its plane is of no other datum
        base = replace(base, datum=Datum.BD09)
    if kind in FILE_KINDS:
        return replace(base, file=read.text("file"), kinds=read.mapping("kinds"))
    return _online(base, read)


def _online(base: BaseMap, read: DefinitionTable) -> BaseMap:
    url = read.text("url")
    if not url.startswith(("http://", "https://")):
        wrong(
            read, "url", "应以 http:// 或 https:// 开头", "must begin with http:// or https://"
        )
    if base.kind == "wmts":
        url = _wmts(url, read)
    elif "{x}" not in url or not ("{y}" in url or "{-y}" in url):
        wrong(read, "url", "应含有 {z}、{x}、{y}", "must have {z}, {x} and {y} in it")
    subdomains = read.texts("subdomains", ())
    if "{s}" in url and not subdomains:
        wrong(read, "subdomains", "url 中有 {s}，须列出", "must be listed: the url has {s}")
    return replace(
        base,
        url=url,
        subdomains=subdomains,
        keep_days=read.number("keep_days", 30.0, 0.0, 3650.0),
        parallel=int(read.number("parallel", 4, 1, MOST_PARALLEL)),
        key=read.text("key", ""),
        referer=read.text("referer", ""),
    )


def _wmts(url: str, read: DefinitionTable) -> str:
    """The template of a WMTS: RESTful where it has the words of one, else key and value."""
    label = read.text("label", "{z}")
    url = url.replace("{set}", read.text("set", ""))
    if "{TileMatrix}" in url or "{tilematrix}" in url.lower():
        return _restful(url, read, label)
    if "{x}" in url:
        return url
    query = {
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": "{layer}",
        "STYLE": read.text("style", "default"),
        "TILEMATRIXSET": read.text("set"),
        "FORMAT": read.text("format", "image/png"),
        "TILEMATRIX": label,
        "TILEROW": "{y}",
        "TILECOL": "{x}",
    }
    joint = "" if url.endswith(("?", "&")) else "&" if "?" in url else "?"
    return url + joint + "&".join(f"{name}={value}" for name, value in query.items())


def _restful(url: str, read: DefinitionTable, label: str) -> str:
    words = {
        "{tilematrixset}": read.text("set", ""),
        "{tilematrix}": label,
        "{tilerow}": "{y}",
        "{tilecol}": "{x}",
        "{style}": read.text("style", "default"),
        "{layer}": "{layer}",
    }
    for word, value in words.items():
        at = url.lower().find(word)
        while at >= 0:
            url = url[:at] + value + url[at + len(word) :]
            at = url.lower().find(word, at + len(value))
    return url


def _both(words: Words) -> tuple[str, str]:
    return words.zh, words.en
