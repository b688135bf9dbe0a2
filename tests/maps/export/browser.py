"""A Chromium without a window and without a network, spoken to over a pair of pipes.

The standard library is enough: DevTools messages are JSON with a zero byte behind each.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Resolving any name at all fails, whatever network the machine has.
CUT_OFF = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9")
QUIET = (
    "--headless",
    "--no-sandbox",  # in a container the user is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIRED = """
import os, sys
hears, says, *line = sys.argv[1:]
os.dup2(int(hears), 103)
os.dup2(int(says), 104)
os.dup2(103, 3)
os.dup2(104, 4)
os.execv(line[0], line)
"""
"""Chromium hears on descriptor 3 and speaks on 4; by way of high numbers, because the pipes may
lie on the very ones that are wanted."""


def chromium() -> str:
    """The program; the test is skipped where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here: apt install chromium")
    return found


class Browser:
    """One browser with one page; close it when done."""

    def __init__(self, profile: Path, *, zone: str = "UTC") -> None:
        """`zone` is the one the machine believes to be in."""
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self._loaded = 0
        self._count = 0
        self._session: str | None = None
        self._buffer = b""
        hears, self._to = os.pipe()
        self._from, says = os.pipe()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", WIRED, str(hears), str(says)),
                chromium(),
                *QUIET,
                *CUT_OFF,
                "--remote-debugging-pipe",
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            env={**os.environ, "TZ": zone},
            stderr=subprocess.DEVNULL,
            pass_fds=(hears, says),
        )
        os.close(hears)
        os.close(says)
        self._attach()

    def open(self, file: Path, size: tuple[int, int] = (1600, 900)) -> None:
        """Show a file of the disk, and wait until it is loaded."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **metrics)
        self.ask("Page.navigate", url=file.as_uri())
        while not self._loaded:
            self._note(self._read())

    def run(self, script: str) -> Any:
        """The value of an expression in the page, promises awaited."""
        found = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """Press and let go of a key."""
        about: dict[str, Any] = {"key": key, "code": key, "text": text}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **about)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def pdf(self) -> bytes:
        """The page as it would be printed."""
        made = self.ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(made["data"])

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and give its answer."""
        self._count += 1
        number = self._count
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            said = self._read()
            if said.get("id") == number:
                assert "error" not in said, said["error"]
                result: dict[str, Any] = said["result"]
                return result
            self._note(said)

    def close(self) -> None:
        """End it."""
        self._session = None
        with suppress(OSError, EOFError):
            self.ask("Browser.close")
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def _attach(self) -> None:
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def _note(self, said: dict[str, Any]) -> None:
        method, about = said.get("method"), said.get("params", {})
        if method == "Page.loadEventFired":
            self._loaded += 1
        elif method == "Network.requestWillBeSent":
            self.requested.append(about["request"]["url"])
        elif method in {"Runtime.exceptionThrown", "Runtime.consoleAPICalled"} or (
            method == "Log.entryAdded"
        ):
            self.complaints.append(json.dumps(about)[:1_000])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._from, 1 << 20)
            if not more:
                raise EOFError
            self._buffer += more
        line, self._buffer = self._buffer.split(b"\0", 1)
        said: dict[str, Any] = json.loads(line)
        return said
