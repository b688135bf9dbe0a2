-- Whoever could leave any fact about a member could grant leave by it, their own too, or set
-- shifts: only names were looked at. And days that no calendar has, or spaces that are none to the
-- database, would have stopped every console.

-- An instant as consoles spell it, of a day and an hour that there are.
CREATE FUNCTION is_instant(p_text text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN p_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$' THEN
            substr(p_text, 6, 2) BETWEEN '01' AND '12'
            AND substr(p_text, 9, 2) BETWEEN '01' AND '31'
            AND substr(p_text, 12, 2) < '24' AND substr(p_text, 15, 2) < '60'
            AND substr(p_text, 18, 2) < '60'
            AND to_char(to_date(left(p_text, 8) || '01', 'YYYY-MM-DD')
                + (substr(p_text, 9, 2)::integer - 1), 'YYYY-MM-DD') = left(p_text, 10)
        ELSE false END
$$;

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
            AND public.is_instant(one->>'begins_at')
            AND public.is_instant(one->>'ends_at')
            AND one->>'begins_at' BETWEEN '1900' AND '9999'
            AND one->>'begins_at' < one->>'ends_at'
            AND jsonb_typeof(one->'asked_by') = 'string'
            AND jsonb_typeof(one->'decided_by') = 'string', false)) END
$$;

ALTER TABLE member DROP CONSTRAINT member_rota_is_readable;
ALTER TABLE member ADD CONSTRAINT member_rota_is_readable CHECK (
    rota = '' OR rota !~ U&'[\001C-\001F\0085\00A0\1680\2000-\200A\2028\2029\202F\205F\3000]'
    AND rota ~ '^\d{4}-\d\d-\d\d( \S{1,8}){1,62}$'
    AND to_date(left(rota, 10), 'YYYY-MM-DD') BETWEEN '1900-01-01' AND '9000-01-01'
);

DROP TRIGGER member_leave_names_who_acts ON member;
DROP TRIGGER member_begins_with_who_acts ON member;

CREATE OR REPLACE FUNCTION leave_names_who_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_actor text;
    v_role text;
    v_verb text;
BEGIN
    -- History comes in as it was.
    IF EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RETURN NULL;
    END IF;
    SELECT actor, role, verb INTO v_actor, v_role, v_verb FROM journal
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
    -- Each right is held by its fact: what asks for a leave does not grant it, nor does it lengthen
    -- one; no other fact of a member touches their leaves or shifts.
    IF NEW.rota <> coalesce(OLD.rota, '') AND v_verb IS DISTINCT FROM 'rota-set'
        OR NEW.leaves <> coalesce(OLD.leaves, '[]') AND v_verb NOT LIKE 'leave-%'
        OR EXISTS (
            SELECT FROM jsonb_array_elements(NEW.leaves) AS n (one)
            LEFT JOIN jsonb_array_elements(OLD.leaves) AS o (one) ON o.one->'id' = n.one->'id'
            WHERE n.one->'state' IS DISTINCT FROM o.one->'state'
                AND v_verb <> ALL (CASE n.one->>'state'
                    WHEN 'asked' THEN '{leave-asked}'
                    WHEN 'granted' THEN '{leave-given,leave-granted}'
                    WHEN 'denied' THEN '{leave-denied}'
                    ELSE '{leave-ended}' END::text[])
                OR n.one->'kind' <> o.one->'kind' OR n.one->'begins_at' <> o.one->'begins_at'
                OR n.one->>'ends_at' > o.one->>'ends_at'
                OR n.one->'ends_at' <> o.one->'ends_at' AND v_verb <> 'leave-ended')
    THEN
        RAISE EXCEPTION 'the fact "%" may not change leaves or shifts of member % so',
            v_verb, NEW.id USING ERRCODE = 'WG006', DETAIL = v_role;
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER member_leave_names_who_acts AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.leaves IS DISTINCT FROM OLD.leaves OR NEW.rota IS DISTINCT FROM OLD.rota)
    EXECUTE FUNCTION leave_names_who_acts();

CREATE CONSTRAINT TRIGGER member_begins_with_who_acts AFTER INSERT ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.leaves <> '[]' OR NEW.rota <> '')
    EXECUTE FUNCTION leave_names_who_acts();
