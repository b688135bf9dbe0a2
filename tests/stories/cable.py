"""A network cable that can be cut: a namespace of the kernel's own, and what connects it.

Cut, nothing is refused and nothing closed: packets vanish, as behind a switch that lost its
power. Only root may make one, and only where the kernel has namespaces.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

from tests.console.cli.homes import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE, THERE = "10.213.77.1", "10.213.77.2"


def can_be_laid() -> bool:
    """Whether this machine and this login allow it."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"wgprobe{os.getpid()}"
    if subprocess.run(
        ["ip", "netns", "add", name], capture_output=True, check=False
    ).returncode:
        return False
    _ip("netns", "del", name)
    return True


class Cable:
    """Joins a namespace with the server of an embedded home, whose socket it makes a port."""

    def __init__(self, url: str) -> None:
        """`url` is the home's, over its socket."""
        self.name = f"wg{os.getpid()}"
        self._near, self._far = f"{self.name}a", f"{self.name}b"
        _ip("netns", "add", self.name)
        _ip("link", "add", self._near, "type", "veth", "peer", "name", self._far)
        _ip("link", "set", self._far, "netns", self.name)
        _ip("addr", "add", f"{HERE}/30", "dev", self._near)
        _ip("-n", self.name, "addr", "add", f"{THERE}/30", "dev", self._far)
        _ip("link", "set", self._near, "up")
        for device in (self._far, "lo"):
            _ip("-n", self.name, "link", "set", device, "up")
        asked = {key: found[0] for key, found in parse_qs(urlsplit(url).query).items()}
        self._forwarder = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.stories.forwards", HERE),
                f"{asked['host']}/.s.PGSQL.{asked['port']}",
            ],
            cwd=CHECKOUT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._forwarder.stdout is not None
        port = int(self._forwarder.stdout.readline())
        parts = urlsplit(url)
        login = parts.netloc.partition("@")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{login}@{HERE}:{port}", query=""))

    def inside(self, words: Sequence[str]) -> list[str]:
        """A command line, as it is run at the far end."""
        return ["ip", "netns", "exec", self.name, *words]

    def cut(self) -> None:
        """From now on every packet vanishes, both ways."""
        _ip("link", "set", self._near, "down")

    def mend(self) -> None:
        """Packets pass again."""
        _ip("link", "set", self._near, "up")

    def take_up(self) -> None:
        """Leave nothing behind."""
        self._forwarder.communicate(timeout=30)
        _ip("link", "del", self._near)
        _ip("netns", "del", self.name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
