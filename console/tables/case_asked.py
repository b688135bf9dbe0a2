"""What is asked for of a case, by whom and why: read before it is granted or denied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.domain.incident import State

if TYPE_CHECKING:
    from console.tables.entries_model import EntriesModel
    from models.domain.fact import Entry
    from models.domain.incident import Incident

_ASKED_BY: Final = {
    State.RETURN_ASKED: "return-asked",
    State.EXTENSION_ASKED: "extension-asked",
    State.SUSPENSION_ASKED: "suspension-asked",
}


def asked_words(incident: Incident, timeline: EntriesModel) -> str:
    """A line for each thing that waits for a decision, the newest first; empty without."""
    asks = (
        _ASKED_BY.get(incident.state),
        "void-asked" if incident.void_asked_by is not None else None,
        "reclassify-asked" if incident.reclass_to is not None else None,
    )
    open_asks = {ask for ask in asks if ask is not None}
    if not open_asks:
        return ""
    newest: dict[str, Entry] = {}
    for entry in timeline.entries:
        if entry.fact.verb in open_asks:
            newest.setdefault(entry.fact.verb, entry)
    return "\n".join(_line(entry, timeline) for entry in newest.values())


def _line(entry: Entry, timeline: EntriesModel) -> str:
    deed = f"{timeline.who(entry)} {timeline.what(entry)}"
    return " — ".join(filter(None, (deed, timeline.note(entry))))
