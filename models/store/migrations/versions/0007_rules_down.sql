ALTER TABLE task DROP COLUMN handler_name, DROP COLUMN handler_phone;

ALTER TABLE incident
    DROP COLUMN legacy,
    DROP COLUMN important,
    DROP COLUMN appeals,
    DROP COLUMN area,
    DROP COLUMN level_since,
    DROP COLUMN stay_limit,
    DROP COLUMN stay_due_at;

ALTER TABLE category DROP COLUMN verify;

REVOKE DELETE ON setting FROM wangge_console;
DROP TABLE reference_change, rule;
