-- How the word of a task fares. Rows that are there get what the fields of the domain default
-- to: the fold of an old journal gives exactly that. The defaults then go again, so that nobody
-- writes a row half.

ALTER TABLE incident ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incident ALTER COLUMN quiet DROP DEFAULT;

ALTER TABLE task
    ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN sent_via TEXT NOT NULL DEFAULT '',
    ADD COLUMN sent_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN delivered_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN seen_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN seen_by TEXT NOT NULL DEFAULT '',
    ADD COLUMN signed_by TEXT NOT NULL DEFAULT '',
    ADD COLUMN failed_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN failure TEXT NOT NULL DEFAULT '';

ALTER TABLE task
    ALTER COLUMN attempts DROP DEFAULT,
    ALTER COLUMN sent_via DROP DEFAULT,
    ALTER COLUMN seen_by DROP DEFAULT,
    ALTER COLUMN signed_by DROP DEFAULT,
    ALTER COLUMN failure DROP DEFAULT;

-- A release that knows no such columns writes no row.
UPDATE release_floor SET least = '0013';
