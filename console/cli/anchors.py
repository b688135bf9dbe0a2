"""`journal verify`, `anchor`, `anchor-key`, `heads`: what proves the journal, and from when."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import Home
from console.cli.acts import address_of
from console.cli.answer import TROUBLE, Answer
from models.domain.error import BadInput, Trouble, Words
from models.store.anchor import (
    FILE,
    AnchorPlaces,
    add_anchor,
    anchor_places,
    anchored,
    last_made_at,
)
from models.store.engine import troubles
from models.store.heads import HeadBook, head_of, place_of
from models.store.signing import make_key
from models.store.verify import verify

if TYPE_CHECKING:
    import argparse

    from models.store.anchor import Anchor
    from models.store.heads import Head
    from models.store.verify import Verification


def add_steps(steps: Any, common: argparse.ArgumentParser) -> None:
    """Describe the steps of `journal`."""
    check = steps.add_parser("verify", parents=[common], help="walk the chain; fold = tables?")
    check.add_argument("--anchor", metavar="FILE", help="anchors to hold it against")
    check.add_argument("--key", metavar="FILE", help="the key of the anchors, either half")
    check.set_defaults(run=run_verify)
    anchor = steps.add_parser("anchor", parents=[common], help="verify, sign and keep the head")
    anchor.add_argument("--key", metavar="FILE", help="the private key, kept off the server")
    anchor.add_argument("--file", metavar="FILE", help="where the anchors are kept")
    anchor.add_argument("--second", metavar="FILE", help="a second place for them")
    anchor.add_argument("--daily", action="store_true", help="only if there is none of today")
    anchor.set_defaults(run=run_anchor)
    key = steps.add_parser("anchor-key", parents=[common], help="make a key for anchors")
    key.add_argument("file", metavar="FILE")
    key.set_defaults(run=run_key)
    heads = steps.add_parser("heads", parents=[common], help="what this home remembers")
    heads.add_argument("--forget", action="store_true", help="after a decided recovery")
    heads.set_defaults(run=run_heads)


def run_verify(options: argparse.Namespace) -> Answer:
    """Walk the hash chain, hold it against what was kept, compare the fold with the tables."""
    anchors = anchored_heads(options)
    with Home(address_of(options), station=options.station) as home:
        kept = [*remembered(home), *anchors]
        found = _verified(home, kept)
        if found.ok:
            _remember(home, HeadBook(home.address.folder), _place(home))
    plain: dict[str, Any] = {
        "facts": found.facts,
        "ok": found.ok and found.fold_equals_tables,
        "chain_holds": found.first_bad_seq is None,
        "first_bad_seq": found.first_bad_seq,
        "fold_equals_tables": found.fold_equals_tables,
        "head_hash": found.head_hash,
        "erased": found.erased,
        "kept_heads": len(kept),
        "anchors": len(anchors),
    }
    if found.problem is not None:
        plain["problem"] = found.problem.in_(options.lang)
    return Answer(plain, _lines(plain), 0 if plain["ok"] else TROUBLE)


def remembered(home: Home) -> list[Head]:
    """The heads that a home remembers of its database."""
    return HeadBook(home.address.folder).kept(_place(home))


def anchored_heads(options: argparse.Namespace) -> list[Head]:
    """The heads of the anchors that were named (`anchor`, `key`), or that the home keeps."""
    named = [getattr(options, name, None) for name in ("anchor", "key")]
    places = anchor_places(options.home)
    known = places.file if places and places.file.exists() else None
    file = Path(named[0]) if named[0] else known
    if file is None:
        return []
    key = Path(named[1]) if named[1] else (places.key if places else None)
    if key is None:
        raise BadInput(
            "no_anchor_key",
            Words(
                "核对锚点要用 --key 给出密钥（公钥即可），或写在主目录的 anchor.toml 中",
                "to prove anchors give their key with --key (the public half will do), or "
                "name it in anchor.toml of the home",
            ),
        )
    return [anchor.head for anchor in anchored(file, key)]


def _verified(home: Home, kept: list[Head]) -> Verification:
    with contextlib.closing(home.connection()) as connection, troubles():
        return verify(connection, [(head.seq, head.hash) for head in kept])


def _remember(home: Home, book: HeadBook, place: str) -> Head | None:
    with contextlib.closing(home.connection()) as connection, troubles():
        head = head_of(connection)
    if head is not None:
        book.keep(place, head)
    return head


def run_anchor(options: argparse.Namespace) -> Answer:
    """Verify the journal whole, against every head and anchor kept; then sign where it ends."""
    places = _places(options)
    made_at = last_made_at(places) if options.daily else None
    if made_at is not None and made_at.date() == datetime.now(UTC).date():
        said = {"ok": True, "made": False, "file": str(places.file)}
        return Answer(said, f"there is one of today in {places.file}")
    with Home(address_of(options), station=options.station) as home:
        place, book = _place(home), HeadBook(home.address.folder)
        anchors = _proved(places)
        head = _head_that_holds(home, [*book.kept(place), *(one.head for one in anchors)])
        book.keep(place, head)
    add_anchor(places, head, datetime.now(UTC), place)
    plain = {
        "ok": True,
        "made": True,
        "seq": head.seq,
        "head_hash": head.hash.hex(),
        "file": str(places.file),
        "second": str(places.second) if places.second else None,
    }
    return Answer(plain, _lines(plain))


def _proved(places: AnchorPlaces) -> list[Anchor]:
    if places.key is None or not places.file.exists():
        return []
    return anchored(places.file, places.key)


def _places(options: argparse.Namespace) -> AnchorPlaces:
    known = anchor_places(options.home) or AnchorPlaces(options.home / FILE)
    return AnchorPlaces(
        Path(options.file) if options.file else known.file,
        Path(options.key) if options.key else known.key,
        Path(options.second) if options.second else known.second,
    )


def _head_that_holds(home: Home, kept: list[Head]) -> Head:
    """The end of a journal that was proved up to there; what is broken is not signed."""
    with contextlib.closing(home.connection()) as connection, troubles():
        head = head_of(connection)
        connection.rollback()
        if head is None:
            raise Trouble("empty_journal", Words("日志还是空的", "the journal is empty yet"))
        found = verify(connection, [(one.seq, one.hash) for one in [*kept, head]])
    if found.problem is not None:
        problem = found.problem
        raise Trouble(
            "journal_broken",
            Words(
                f"日志未通过校验，不作锚点：{problem.zh}",
                f"the journal does not hold, so it gets no anchor: {problem.en}",
            ),
        )
    return head


def run_key(options: argparse.Namespace) -> Answer:
    """Make a key pair: the private half to be kept off the server, the public one for all."""
    public = make_key(Path(options.file))
    plain = {"ok": True, "key": options.file, "public": str(public)}
    words = f"{options.file} (keep it off the server)\n{public} (for whoever verifies)"
    return Answer(plain, words)


def run_heads(options: argparse.Namespace) -> Answer:
    """The heads that this home remembers of the database."""
    with Home(address_of(options), station=options.station) as home:
        place, book = _place(home), HeadBook(home.address.folder)
        forgotten = book.forget(place) if options.forget else 0
        kept = book.kept(place)
    items = [
        {"seq": h.seq, "hash": h.hash.hex(), "recorded_at": h.recorded_at.isoformat()}
        for h in kept
    ]
    plain = {"ok": True, "place": place, "forgotten": forgotten, "items": items}
    words = "\n".join(f"{i['seq']:>9} {i['recorded_at']} {i['hash']}" for i in items)
    return Answer(plain, words or f"nothing is remembered of {place}")


def _place(home: Home) -> str:
    return place_of(home.url, is_embedded=home.is_embedded)


def _lines(plain: dict[str, Any]) -> str:
    return "\n".join(f"{key:<18} {value}" for key, value in plain.items())
