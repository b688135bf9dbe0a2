"""Who says they were there was near enough, late enough, and can be asked about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words
from models.domain.photo import AHEAD, ON_THE_SPOT_M
from models.domain.place import distance_m
from models.domain.refusal import Refused, refuse

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.port import UnitOfWork
    from models.domain.command import Attend
    from models.domain.incident import Incident, Task
    from models.domain.place import LonLat

_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


def require_near(
    place: LonLat | None, incident: Incident, within_m: float = ON_THE_SPOT_M
) -> None:
    """Refuse a position that is too far from the incident; one that nobody gave is let be."""
    if place is None or incident.place is None:
        return
    away_m = distance_m(place, incident.place)
    if away_m > within_m:
        raise Refused(
            refuse(
                "not_on_the_spot",
                f"所报位置距现场 {away_m:.0f} 米，须在 {within_m:.0f} 米以内。",
                f"The position is {away_m:.0f} m from the incident; it must be within "
                f"{within_m:.0f} m.",
                incident=incident.number,
            )
        )


def require_seen_there(
    work: UnitOfWork, place: LonLat | None, incident: Incident, within_m: float
) -> None:
    """The place of a photo: near, and given where the district asks for it."""
    asked = work.settings().photo_place_required and not incident.restricted
    if place is None and asked and incident.place is not None:
        raise Refused(
            refuse(
                "place_needed",
                "本区要求上报照片的位置（lon、lat）。",
                "This district asks where the photo was taken (lon, lat).",
                incident=incident.number,
            )
        )
    require_near(place, incident, within_m)


def require_taken_since(
    taken_at: datetime | None, task: Task, incident: Incident, work: UnitOfWork
) -> None:
    """A photo of the result was taken after the work was given, and not in the future."""
    if taken_at is None or task.given_at <= taken_at <= work.now() + AHEAD:
        return
    zone = work.calendar().zone
    taken, given = (f"{at.astimezone(zone):%m-%d %H:%M:%S}" for at in (taken_at, task.given_at))
    raise Refused(
        refuse(
            "photo_too_old",
            f"照片摄于 {taken}：须在派遣（{given}）之后、现在之前。",
            f"The photo was taken on {taken}: before the dispatch ({given}) or later than now.",
            incident=incident.number,
        )
    )


def require_handler(work: UnitOfWork, intent: Attend) -> tuple[str, str]:
    """Name and mobile of whoever did the work; given both where the district asks for them.

    Raises
    ------
    BadInput
        `missing_field` or `bad_phone`.
    """
    name, phone = intent.handler_name.strip(), intent.handler_phone.strip()
    if work.settings().handler_required and not (name and phone):
        missing = "handler_phone" if name else "handler_name"
        words = Words(f"“finish”必须填写 {missing}", f"`finish` needs the field {missing}")
        raise BadInput("missing_field", words)
    if phone and _PHONE.fullmatch(phone) is None:
        words = Words(
            f"handler_phone “{phone}”不是电话号码：请写如 13900000001",
            f"handler_phone {phone!r} is no telephone number: write 13900000001",
        )
        raise BadInput("bad_phone", words)
    return name, phone
