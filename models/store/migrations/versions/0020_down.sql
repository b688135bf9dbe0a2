-- Takes leaves away again; not where the journal tells of any, which the release before cannot
-- read.

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal WHERE verb LIKE 'leave-%') THEN
        RAISE EXCEPTION 'the journal holds leaves: there is no way back';
    END IF;
END
$$;

DROP TRIGGER member_leave_names_who_acts ON member;
DROP TRIGGER member_begins_with_who_acts ON member;
DROP FUNCTION leave_names_who_acts();
ALTER TABLE member DROP CONSTRAINT member_leaves_are_readable, DROP COLUMN leaves;
DROP FUNCTION leaves_are_readable(jsonb);

UPDATE release_floor SET least = '0016';
