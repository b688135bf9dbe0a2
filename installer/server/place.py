"""Where things lie on a database server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SOCKETS = Path("/var/run/postgresql")
CONFIG = Path("/etc/wangge")


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one cluster of ours. `config` holds a folder for each cluster."""

    config: Path
    cluster: str

    @property
    def folder(self) -> Path:
        """Our own folder: note, certificates, secrets."""
        return self.config / self.cluster

    @property
    def note(self) -> Path:
        """What was asked, so that `up` alone asks it again."""
        return self.folder / "server.json"

    @property
    def ca(self) -> Path:
        """The certificate that stations trust."""
        return self.folder / "ca.crt"

    @property
    def ca_key(self) -> Path:
        """What signs further certificates; absent where certificates were given."""
        return self.folder / "ca.key"

    @property
    def certificate(self) -> Path:
        """The server's own certificate."""
        return self.folder / "server.crt"

    @property
    def key(self) -> Path:
        """The server's own key."""
        return self.folder / "server.key"

    @property
    def replication_password(self) -> Path:
        """The password with which standbys read; of root alone."""
        return self.folder / "replication.secret"

    @property
    def passfile(self) -> Path:
        """The same on a standby, as libpq reads it; of postgres alone."""
        return self.folder / "replication.pgpass"

    @property
    def pgbackrest(self) -> Path:
        """The settings of archive and backups."""
        return self.folder / "pgbackrest.conf"

    def settings(self, version: int) -> Path:
        """Debian's folder for the settings of the cluster."""
        return Path("/etc/postgresql") / str(version) / self.cluster

    def data(self, version: int) -> Path:
        """Debian's folder for the data of the cluster."""
        return Path("/var/lib/postgresql") / str(version) / self.cluster
