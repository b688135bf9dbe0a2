-- A view that was sent before says nothing of these, and the walls keep their own.

ALTER TABLE wall_view
    ADD COLUMN shown TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN indicator TEXT,
    ADD COLUMN base_map TEXT;

ALTER TABLE wall_view ALTER COLUMN shown DROP DEFAULT;
