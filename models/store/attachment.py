"""Attachments: files kept by their content beside the database.

The name of a file is the SHA-256 of its bytes and its old ending, so that the same
photo is kept once and nobody can swap it unseen.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from models.domain.error import BadInput, Trouble, Words

FOLDER = "attachments"
_ENDING = r"\.[a-z0-9]{1,8}"
_NAME = re.compile(rf"[0-9a-f]{{64}}({_ENDING})?")
LARGEST_BYTES = 100 * 2**20
"""A long video of a telephone; more would be read into memory whole."""


LEAST_FREE_BYTES = 200 * 2**20
"""So much of a disk is left to acts and to the database: a photo may wait, they may not."""


def keep_attachment(home: Path, path: str) -> str:
    """Copy a file into the home; its name there.

    Raises
    ------
    BadInput
        `no_such_file`, `bad_file`.
    Trouble
        `disk`, where the copy cannot be written.
    """
    source = Path(path)
    _require_a_photo(source)
    try:
        content = source.read_bytes()
    except OSError as error:
        raise BadInput(
            "no_such_file",
            Words(
                f"无法读取附件 {path}：{error.strerror}",
                f"the attachment {path} cannot be read: {error.strerror}",
            ),
        ) from error
    return keep_content(home, content, source.suffix.lower())


def keep_content(home: Path, content: bytes, ending: str) -> str:
    """Keep bytes under their name; `ending` begins with a point, or is empty.

    One that is no ending of a photo's is left out: nobody would find the file by its name.

    Raises
    ------
    Trouble
        `disk`, where they cannot be written, or hardly anything else could afterwards.
    """
    known = ending if re.fullmatch(_ENDING, ending) else ""
    name = hashlib.sha256(content).hexdigest() + known
    target = attachment_path(home, name)
    if target.exists():
        return name
    half = target.with_name(f".{name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_room(target.parent, len(content))
        half.write_bytes(content)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise Trouble(
            "disk",
            Words(
                f"无法保存附件到 {target.parent}：{error.strerror}",
                f"the attachment cannot be kept in {target.parent}: {error.strerror}",
            ),
        ) from error
    return name


def _require_room(folder: Path, size: int) -> None:
    left = shutil.disk_usage(folder).free
    if left - size < LEAST_FREE_BYTES:
        least, there = LEAST_FREE_BYTES // 2**20, left // 2**20
        raise Trouble(
            "disk",
            Words(
                f"磁盘将满（{folder} 所在磁盘只剩 {there} MB，须留 {least} MB）："
                "请清理磁盘后再附照片；不附照片的操作照常进行",
                f"the disk is nearly full ({there} MB left where {folder} lies, {least} MB are"
                " kept free): make room, then attach the photo again; acts without one go on",
            ),
        )


def content_of(home: Path, name: str) -> bytes | None:
    """The bytes of an attachment; None where this machine has none of that name.

    Names come out of the journal, where other desks wrote them: one that is no name of an
    attachment is looked for nowhere.

    Raises
    ------
    BadInput
        `swapped_attachment`, where the bytes are not those that the name stands for.
    Trouble
        `disk`, where the file cannot be read.
    """
    if not is_attachment(name):
        return None
    path = attachment_path(home, name)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _swapped(path)
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Trouble(
            "disk",
            Words(
                f"无法读取附件 {path}：{error.strerror}",
                f"the attachment {path} cannot be read: {error.strerror}",
            ),
        ) from error
    if hashlib.sha256(content).hexdigest() != name[:64]:
        raise _swapped(path)
    return content


def _swapped(path: Path) -> BadInput:
    return BadInput(
        "swapped_attachment",
        Words(
            f"附件 {path} 与其名称不符：内容被改动过",
            f"the attachment {path} is not what its name stands for: it was changed",
        ),
    )


def _require_a_photo(source: Path) -> None:
    """A device never ends, and a whole disk image is no photo."""
    if not source.exists() or source.is_dir():
        return  # reading it says what is wrong
    size = source.stat().st_size
    if source.is_file() and 0 < size <= LARGEST_BYTES:
        return
    most = LARGEST_BYTES // 2**20
    raise BadInput(
        "bad_file",
        Words(
            f"附件 {source} 应为普通文件，1 字节到 {most} MB",
            f"the attachment {source} should be a plain file of 1 byte to {most} MB",
        ),
    )


def is_attachment(name: str) -> bool:
    """Whether this may be the name of an attachment, and so of a file of ours."""
    return _NAME.fullmatch(name) is not None


def forget_attachment(home: Path, name: str) -> None:
    """Let a file go; a name out of the journal that is none of ours stands for no file."""
    if is_attachment(name):
        attachment_path(home, name).unlink(missing_ok=True)


def attachments_here(home: Path) -> list[str]:
    """The names of all that this machine holds."""
    return [file.name for file in (home / FOLDER).glob("??/*") if is_attachment(file.name)]


def attachment_path(home: Path, name: str) -> Path:
    """Where an attachment of a name lies."""
    return home / FOLDER / name[:2] / name
