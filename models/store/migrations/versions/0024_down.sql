-- A fact may change whatever its row's update changes again.

DROP TRIGGER member_keeps_to_its_fact ON member;
DROP TRIGGER incident_keeps_to_its_fact ON incident;
DROP TRIGGER task_keeps_to_its_fact ON task;

CREATE OR REPLACE FUNCTION row_has_its_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid;
    v_role text;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    ELSE
        v_subject := NEW.id;
    END IF;
    SELECT role INTO v_role FROM journal
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
    RETURN NULL;
END
$$;

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

DROP FUNCTION changes_what_its_fact_may();
DROP FUNCTION fact_reaches(uuid, text, text);
DROP FUNCTION out_of_reach(uuid, text, text);
DROP TABLE fact_column;
