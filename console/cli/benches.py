"""`bench`: one benchmark, bounded in time, in a home of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from console.cli.answer import Answer
from console.cli.demo import SPEEDS
from console.cli.reading import counting
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    import argparse

    from console.bench.report import Report
    from models.simulation.district import Size

BENCHES = {
    "calm": "how long the GUI thread is held up, and memory, on a busy simulated day",
    "desk": "a desk with 5,000 open: keystroke, search, card, suggestion, plan, duplicates",
    "dispatch": "the handler against raw statements",
    "fixes": "fixes stored a second, indexes and latest included",
    "import": "boundary polygons read and stored",
    "live": "commit → in every picture, → painted; many desks and a bare follower",
    "map": "frames of the canvas, and the same scene in plain pyqtgraph items",
    "locate": "100,000 points to cells of all levels",
    "route": "travel times and isochrones on a district's road graph",
    "seek": "the picture at a random moment",
    "start": "from the command to a usable desk",
}
MOST_DESKS = 200
LONG = ("calm", "desk", "map")
"""Those that also have a form of many minutes."""


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    bench = commands.add_parser("bench", parents=[common], help="measure one promise")
    bench.add_argument("name", nargs="?", metavar="NAME", help=", ".join(BENCHES))
    bench.add_argument("--long", action="store_true", help="the whole of it, in many minutes")
    bench.add_argument("--desks", metavar="N", type=counting, help="of `live`: headless desks")
    bench.add_argument(
        "--size", choices=tuple(SPEEDS), help="of `calm`: the demo that is worked on"
    )
    bench.add_argument("--list", action="store_true", help="what there is")
    bench.set_defaults(run=run_bench)


def run_bench(options: argparse.Namespace) -> Answer:
    """Run one benchmark, or say which there are."""
    if options.list or options.name is None:
        listing = "\n".join(f"{name:<10} {words}" for name, words in BENCHES.items())
        return Answer({"benches": BENCHES}, listing)
    if options.name not in BENCHES:
        known = ", ".join(BENCHES)
        raise BadInput(
            "unknown_bench",
            Words(
                f"没有基准 {options.name!r}；可用：{known}",
                f"there is no benchmark {options.name!r}; known: {known}",
            ),
        )
    module = "importing" if options.name == "import" else options.name
    run = import_module(f"console.bench.{module}").run
    if options.long and options.name not in LONG:
        known = ", ".join(LONG)
        raise BadInput(
            "no_long_bench",
            Words(
                f"基准 {options.name!r} 没有长测；有长测的：{known}",
                f"the benchmark {options.name!r} has no long form; those that have: {known}",
            ),
        )
    given = {"is_long": True} if options.long else {}
    report = cast("Report", run(**given, **_desks(options), **_size(options)))
    plain = report.plain()
    lines = [f"{report.name}: {report.measured}"]
    lines += [
        f"  {key:<28} {value}" for key, value in {**report.figures, **report.ratios}.items()
    ]
    lines += [f"  {note}" for note in report.notes]
    return Answer(plain, "\n".join(lines))


def _size(options: argparse.Namespace) -> dict[str, Size]:
    """Which demo, where the benchmark makes one of any size."""
    if options.size is None:
        return {}
    if options.name != "calm":
        raise BadInput(
            "no_bench_size", Words("--size 只用于 calm", "--size is for `calm` alone")
        )
    from models.simulation.district import Size

    return {"size": Size(options.size)}


def _desks(options: argparse.Namespace) -> dict[str, int]:
    """How many desks, where the benchmark knows any."""
    if options.desks is None:
        return {}
    if options.name != "live" or not 1 <= options.desks <= MOST_DESKS:
        raise BadInput(
            "no_desks",
            Words(
                f"--desks 只用于 live，1 至 {MOST_DESKS}",
                f"--desks is for `live` alone, from 1 to {MOST_DESKS}",
            ),
        )
    return {"desks": options.desks}
