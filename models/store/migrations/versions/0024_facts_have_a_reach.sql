-- A fact changed whatever its row's update changed: one about duty a capacity, a comment the class
-- of a case. Which columns a kind of fact may change is data, written from the program's own table
-- at each `db init` and `upgrade`; a column that no row names is open.

CREATE TABLE fact_column (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    verb TEXT NOT NULL,
    PRIMARY KEY (kind, name, verb)
);
GRANT SELECT ON fact_column TO wangge_console;

-- Whether one of the facts that this transaction tells of a subject may change a column of it.
CREATE FUNCTION fact_reaches(p_subject uuid, p_kind text, p_name text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM FROM journal j JOIN fact_column f ON f.verb = j.verb
    WHERE j.subject_id = p_subject AND j.xid = pg_current_xact_id()::text::bigint
        AND j.subject_kind = CASE p_kind WHEN 'task' THEN 'incident' ELSE p_kind END
        AND f.kind = p_kind AND f.name = p_name;
    IF FOUND THEN
        RETURN true;
    END IF;
    PERFORM FROM fact_column f WHERE f.kind = p_kind AND f.name = p_name;
    RETURN NOT FOUND;
END
$$;

-- Refuses it in words; history comes in as it was.
CREATE FUNCTION out_of_reach(p_subject uuid, p_kind text, p_name text) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_verb text;
    v_role text;
BEGIN
    IF EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RETURN;
    END IF;
    SELECT verb, role INTO v_verb, v_role FROM journal
    WHERE subject_id = p_subject AND xid = pg_current_xact_id()::text::bigint
        AND subject_kind = CASE p_kind WHEN 'task' THEN 'incident' ELSE p_kind END
    ORDER BY seq DESC LIMIT 1;
    RAISE EXCEPTION 'the fact "%" may not change "%" of % %', coalesce(v_verb, '?'), p_name, p_kind,
        p_subject
        USING ERRCODE = 'WG006', DETAIL = coalesce(v_role, '?');
END
$$;

CREATE FUNCTION changes_what_its_fact_may() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid := NEW.id;
    v_old jsonb := to_jsonb(OLD);
    v_name text;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    END IF;
    FOR v_name IN
        SELECT key FROM jsonb_each(to_jsonb(NEW)) WHERE value IS DISTINCT FROM v_old->key
    LOOP
        IF NOT fact_reaches(v_subject, TG_TABLE_NAME, v_name) THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, v_name);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER member_keeps_to_its_fact AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION changes_what_its_fact_may();

-- Only where one of the listed columns changed: most acts move a case along, and are not asked.
CREATE CONSTRAINT TRIGGER incident_keeps_to_its_fact AFTER UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((
        OLD.number, OLD.occurred_at, OLD.reported_at, OLD.source, OLD.reported_by,
        OLD.reported_by_member, OLD.lon, OLD.lat, OLD.cell, OLD.cell_path, OLD.text,
        OLD.address, OLD.reporter_name, OLD.reporter_phone, OLD.category, OLD.restricted,
        OLD.urgency, OLD.accepted_at, OLD.registered_at, OLD.area, OLD.criterion,
        OLD.closed_at, OLD.photos, OLD.supervise, OLD.merged_into, OLD.void_asked_by,
        OLD.legacy, OLD.important, OLD.returns, OLD.denials, OLD.buck_passing,
        OLD.wrong_dispatches, OLD.reworks, OLD.reopened, OLD.extended, OLD.extended_days,
        OLD.sent_back, OLD.appeals, OLD.is_self_handled, OLD.reclass_to,
        OLD.reclass_asked_by, OLD.verified, OLD.satisfaction, OLD.second_handling,
        OLD.unreachable
    ) IS DISTINCT FROM (
        NEW.number, NEW.occurred_at, NEW.reported_at, NEW.source, NEW.reported_by,
        NEW.reported_by_member, NEW.lon, NEW.lat, NEW.cell, NEW.cell_path, NEW.text,
        NEW.address, NEW.reporter_name, NEW.reporter_phone, NEW.category, NEW.restricted,
        NEW.urgency, NEW.accepted_at, NEW.registered_at, NEW.area, NEW.criterion,
        NEW.closed_at, NEW.photos, NEW.supervise, NEW.merged_into, NEW.void_asked_by,
        NEW.legacy, NEW.important, NEW.returns, NEW.denials, NEW.buck_passing,
        NEW.wrong_dispatches, NEW.reworks, NEW.reopened, NEW.extended, NEW.extended_days,
        NEW.sent_back, NEW.appeals, NEW.is_self_handled, NEW.reclass_to,
        NEW.reclass_asked_by, NEW.verified, NEW.satisfaction, NEW.second_handling,
        NEW.unreachable
    ))
    EXECUTE FUNCTION changes_what_its_fact_may();
CREATE CONSTRAINT TRIGGER task_keeps_to_its_fact AFTER UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((
        OLD.incident_id, OLD.assignee, OLD.assignee_kind, OLD.role, OLD.given_at,
        OLD.is_whistled, OLD.instruction, OLD.handler_name, OLD.handler_phone, OLD.ratings
    ) IS DISTINCT FROM (
        NEW.incident_id, NEW.assignee, NEW.assignee_kind, NEW.role, NEW.given_at,
        NEW.is_whistled, NEW.instruction, NEW.handler_name, NEW.handler_phone, NEW.ratings
    ))
    EXECUTE FUNCTION changes_what_its_fact_may();

-- Rows begin, and states change, by facts that say so.
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
    IF TG_OP = 'INSERT' THEN
        IF TG_TABLE_NAME IN ('incident', 'task', 'member')
            AND NOT fact_reaches(v_subject, TG_TABLE_NAME, 'id') THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, 'id');
        END IF;
    ELSIF TG_TABLE_NAME IN ('incident', 'task') THEN
        IF OLD.state <> NEW.state AND NOT fact_reaches(v_subject, TG_TABLE_NAME, 'state') THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, 'state');
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- A leave that is asked for or granted cannot be dropped by whatever speaks of leave.
CREATE OR REPLACE FUNCTION leave_names_who_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_actor text;
    v_role text;
    v_verb text;
    v_at timestamptz;
BEGIN
    -- History comes in as it was.
    IF EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RETURN NULL;
    END IF;
    SELECT actor, role, verb, recorded_at INTO v_actor, v_role, v_verb, v_at FROM journal
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
        -- What is let go of is over for a week, or one of many that were denied or withdrawn.
        OR EXISTS (
            SELECT FROM jsonb_array_elements(OLD.leaves) AS o (one)
            WHERE NOT EXISTS (
                    SELECT FROM jsonb_array_elements(NEW.leaves) AS n (one)
                    WHERE n.one->'id' = o.one->'id')
                AND (o.one->>'ends_at')::timestamptz > v_at - interval '7 days'
                AND (o.one->>'state' IN ('asked', 'granted') OR 4 > (
                    SELECT count(*) FROM jsonb_array_elements(NEW.leaves) AS n (one)
                    WHERE n.one->>'state' IN ('denied', 'withdrawn'))))
    THEN
        RAISE EXCEPTION 'the fact "%" may not change leaves or shifts of member % so',
            v_verb, NEW.id USING ERRCODE = 'WG006', DETAIL = v_role;
    END IF;
    RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION
    fact_reaches(uuid, text, text), out_of_reach(uuid, text, text), changes_what_its_fact_may()
FROM PUBLIC;
