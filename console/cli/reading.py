"""What people type in a `do`, read as what they mean: fields, instants, numbers, names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from models.domain.category import Urgency
from models.domain.conveying import Reply
from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
from models.domain.error import BadInput, Words
from models.domain.incident import GROUNDS, Finding, Ground, Source
from models.domain.leave import LeaveKind
from models.domain.member import Duty
from models.domain.photo import PhotoRole
from models.domain.place import LonLat
from models.domain.welfare import Welfare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from models.domain.ids import DepartmentId, IncidentId, MemberId
    from models.domain.shift import HandOverShift

Choice = TypeVar(
    "Choice",
    Urgency,
    Source,
    Duty,
    Ground,
    Finding,
    PhotoRole,
    Reply,
    Welfare,
    DrawingKind,
    DrawingShape,
    DrawingTone,
    LeaveKind,
)
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Beyond these a change of zone may leave what dates can hold."""
FARTHEST, NO_TIME = timedelta(hours=15), timedelta(0)
"""No zone on earth lies farther from UTC, and PostgreSQL takes no more."""
LARGEST = 2**63 - 1
"""What a count in the database may be."""
MOST = 10_000
"""No whole number that people type here is larger."""
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_LETTERS = {"G": "general", "U": "urgent", "E": "emergency"}


class Names(Protocol):
    """Turns what people type into ids."""

    def incident(self, text: str) -> IncidentId:
        """The incident of an id or a number."""

    def member(self, text: str) -> MemberId:
        """The member of an id or a number."""

    def department(self, text: str) -> DepartmentId:
        """The department of an id or a code."""

    def photo(self, path: str) -> str:
        """Keep a file by its content; the name it has from then on."""

    def handing_over(self, instructions: str) -> HandOverShift:
        """Handing over the shift as it is now."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A `do` as typed. `fields` keeps every value of a repeated field."""

    verb: str
    incident: str | None
    members: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


def counting(text: str) -> int:
    """A whole number of an option, from zero to what the database can count.

    Raises
    ------
    ValueError
        As argparse wants it.
    """
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number


def typed_fields(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """`k=v` pairs by key, in order.

    Raises
    ------
    BadInput
        `bad_field`, where a pair has no `=`.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise BadInput(
                "bad_field",
                Words(f"--field 应为 名=值，现为 {pair!r}", f"--field wants k=v, not {pair!r}"),
            )
        fields[key.strip()] = (*fields.get(key.strip(), ()), value)
    return fields


def instant(text: str, zone: ZoneInfo, field: str) -> datetime:
    """An ISO 8601 instant; without an offset it is in the district's zone.

    Raises
    ------
    BadInput
        `bad_time`.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _bad_time(text, field) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR or abs(at.utcoffset() or NO_TIME) > FARTHEST:
        raise _bad_time(text, field)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _bad_time(text: str, field: str) -> BadInput:
    return BadInput(
        "bad_time",
        Words(
            f"{field}：无法识别的时间 {text!r}；例：2026-11-23T09:30:00+08:00"
            f"（{FIRST_YEAR} 至 {LAST_YEAR} 年）",
            f"{field}: {text!r} is no ISO 8601 instant of {FIRST_YEAR} to {LAST_YEAR}; "
            "write 2026-11-23T09:30:00+08:00",
        ),
    )


class Reader:
    """Reads typed values as what they mean."""

    def __init__(self, typed: Typed, names: Names, zone: ZoneInfo) -> None:
        self.typed = typed
        self.names = names
        self.zone = zone

    def incident(self) -> IncidentId:
        """The incident named, or bad input."""
        if self.typed.incident is None:
            raise missing(self.typed.verb, "--incident")
        return self.names.incident(self.typed.incident)

    def members(self) -> tuple[MemberId, ...]:
        """All members named."""
        return tuple(self.names.member(text) for text in self.typed.members)

    def member(self) -> MemberId | None:
        """The one member named, if any."""
        members = self.members()
        if len(members) > 1:
            raise BadInput(
                "one_member",
                Words(
                    f"“{self.typed.verb}”只能给一个 --member",
                    f"`{self.typed.verb}` takes one --member",
                ),
            )
        return members[0] if members else None

    def require_member(self) -> MemberId:
        """The one member named, or bad input."""
        member = self.member()
        if member is None:
            raise missing(self.typed.verb, "--member")
        return member

    def text(self, name: str) -> str:
        """The last value of a field, or nothing."""
        return self.typed.fields.get(name, ("",))[-1]

    def require_text(self, name: str) -> str:
        """The last value of a field, or bad input."""
        text = self.text(name).strip()
        if not text:
            raise missing(self.typed.verb, name)
        return text

    def optional(self, name: str) -> str | None:
        """The last value of a field, None where it was not given."""
        values = self.typed.fields.get(name)
        return values[-1] if values else None

    def at(self, name: str) -> datetime | None:
        """A field as an instant."""
        text = self.optional(name)
        return None if text is None else instant(text, self.zone, name)

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """A field as one of a closed list."""
        text = self.optional(name)
        if text is None:
            return None
        if kind is Urgency:
            # The letters of the category table serve too.
            text = _LETTERS.get(text, text)
        try:
            return kind(text)
        except ValueError:
            known = ", ".join(item.value for item in kind)
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 不能是 {text!r}；可用：{known}",
                    f"{name} cannot be {text!r}; use {known}",
                ),
            ) from None

    def number(self, name: str) -> float | None:
        """A field as a number."""
        text = self.optional(name)
        if text is None:
            return None
        try:
            return float(text)
        except ValueError:
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 应为数字，现为 {text!r}", f"{name} wants a number, not {text!r}"
                ),
            ) from None

    def whole(self, name: str) -> int | None:
        """A field as a whole number of a sane size."""
        value = self.number(name)
        if value is None:
            return None
        # Not a number fails every comparison, so it falls out here too.
        if not (abs(value) <= MOST and value == int(value)):
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 应为整数（至多 {MOST}），现为 {self.text(name)!r}",
                    f"{name} wants a whole number up to {MOST}, not {self.text(name)!r}",
                ),
            )
        return int(value)

    def require_whole(self, name: str) -> int:
        """A field as a whole number, or bad input."""
        value = self.whole(name)
        if value is None:
            raise missing(self.typed.verb, name)
        return value

    def truth(self, name: str, *, otherwise: bool) -> bool:
        """A field as yes or no."""
        text = self.optional(name)
        if text is None:
            return otherwise
        if text.casefold() not in _TRUTHS:
            raise BadInput(
                "bad_value",
                Words(
                    f"{name} 应为 yes 或 no，现为 {text!r}",
                    f"{name} wants yes or no, not {text!r}",
                ),
            )
        return _TRUTHS[text.casefold()]

    def maybe(self, name: str) -> bool | None:
        """A field as yes or no, None where it was not given."""
        return None if self.optional(name) is None else self.truth(name, otherwise=False)

    def place(self) -> LonLat | None:
        """`lon` and `lat` as a point; both or neither."""
        lon, lat = self.number("lon"), self.number("lat")
        if (lon is None) != (lat is None):
            raise missing(self.typed.verb, "lon + lat")
        return None if lon is None or lat is None else LonLat(lon, lat)

    def ground(self, act: str) -> Ground | None:
        """The ground of an act, by its code; a reason that is nothing but a code serves too."""
        given = self.optional("ground")
        reason = self.text("reason").strip()
        known = {ground.value for ground in GROUNDS[act]}
        if given is None:
            return Ground(reason) if reason in known else None
        if given not in known:
            raise BadInput(
                "bad_value",
                Words(
                    f"ground 不能是 {given!r}；可用：{', '.join(sorted(known))}",
                    f"ground cannot be {given!r}; use {', '.join(sorted(known))}",
                ),
            )
        return Ground(given)

    def departments(self) -> tuple[DepartmentId, ...]:
        """All departments named."""
        named = self.typed.fields.get("department", ())
        return tuple(self.names.department(text) for text in named)

    def photos(self) -> tuple[str, ...]:
        """The photos given, kept in the home by their content."""
        return tuple(self.names.photo(path) for path in self.typed.fields.get("photo", ()))


def missing(verb: str, what: str) -> BadInput:
    """A `do` without something it needs."""
    return BadInput(
        "missing_field", Words(f"“{verb}”必须给出 {what}", f"`{verb}` needs {what}")
    )
