-- Takes rosters of shifts away again; not where the journal tells of any, which the release before
-- cannot read.

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal WHERE verb = 'rota-set') THEN
        RAISE EXCEPTION 'the journal holds rosters of shifts: there is no way back';
    END IF;
END
$$;

ALTER TABLE member DROP CONSTRAINT member_rota_is_readable, DROP COLUMN rota;

UPDATE release_floor SET least = '0020';
