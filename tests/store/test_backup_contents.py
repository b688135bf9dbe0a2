"""What of a dump is restored where a server lacks an extension."""

from __future__ import annotations

from models.store.backup import _extensions_in, _failed, _stands_on

LIST = """\
; Archive created at 2026-11-27 09:12:54 UTC
2; 3079 16385 EXTENSION - postgis
4437; 0 0 COMMENT - EXTENSION postgis
3; 3079 17000 EXTENSION - pg_trgm
9; 2615 18000 SCHEMA - gis postgres
230; 1259 18001 VIEW gis open_incidents wangge_owner
4182; 0 16698 TABLE DATA public spatial_ref_sys postgres
4183; 0 16699 TABLE DATA public journal wangge_owner
231; 1259 17300 TABLE public gis_like_name wangge_owner
""".splitlines()


def test_the_extensions_of_a_dump_are_known_by_its_list() -> None:
    assert _extensions_in(LIST) == {"postgis", "pg_trgm"}


def test_without_postgis_all_that_stands_on_it_stays_out_and_the_rest_comes() -> None:
    kept = [line for line in LIST if not _stands_on(line, {"postgis"})]

    assert [line.split(" ", 3)[3] for line in kept[1:]] == [
        "EXTENSION - pg_trgm",
        "TABLE DATA public journal wangge_owner",
        "TABLE public gis_like_name wangge_owner",
    ]


def test_with_postgis_everything_comes() -> None:
    assert not any(_stands_on(line, set()) for line in LIST)


def test_a_failure_is_told_by_its_first_complaint() -> None:
    said = "pg_restore: error: could not execute query: no such type\nCommand was: CREATE …"

    assert "no such type" in _failed("pg_restore", said).words.en


def test_a_dump_of_a_newer_server_is_told_as_that() -> None:
    said = "pg_restore: error: unsupported version (1.16) in file header"

    assert _failed("pg_restore", said).code == "backup_newer"
