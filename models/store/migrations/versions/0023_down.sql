-- Any fact may change leaves and shifts again.

CREATE OR REPLACE FUNCTION leaves_are_readable(p_leaves jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(p_leaves) <> 'array' THEN false ELSE NOT EXISTS (
        SELECT FROM jsonb_array_elements(p_leaves) AS l (one)
        WHERE NOT coalesce(
            jsonb_typeof(one) = 'object'
            AND one - '{id,kind,begins_at,ends_at,state,asked_by,decided_by}'::text[] = '{}'
            AND one->>'id' ~ '^[0-9a-f]{32}$'
            AND one->>'kind' IN ('annual', 'sick', 'personal', 'training', 'other')
            AND one->>'state' IN ('asked', 'granted', 'denied', 'withdrawn')
            AND one->>'begins_at' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'
            AND one->>'ends_at' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'
            AND one->>'begins_at' BETWEEN '1900' AND '9999'
            AND one->>'begins_at' < one->>'ends_at'
            AND jsonb_typeof(one->'asked_by') = 'string'
            AND jsonb_typeof(one->'decided_by') = 'string', false)) END
$$;

ALTER TABLE member DROP CONSTRAINT member_rota_is_readable;
ALTER TABLE member ADD CONSTRAINT member_rota_is_readable CHECK (
    rota = '' OR rota ~ '^\d{4}-\d\d-\d\d( \S{1,8}){1,62}$'
    AND to_date(left(rota, 10), 'YYYY-MM-DD') BETWEEN '1900-01-01' AND '9000-01-01'
);

DROP TRIGGER member_leave_names_who_acts ON member;
DROP TRIGGER member_begins_with_who_acts ON member;

CREATE OR REPLACE FUNCTION leave_names_who_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_actor text;
BEGIN
    -- History comes in as it was.
    IF EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RETURN NULL;
    END IF;
    SELECT actor INTO v_actor FROM journal
    WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal AND subject_id = NEW.id
        AND xid = pg_current_xact_id()::text::bigint;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(NEW.leaves) AS n (one)
        LEFT JOIN jsonb_array_elements(OLD.leaves) AS o (one) ON o.one->'id' = n.one->'id'
        WHERE o.one IS NULL AND n.one->>'asked_by' IS DISTINCT FROM v_actor
            OR o.one IS NOT NULL AND n.one->'asked_by' <> o.one->'asked_by'
            OR n.one->>'decided_by' NOT IN (coalesce(o.one->>'decided_by', ''), v_actor)
            OR o.one IS NOT NULL AND n.one->'state' <> o.one->'state'
                AND n.one->>'decided_by' <> v_actor)
    THEN
        RAISE EXCEPTION 'a leave of member % names others than %, who acts', NEW.id, v_actor
            USING ERRCODE = 'WG007', DETAIL = v_actor;
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER member_leave_names_who_acts AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.leaves IS DISTINCT FROM OLD.leaves)
    EXECUTE FUNCTION leave_names_who_acts();

CREATE CONSTRAINT TRIGGER member_begins_with_who_acts AFTER INSERT ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.leaves <> '[]')
    EXECUTE FUNCTION leave_names_who_acts();

DROP FUNCTION is_instant(text);
