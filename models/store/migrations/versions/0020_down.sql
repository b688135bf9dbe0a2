-- Takes leaves away again; not where a member has one, nor where a fact of a member speaks of
-- them: every one that enrolled somebody since does, and the release before cannot read it.

DO $$
BEGIN
    IF EXISTS (SELECT FROM member WHERE leaves <> '[]')
        OR EXISTS (
            SELECT FROM journal
            WHERE subject_kind = 'member' AND body::jsonb->'fields' ? 'leaves')
    THEN
        RAISE EXCEPTION 'the journal holds leaves: there is no way back'
            USING ERRCODE = 'WG013', DETAIL = 'leaves';
    END IF;
END
$$;

DROP TRIGGER member_leave_names_who_acts ON member;
DROP TRIGGER member_begins_with_who_acts ON member;
DROP FUNCTION leave_names_who_acts();
ALTER TABLE member DROP CONSTRAINT member_leaves_are_readable, DROP COLUMN leaves;
DROP FUNCTION leaves_are_readable(jsonb);

UPDATE release_floor SET least = '0016';
