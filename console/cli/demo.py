"""`demo`, and the `simulate` that it starts as a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.app.demo_home import plan_of, prepare, start_clock
from console.app.home import Home
from console.app.simulator import Plan, simulate
from console.cli.acts import address_of
from console.cli.answer import Answer, ProgressBar
from models.domain.error import BadInput, Words
from models.simulation.district import Size

if TYPE_CHECKING:
    import argparse


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    demo = commands.add_parser("demo", parents=[common], help="a fictional district, live")
    demo.add_argument("--size", choices=[size.value for size in Size], default="small")
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--speed", type=float, default=10.0)
    demo.add_argument("--prepare", action="store_true", help="make the home and stop")
    demo.add_argument("--headless", action="store_true", help="no window; screenshots")
    demo.add_argument("--seconds", type=float, default=60.0)
    demo.add_argument("--out", metavar="DIR", default="wangge-demo")
    demo.set_defaults(run=run_demo)
    worker = commands.add_parser("simulate", parents=[common], help="the demo's simulator")
    worker.add_argument("--parent", type=int, metavar="PID", help="stop when it is gone")
    worker.add_argument("--share", type=float, default=0.6, help="dispatched by colleagues")
    worker.set_defaults(run=run_simulate)


def run_simulate(options: argparse.Namespace) -> Answer:
    """Step the fictional day until the parent is gone."""
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
    plan = plan_of(home.address.folder)
    if plan is None:
        plan = Plan(Size(options.size), options.seed)
        prepare(home, plan, ProgressBar())
    return plan


def run_demo(options: argparse.Namespace) -> Answer:
    """Make a demo home if there is none; then show it, live."""
    with Home(address_of(options), station=options.station) as home:
        plan = prepared(home, options)
        if options.prepare:
            start_clock(home, options.speed)
            return Answer({"ok": True, "size": plan.size.value, "seed": plan.seed})
    return Answer()
