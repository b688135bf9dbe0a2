-- A task could come into being with somebody else's name under it: only later changes were held to
-- whoever acts.

CREATE OR REPLACE FUNCTION names_who_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid := NEW.id;
    v_named text[] := '{}';
    v_actor text;
BEGIN
    -- History comes in as it was.
    IF EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RETURN NULL;
    END IF;
    CASE TG_TABLE_NAME
    WHEN 'incident' THEN
        v_named := ARRAY[NEW.void_asked_by];
    WHEN 'task' THEN
        v_subject := NEW.incident_id;
        -- Of a task that was not there before, nobody had said anything.
        v_named := ARRAY(
            SELECT name FROM (VALUES (OLD.seen_by, NEW.seen_by), (OLD.signed_by, NEW.signed_by))
                AS n (before, name)
            WHERE name <> '' AND name <> coalesce(before, ''));
    WHEN 'room_note' THEN
        v_named := ARRAY(SELECT unnest(NEW.seen_by));
        IF TG_OP = 'UPDATE' THEN
            v_named := ARRAY(SELECT unnest(NEW.seen_by) EXCEPT SELECT unnest(OLD.seen_by));
        ELSE
            v_named := v_named || NEW.author;
        END IF;
    WHEN 'handover' THEN
        IF TG_OP = 'INSERT' THEN
            v_named := ARRAY[NEW.author];
        END IF;
        IF NEW.taken_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.taken_at IS NULL) THEN
            v_named := v_named || NEW.taken_by;
        END IF;
    END CASE;
    SELECT actor INTO v_actor FROM journal
    WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal AND subject_id = v_subject
        AND xid = pg_current_xact_id()::text::bigint;
    IF NOT v_named <@ ARRAY[v_actor] THEN
        RAISE EXCEPTION '% % names % where % acts', TG_TABLE_NAME, NEW.id, v_named, v_actor
            USING ERRCODE = 'WG007', DETAIL = array_to_string(v_named, ', ');
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER task_begins_with_who_acts AFTER INSERT ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.seen_by <> '' OR NEW.signed_by <> '')
    EXECUTE FUNCTION names_who_acts();
