"""A central server of a test's own: provisioned for real, beside whatever else is there."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROVISION = Path(__file__).resolve().parents[2] / "installer" / "server" / "provision.py"


def a_free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Said:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass
class Server:
    """One cluster of a pair."""

    root: Path
    cluster: str
    port: int = field(default_factory=a_free_port)

    def __call__(self, command: str, *words: str) -> Said:
        """Run one command of `provision.py` on it."""
        done = subprocess.run(
            [
                *(sys.executable, str(PROVISION), command, *words, "--cluster", self.cluster),
                *("--config", str(self.root / "etc"), "--lang", "en"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def done(self, command: str, *words: str) -> Said:
        """The same, where it must end well."""
        said = self(command, *words)
        assert said.status == 0, (command, said)
        return said

    def reds(self) -> dict[str, str]:
        """What the check calls red, by name; what it says."""
        said = self("check", "--json")
        found = json.loads(said.out)
        assert said.status == (0 if found["ok"] else 3), said
        return {check["name"]: check["words"] for check in found["checks"] if not check["ok"]}

    def sql(self, statement: str) -> str:
        """Ask as the superuser."""
        return subprocess.run(
            [
                *("psql", "-XAtqU", "postgres", "-h", "/var/run/postgresql"),
                *("-p", str(self.port), "-d", "wangge", "-c", statement),
            ],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
        ).stdout.strip()

    @property
    def version(self) -> str:
        """The major version, as Debian's paths have it."""
        note = json.loads((self.folder / "server.json").read_text("utf-8"))
        return str(note["version"])

    @property
    def folder(self) -> Path:
        """Our own files of it."""
        return self.root / "etc" / self.cluster

    @property
    def settings(self) -> Path:
        """Debian's files of it."""
        return Path("/etc/postgresql") / self.version / self.cluster

    @property
    def data(self) -> Path:
        """Its data."""
        return Path("/var/lib/postgresql") / self.version / self.cluster

    def control(self, action: str) -> None:
        """What an administrator does with Debian's own tool."""
        subprocess.run(
            ["pg_ctlcluster", self.version, self.cluster, action], check=True, cwd="/"
        )


@dataclass
class Pair:
    """A primary and its hot standby, on this machine; `until` waits for what is to come."""

    until: Callable[..., None]
    root: Path
    primary: Server
    standby: Server

    @classmethod
    def make(cls, until: Callable[..., None], *asked: str) -> Pair:
        """Provision both; `asked` goes to the primary's `up` once the standby follows."""
        # Below /tmp, not pytest's own folder: postgres must be able to read it.
        root = Path(tempfile.mkdtemp(prefix="wangge-server-", dir="/tmp"))
        root.chmod(0o755)
        name = f"wgt{secrets.token_hex(3)}"
        pair = cls(until, root, Server(root, f"{name}a"), Server(root, f"{name}b"))
        try:
            first, second = pair.primary, pair.standby
            first.done(
                *("up", "--port", str(first.port), "--name", "localhost"),
                *("--backup-dir", str(root / "backup-a")),
            )
            second.done(
                *("standby", "--beside", first.cluster, "--port", str(second.port)),
                *("--backup-dir", str(root / "backup-b")),
            )
            if asked:
                first.done("up", *asked)
        except BaseException:
            pair.remove()
            raise
        return pair

    def remove(self) -> None:
        """Leave nothing of them."""
        for server in (self.standby, self.primary):
            server("down", "--yes-remove-everything")
            for log in Path("/var/log").glob(f"p*/*{server.cluster}*"):
                log.unlink()
        shutil.rmtree(self.root)
