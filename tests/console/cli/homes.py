"""A small district made in a second, and the command line asked as a person would ask it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import shapely

from console.app.home import Address, Home
from console.cli.main import run
from models.domain.department import Department
from models.domain.ids import DepartmentId, new_uuid
from models.store.cell_write import CellDraft, store_cells
from models.store.journal_append import Author
from models.store.reference_write import write_departments

if TYPE_CHECKING:
    import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
DISTRICT, WEST, EAST = "999901", "999901101", "999901102"
WEST_LON, EAST_LON, LAT = 121.45, 121.55, 35.20
_numbers = count(1)


def make_district(folder: Path) -> Path:
    """A home with one district of two towns and one department."""
    with Home(Address(folder), station="maker") as home:
        store_cells(home.engine, _drafts(), _author())
        sanitation = Department(id=DepartmentId(new_uuid()), code="D01", name="环卫")
        write_departments(home.engine, [sanitation], _author())
    return folder


def _author() -> Author:
    return Author(new_uuid(), "maker", "administrator", "maker")


def _drafts() -> list[CellDraft]:
    return [
        _draft(DISTRICT, "海角区", 1, (121.40, 35.10, 121.60, 35.30), None),
        _draft(WEST, "西镇", 2, (121.40, 35.10, 121.50, 35.30), 0),
        _draft(EAST, "东镇", 2, (121.50, 35.10, 121.60, 35.30), 0),
    ]


def _draft(
    code: str, name: str, level: int, box: tuple[float, float, float, float], parent: int | None
) -> CellDraft:
    wkb = shapely.to_wkb(shapely.box(*box))
    return CellDraft(code, name, level, parent=parent, wkb=wkb, area_m2=1.0)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered: exit status, the JSON object, all of stdout and stderr."""

    status: int
    plain: dict[str, Any]
    out: str
    err: str

    def __getitem__(self, key: str) -> Any:
        return self.plain[key]


@dataclass(slots=True)
class Cli:
    """`wangge` in this process, on one home; answers as JSON unless told otherwise."""

    home: Path
    capsys: pytest.CaptureFixture[str]
    always: tuple[str, ...] = ("--lang", "en")
    last: Said | None = field(default=None)

    def __call__(self, *words: str, as_json: bool = True) -> Said:
        """Run one command line; no exception may come out of it."""
        self.capsys.readouterr()
        asked = ["--home", str(self.home), *self.always, *words]
        status = run([*asked, "--json"] if as_json else asked)
        out, err = self.capsys.readouterr()
        self.last = Said(status, last_object(out) if as_json else {}, out, err)
        return self.last

    def ok(self, *words: str) -> Said:
        """A command that must succeed."""
        said = self(*words)
        assert said.status == 0, said.plain
        return said

    def do(self, verb: str, incident: str = "", *members: str, **fields: str) -> Said:
        """A `do`; underscored names that start with `o_` are options: `o_at`, `o_role`."""
        return self(*do_words(verb, incident, *members, **fields))

    def done(self, verb: str, incident: str = "", *members: str, **fields: str) -> Said:
        """A `do` that must succeed."""
        said = self.do(verb, incident, *members, **fields)
        assert said.status == 0, said.plain
        return said

    def member(self, **given: str) -> str:
        """Enrol somebody on duty; their number."""
        number = f"T{os.getpid()}-{next(_numbers):05d}"
        usual = {"number": number, "name": f"员{number}", "home_cell": WEST, "duty": "on_duty"}
        self.done("enrol", **(usual | given))
        return number

    def reported(self, **given: str) -> str:
        """An incident in the western town; its number."""
        place = {"lon": str(WEST_LON), "lat": str(LAT)} if "cell" not in given else {}
        usual = {"text": "路口有暴露垃圾", "category": "E0102", **place}
        return str(self.done("report", **(usual | given))["number"])

    def registered(self, **given: str) -> str:
        """An incident that waits for its dispatch."""
        incident = self.reported(**given)
        self.done("accept", incident)
        self.done("register", incident)
        return incident

    def dispatched(self, *members: str) -> str:
        """An incident in somebody's hands."""
        incident = self.registered()
        self.done("dispatch", incident, *members)
        return incident

    def incident(self, number: str) -> dict[str, Any]:
        """The row of an incident in `list incidents`."""
        items = self.ok("list", "incidents")["items"]
        return next(item for item in items if number in (item["number"], item["id"]))

    def person(self, number: str) -> dict[str, Any]:
        """The row of a member in `list members`."""
        items = self.ok("list", "members")["items"]
        return next(item for item in items if item["number"] == number)


def do_words(verb: str, incident: str = "", *members: str, **fields: str) -> list[str]:
    """The words of a `do`."""
    words = ["do", verb]
    words += ["--incident", incident] if incident else []
    for member in members:
        words += ["--member", member]
    for key, value in fields.items():
        if key.startswith("o_"):
            words += [f"--{key[2:].replace('_', '-')}", value]
        else:
            words += ["--field", f"{key}={value}"]
    return words


def last_object(out: str) -> dict[str, Any]:
    """The one JSON object that is the last thing on stdout."""
    lines = out.rstrip("\n").splitlines()
    assert lines, "nothing on stdout"
    plain = json.loads(lines[-1])
    assert isinstance(plain, dict), plain
    return plain


def an_uuid() -> str:
    """A command id."""
    return str(UUID(bytes=os.urandom(16), version=4))


def process_of(*words: str, home: Path, **env: str) -> subprocess.Popen[str]:
    """`wangge` as a process of its own, in English, with JSON on its stdout."""
    asked = [sys.executable, "-m", "console", *words, "--home", str(home), "--lang", "en"]
    return subprocess.Popen(
        [*asked, "--json"],
        cwd=CHECKOUT,
        env=os.environ | env,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def said_by(process: subprocess.Popen[str], within_s: float = 60.0) -> Said:
    """Wait for a process and read what it said."""
    out, err = process.communicate(timeout=within_s)
    assert "Traceback" not in err, err
    return Said(process.returncode, last_object(out) if out.strip() else {}, out, err)
