-- Words may set replies, limits and versions again, and say what became of a task.

DROP TRIGGER incident_keeps_to_its_fact ON incident;
DROP TRIGGER task_keeps_to_its_fact ON task;
DROP TRIGGER task_word_keeps_to_its_fact ON task;
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


CREATE OR REPLACE FUNCTION changes_what_its_fact_may() RETURNS trigger
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

DROP FUNCTION word_keeps_to_its_fact();
DROP FUNCTION versions_are_told(uuid, text, integer, integer);

-- The release before knew nothing of these.
DELETE FROM fact_column WHERE (kind, name) IN (
    ('incident', 'reply_by'), ('incident', 'answers'), ('incident', 'quietly'),
    ('incident', 'handle_limit'), ('task', 'position'), ('task', 'attempts'), ('task', 'sent_via'),
    ('task', 'sent_at'), ('task', 'delivered_at'), ('task', 'seen_at'), ('task', 'seen_by'),
    ('task', 'signed_by'), ('task', 'failed_at'), ('task', 'failure'), ('task', 'well_at'),
    ('task', 'welfare'), ('task', 'welfare_at'));
DELETE FROM role_move WHERE from_state = 'owed';
