-- What a district keeps itself: rows of text by sheet and key, and what every batch changed.

CREATE TABLE rule (
    sheet TEXT NOT NULL,
    key TEXT NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (sheet, key)
);

CREATE TABLE reference_change (
    version INTEGER NOT NULL,
    n INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    key TEXT NOT NULL,
    before JSON,
    after JSON,
    PRIMARY KEY (version, n)
);

CREATE TRIGGER reference_change_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON reference_change FOR EACH STATEMENT EXECUTE FUNCTION never();

GRANT SELECT, INSERT, UPDATE, DELETE ON rule TO wangge_console;
GRANT SELECT, INSERT ON reference_change TO wangge_console;
GRANT DELETE ON setting TO wangge_console;

ALTER TABLE category ADD COLUMN verify BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE category ALTER COLUMN verify DROP DEFAULT;

-- Rows that are there get what the fields of the domain default to.

ALTER TABLE incident
    ADD COLUMN legacy BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN important BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN appeals INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN area TEXT NOT NULL DEFAULT '',
    ADD COLUMN level_since TIMESTAMP WITH TIME ZONE,
    ADD COLUMN stay_limit TEXT NOT NULL DEFAULT '',
    ADD COLUMN stay_due_at TIMESTAMP WITH TIME ZONE;

ALTER TABLE incident
    ALTER COLUMN legacy DROP DEFAULT,
    ALTER COLUMN important DROP DEFAULT,
    ALTER COLUMN appeals DROP DEFAULT,
    ALTER COLUMN area DROP DEFAULT,
    ALTER COLUMN stay_limit DROP DEFAULT;

ALTER TABLE task
    ADD COLUMN handler_name TEXT NOT NULL DEFAULT '',
    ADD COLUMN handler_phone TEXT NOT NULL DEFAULT '';

ALTER TABLE task
    ALTER COLUMN handler_name DROP DEFAULT,
    ALTER COLUMN handler_phone DROP DEFAULT;
