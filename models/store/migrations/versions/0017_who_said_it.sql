-- Rows name people: who handed a shift over and signed for it, who told the room and read it, who
-- asked to void a case, who entered what was said on the telephone. Until here a row could name
-- anybody, as long as its fact said the same: with psql one could sign in another's name, or ask
-- as another and be the second pair of eyes oneself.

CREATE FUNCTION names_who_acts() RETURNS trigger
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
        v_named := ARRAY(
            SELECT name FROM (VALUES (OLD.seen_by, NEW.seen_by), (OLD.signed_by, NEW.signed_by))
                AS n (before, name)
            WHERE name <> '' AND name <> before);
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

CREATE CONSTRAINT TRIGGER handover_names_who_acts AFTER INSERT OR UPDATE ON handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION names_who_acts();
CREATE CONSTRAINT TRIGGER room_note_names_who_acts AFTER INSERT OR UPDATE ON room_note
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION names_who_acts();
CREATE CONSTRAINT TRIGGER incident_begins_with_who_acts AFTER INSERT ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.void_asked_by IS NOT NULL)
    EXECUTE FUNCTION names_who_acts();
CREATE CONSTRAINT TRIGGER incident_names_who_acts AFTER UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.void_asked_by IS NOT NULL AND NEW.void_asked_by IS DISTINCT FROM OLD.void_asked_by)
    EXECUTE FUNCTION names_who_acts();
CREATE CONSTRAINT TRIGGER task_names_who_acts AFTER UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.seen_by <> OLD.seen_by OR NEW.signed_by <> OLD.signed_by)
    EXECUTE FUNCTION names_who_acts();

-- What was said stays as it was said; its words may be erased.
CREATE TRIGGER handover_stays_as_said BEFORE UPDATE ON handover FOR EACH ROW
    WHEN (NEW.instructions NOT IN (OLD.instructions, '')
        OR OLD.taken_at IS NOT NULL AND NEW.taken_station <> OLD.taken_station)
    EXECUTE FUNCTION never();
CREATE TRIGGER room_note_stays_as_said BEFORE UPDATE ON room_note FOR EACH ROW
    WHEN (NEW.text NOT IN (OLD.text, '')
        OR (NEW.author, NEW.station, NEW.told_at, NEW.until, NEW.incident, NEW.cell_path)
            IS DISTINCT FROM
            (OLD.author, OLD.station, OLD.told_at, OLD.until, OLD.incident, OLD.cell_path)
        OR NOT NEW.seen_by @> OLD.seen_by
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
    EXECUTE FUNCTION never();

REVOKE EXECUTE ON FUNCTION names_who_acts() FROM PUBLIC;
