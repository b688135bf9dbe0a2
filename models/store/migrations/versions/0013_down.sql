-- Takes away how the word of a task fared.

ALTER TABLE incident DROP COLUMN quiet;

ALTER TABLE task
    DROP COLUMN attempts,
    DROP COLUMN sent_via,
    DROP COLUMN sent_at,
    DROP COLUMN delivered_at,
    DROP COLUMN seen_at,
    DROP COLUMN seen_by,
    DROP COLUMN signed_by,
    DROP COLUMN failed_at,
    DROP COLUMN failure;

UPDATE release_floor SET least = '0012';
