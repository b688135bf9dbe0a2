"""A small made-up log of responses, and the mapping that tells what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.intake.incident_log import read_log
from models.intake.mapping_file import read_incident_mapping

if TYPE_CHECKING:
    from models.intake.incident_log import IncidentLog

MAPPING = r"""
[log]
name = "made-up"
zone = "America/Los_Angeles"
time = "%m/%d/%Y %I:%M:%S %p"
longest_days = 3

[incident]
key = "Call"
text = "{Type} at {Street}"
address = "{Street}"
criterion = "Call {Call}"
place = { column = "Where", pattern = '\((?P<lat>[-0-9.]+), (?P<lon>[-0-9.]+)\)' }
category = { column = "Type", default = "E9901", values = { "Fire" = "E1407" } }
urgency = { column = "Prio", default = "general", values = { "3" = "emergency" } }

[unit]
key = "Unit"
name = "Unit {Unit}"
skills = "{Kind}"

[times]
received = "Received"
accepted = "Entry"
dispatched = "Dispatch"
signed = "Response"
arrived = "Scene"
finished = "Free"
checked = ["Hospital"]

[close]
result = "done"
"""
DAY = "12/31/2016"


def clock(text: str, day: str = DAY) -> str:
    """`11:58 PM` as the log writes it."""
    return f"{day} {text.replace(' ', ':00 ')}" if text else ""


def a_row(unit: str = "E1", call: str = "C1", **given: str) -> dict[str, str]:
    """A response at noon; clocks may be given short, as `12:05 PM`."""
    row = {
        "Call": call,
        "Unit": unit,
        "Type": "Fire",
        "Kind": "ENGINE",
        "Prio": "3",
        "Street": "1 MAIN ST",
        "Where": "(37.75, -122.45)",
        "Received": "12:00 PM",
        "Entry": "12:01 PM",
        "Dispatch": "12:02 PM",
        "Response": "12:03 PM",
        "Scene": "12:06 PM",
        "Hospital": "",
        "Free": "12:30 PM",
    } | given
    times = ("Received", "Entry", "Dispatch", "Response", "Scene", "Hospital", "Free")
    return row | {name: clock(row[name]) for name in times if len(row[name]) <= len("12:00 PM")}


def a_log(*rows: dict[str, str]) -> IncidentLog:
    """The rows, read."""
    return read_log(rows, read_incident_mapping(MAPPING))
