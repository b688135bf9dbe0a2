"""What a district wants to see beside the words of a result or a check.

Its settings say what: photos, where they were taken, who did the work and their number. What
the frame knows already stands in the blanks, to be put right by whoever was on the phone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from console.actions.asking import Blank
from console.actions.whereabouts import sighting
from console.state.words import masked_phone
from maps.geometry.coordinate_text import place_read
from models.domain.attending import attendable
from models.domain.command import Attend, Extend, Judge, Suspend
from models.domain.error import Words
from models.domain.ids import MemberId
from models.domain.incident import TaskRole
from models.domain.photo import PhotoRole
from models.domain.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.incident import Incident, Task
    from models.domain.member import Member
    from models.domain.place import LonLat
    from models.domain.refusal import Refusal

SHOWS: Final = {
    "finish": PhotoRole.AFTER,
    "check-pass": PhotoRole.CHECK,
    "check-fail": PhotoRole.CHECK,
}
"""The acts that are borne out by photos, and what these show."""
FRESH_S: Final = 300.0
"""A fix that is older says nothing of where a photo was taken."""
_NAME = Words("承办人姓名", "Who did the work")
_PHONE = Words("承办人手机", "Their mobile")
_WHOSE = Words("不填：任务承办人", "Empty: whose task it is")
_PLACE = Words("照片位置（经度, 纬度）", "Where the photo was taken (lon, lat)")
PAPERS: Final = frozenset({"suspend", "extend", "check-in"})
"""The acts that bring photos of their own: a form, a safety measure, the spot."""
_WAIVED = Words("未完协办无须办理的理由", "Why the open assists are not needed")
_PHOTO_FIRST: Final = {
    PhotoRole.AFTER: refuse(
        "photo_needed",
        "本区要求附处置后照片：请先添加，再填处置结果。",
        "This district asks for a photo of the result: attach it first, then finish.",
    ),
    PhotoRole.CHECK: refuse(
        "photo_needed",
        "本区要求附核查照片：请先添加，再说核查结果。",
        "This district asks for a photo of the check: attach it first, then judge.",
    ),
}

_PAPERS_FIRST: Final = {
    "suspend": refuse(
        "photo_needed",
        "本区要求挂账附安全措施照片：请先选照片，再填理由。",
        "This district asks for a photo of the safety measure: choose it, then say why.",
    ),
    "extend": refuse(
        "form_needed",
        "再次延期须附盖章的申请表：请先选其照片，再填理由。",
        "A second extension needs the stamped form: choose its photo, then say why.",
    ),
    "check-in": refuse(
        "photo_needed",
        "本区要求报到附现场照片：请先选照片。",
        "This district asks for a photo of the spot: choose it, then check in.",
    ),
}


def papers_lacking(session: Session, verb: str, incident: Incident) -> Refusal | None:
    """Why an act would be refused without photos of its own; None where it would not."""
    if verb not in PAPERS or not session.reference.settings.photos_required:
        return None
    is_spared = not incident.extended if verb == "extend" else incident.restricted
    return None if is_spared else _PAPERS_FIRST[verb]


def with_papers(intent: Intent, papers: tuple[str, ...]) -> Intent:
    """The intent with the photos that it brings."""
    if papers and isinstance(intent, Attend | Extend | Suspend):
        return replace(intent, photo=papers)
    return intent


def with_handler(session: Session, intent: Intent, task: Task | None) -> Intent:
    """The intent with whoever has the task as the one who did the work, where none is named."""
    settings = session.reference.settings
    if not isinstance(intent, Attend) or task is None or not settings.handler_required:
        return intent
    who = _whose(session, task)
    if intent.handler_name or intent.handler_phone or who is None:
        return intent
    return replace(intent, handler_name=who.name, handler_phone=who.phone)


def evidence_lacking(
    session: Session, verb: str, incident: Incident, photos: tuple[str, ...]
) -> Refusal | None:
    """Why an act would be refused for want of a photo; None where it would not."""
    role = SHOWS.get(verb)
    is_asked = session.reference.settings.photos_required and not incident.restricted
    return _PHOTO_FIRST[role] if role is not None and is_asked and not photos else None


def with_evidence(intent: Intent, photos: tuple[str, ...], said: Mapping[str, str]) -> Intent:
    """The intent with its photos and with what was written into the blanks, by their names.

    Raises
    ------
    BadInput
        `bad_coordinates` and its like, naming what cannot be read.
    """
    if not isinstance(intent, Attend | Judge) or intent.verb not in SHOWS:
        return intent
    intent = replace(intent, photo=photos, place=_place(said))
    if isinstance(intent, Attend):
        intent = replace(intent, reason=said.get("waived", intent.reason))
        if "name" in said:
            return replace(intent, handler_name=said["name"], handler_phone=said["phone"])
    return intent


def blanks_of(session: Session, verb: str, incident: Incident) -> Mapping[str, Blank]:
    """The lines that an act needs here besides its words, filled in as far as is known."""
    wanted = session.reference.settings
    found: dict[str, Blank] = {}
    who = _lead(session, incident)
    if verb == "finish" and wanted.handler_required:
        found |= _handler(session, attendable("finish", incident))
    assists = (task.role is TaskRole.ASSIST for task in incident.open_tasks)
    if verb == "finish" and wanted.assists_first and any(assists):
        found["waived"] = Blank(_WAIVED)
    is_asked = wanted.photo_place_required and not incident.restricted
    if verb in SHOWS and is_asked and incident.place is not None:
        seen = sighting(session.frame, who) if who and verb == "finish" else None
        is_fresh = seen is not None and seen.age_s <= FRESH_S
        found["place"] = Blank(_PLACE, _degrees(seen.place) if seen and is_fresh else "")
    return found


def _handler(session: Session, tasks: Sequence[Task]) -> dict[str, Blank]:
    """Who did the work: the one whose task it can be; where several could, whose it is."""
    if len(tasks) > 1:
        return {"name": Blank(_NAME, hint=_WHOSE), "phone": Blank(_PHONE, hint=_WHOSE)}
    who = _whose(session, tasks[0]) if tasks else None
    phone = who.phone if who else ""
    return {
        "name": Blank(_NAME, who.name if who else ""),
        "phone": Blank(_PHONE, masked_phone(phone), meant=phone),
    }


def _lead(session: Session, incident: Incident) -> Member | None:
    return _whose(session, incident.lead) if incident.lead else None


def _whose(session: Session, task: Task) -> Member | None:
    return session.frame.picture.members.get(MemberId(task.assignee))


def _degrees(place: LonLat) -> str:
    return f"{place.lon_deg:.6f}, {place.lat_deg:.6f}"


def _place(said: Mapping[str, str]) -> LonLat | None:
    text = said.get("place", "")
    return place_read(text) if text else None
