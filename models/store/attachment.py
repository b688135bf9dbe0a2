"""Attachments: files kept by their content beside the database.

The name of a file is the SHA-256 of its bytes and its old ending, so that the same
photo is kept once and nobody can swap it unseen.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from models.domain.error import BadInput, Trouble, Words

FOLDER = "attachments"
LARGEST_BYTES = 100 * 2**20
"""A long video of a telephone; more would be read into memory whole."""


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
    name = hashlib.sha256(content).hexdigest() + source.suffix.lower()
    target = attachment_path(home, name)
    if target.exists():
        return name
    half = target.with_name(f".{name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
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


def attachment_path(home: Path, name: str) -> Path:
    """Where an attachment of a name lies."""
    return home / FOLDER / name[:2] / name
