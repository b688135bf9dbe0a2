"""`demo`, and the `simulate` that it starts as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import Home
from console.cli.acts import address_of, who_acts
from console.cli.answer import Answer, ProgressBar, say
from console.cli.reading import counting
from console.logs import log_to_home
from maps.canvas.aside import aside
from models.domain.error import BadInput, Trouble, Words
from models.store.engine import troubles

# Windows and the simulation are imported where they run: a `do` must not wait for Qt.
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from console.app.simulator import Plan

ENDING_S = 10.0
FASTEST = 10_000.0
LONGEST_S = 7 * 86_400.0
SPEEDS = {"small": 10.0, "district": 10.0, "city": 2.0}
"""How fast a demo's day goes, by its size. Ten times as fast, the colleagues of a city would
have some seventy acts a second to do, and on two cores their cases would pile up instead."""


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    demo = commands.add_parser("demo", parents=[common], help="a fictional district, live")
    demo.add_argument("--size", choices=tuple(SPEEDS), default="small")
    demo.add_argument("--seed", type=counting, default=1)
    demo.add_argument("--speed", type=float, help="10; of a city 2")
    demo.add_argument("--prepare", action="store_true", help="make the home and stop")
    demo.add_argument("--headless", action="store_true", help="no window; screenshots")
    demo.add_argument("--seconds", type=float, default=60.0)
    demo.add_argument("--out", metavar="DIR", default="wangge-demo")
    demo.set_defaults(run=run_demo)
    worker = commands.add_parser("simulate", parents=[common], help="the demo's simulator")
    worker.add_argument("--parent", type=int, metavar="PID", help="stop when it is gone")
    worker.add_argument("--share", type=float, help="dispatched by colleagues")
    worker.set_defaults(run=run_simulate)


def run_simulate(options: argparse.Namespace) -> Answer:
    """Step the fictional day until the parent is gone."""
    from console.app.demo_plan import plan_of
    from console.app.simulator import Plan, simulate

    plan = plan_of(options.home)
    if plan is None:
        raise BadInput(
            "no_demo",
            Words(
                f"{options.home} 不是演示主目录；先运行 wangge demo --prepare",
                f"{options.home} is no demo home; run `wangge demo --prepare` first",
            ),
        )
    plan = Plan(plan.size, plan.seed, options.share, options.lang)
    with Home(address_of(options), station="simulator") as home:
        simulate(home, plan, parent=options.parent)
    return Answer()


def prepared(home: Home, options: argparse.Namespace) -> Plan:
    """The plan of the demo home, made first where there is none."""
    from console.app import demo_home
    from console.app.simulator import Plan
    from models.simulation.district import Size

    return demo_home.prepared(home, Plan(Size(options.size), options.seed), ProgressBar())


def run_demo(options: argparse.Namespace) -> Answer:
    """Make a demo home if there is none; then show it, live."""
    from console.app.demo_plan import plan_of, start_clock
    from console.app.stage import has_display

    _require_sound(options)
    headless = options.headless or not has_display()
    if not options.prepare and not options.headless and headless:
        say(_NO_DISPLAY.in_(options.lang))
    with Home(address_of(options), station=options.station) as home:
        if options.prepare:
            plan = prepared(home, options)
            start_clock(home, speed_of(options, plan))
            return Answer({"ok": True, "size": plan.size.value, "seed": plan.seed})
        if plan_of(options.home) is None:
            _make_apart(options)
        start_clock(home, speed_of(options, plan_of(options.home)))
        log_to_home(home.address.folder)
        with _simulator(options):
            return _headless(home, options) if headless else _desk(home, options)


def speed_of(options: argparse.Namespace, plan: Plan | None) -> float:
    """What was asked for; else what the size of the home, whoever made it, goes well with."""
    size = options.size if plan is None else plan.size.value
    return SPEEDS[size] if options.speed is None else float(options.speed)


def _make_apart(options: argparse.Namespace) -> None:
    """Have the home made by a process of its own: no window needs what that takes."""
    words = ["demo", "--prepare", "--json", "--size", options.size, "--seed", str(options.seed)]
    words += ["--station", options.station]
    done = subprocess.run(  # noqa: S603 - ourselves, with our own arguments
        _ourselves(words, options),
        env=_environment(options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise _not_made(done.stdout)


def _not_made(said: str) -> BadInput | Trouble:
    """What the process that made the home said, as if it had been said here."""
    told = json.loads(said or "{}")
    if "words" not in told:
        return Trouble("not_made", _NOT_MADE)
    words = Words(told["words"], told["words"])
    if "error" in told:
        return BadInput(told["error"], words)
    return Trouble(told["trouble"], words)


_NOT_MADE = Words(
    "演示主目录没有建成；再次运行本命令会接着做",
    "the demo home was not made to its end; the same command goes on with it",
)


def _ourselves(words: list[str], options: argparse.Namespace) -> list[str]:
    return [sys.executable, "-P", "-m", *_line(words, options)]


def _line(words: list[str], options: argparse.Namespace) -> list[str]:
    return ["console", *words, "--home", str(options.home), "--lang", options.lang]


def _environment(options: argparse.Namespace) -> dict[str, str]:
    """The database is not among the arguments: everybody on the machine can read those."""
    return {**os.environ, **({"WANGGE_DB": options.db} if options.db else {})}


def _require_sound(options: argparse.Namespace) -> None:
    """Refuse figures that no clock can go by, before a home is made for them."""
    for name, most in (("speed", FASTEST), ("seconds", LONGEST_S)):
        value = getattr(options, name)
        # Not a number fails every comparison, so it falls out here too.
        if value is not None and not 0 < value <= most:
            raise BadInput(
                f"bad_{name}",
                Words(
                    f"--{name} 应大于 0，不超过 {most:g}，现为 {value}",
                    f"--{name} must be above 0 and at most {most:g}, not {value}",
                ),
            )


_NO_DISPLAY = Words(
    "这里没有显示器：演示将在后台运行，并保存截图。",
    "There is no display here: the demo runs headless and leaves screenshots.",
)


def _desk(home: Home, options: argparse.Namespace) -> Answer:
    from console.app.handing_over import HandingOver
    from console.app.stage import Stage

    stage = Stage(home.address.folder, options.lang_given)
    show = HandingOver(stage, home, who_acts(home, options))
    show.window.showMaximized()
    show.start()
    stage.app.exec()
    show.close()
    return Answer({"ok": True})


def _headless(home: Home, options: argparse.Namespace) -> Answer:
    from console.app.headless import run_headless, write_summary
    from console.app.stage import Stage
    from models.store.fixes import count_fixes

    out = Path(options.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            "disk",
            Words(f"无法建立 {out}：{error.strerror}", f"cannot make {out}: {error.strerror}"),
        ) from error
    stage = Stage(home.address.folder, options.lang_given, offscreen=True)
    with contextlib.closing(home.connection()) as connection, troubles():
        before = count_fixes(connection)
        connection.rollback()
        summary = run_headless(stage, home, who_acts(home, options), options.seconds, out)
        summary.fixes = count_fixes(connection) - before
    plain = write_summary(out, summary)
    return Answer(plain, "\n".join(f"{key:<12} {value}" for key, value in plain.items()))


@contextlib.contextmanager
def _simulator(options: argparse.Namespace) -> Iterator[None]:
    """The simulator as a process of its own, ended with the demo."""
    line = _line(["simulate", "--parent", str(os.getpid())], options)
    command = [sys.executable, *aside(*line)]
    process = subprocess.Popen(  # noqa: S603 - ourselves, with our own arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=_environment(options),
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(ENDING_S)
        except subprocess.TimeoutExpired:
            process.kill()
