"""From the words on the command line to a program that runs."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence

from setting_up import environment, system
from setting_up.layout import EXTRAS, ON_WINDOWS, Layout, this_checkout
from setting_up.pip_run import disk_full
from setting_up.words import Trouble, pick, say

USAGE_ZH = """\
用法：python3 installer/bootstrap.py 命令 [参数 …]
  demo     演示：内置数据库、虚构的区、模拟器、调度台
  test     全部测试（参数传给 pytest）
  lint     格式、类型与依赖规则检查
  setup    只做安装（--tests：连同测试工具；--sound：告警声音；--keyring：系统密码库）
  其他     任何 wangge 命令，例如 desk、version；参数原样传递"""
USAGE_EN = """\
Usage: python3 installer/bootstrap.py COMMAND [ARGUMENTS …]
  demo     the demo: embedded database, fictional district, simulator, the dispatcher's desk
  test     the whole test suite (arguments go to pytest)
  lint     style, types and import rules
  setup    sets up and stops there (--tests: the test tools too; --sound: alarms that are
           heard; --keyring: passwords in the system's keyring)
  others   any wangge command, such as desk or version; arguments are passed on"""
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def main(arguments: Sequence[str]) -> int:
    """Set up, then run the command; its status, 2 for no command, 4 for trouble."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(pick(zh=USAGE_ZH, en=USAGE_EN), file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    layout = this_checkout()
    try:
        return _run(layout, arguments[0], list(arguments[1:]))
    except Trouble as trouble:
        return _tell(trouble, arguments)
    except OSError as error:
        return _tell(_from_system(error, layout), arguments)
    except KeyboardInterrupt:
        say(
            zh="已中断；下次启动会接着修好。",
            en="Stopped; the next start mends it.",
        )
        return 130


def _run(layout: Layout, command: str, rest: list[str]) -> int:
    known = {"--tests", "--lang", "zh", "en", *(f"--{name}" for name in EXTRAS)}
    if command == "setup" and set(rest) - known:
        print(pick(zh=USAGE_ZH, en=USAGE_EN), file=sys.stderr)
        return 2
    _require_fitting_python()
    tests = command in ("test", "lint") or (command == "setup" and "--tests" in rest)
    extras = [name for name in EXTRAS if command == "setup" and f"--{name}" in rest]
    if command != "lint":
        system.prepare(tests=tests, extras=extras)
    environment.ensure(layout, tests=tests, extras=extras)
    if command == "setup":
        return 0
    if command == "lint":
        return _lint(layout)
    if command == "test":
        os.chdir(layout.checkout)
        return _become(layout, ["-m", "pytest", *parallel(rest), *rest])
    # -P: a folder called `maps` where the user happens to stand is not our `maps`.
    return _become(layout, ["-P", "-m", "console", command, *rest])


def _become(layout: Layout, arguments: list[str]) -> int:  # noqa: RET503  (exec does not return)
    """Turn into the environment's Python, so that signals and the status are the program's."""
    command = [str(layout.python), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if ON_WINDOWS:
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606  (no shell is what we want)


def _lint(layout: Layout) -> int:
    """Run every linter, so that one look shows all there is to mend; 1 if one found any."""
    failed = []
    for program, *arguments in LINTERS:
        name = " ".join([program, *arguments[:1]])
        say(zh=f"检查：{name} …", en=f"Checking: {name} …")
        run = [str(layout.scripts / program), *arguments]
        if subprocess.run(run, check=False, cwd=layout.checkout).returncode:
            failed.append(name)
    if failed:
        say(zh=f"未通过：{'、'.join(failed)}", en=f"Not passed: {', '.join(failed)}")
    return 1 if failed else 0


def parallel(arguments: Sequence[str]) -> list[str]:
    """Spread the whole suite over the processors; a chosen part of it runs as asked."""
    chosen = any(
        not argument.startswith("-") or argument.startswith(("-n", "--numprocesses", "--pdb"))
        for argument in arguments
    )
    workers = max(2, min(os.cpu_count() or 2, 4))
    return [] if chosen else ["-n", str(workers), "--dist", "loadfile"]


def _require_fitting_python() -> None:
    fits = (
        sys.implementation.name == "cpython"
        and sys.maxsize > 2**32
        and not sysconfig.get_config_var("Py_GIL_DISABLED")
    )
    if not fits:
        raise Trouble(
            "unfitting-python",
            zh=f"{sys.executable} 不是 64 位、带 GIL 的 CPython，没有适合它的 Qt 包。"
            "请用普通的 Python 3.11 至 3.13。",
            en=f"{sys.executable} is not a 64-bit CPython with its lock (GIL); Qt has no "
            "wheels for it. Use an ordinary Python 3.11 to 3.13.",
        )


def _from_system(error: OSError, layout: Layout) -> Trouble:
    """An error of the operating system, in words that name the thing and the way out."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(layout)
    name = error.filename or layout.checkout
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            "unwritable",
            zh=f"不能写 {name}。请把源码放到你可写的目录，或让管理员先运行一次 setup。",
            en=f"{name} cannot be written. Use a checkout in a folder of your own, or let its "
            "owner run `setup` once.",
        )
    return Trouble(
        "system",
        zh=f"{name}：{error.strerror or error}",
        en=f"{name}: {error.strerror or error}",
    )


def _tell(trouble: Trouble, arguments: Sequence[str]) -> int:
    print(trouble.words(), file=sys.stderr, flush=True)
    if "--json" in arguments:
        print(
            json.dumps({"trouble": trouble.code, "words": trouble.words()}, ensure_ascii=False)
        )
    return trouble.status
