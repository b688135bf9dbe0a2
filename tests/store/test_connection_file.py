"""The file by which a workstation knows its central database."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.error import BadInput
from models.store.connection_file import database_url
from models.store.dsn import password_in, without_password
from models.store.engine import an_engine

URL = "postgresql://zhang@a:5432,b:5433/wangge?sslmode=verify-full"


def a_file(folder: Path, text: str, mode: int = 0o644) -> str:
    file = folder / "central.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return str(file)


def trouble_of(given: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        database_url(given)
    assert caught.value.words.zh != caught.value.words.en
    return caught.value


def test_a_url_is_taken_as_it_is() -> None:
    assert database_url(URL) == URL


def test_the_certificate_is_found_beside_the_file_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ca.crt").touch()
    a_file(tmp_path, f'format = 1\nurl = "{URL}"\nca = "ca.crt"\n')
    monkeypatch.chdir(tmp_path)

    assert database_url("central.toml") == f"{URL}&sslrootcert={tmp_path}/ca.crt"


def test_a_file_without_a_certificate_gives_its_url(tmp_path: Path) -> None:
    assert database_url(a_file(tmp_path, f'format = 1\nurl = "{URL}"\n')) == URL


def test_what_is_neither_url_nor_file_is_told_with_both_ways() -> None:
    wrong = trouble_of("/nowhere/central.toml")

    assert wrong.code == "bad_database_url"
    assert "/nowhere/central.toml" in wrong.words.en
    assert "postgresql://" in wrong.words.en


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("url =", "TOML"),
        (f'url = "{URL}"', "format"),
        (f'format = 2\nurl = "{URL}"', "format"),
        (f'format = 1\nurl = "{URL}"\npasword = "x"', "pasword"),
        ("format = 1", "url"),
        ('format = 1\nurl = "mysql://x"', "url"),
        (f'format = 1\nurl = "{URL}"\nca = 7', "ca"),
        (f'format = 1\nurl = "{URL}"\nca = "gone.crt"', "gone.crt"),
    ],
)
def test_a_wrong_file_is_told_in_words(tmp_path: Path, text: str, named: str) -> None:
    wrong = trouble_of(a_file(tmp_path, text))

    assert wrong.code == "bad_connection_file"
    assert named in wrong.words.en
    assert str(tmp_path) in wrong.words.en


def test_bytes_that_are_no_text_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")

    assert trouble_of(str(tmp_path / "x.toml")).code == "bad_connection_file"


def test_a_password_that_others_can_read_is_refused_and_not_repeated(tmp_path: Path) -> None:
    text = 'format = 1\nurl = "postgresql://zhang:geheim@a/wangge"\n'

    wrong = trouble_of(a_file(tmp_path, text, 0o644))

    assert wrong.code == "open_password"
    assert "geheim" not in wrong.words.en + wrong.words.zh
    assert "geheim" in database_url(a_file(tmp_path, text, 0o600))


@given(st.text("abcXYZ09%$!*", min_size=4, max_size=20))
def test_no_password_of_a_url_is_ever_repeated(password: str) -> None:
    for url in (f"postgresql://me:{password}@a/b?x=y", f"postgresql://a/b?password={password}"):
        assert password_in(url) == password
        assert password not in without_password(f"cannot read {url}", url)


def test_a_url_that_libpq_cannot_read_is_told_without_its_password() -> None:
    with pytest.raises(BadInput) as caught:
        an_engine("postgresql://me:ge%heim@a/wangge")

    assert "ge%heim" not in caught.value.words.en
    assert "heim" not in str(caught.value)
