"""Roads are one net, replaced as a whole by a batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.geography.roads import Access
from models.store.engine import connect
from models.store.journal import tail
from models.store.roads import read_roads, roads_version, store_roads
from tests.models.geography.road_nets import roads_of
from tests.store.homes import an_author

if TYPE_CHECKING:
    from tests.store.homes import Home

pytestmark = pytest.mark.db

NET = replace(
    roads_of(
        [(0, 0), (100, 0), (100, 50)],
        [(100, 50), (300, 50)],
        kind=[1, 0],
        oneway=[0, -1],
        max_kmh=[np.nan, 40],
        access=[7, Access.FOOT],
    ),
    names=("霞光路", ""),
)


def test_roads_come_back_as_they_went_in(home: Home, database_url: str) -> None:
    done = store_roads(home.engine, NET, an_author())
    with connect(database_url, autocommit=True) as connection:
        back = read_roads(connection)
        version = roads_version(connection)
        entry = tail(connection, 1)[0]
    assert back.lonlat_deg.tolist() == NET.lonlat_deg.tolist()
    assert back.offset.tolist() == NET.offset.tolist()
    assert [back.kinds[kind] for kind in back.kind] == ["lane", "street"]
    assert back.oneway.tolist() == [0, -1]
    assert back.max_kmh.tolist() == pytest.approx([np.nan, 40], nan_ok=True)
    assert back.access.tolist() == [7, Access.FOOT]
    assert back.names == NET.names
    assert (done.inserted, done.version) == (2, version)
    assert entry.fact.verb == "roads-imported"


def test_the_same_net_again_tells_nothing(home: Home) -> None:
    store_roads(home.engine, NET, an_author())
    again = store_roads(home.engine, NET, an_author())
    assert (again.inserted, again.updated, again.unchanged, again.seq) == (0, 0, 2, None)


def test_another_net_takes_the_place_of_all_of_it(home: Home, database_url: str) -> None:
    first = store_roads(home.engine, NET, an_author())
    other = store_roads(home.engine, roads_of([(0, 0), (50, 50)]), an_author())
    with connect(database_url, autocommit=True) as connection:
        assert len(read_roads(connection)) == 1
        assert roads_version(connection) == other.version
    assert first.version is not None
    assert other.version == first.version + 1


def test_a_home_without_roads_has_an_empty_net(home: Home, database_url: str) -> None:
    with connect(database_url, autocommit=True) as connection:
        assert len(read_roads(connection)) == 0
        assert roads_version(connection) == 0
