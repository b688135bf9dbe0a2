-- The same guard for less: what a row may begin or move by is asked of its own fact first, and of
-- the others of its transaction where that says nothing.

CREATE OR REPLACE FUNCTION row_has_its_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid;
    v_kind text := CASE TG_TABLE_NAME WHEN 'task' THEN 'incident' ELSE TG_TABLE_NAME END;
    v_told text;
    v_role text;
    v_verb text;
    v_name text;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    ELSE
        v_subject := NEW.id;
    END IF;
    SELECT role, verb, subject_kind INTO v_role, v_verb, v_told FROM journal
    WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal AND subject_id = v_subject
        AND xid = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% % was changed without a fact', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'WG002';
    END IF;
    IF TG_TABLE_NAME = 'incident' AND TG_OP = 'INSERT' THEN
        PERFORM 1 FROM role_move
        WHERE role = v_role AND from_state = '' AND to_state = NEW.state;
        IF NOT FOUND AND NOT EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
            RAISE EXCEPTION 'the role % may not begin incident % at %',
                v_role, NEW.number, NEW.state
                USING ERRCODE = 'WG006', DETAIL = v_role;
        END IF;
    ELSIF TG_TABLE_NAME = 'incident' THEN
        IF OLD.state IS DISTINCT FROM NEW.state THEN
            PERFORM 1 FROM role_move
            WHERE role = v_role AND from_state = OLD.state AND to_state = NEW.state;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the role % may not bring incident % from % to %',
                    v_role, NEW.number, OLD.state, NEW.state
                    USING ERRCODE = 'WG006', DETAIL = v_role;
            END IF;
        END IF;
    END IF;
    IF TG_TABLE_NAME IN ('incident', 'task', 'member') AND TG_OP = 'INSERT' THEN
        v_name := 'id';
    ELSIF TG_TABLE_NAME IN ('incident', 'task') THEN
        IF OLD.state <> NEW.state THEN
            v_name := 'state';
        END IF;
    END IF;
    IF v_name IS NOT NULL THEN
        -- Its own fact says so nearly always: one look-up, and no other fact is asked for.
        PERFORM 1 FROM fact_column
        WHERE kind = TG_TABLE_NAME AND name = v_name AND verb = v_verb AND v_told = v_kind;
        IF NOT FOUND AND NOT fact_reaches(v_subject, TG_TABLE_NAME, v_name) THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, v_name);
        END IF;
    END IF;
    RETURN NULL;
END
$$;
