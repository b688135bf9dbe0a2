"""The list of our migrations that every console carries, held to the folder they lie in."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from models.store import migrations
from models.store.revision import HEAD, KNOWN


def test_the_known_migrations_are_those_of_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    scripts = ScriptDirectory.from_config(config)
    oldest_first = [script.revision for script in scripts.walk_revisions()][::-1]
    assert tuple(oldest_first) == KNOWN
    assert scripts.get_current_head() == HEAD
