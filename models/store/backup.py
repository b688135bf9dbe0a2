"""Backups of a whole database by PostgreSQL's own tools, and the proof that they restore."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from models.domain.error import BadInput, Trouble, Words
from models.store.binaries import find_binaries
from models.store.dsn import plain
from models.store.embedded import open_embedded, stop_embedded
from models.store.engine import connect, troubles
from models.store.provision import make_roles
from models.store.verify import verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.store.verify import Verification


_AWAY: Final = """
DO $$
DECLARE
    one regclass;
    made regprocedure;
BEGIN
    FOR one IN
        SELECT oid FROM pg_class t WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = t.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP TABLE %s CASCADE', one);
    END LOOP;
    FOR made IN
        SELECT oid FROM pg_proc f WHERE prokind = 'f' AND pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = f.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', made);
    END LOOP;
END
$$;
"""
"""Takes our tables and functions away: a dump of an earlier release clears those it knows."""


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
    _restore(admin_url, file)


def proved(admin_url: str) -> Verification:
    """Back up, restore into a scratch server, and verify what came out."""
    with tempfile.TemporaryDirectory(prefix="wangge-proof-") as folder:
        file = str(Path(folder) / "proof.dump")
        write_backup(admin_url, file)
        home = Path(folder) / "home"
        home.mkdir()
        urls = open_embedded(home)
        try:
            _restore_what_fits(urls.admin, file, Path(folder) / "contents")
            with troubles(), connect(urls.admin) as connection:
                return verify(connection)
        finally:
            stop_embedded(home)


def _restore(url: str, file: str, *options: str) -> None:
    with tempfile.TemporaryDirectory(prefix="wangge-restore-") as folder:
        script = str(Path(folder) / "restore.sql")
        whole = ["--clean", "--if-exists", *options, f"--file={script}", file]
        done = _said(_tool("pg_restore", url), whole)
        if done.returncode:
            raise _failed("pg_restore", done.stderr)
        whole = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run("psql", url, [*whole, f"--command={_AWAY}", f"--file={script}"])


def _restore_what_fits(url: str, file: str, contents: Path) -> None:
    """Restore without the extensions that this server lacks, and what stands on them: PostGIS.

    Nothing of the journal or the state tables does.
    """
    with troubles(), connect(url) as connection:
        make_roles(connection)
        found = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    lines = _list_of(url, file).splitlines()
    absent = _extensions_in(lines) - {name for (name,) in found}
    kept = [line for line in lines if not _stands_on(line, absent)]
    contents.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _restore(url, file, f"--use-list={contents}")


def _list_of(url: str, file: str) -> str:
    done = _said(_tool("pg_restore", url), ["--list", file])
    if done.returncode:
        raise _failed("pg_restore", done.stderr)
    return done.stdout


def _extensions_in(lines: Sequence[str]) -> set[str]:
    found = (re.search(r" EXTENSION - (\S+)", line) for line in lines)
    return {match[1] for match in found if match}


def _stands_on(line: str, absent: set[str]) -> bool:
    """Whether an entry is one of those extensions, or needs PostGIS where that is one."""
    named = re.search(r" EXTENSION (?:- )?(\S+)", line)
    if named:
        return named[1] in absent
    return "postgis" in absent and bool(
        re.search(r" (gis|SCHEMA gis|public cell_gis|\S* ?spatial_ref_sys) ", line)
    )


def _run(tool: str, url: str, options: Sequence[str]) -> None:
    parts = conninfo_to_dict(plain(url))
    password = str(parts.pop("password", "") or "")
    target = make_conninfo(**{key: str(value) for key, value in parts.items()})
    secret = {"PGPASSWORD": password} if password else {}
    done = _said(_tool(tool, url), [*options, f"--dbname={target}"], secret)
    if done.returncode:
        raise _failed(tool, done.stderr)


def _tool(tool: str, url: str) -> str:
    """The program of the server's own release: a newer one speaks too new for it."""
    with troubles(), connect(url) as connection:
        major = connection.info.server_version // 10_000
    try:
        binaries = find_binaries(major=major)
    except Trouble:
        binaries = find_binaries()
    return str(binaries.program(tool))


def _said(
    program: str, options: Sequence[str], secret: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own tool, our own arguments
        [program, *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(secret or {})},
    )


def _failed(tool: str, said: str) -> Trouble:
    if "in file header" in said:
        return Trouble(
            "backup_newer",
            Words(
                "备份由更新版本的 PostgreSQL 写出，这台服务器读不了；请恢复到同样新的服务器",
                "the backup was written by a newer PostgreSQL than this server's; "
                "restore it into one as new",
            ),
        )
    # Its first complaint is the reason; what follows is about the statement.
    errors = [line for line in said.splitlines() if "error:" in line]
    first = (errors or said.strip().splitlines() or ["?"])[0]
    return Trouble("backup_failed", Words(f"{tool}：{first}", f"{tool}: {first}"))
