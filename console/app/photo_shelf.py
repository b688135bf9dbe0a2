"""The photos of a home: read from its attachments, kept in them; runs on the side lane.

What is kept goes into the database as well, where the other desks and the backups find it.
While that is away a mark beside the file remembers it; the acts that name it wait no less.
"""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from console.state.photos import NOT_HERE, Shot
from models.domain.error import BadInput, Trouble, Words
from models.intake.photo import MOST_BYTES, pixels_of, seen_in
from models.store.attachment import (
    FOLDER,
    attachments_here,
    content_of,
    forget_attachment,
    keep_attachment,
    keep_content,
)
from models.store.attachment_rows import bring_attachment, fetch_attachment, forgotten_among
from models.store.engine import troubles

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from console.state.photos import Source
    from models.store.engine import Connection

_log = logging.getLogger(__name__)
_TO_BRING = "to-bring"


class HomePhotos:
    """See `console.state.photos.PhotoShelf`.

    `connect` opens a connection to the home's database; without it photos lie in the folder
    alone. Thread: any; it holds nothing but these two.
    """

    def __init__(self, folder: Path, connect: Callable[[], Connection] | None = None) -> None:
        self._folder = folder
        self._connect = connect

    def show(self, name: str, most_px: int, zone: tzinfo) -> Shot:
        """A photo of a name, at most so large; not here where nobody brought it yet."""
        content = content_of(self._folder, name) or self._fetched(name)
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
        name = keep_content(self._folder, content, ending)
        self._note(name)
        self.bring_rest()
        return Shot(name, seen, pixels)

    def keep_file(self, path: str) -> str:
        """Keep a file by its content, unseen; its name.

        Raises
        ------
        BadInput, Trouble
            As `keep_attachment` says.
        """
        name = keep_attachment(self._folder, path)
        self._note(name)
        self.bring_rest()
        return name

    def bring_rest(self) -> int:
        """Bring into the database what it lacks; how many files. Later, where it is away."""
        marks = sorted(self._marks.glob("*"))
        if not marks or self._connect is None:
            return 0
        try:
            with troubles(), contextlib.closing(self._connect()) as connection:
                return sum(self._brought(connection, mark) for mark in marks)
        except Trouble as trouble:
            _log.warning("photos wait on this machine: %s", trouble)
            return 0

    def settle(self) -> None:
        """Let go of what was erased, then bring what the database lacks."""
        self.forget_erased()
        self.bring_rest()

    def forget_erased(self) -> int:
        """Let go of photos that were erased with a person, at whichever desk; how many."""
        names = attachments_here(self._folder)
        if not names or self._connect is None:
            return 0
        try:
            with troubles(), contextlib.closing(self._connect()) as connection:
                gone = forgotten_among(connection, names)
            for name in gone:
                (self._marks / name).unlink(missing_ok=True)
                forget_attachment(self._folder, name)
        except (Trouble, OSError) as trouble:
            _log.warning("erased photos may lie on this machine yet: %s", trouble)
            return 0
        return len(gone)

    def _brought(self, connection: Connection, mark: Path) -> bool:
        """Bring one file; what is not what its name says any more holds up no other."""
        content = None
        try:
            content = content_of(self._folder, mark.name)
        except BadInput as bad:
            _log.warning("a photo is not brought: %s", bad)
        is_new = content is not None and bring_attachment(connection, mark.name, content)
        mark.unlink(missing_ok=True)
        return is_new

    @property
    def _marks(self) -> Path:
        return self._folder / FOLDER / _TO_BRING

    def _note(self, name: str) -> None:
        """Remember that a file is to be brought, before anybody tries."""
        self._marks.mkdir(parents=True, exist_ok=True)
        (self._marks / name).touch()

    def _fetched(self, name: str) -> bytes | None:
        """What another desk brought, kept here from now on; None where nobody has yet.

        Raises
        ------
        Trouble
            The database is away.
        """
        if self._connect is None:
            return None
        with troubles(), contextlib.closing(self._connect()) as connection:
            content = fetch_attachment(connection, name)
        if content is None or keep_content(self._folder, content, name[64:]) != name:
            return None
        return content


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
