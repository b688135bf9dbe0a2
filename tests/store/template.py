"""Fills the database that every test's own is cloned from."""

from __future__ import annotations

from models.store.cluster import CONSOLE
from models.store.provision import db_init


def fill(admin_url: str) -> None:
    """Tables, guards and legal moves; empty otherwise."""
    db_init(admin_url, CONSOLE)
