"""Running pip: which one, with what, and what its failures mean in words."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from importlib import metadata
from typing import IO, TYPE_CHECKING

from setting_up import pip_wheel, system
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from pathlib import Path

    from setting_up.layout import Layout

COLLECTING = re.compile(r"^Collecting ([A-Za-z0-9_.-]+)==(\S+)")
# pip 22.3 was the first that can work for another interpreter (`--python`).
OLDEST_FOR_OTHERS = (22, 3)
FULL = re.compile(r"No space left|Errno 28\b|Disk quota")
# What pip says → code, words in Chinese, words in English.
MEANINGS = (
    (
        "wrong-hash",
        re.compile(r"DO NOT MATCH THE HASHES"),
        "下载的包与锁定的哈希不符：镜像或代理改动了文件。请用 PIP_INDEX_URL 换一个镜像后重试。"
        "\n  {last}",
        "A downloaded package does not match its locked hash: a mirror or proxy changed it. "
        "Try another index (PIP_INDEX_URL).\n  {last}",
    ),
    (
        "untrusted-certificate",
        re.compile(r"CERTIFICATE_VERIFY_FAILED"),
        "软件包索引 {index} 的证书不受信任。若本单位的代理改签证书，请用 PIP_CERT=证书文件 "
        "指明它的根证书，然后重新启动。",
        "The certificate of the package index {index} is not trusted. If a proxy of your house "
        "signs anew, name its root with PIP_CERT=FILE, then start again.",
    ),
    (
        "no-network",
        re.compile(
            r"NewConnectionError|NameResolution|name resolution|ConnectTimeout|ReadTimeout"
            r"|Read timed|ProxyError|SSLError|Max retries|Connection to"
            r"|Connection (refused|reset|broken)"
        ),
        "连不上软件包索引 {index}。请检查网络，设置代理 HTTPS_PROXY，"
        "或用 PIP_INDEX_URL 指定镜像，然后重新启动。",
        "The package index {index} cannot be reached. Check the network, set a proxy "
        "with HTTPS_PROXY or a mirror with PIP_INDEX_URL, then start again.",
    ),
    (
        "no-wheel",
        re.compile(r"No matching distribution|is not a supported wheel"),
        "索引 {index} 里没有适合本机的包；镜像可能落后，可用 PIP_INDEX_URL 换一个。\n  {last}",
        "The index {index} has no package that fits this machine; a mirror may lag behind, "
        "try another with PIP_INDEX_URL.\n  {last}",
    ),
)


def pip_for(layout: Layout, inherit: tuple[int, ...]) -> list[str]:
    """A command that runs pip for the environment, found or brought in one of five ways."""
    inside = [str(layout.python), "-m", "pip"]
    if _runs([*inside, "--version"], inherit):
        return inside
    if importlib.util.find_spec("ensurepip") and _runs(
        [str(layout.python), "-m", "ensurepip", "--default-pip"], inherit
    ):
        return inside
    if _system_pip_is_able():
        return [sys.executable, "-m", "pip", "--python", str(layout.python)]
    say(zh="这个 Python 没有 pip：取一个 …", en="This Python brings no pip: fetching one …")
    wheel = pip_wheel.fetch(layout.venv)
    if wheel and _runs(_self_install(layout, wheel), inherit):
        wheel.unlink()
        return inside
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if (
        sys.base_prefix == "/usr"
        and system.install_with_apt([package])
        and _runs([str(layout.python), "-m", "ensurepip", "--default-pip"], inherit)
    ):
        return inside
    raise Trouble(
        "no-pip",
        zh="没有 pip，也取不到。请检查网络（代理：HTTPS_PROXY，镜像：PIP_INDEX_URL），"
        "或安装 python3-venv，然后重新启动。",
        en="There is no pip and none could be fetched. Check the network (proxy: HTTPS_PROXY, "
        "mirror: PIP_INDEX_URL) or install python3-venv, then start again.",
    )


def install(
    layout: Layout, pip: Sequence[str], requirements: Path, inherit: tuple[int, ...]
) -> None:
    """Install what the lock file names, wheels only, each checked by its hash."""
    total = sum("==" in line for line in requirements.read_text("utf-8").splitlines())
    command = [
        *pip,
        *("install", "--require-hashes", "--only-binary", ":all:", "--no-deps"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        *("--retries", "3", "--requirement", str(requirements)),
    ]
    with layout.log.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
            pass_fds=inherit,
        )
        try:
            lines = _follow(process, log, total)
        finally:
            if process.poll() is None:
                process.terminate()
            status = process.wait()
    if status:
        raise explain(lines, layout)


def _follow(process: subprocess.Popen[str], log: IO[str], total: int) -> list[str]:
    """Show pip's way in plain lines; the last hundred lines it said."""
    lines: deque[str] = deque(maxlen=100)
    seen = 0
    for line in process.stdout or ():
        log.write(line)
        lines.append(line.rstrip())
        found = COLLECTING.match(line)
        if found:
            seen += 1
            say(
                zh=f"  {seen}/{total} {found[1]} {found[2]}",
                en=f"  {seen}/{total} {found[1]} {found[2]}",
            )
        elif line.startswith("Installing collected"):
            say(zh="  写入文件（约半分钟）…", en="  writing the files (about half a minute) …")
        elif "Retrying" in line:
            say(zh="  网络不畅，重试 …", en="  the network is slow to answer, trying again …")
    return list(lines)


def _environment() -> dict[str, str]:
    """Ours without what would send pip's work elsewhere."""
    astray = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return kept | {"PIP_USER": "0", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}


def _runs(command: Sequence[str], inherit: tuple[int, ...]) -> bool:
    try:
        run = subprocess.run(
            command, capture_output=True, check=False, env=_environment(), pass_fds=inherit
        )
    except OSError:
        return False
    return run.returncode == 0


def _self_install(layout: Layout, wheel: Path) -> list[str]:
    """Let pip install itself out of its own wheel, which Python can run."""
    return [
        *(str(layout.python), str(wheel / "pip"), "install"),
        *("--no-index", "--no-deps", "--disable-pip-version-check", str(wheel)),
    ]


def _system_pip_is_able() -> bool:
    if not importlib.util.find_spec("pip"):
        return False
    try:
        version = metadata.version("pip").split(".")
    except metadata.PackageNotFoundError:
        return False
    return tuple(int(part) for part in version[:2] if part.isdigit()) >= OLDEST_FOR_OTHERS


def explain(lines: Sequence[str], layout: Layout) -> Trouble:
    """What pip's last words mean: the first row of the table that fits them."""
    said = "\n".join(lines)
    last = "\n  ".join(line for line in lines if line.startswith("ERROR"))[-600:]
    if FULL.search(said):
        return disk_full(layout)
    index = os.environ.get("PIP_INDEX_URL", pip_wheel.PYPI)
    for code, pattern, zh, en in MEANINGS:
        if pattern.search(said):
            return Trouble(
                code,
                zh=zh.format(index=index, last=last, log=layout.log),
                en=en.format(index=index, last=last, log=layout.log),
            )
    return Trouble(
        "pip-failed",
        zh=f"pip 失败，全部输出见 {layout.log}。\n  {last}",
        en=f"pip failed; all it said is in {layout.log}.\n  {last}",
    )


def disk_full(layout: Layout) -> Trouble:
    """Say that the disk is full, with what is needed and where."""
    return Trouble(
        "disk-full",
        zh=f"{layout.checkout} 所在的磁盘（或临时目录 TMPDIR）已满；需要约 1.5 GB。"
        "请腾出空间后重新启动。",
        en=f"The disk of {layout.checkout} (or of TMPDIR) is full; about 1.5 GB are needed. "
        "Make room, then start again.",
    )
