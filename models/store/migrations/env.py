"""Alembic's way in: migrates over the connection that `provision` hands it."""

from __future__ import annotations

from alembic import context

from models.store.schema_desks import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
