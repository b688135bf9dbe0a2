"""The steps of the set-up, one by one."""

from __future__ import annotations

import ast
import errno
import hashlib
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from setting_up import main, pip_run, pip_wheel, state, system
from setting_up.layout import EXTRAS, Layout, this_checkout
from setting_up.words import Trouble, language

LOCKS = ("requirements.txt", "requirements-dev.txt")
EXTRA_LOCKS = tuple(f"requirements-{name}.txt" for name in EXTRAS)


def _text(checkout: Path, lock: str) -> str:
    return (checkout / "installer" / lock).read_text("utf-8")


@pytest.mark.parametrize("lock", LOCKS + EXTRA_LOCKS)
def test_every_locked_package_has_its_hashes(checkout: Path, lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", _text(checkout, lock).strip())[1:]

    assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS + EXTRA_LOCKS)
def test_a_lock_names_no_index_and_no_url(checkout: Path, lock: str) -> None:
    assert re.findall(r"index-url|https?://|file:", _text(checkout, lock)) == []


def test_qt_is_pinned_below_the_version_that_kills_the_process(checkout: Path) -> None:
    text = _text(checkout, "requirements.txt")

    assert re.findall(r"^(?:pyside6|shiboken6)\S*", text, re.MULTILINE) == [
        "pyside6-essentials==6.11.3",
        "shiboken6==6.11.3",
    ]


def test_the_lock_has_every_dependency_of_the_project(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"]
    tools = project["optional-dependencies"]["dev"]

    assert _names(wanted) <= _locked(checkout, "requirements.txt")
    assert _names(wanted + tools) <= _locked(checkout, "requirements-dev.txt")


def test_the_test_lock_adds_to_the_other_and_changes_nothing(checkout: Path) -> None:
    plain, more = (
        set(re.findall(r"^\S+==\S+", _text(checkout, lock), re.MULTILINE)) for lock in LOCKS
    )

    assert plain <= more


@pytest.mark.parametrize("name", EXTRAS)
def test_the_lock_of_an_extra_fits_the_programs_and_says_nothing_twice(
    checkout: Path, name: str
) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    added = _locked(checkout, f"requirements-{name}.txt")

    assert _names(project["optional-dependencies"][name]) <= added
    assert not added & _locked(checkout, "requirements.txt")


def test_the_sound_is_of_the_same_qt_as_the_windows(checkout: Path) -> None:
    versions = {
        version
        for lock in ("requirements.txt", "requirements-sound.txt")
        for version in re.findall(r"^pyside6-\w+==(\S+)", _text(checkout, lock), re.MULTILINE)
    }

    assert len(versions) == 1


def _names(requirements: list[str]) -> set[str]:
    names = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def _locked(checkout: Path, lock: str) -> set[str]:
    return _names(re.findall(r"^[\w.-]+==", _text(checkout, lock), re.MULTILINE))


def test_bootstrap_speaks_on_pythons_that_are_too_old(checkout: Path) -> None:
    text = (checkout / "installer" / "bootstrap.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    assert "annotations" not in text
    assert text.isascii()


def test_the_set_up_needs_the_standard_library_alone(checkout: Path) -> None:
    trees = [
        ast.parse(path.read_text("utf-8")) for path in (checkout / "installer").rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}
    names |= {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}

    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == {
        "setting_up",
        "server",
    }


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("NewConnectionError(...): Temporary failure in name resolution", "no-network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "wrong-hash"),
        (
            "SSLError(SSLCertVerificationError('CERTIFICATE_VERIFY_FAILED'))",
            "untrusted-certificate",
        ),
        ("ERROR: No matching distribution found for numpy==9", "no-wheel"),
        ("ERROR: [Errno 28] No space left on device", "disk-full"),
        ("ERROR: something new", "pip-failed"),
    ],
)
def test_what_pip_says_is_told_in_words(said: str, code: str) -> None:
    trouble = pip_run.explain([said], this_checkout())

    assert trouble.code == code
    assert trouble.zh != trouble.en


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EACCES, "unwritable"),
        (errno.EROFS, "unwritable"),
        (errno.EIO, "system"),
    ],
)
def test_the_systems_refusals_are_told_in_words(
    number: int, code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no", "/some/thing")

    monkeypatch.setattr("setting_up.environment.ensure", fail)
    monkeypatch.setattr("setting_up.system.prepare", lambda **_: None)

    assert main.main(["demo", "--json"]) == 4
    assert f'"trouble": "{code}"' in capsys.readouterr().out


def test_missing_libraries_give_the_one_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    _bare_machine(monkeypatch, apt=None)

    with pytest.raises(
        Trouble, match=r"sudo apt install -y libegl1 .*fonts-noto-cjk"
    ) as caught:
        system.prepare(tests=False)

    assert caught.value.status == 4


def test_root_gets_missing_libraries_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    _bare_machine(monkeypatch, apt=[])

    def install(_prefix: object, packages: list[str]) -> None:
        asked.extend(packages)
        _equipped_machine(monkeypatch)

    monkeypatch.setattr(system, "_apt_install", install)
    system.prepare(tests=False)

    assert {"libegl1", "libxcb-cursor0", "fonts-noto-cjk"} <= set(asked)
    assert "xvfb" not in asked


def test_the_sound_needs_a_library_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    _equipped_machine(monkeypatch)
    monkeypatch.setattr(system, "_loads", lambda soname: soname != "libpulse.so.0")

    assert system.missing_packages() == []
    assert system.missing_packages(["sound"]) == ["libpulse0"]


def test_missing_test_programs_are_told_of_and_stop_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _equipped_machine(monkeypatch)
    monkeypatch.setattr(system, "missing_programs", lambda: ["xdotool"])
    monkeypatch.setattr(system, "_apt_prefix", lambda: None)

    system.prepare(tests=True)

    assert "xdotool" in capsys.readouterr().err


def _bare_machine(monkeypatch: pytest.MonkeyPatch, apt: list[str] | None) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_loads", lambda _: False)
    monkeypatch.setattr(system, "has_chinese_font", lambda: False)
    monkeypatch.setattr(system, "_apt_prefix", lambda: apt)
    monkeypatch.setattr("setting_up.system.shutil.which", lambda name: f"/usr/bin/{name}")


def _equipped_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_loads", lambda _: True)
    monkeypatch.setattr(system, "has_chinese_font", lambda: True)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Put a pip with this content on an index that the set-up is told to use."""

    def publish(content: bytes) -> None:
        folder = tmp_path / "simple" / "pip"
        folder.mkdir(parents=True)
        (folder / pip_wheel.WHEEL).write_bytes(content)
        (folder / "index.html").write_text(f'<a href="{pip_wheel.WHEEL}#sha256=x">pip</a>')
        monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "simple").as_uri())
        monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")

    return publish


def test_pip_is_fetched_from_the_index_that_pip_would_use(
    index: Callable[[bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(b"pip")
    monkeypatch.setattr(pip_wheel, "SHA256", hashlib.sha256(b"pip").hexdigest())

    wheel = pip_wheel.fetch(tmp_path)

    assert wheel is not None
    assert wheel.read_bytes() == b"pip"


def test_a_pip_with_another_hash_is_not_run(
    index: Callable[[bytes], None], tmp_path: Path
) -> None:
    index(b"not what was pinned")

    assert pip_wheel.fetch(tmp_path) is None


def test_a_mirrors_password_is_not_shown() -> None:
    assert pip_wheel.shown("https://me:secret@mirror.cn/simple") == "https://mirror.cn/simple"


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        (["demo"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["demo"], {"LANG": "C.UTF-8"}, "en"),
        (["demo"], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        (["demo", "--lang", "zh"], {}, "zh"),
        (["demo", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["demo"], {}, "en"),
    ],
)
def test_the_set_up_speaks_the_language_of_the_terminal(
    arguments: list[str], environ: dict[str, str], expected: str
) -> None:
    assert language(arguments, environ) == expected


def test_a_note_that_cannot_be_read_is_no_note(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.venv.mkdir()
    layout.state.write_text('{"making":')

    assert state.read(layout) is None


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [
        ([], True),
        (["-q"], True),
        (["tests/models"], False),
        (["-n", "0"], False),
        (["--pdb"], False),
    ],
)
def test_the_whole_suite_is_spread_and_a_chosen_part_is_not(
    arguments: list[str], spread: bool
) -> None:
    assert bool(main.parallel(arguments)) is spread
