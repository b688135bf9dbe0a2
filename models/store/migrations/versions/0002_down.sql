-- Takes drawings and the walls' view away again; not where the journal tells of any, which
-- the release before cannot read.

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal WHERE subject_kind IN ('drawing', 'wall')) THEN
        RAISE EXCEPTION 'the journal holds drawings: there is no way back'
            USING ERRCODE = 'WG013', DETAIL = 'drawings';
    END IF;
END
$$;

DROP TABLE drawing, wall_view;
