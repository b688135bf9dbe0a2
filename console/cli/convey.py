"""`convey`: word of tasks goes out from a machine at which nobody sits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.app.home import Home, require_writable
from console.cli.acts import address_of, who_acts
from console.cli.answer import Answer
from console.logs import log_to_home
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    import argparse

LONGEST_S = 10.0**6


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    convey = commands.add_parser(
        "convey", parents=[common], help="send word of tasks over the channels, with no window"
    )
    convey.add_argument("--seconds", type=float, metavar="S", help="end after so long")
    convey.set_defaults(run=run_convey)


def run_convey(options: argparse.Namespace) -> Answer:
    """Send until it is told to end."""
    from console.app.couriers import word_clock
    from console.app.sending import send_until_told
    from console.state.session import Seat

    seconds = options.seconds
    if seconds is not None and not 0 < seconds <= LONGEST_S:
        raise BadInput(
            "bad_seconds",
            Words(
                f"--seconds 应大于 0，至多 {LONGEST_S:.0f}，现为 {seconds:g}",
                f"--seconds is more than 0 and at most {LONGEST_S:.0f}, not {seconds:g}",
            ),
        )
    address = address_of(options)
    require_writable(address.folder)
    with Home(address, station=options.station) as home:
        log_to_home(home.address.folder)
        mode = word_clock(home)
        if mode is None:
            raise BadInput("sends_nothing", _SENDS_NOTHING)
        operator, roles = who_acts(home, options)
        cells = None if home.is_embedded else home.rights.cells
        seat = Seat(operator, roles, home.station, options.lang, cells)
        sent = send_until_told(home, seat, mode, seconds)
    return Answer({"ok": True, "sent": sent}, f"{sent} sent")


_SENDS_NOTHING = Words(
    "这里不能发送任务通知：登录名须有 dispatcher、shift_lead 或 gateway 角色，"
    "且主目录的时钟不能是手动的（scripted）",
    "nothing is sent from here: it takes a login with the role dispatcher, shift_lead or"
    " gateway, and a home whose clock is not moved by hand (scripted)",
)
