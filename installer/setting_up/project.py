"""Making the checkout importable in its environment, without a build and without network.

A relative path file names the checkout, so that no name of a folder, in whatever script, has to
survive an encoding; and a small script beside Python is the command `wangge`.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from typing import TYPE_CHECKING

from setting_up.layout import ON_WINDOWS, Layout

if TYPE_CHECKING:
    from pathlib import Path

# Shell runs the second line and is replaced by Python; Python reads it as a string. The
# interpreter is found beside the script: a first line with its path may be too long for the
# kernel, or hold a space.
POSIX_SCRIPT = """\
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0" || printf %s "$0")")/python" "$0" "$@"
' '''
import sys

from {module} import {function}

sys.exit({function}())
"""
WINDOWS_SCRIPT = '@"%~dp0python.exe" -P -m console %*\r\n'


def link(layout: Layout) -> None:
    """Put the path file, the command and the distribution's data in place."""
    project = tomllib.loads(layout.pyproject.read_text(encoding="utf-8"))["project"]
    _clear_older(layout.site_packages)
    written = [_path_file(layout)]
    written += [_script(layout, name, target) for name, target in _scripts(project).items()]
    _distribution(layout, str(project["version"]), _scripts(project), written)


def _scripts(project: dict[str, object]) -> dict[str, str]:
    scripts = project.get("scripts")
    return {str(k): str(v) for k, v in scripts.items()} if isinstance(scripts, dict) else {}


def _clear_older(site_packages: Path) -> None:
    """Remove what an earlier link, or `pip install -e`, left."""
    for path in site_packages.glob("*wangge*"):
        if path.name.startswith(("wangge-", "__editable__", "wangge.pth")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _path_file(layout: Layout) -> Path:
    file = layout.site_packages / "wangge.pth"
    relative = os.path.relpath(layout.checkout, layout.site_packages)
    file.write_text(relative.replace(os.sep, "/") + "\n", encoding="ascii")
    return file


def _script(layout: Layout, name: str, target: str) -> Path:
    module, _, function = target.partition(":")
    if ON_WINDOWS:
        file = layout.scripts / f"{name}.cmd"
        file.write_text(WINDOWS_SCRIPT, encoding="ascii", newline="")
        return file
    file = layout.scripts / name
    draft = file.with_suffix(".draft")
    draft.write_text(POSIX_SCRIPT.format(module=module, function=function), encoding="ascii")
    draft.chmod(0o755)
    draft.replace(file)
    return file


def _distribution(
    layout: Layout, version: str, scripts: dict[str, str], written: list[Path]
) -> None:
    """What `importlib.metadata` and `pip uninstall` want to know."""
    folder = layout.site_packages / f"wangge-{version}.dist-info"
    folder.mkdir()
    entries = "".join(f"{name} = {target}\n" for name, target in scripts.items())
    texts = {
        "METADATA": f"Metadata-Version: 2.1\nName: wangge\nVersion: {version}\n",
        "INSTALLER": "wangge-setup\n",
        "entry_points.txt": f"[console_scripts]\n{entries}",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [*written, *(folder / name for name in (*texts, "RECORD"))]
    rows = (os.path.relpath(file, layout.site_packages).replace(os.sep, "/") for file in files)
    (folder / "RECORD").write_text("".join(f"{row},,\n" for row in rows), encoding="utf-8")
