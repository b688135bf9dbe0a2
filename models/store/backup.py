"""Backups of a whole database by PostgreSQL's own tools, and the proof that they restore."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg.conninfo import conninfo_to_dict

from models.domain.error import BadInput, Trouble, Words
from models.store.binaries import find_binaries
from models.store.dsn import plain
from models.store.embedded import open_embedded, stop_embedded
from models.store.engine import connect, troubles
from models.store.provision import make_roles
from models.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.store.verify import Verification


_AWAY: Final = """
DO $$
DECLARE one regclass;
BEGIN
    FOR one IN
        SELECT oid FROM pg_class t WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP TABLE %s CASCADE', one);
    END LOOP;
END
$$;
"""
"""Takes our tables away: a dump of an earlier release clears only those it knows itself."""


def write_backup(admin_url: str, file: str) -> int:
    """Dump the database to one file, whole or not at all; its size in bytes.

    Raises
    ------
    Trouble
        `backup_failed`, with the tool's last word.
    """
    target = Path(file)
    half = target.with_name(f".{target.name}.part")
    try:
        _run("pg_dump", admin_url, ["--format=custom", f"--file={half}"])
        half.replace(target)
    except OSError as error:
        raise Trouble(
            "backup_failed",
            Words(f"无法写入备份 {file}：{error}", f"cannot write the backup {file}: {error}"),
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return target.stat().st_size


def restore_backup(admin_url: str, file: str) -> None:
    """Put a dump in the place of a database that holds no facts.

    Raises
    ------
    BadInput
        `no_such_file`, `not_empty`.
    Trouble
        `backup_failed`.
    """
    if not Path(file).is_file():
        raise BadInput(
            "no_such_file", Words(f"没有备份文件 {file}", f"there is no backup file {file}")
        )
    with troubles(), connect(admin_url) as connection:
        make_roles(connection)
        there = connection.execute("SELECT to_regclass('public.journal')").fetchone()
        full = there != (None,) and connection.execute(
            "SELECT EXISTS (SELECT 1 FROM journal)"
        ).fetchone() == (True,)
    if full:
        raise BadInput(
            "not_empty",
            Words(
                "目标数据库已有记录，不能覆盖；请用空的 --home 恢复",
                "the database has facts already and is not overwritten; "
                "restore into an empty --home",
            ),
        )
    with tempfile.TemporaryDirectory(prefix="wangge-restore-") as folder:
        script = str(Path(folder) / "restore.sql")
        _run("pg_restore", None, ["--clean", "--if-exists", f"--file={script}", file])
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run("psql", admin_url, [*options, f"--command={_AWAY}", f"--file={script}"])


def proved(admin_url: str) -> Verification:
    """Back up, restore into a scratch server, and verify what came out."""
    with tempfile.TemporaryDirectory(prefix="wangge-proof-") as folder:
        file = str(Path(folder) / "proof.dump")
        write_backup(admin_url, file)
        home = Path(folder) / "home"
        home.mkdir()
        urls = open_embedded(home)
        try:
            restore_backup(urls.admin, file)
            with troubles(), connect(urls.admin) as connection:
                return verify(connection)
        finally:
            stop_embedded(home)


def _run(tool: str, url: str | None, options: Sequence[str]) -> None:
    parts = conninfo_to_dict(plain(url)) if url else {}
    password = str(parts.pop("password", "") or "")
    target = " ".join(f"{key}='{value}'" for key, value in parts.items() if value is not None)
    binary = find_binaries().folder / tool
    command = [str(binary), *options, *([f"--dbname={target}"] if url else [])]
    done = subprocess.run(  # noqa: S603 - our own tool, our own arguments
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PGPASSWORD": password},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise Trouble("backup_failed", Words(f"{tool}：{last}", f"{tool}: {last}"))
