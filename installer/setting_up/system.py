"""The system libraries and fonts that Qt needs: looked for, and installed where allowed.

Only Linux has this step; elsewhere the wheels and the system bring everything.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from setting_up.words import Trouble, say

# soname → Debian package. The first group serves every window, even an offscreen one.
LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    # The second group: a window on an X display.
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
LIBRARIES_OF: Mapping[str, Mapping[str, str]] = {"sound": {"libpulse.so.0": "libpulse0"}}
"""What an extra loads besides."""
FONT_PACKAGE = "fonts-noto-cjk"
# program → Debian package: the story with a real mouse is skipped without them.
TEST_PROGRAMS: Mapping[str, str] = {"Xvfb": "xvfb", "xdotool": "xdotool", "xauth": "xauth"}
CHINESE_FONT = re.compile(
    r"cjk|sourcehan|droidsansfallback|wqy|wenquan|uming|ukai|simsun|simhei|msyh|lxgw"
    r"|puhuiti|harmonyos_?sans_?sc|noto(sans|serif)(sc|hans)",
    re.IGNORECASE,
)


def prepare(*, tests: bool, extras: Sequence[str] = ()) -> None:
    """See that what Qt needs is there; else `Trouble`, with the line to type."""
    if not sys.platform.startswith("linux") or os.environ.get("WANGGE_SKIP_SYSTEM_CHECK"):
        return
    needed = missing_packages(extras)
    wished = missing_programs() if tests else []
    if not needed and not wished:
        return
    prefix = _apt_prefix()
    if prefix is not None:
        _apt_install(prefix, [*needed, *wished])
        needed, wished = missing_packages(extras), missing_programs() if tests else []
    if needed:
        # Apt has just been asked: what it takes for installed lost its files.
        raise _what_to_type(["--reinstall", *needed] if prefix is not None else needed)
    if wished:
        names = " ".join(wished)
        say(
            zh=f"缺少 {names}：用真鼠标操作的测试将被跳过（sudo apt install {names}）。",
            en=f"Without {names} the tests with a real mouse are skipped "
            f"(sudo apt install {names}).",
        )


def missing_packages(extras: Sequence[str] = ()) -> list[str]:
    """The Debian packages of the libraries and the font that are not there."""
    libraries = dict(LIBRARIES)
    for name in extras:
        libraries |= LIBRARIES_OF.get(name, {})
    packages = [package for soname, package in libraries.items() if not _loads(soname)]
    return packages if has_chinese_font() else [*packages, FONT_PACKAGE]


def missing_programs() -> list[str]:
    """The Debian packages of the test programs that are not there."""
    return [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]


def has_chinese_font() -> bool:
    """Whether a font with Chinese glyphs lies in the usual folders, or fontconfig knows one."""
    if any(CHINESE_FONT.search(name) for name in _font_files(_font_folders())):
        return True
    if not shutil.which("fc-list"):
        return False
    listing = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(listing.stdout.strip())


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _font_folders() -> list[Path]:
    home = Path(os.environ.get("HOME") or "/")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        data / "fonts",
        home / ".fonts",
    ]


def _font_files(folders: Iterable[Path]) -> Iterable[str]:
    for folder in folders:
        for _, _, files in os.walk(folder):
            yield from files


def _apt_prefix() -> list[str] | None:
    """How to call apt-get with the right to install; None where there is none."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _apt_install(prefix: Sequence[str], packages: Sequence[str]) -> None:
    names = " ".join(packages)
    say(zh=f"用 apt 安装系统库：{names} …", en=f"Installing with apt: {names} …")
    # An unreachable third-party list must not stop us, hence the update's status is not asked.
    _apt(prefix, ["update"])
    failed = _apt(prefix, ["install", "-y", "--no-install-recommends", *packages])
    if failed:
        last = " / ".join(failed[-3:])
        say(zh=f"apt 未能装全：{last}", en=f"apt could not install everything: {last}")


def install_with_apt(packages: Sequence[str]) -> bool:
    """Install these where that is allowed; whether it was."""
    prefix = _apt_prefix() if sys.platform.startswith("linux") else None
    if prefix is None:
        return False
    _apt_install(prefix, packages)
    return True


def _apt(prefix: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """Run apt-get; its last words where it failed, nothing where it did not."""
    command = [
        *prefix,
        *("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"),
        *("-o", "DPkg::Lock::Timeout=300", *arguments),
    ]
    run = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode == 0:
        return []
    return [line for line in run.stdout.splitlines() if line.strip()] or [str(run.returncode)]


def _what_to_type(packages: Sequence[str]) -> Trouble:
    names = " ".join(packages)
    line = f"sudo apt install -y {names}"
    if not shutil.which("apt-get"):
        sonames = [soname for soname, package in LIBRARIES.items() if package in packages]
        font = ["a Chinese font (Noto Sans CJK)"] if FONT_PACKAGE in packages else []
        line = ", ".join([*sonames, *font])
        if shutil.which("dnf"):
            asked = " ".join(f"'{soname}()(64bit)'" for soname in sonames)
            line = f"sudo dnf install -y {asked}{' google-noto-sans-cjk-fonts' if font else ''}"
    return Trouble(
        "system-libraries",
        zh=f"缺少 Qt 需要的系统库或中文字体。请输入下面这一行，然后重新启动：\n  {line}",
        en=f"Qt needs system libraries or a Chinese font that are missing. "
        f"Type this line, then start again:\n  {line}",
    )
