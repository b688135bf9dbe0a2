-- Whoever is alone on a risky task: when they last said that they are well, how far the asking
-- has come since.

ALTER TABLE task
    ADD COLUMN well_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN welfare TEXT,
    ADD COLUMN welfare_at TIMESTAMP WITH TIME ZONE;

-- What no console could read is not written.
ALTER TABLE task DROP CONSTRAINT task_is_readable;
ALTER TABLE task ADD CONSTRAINT task_is_readable CHECK (
    assignee_kind IN ('member', 'department')
    AND role IN ('lead', 'assist', 'check', 'verify', 'inform')
    AND state IN ('to_sign', 'signed', 'on_site', 'done', 'returned', 'cancelled', 'released',
        'escalated', 'informed', 'read')
    AND given_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND signed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND arrived_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND ended_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND arrive_by BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND runs_from BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND due_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(ratings, NULL) IS NULL
    AND sent_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND delivered_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND seen_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND failed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND well_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND welfare IN ('asked', 'reminded', 'alarm')
    AND welfare_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);

-- A release that knows no such columns writes no row.
UPDATE release_floor SET least = '0016';
