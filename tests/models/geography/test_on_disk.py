"""Promises of arrays that lie on the disk while a process lives."""

from __future__ import annotations

import errno
import mmap
import sys
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from models.geography import on_disk
from models.geography.on_disk import MANY_BYTES, laid, let_all_go, let_go

ROWS = MANY_BYTES // 16
BLOCKS = [np.arange(2.0 * ROWS).reshape(-1, 2) + block for block in range(3)]


def _is_on_disk(array: np.ndarray[Any, Any]) -> bool:
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return isinstance(base, mmap.mmap)


def test_many_blocks_are_one_array_on_the_disk() -> None:
    array = laid(iter(BLOCKS))
    assert np.array_equal(array, np.concatenate(BLOCKS))
    assert (type(array), _is_on_disk(array)) == (np.ndarray, True)


def test_few_stay_in_memory() -> None:
    array = laid([np.ones((3, 2)), np.zeros((2, 2))])
    assert (array.shape, _is_on_disk(array)) == ((5, 2), False)


def test_a_laid_array_that_was_let_go_is_still_there() -> None:
    array = laid(BLOCKS)
    let_go(array[1:])
    assert np.array_equal(array, np.concatenate(BLOCKS))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is in memory")
def test_of_all_that_lies_on_the_disk_nothing_stays_in_memory_once_let_go() -> None:
    array = laid(BLOCKS)
    assert array.sum() == np.concatenate(BLOCKS).sum()
    before = _files_in_memory()
    let_all_go()
    assert before - _files_in_memory() >= array.nbytes // 1024
    assert np.array_equal(array, np.concatenate(BLOCKS))


def _files_in_memory() -> int:
    """Kilobytes of files that this process has mapped and looked at."""
    (line,) = [
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("RssFile:")
    ]
    return int(line.split()[1])


def test_without_a_place_for_files_an_array_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_place() -> IO[bytes]:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(on_disk, "a_file", no_place)
    assert np.array_equal(laid(BLOCKS), np.concatenate(BLOCKS))


class FullDisk:
    """A file that takes so many writes and no more."""

    def __init__(self, file: IO[bytes], writes: int) -> None:
        self._file, self._left = file, writes

    def write(self, data: bytes) -> int:
        self._left -= 1
        if self._left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@pytest.mark.parametrize("writes", [0, 2])
def test_a_disk_that_fills_up_costs_memory_and_nothing_else(
    writes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FullDisk(on_disk.a_file(), writes)
    monkeypatch.setattr(on_disk, "a_file", lambda: file)
    assert np.array_equal(laid(BLOCKS), np.concatenate(BLOCKS))
