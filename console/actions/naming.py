"""What the words of an act name, a department or a class: found by code, name or initials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from console.actions.shelf import NOT_FOUND, SPELT, Label, shelf_of
from console.state.words import category_words
from models.analysis.grams import grams
from models.analysis.responsibility import responsible
from models.desk.assigning import MOST_CALLED
from models.domain.grid import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.initials import Initials
    from console.state.session import Session
    from models.domain.category import Category
    from models.domain.department import Department
    from models.domain.incident import Incident

MOST_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that can be named: `word` stands for it in a line, the labels find it."""

    word: str
    title: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What can be named, at most `most` in one answer."""

    known: tuple[Named, ...] = ()
    most: int = 1

    def split(self, text: str) -> tuple[str, str]:
        """What is named already, and the part of a text that may go on."""
        if self.most == 1:
            return "", text.strip()
        before, space, last = text.rpartition(" ")
        return before + space, last


NO_NAMES: Final = Names()


def no_names(_s: Session, _i: Incident) -> Names:
    """Of an act that names nothing."""
    return NO_NAMES


def departments_named(session: Session, incident: Incident) -> Names:
    """All departments; those that answer for the incident's class and area come first."""
    reference = session.reference
    rules, code = reference.rulebook, incident.category or ""
    listed = rules.answering(code, rules.area_of(incident.cell_path))
    all_of_them = sorted(reference.departments.values(), key=lambda one: one.code)
    found = responsible(reference.categories.get(code), incident.cell_path, all_of_them, listed)
    known = dict.fromkeys([*(one.department for one in found), *all_of_them])
    return Names(tuple(_department(session, one) for one in known), MOST_CALLED)


def classes_named(session: Session, incident: Incident) -> Names:
    """All classes; those whose names have most in common with the report come first."""
    language, told = session.seat.language, grams(incident.text)
    known = sorted(
        session.reference.categories.values(),
        key=lambda one: -len(told & (grams(one.zh) | grams(one.en))),
    )
    return Names(tuple(_class(one, category_words(one, language)) for one in known))


def fitting(names: Sequence[Named], word: str, initials: Initials) -> list[Named]:
    """Those that a word fits, the best first; without a word the first of them."""
    if not word:
        return list(names[:MOST_SHOWN])
    ranks = _ranks(names, word, initials)
    best = [n for n in np.argsort(ranks, kind="stable").tolist() if ranks[n] < NOT_FOUND]
    return [names[n] for n in best[:MOST_SHOWN]]


def meant(names: Sequence[Named], word: str, initials: Initials) -> Named | None:
    """The one that a word stands for: by its code, its beginning, or the initials of that."""
    ranks = _ranks(names, word, initials)
    best = int(np.argmin(ranks)) if len(names) else 0
    return names[best] if len(names) and ranks[best] <= SPELT else None


def _ranks(
    names: Sequence[Named], word: str, initials: Initials
) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    shelf = shelf_of(((one.word, one.labels) for one in names), initials)
    return shelf.ranked(word.casefold().split())


def department_labels(session: Session, one: Department) -> tuple[Label, ...]:
    """Name and code, whole and without what all departments of a district have in common."""
    return (
        Label(one.code),
        Label(one.code.lstrip("0123456789")),
        Label(one.name, spelt=True),
        Label(_own_name(session, one), spelt=True),
    )


def _department(session: Session, one: Department) -> Named:
    word = _word(one.name, one.code)
    return Named(word, _own_name(session, one), department_labels(session, one))


def _own_name(session: Session, one: Department) -> str:
    districts = session.reference.grid.at_level(Level.DISTRICT)
    prefix = next((d.name for d in districts if one.name.startswith(d.name)), "")
    return one.name.removeprefix(prefix) or one.name


def _class(one: Category, title: str) -> Named:
    labels = (Label(one.code), Label(one.zh, spelt=True), Label(one.en))
    return Named(one.code, f"{one.code} {title}", labels)


def _word(name: str, code: str) -> str:
    """A name is read more easily; one of several words would be read as several names."""
    return name if name and not any(map(str.isspace, name)) else code
