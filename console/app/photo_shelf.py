"""The photos of a home: read from its attachments, kept in them; runs on the side lane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from console.state.photos import NOT_HERE, Shot
from models.domain.error import BadInput, Words
from models.intake.photo import MOST_BYTES, pixels_of, seen_in
from models.store.attachment import content_of, keep_content

if TYPE_CHECKING:
    from datetime import tzinfo

    from console.state.photos import Source


class HomePhotos:
    """See `console.state.photos.PhotoShelf`. Thread: any; it holds nothing but the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def show(self, name: str, most_px: int, zone: tzinfo) -> Shot:
        """A photo of a name, at most so large; not here where another machine has it."""
        content = content_of(self._folder, name)
        if content is None:
            return Shot(name, why=NOT_HERE)
        return Shot(name, seen_in(content, zone)[0], pixels_of(content, most_px))

    def keep(self, source: Source, most_px: int, zone: tzinfo) -> Shot:
        """Keep a photo once it has been read whole: a broken one is kept nowhere."""
        content = _content(source)
        try:
            seen, ending = seen_in(content, zone)
            pixels = pixels_of(content, most_px)
        except BadInput as bad:
            if not isinstance(source, str):
                raise
            file = Path(source).name
            words = Words(f"{file}：{bad.words.zh}", f"{file}: {bad.words.en}")
            raise BadInput(bad.code, words) from bad
        return Shot(keep_content(self._folder, content, ending), seen, pixels)


def _content(source: Source) -> bytes:
    if isinstance(source, str):
        return _read(Path(source))
    if isinstance(source, bytes):
        return source
    # A picture of the clipboard's has no file yet; packing it takes long, so it is done here.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(source)
    return bytes(buffer.data().data())


def _read(path: Path) -> bytes:
    """The bytes of a plain file that is no larger than a photo may be."""
    try:
        if not path.is_file():
            raise _unreadable(path, "不是文件", "this is no file")
        with path.open("rb") as file:
            # One byte more than may be: then it is known to be too large, and no more read.
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, str(error.strerror), str(error.strerror)) from error


def _unreadable(path: Path, zh: str, en: str) -> BadInput:
    return BadInput(
        "no_such_file", Words(f"无法读取 {path}：{zh}", f"{path} cannot be read: {en}")
    )
