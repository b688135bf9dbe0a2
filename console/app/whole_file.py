"""Files that come into being whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def require_free(target: Path, *, overwrite: bool) -> None:
    """Refuse a name that is taken, before any work is done for it.

    Raises
    ------
    BadInput
        `file_exists`.
    Trouble
        `disk`: no file can be called so.
    """
    try:
        is_taken = not overwrite and target.exists()
    except OSError as error:  # a name longer than any disk takes
        raise _unwritable(target, error) from error
    if is_taken:
        words = Words(
            f"{target} 已存在：换个文件名，或加 --overwrite 覆盖",
            f"{target} exists: take another name, or --overwrite",
        )
        raise BadInput("file_exists", words)


@contextmanager
def whole_file(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A path to write to; at the end what was written takes the target's place at once.

    It lies in a hidden folder beside the target, with what a library puts beside its files;
    nothing of it stays where the writing fails or is interrupted.

    Raises
    ------
    BadInput
        `file_exists`.
    Trouble
        `disk`: the folder cannot be written, or the disk is full.
    """
    require_free(target, overwrite=overwrite)
    half: Path | None = None
    try:
        # Named before it is there: a signal in between must not leave it behind.
        half = target.parent / f".{target.stem[:32]}.{secrets.token_hex(8)}"
        half.mkdir(mode=0o700)
        yield half / target.name
        require_free(target, overwrite=overwrite)
        (half / target.name).replace(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        if half is not None:
            shutil.rmtree(half, ignore_errors=True)


def _unwritable(target: Path, error: OSError) -> Trouble:
    why = error.strerror or str(error)
    words = Words(f"无法写入 {target}：{why}", f"cannot write {target}: {why}")
    return Trouble("disk", words)
