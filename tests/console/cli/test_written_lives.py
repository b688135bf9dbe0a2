"""Written cases, driven through `wangge do` in a scripted home, against sums made by hand.

`lives.toml` tells them; this reads and acts. A line of a life is

    WHEN VERB [@MEMBER …] [key=value …] -> STATE | refused CODE | error CODE
    WHEN ?    key=value …
    WHEN clocks

`?` looks at the case in `list incidents`; `clocks` does what fell due (`journal keep --at`).
WHEN is `mon 09:00:00`, in a later week `mon+1 09:00:00`, or a date. Members @A to @D are on
duty in the western town; `by=` is the operator, `role=` the role, `incident=` another case.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from console.app.home import Address, Home
from console.cli.main import run
from models.domain.department import Department
from models.domain.ids import DepartmentId, new_uuid
from models.domain.work_calendar import Period, WorkCalendar
from models.store.embedded import stop_embedded
from models.store.journal_append import Author
from models.store.reference_write import write_departments
from tests.console.cli.homes import Cli, do_words, make_district
from tests.store.calendars import change_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db
ZONE = ZoneInfo("Asia/Shanghai")
LIVES = tomllib.loads((Path(__file__).parent / "lives.toml").read_text("utf-8"))["life"]
DATED = [life for life in LIVES if "dated" in life]
UNDATED = [life for life in LIVES if "dated" not in life]
_told_before = count()
WEEKS_EACH = 20
FIRST_MONDAY = date(2030, 1, 7)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHEN = re.compile(r"(\w{3})(?:\+(\d+))? (\d\d:\d\d(?::\d\d)?)|(\d{4}-\d\d-\d\d) (\S+)")
REPORTED = {"text": "路口有暴露垃圾", "lon": "121.45", "lat": "35.20"}
OPTIONS = {"by": "o_operator", "role": "o_role", "seen": "o_seen_version"}


@pytest.fixture(scope="module")
def told_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which lives are told one after the other, each in weeks of its own."""
    folder = _a_home(tmp_path_factory.mktemp("lives"))
    yield folder
    stop_embedded(folder)


@pytest.fixture
def dated_home(tmp_path: Path) -> Iterator[Path]:
    """A home for one life with dates."""
    folder = _a_home(tmp_path / "home")
    yield folder
    stop_embedded(folder)


def _a_home(folder: Path) -> Path:
    """A scripted district with a second department, which works round the clock."""
    words = ["db", "init", "--clock", "scripted", "--at", "2026-01-01T00:00:00+08:00"]
    assert run([*words, "--home", str(folder)]) == 0
    make_district(folder)
    with Home(Address(folder), station="maker") as home:
        police = Department(id=DepartmentId(new_uuid()), code="P24", name="公安")
        write_departments(home.engine, [police], _author())
        round_the_clock = WorkCalendar(weekly=((Period(0, 86_400),),) * 7)
        change_calendar(home.engine, round_the_clock, _author(), "P24")
    return folder


def _author() -> Author:
    return Author(new_uuid(), "maker", "administrator", "maker")


@pytest.fixture
def cli(told_home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on it."""
    return Cli(told_home, capsys)


@dataclass(slots=True)
class Teller:
    """Tells one life: where its week begins, who its members are, which cases it has."""

    cli: Cli
    monday: date
    members: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    def tell(self, line: str) -> None:
        """Carry one line out, and hold what came of it against what it says."""
        found = WHEN.match(line)
        assert found, line
        at, rest = self.instant(found[0]), line[found.end() :].split("->")
        verb, *words = shlex.split(rest[0])
        if verb == "?":
            self.look(line, words)
        elif verb == "clocks":
            self.cli.ok("journal", "keep", "--at", at)
        else:
            self.act(line, at, verb, words, rest[1].strip() if len(rest) > 1 else "")

    def act(self, line: str, at: str, verb: str, words: list[str], wanted: str) -> None:
        members, fields = self.read(words)
        case = fields.pop("incident", "it")
        known = self.cases.get(case, "")
        if verb in {"report", "report-self"}:
            known, fields = "", REPORTED | fields
        called = fields.pop("department", "").split(",")
        words = do_words(verb, known, *members, o_at=at, **fields)
        for department in filter(None, called):
            words += ["--field", f"department={department}"]
        said = self.cli(*words)
        if "number" in said.plain:
            self.cases[case] = said["number"]
        kind, _, code = wanted.partition(" ")
        if code:
            told = said.plain.get("refused" if kind == "refused" else "error")
            assert told == code, (line, said.plain)
            assert said["words"], line
        else:
            assert said.status == 0, (line, said.plain)
            assert not wanted or said["state"] == wanted, (line, said["state"])

    def look(self, line: str, words: list[str]) -> None:
        _, fields = self.read(words)
        case = self.cli.incident(self.cases[fields.pop("incident", "it")])
        lead = next((t for t in case["tasks"] if t["role"] == "lead" and _is_open(t)), {})
        case |= {"lead_due_at": lead.get("due_at"), "open": sum(map(_is_open, case["tasks"]))}
        told = {key: self.plain(case[key]) for key in fields}
        assert told == {key: self.wanted(text) for key, text in fields.items()}, line

    def read(self, words: list[str]) -> tuple[list[str], dict[str, Any]]:
        members, fields = [], {}
        for word in words:
            if word.startswith("@"):
                members.append(self.member(word[1:]))
                continue
            key, _, value = word.partition("=")
            found = WHEN.fullmatch(value)
            moment = self.instant(value) if found else value
            fields[OPTIONS.get(key, key)] = self.cases[value] if key == "into" else moment
        return members, fields

    def member(self, letter: str) -> str:
        if letter not in self.members:
            self.members[letter] = self.cli.member()
        return self.members[letter]

    def instant(self, text: str) -> str:
        found = WHEN.fullmatch(text)
        assert found, text
        if found[4]:
            day, clock = date.fromisoformat(found[4]), found[5]
        else:
            week = timedelta(weeks=int(found[2] or 0))
            day, clock = self.monday + week + timedelta(days=DAYS.index(found[1])), found[3]
        local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)
        return local.isoformat()

    @staticmethod
    def wanted(text: str) -> str:
        """What a line says, with an instant as UTC."""
        is_instant = "T" in text and "+" in text
        return _utc(text) if is_instant else text

    @staticmethod
    def plain(value: Any) -> str:
        """A value of a list as a line would write it."""
        if isinstance(value, list):
            return ",".join(map(str, value))
        if isinstance(value, float):
            return f"{value:g}"
        if value is None or isinstance(value, bool):
            return str(value).lower()
        text = str(value)
        return _utc(text) if re.match(r"\d{4}-\d\d-\d\dT", text) else text


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def _is_open(task: dict[str, Any]) -> bool:
    return task["state"] in {"to_sign", "signed", "on_site"}


def _told(cli: Cli, life: dict[str, str]) -> None:
    teller = Teller(cli, FIRST_MONDAY + timedelta(weeks=WEEKS_EACH * next(_told_before)))
    for letter in "AB":
        teller.member(letter)
    for line in life["lines"].strip().splitlines():
        teller.tell(line.strip())


@pytest.mark.parametrize("life", UNDATED, ids=[life["tells"] for life in UNDATED])
def test_a_written_life(cli: Cli, life: dict[str, str]) -> None:
    cli.member()  # who handled nothing and may check, also where this life is the first
    _told(cli, life)


@pytest.mark.parametrize("life", DATED, ids=[life["tells"] for life in DATED])
def test_a_written_life_with_dates(
    dated_home: Path, capsys: pytest.CaptureFixture[str], life: dict[str, str]
) -> None:
    _told(Cli(dated_home, capsys), life)


def test_after_all_of_them_the_journal_holds_and_gives_the_tables(cli: Cli) -> None:
    found = cli.ok("journal", "verify")
    assert (found["ok"], found["fold_equals_tables"]) == (True, True)
