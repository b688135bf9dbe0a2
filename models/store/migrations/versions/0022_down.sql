-- Takes rosters of shifts away again; not where a member has one, nor where a fact of a member
-- speaks of it: every one that enrolled somebody since does, and the release before cannot read
-- it.

DO $$
BEGIN
    IF EXISTS (SELECT FROM member WHERE rota <> '')
        OR EXISTS (
            SELECT FROM journal
            WHERE subject_kind = 'member' AND body::jsonb->'fields' ? 'rota')
    THEN
        RAISE EXCEPTION 'the journal holds rosters of shifts: there is no way back'
            USING ERRCODE = 'WG013', DETAIL = 'rota';
    END IF;
END
$$;

ALTER TABLE member DROP CONSTRAINT member_rota_is_readable, DROP COLUMN rota;

UPDATE release_floor SET least = '0020';
