-- What mere words could still do with psql: owe or pay the reply to a card, set the limit of a
-- class, let others go on as though nobody had spoken, raise a version past what anybody saw, and
-- say of a task that it was sent, seen, or that whoever has it is well.

-- Whether the facts of this transaction tell each version between two; history comes in as it was.
CREATE FUNCTION versions_are_told(
    p_subject uuid, p_kind text, p_before integer, p_after integer
) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') OR p_after - p_before = (
        SELECT count(DISTINCT subject_version) FROM journal
        WHERE subject_id = p_subject AND xid = pg_current_xact_id()::text::bigint
            AND subject_kind = p_kind
            AND subject_version > p_before AND subject_version <= p_after);
END
$$;

CREATE OR REPLACE FUNCTION row_has_its_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid;
    v_kind text := CASE TG_TABLE_NAME WHEN 'task' THEN 'incident' WHEN 'wall_view' THEN 'wall'
        ELSE TG_TABLE_NAME END;
    v_told text;
    v_role text;
    v_verb text;
    v_name text;
    v_version integer;
    v_raised integer;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    ELSE
        v_subject := NEW.id;
    END IF;
    SELECT role, verb, subject_kind, subject_version INTO v_role, v_verb, v_told, v_version
    FROM journal
    WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal AND subject_id = v_subject
        AND xid = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% % was changed without a fact', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'WG002';
    END IF;
    IF TG_TABLE_NAME <> 'task' THEN
        v_raised := NEW.version - coalesce(OLD.version, 0);
        -- What raises none, as a look at hidden words, changes nothing else.
        IF NEW.version <> v_version
            OR v_raised = 0 AND to_jsonb(NEW) - '{command_id,ordinal}'::text[]
                <> to_jsonb(OLD) - '{command_id,ordinal}'::text[]
            OR v_raised NOT IN (0, 1) AND NOT versions_are_told(
                v_subject, v_kind, coalesce(OLD.version, 0), NEW.version)
        THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, 'version');
        END IF;
    END IF;
    IF TG_TABLE_NAME = 'incident' AND TG_OP = 'UPDATE' THEN
        -- Only what nobody decides upon lets those go on who saw the version before.
        IF NEW.quiet <> 0 AND v_raised <> 0 THEN
            PERFORM 1 FROM fact_column
            WHERE kind = 'incident' AND name = 'quietly' AND verb = v_verb;
            IF NOT FOUND OR NEW.quiet <> OLD.quiet + 1 THEN
                PERFORM out_of_reach(v_subject, TG_TABLE_NAME, 'quiet');
            END IF;
        END IF;
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

-- One look at the facts of the transaction, instead of one for each column.
CREATE OR REPLACE FUNCTION changes_what_its_fact_may() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid := NEW.id;
    v_kind text := TG_TABLE_NAME;
    v_old jsonb := to_jsonb(OLD);
    v_verbs text[];
    v_name text;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
        v_kind := 'incident';
    ELSIF TG_TABLE_NAME = 'incident' THEN
        -- The unit's own word pays what it owes.
        IF OLD.reply_by IS NOT NULL AND NEW.reply_by IS NULL
            AND fact_reaches(NEW.id, 'incident', 'answers')
            AND EXISTS (SELECT 1 FROM role_move WHERE from_state = 'owed'
                AND pg_has_role(session_user, 'wangge_' || role, 'MEMBER')) THEN
            v_old := v_old || '{"reply_by": null}';
        END IF;
        -- What release 0.1.0 registered gets its limit with whatever comes next.
        IF OLD.handle_limit = '' AND OLD.registered_at IS NOT NULL THEN
            v_old := v_old || jsonb_build_object('handle_limit', NEW.handle_limit);
        END IF;
    END IF;
    v_verbs := ARRAY(
        SELECT verb FROM journal
        WHERE subject_id = v_subject AND xid = pg_current_xact_id()::text::bigint
            AND subject_kind = v_kind);
    FOR v_name IN
        SELECT key FROM jsonb_each(to_jsonb(NEW) - '{version,command_id,ordinal}'::text[])
        WHERE value IS DISTINCT FROM v_old->key
    LOOP
        PERFORM 1 FROM fact_column
        WHERE kind = TG_TABLE_NAME AND name = v_name AND verb = ANY (v_verbs);
        CONTINUE WHEN FOUND;
        PERFORM 1 FROM fact_column WHERE kind = TG_TABLE_NAME AND name = v_name;
        IF FOUND THEN
            PERFORM out_of_reach(v_subject, TG_TABLE_NAME, v_name);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- The same for how far the word of a task came, and how whoever has it is: three acts for each
-- task that is given, so it is asked of its own fact first, for all columns at once.
CREATE FUNCTION word_keeps_to_its_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_names text[] := array_remove(ARRAY[
        CASE WHEN NEW.attempts <> OLD.attempts THEN 'attempts' END,
        CASE WHEN NEW.sent_via <> OLD.sent_via THEN 'sent_via' END,
        CASE WHEN NEW.sent_at IS DISTINCT FROM OLD.sent_at THEN 'sent_at' END,
        CASE WHEN NEW.delivered_at IS DISTINCT FROM OLD.delivered_at THEN 'delivered_at' END,
        CASE WHEN NEW.seen_at IS DISTINCT FROM OLD.seen_at THEN 'seen_at' END,
        CASE WHEN NEW.seen_by <> OLD.seen_by THEN 'seen_by' END,
        CASE WHEN NEW.signed_by <> OLD.signed_by THEN 'signed_by' END,
        CASE WHEN NEW.failed_at IS DISTINCT FROM OLD.failed_at THEN 'failed_at' END,
        CASE WHEN NEW.failure <> OLD.failure THEN 'failure' END,
        CASE WHEN NEW.well_at IS DISTINCT FROM OLD.well_at THEN 'well_at' END,
        CASE WHEN NEW.welfare IS DISTINCT FROM OLD.welfare THEN 'welfare' END,
        CASE WHEN NEW.welfare_at IS DISTINCT FROM OLD.welfare_at THEN 'welfare_at' END
    ], NULL);
    v_name text;
BEGIN
    IF cardinality(v_names) = (
        SELECT count(*) FROM journal j JOIN fact_column f ON f.verb = j.verb
        WHERE j.command_id = NEW.command_id AND j.ordinal = NEW.ordinal
            AND j.subject_id = NEW.incident_id AND j.subject_kind = 'incident'
            AND j.xid = pg_current_xact_id()::text::bigint
            AND f.kind = 'task' AND f.name = ANY (v_names))
    THEN
        RETURN NULL;
    END IF;
    FOREACH v_name IN ARRAY v_names LOOP
        IF NOT fact_reaches(NEW.incident_id, 'task', v_name) THEN
            PERFORM out_of_reach(NEW.incident_id, 'task', v_name);
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

DROP TRIGGER incident_keeps_to_its_fact ON incident;
DROP TRIGGER task_keeps_to_its_fact ON task;
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
        OLD.unreachable, OLD.reply_by, OLD.handle_limit
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
        NEW.unreachable, NEW.reply_by, NEW.handle_limit
    ))
    EXECUTE FUNCTION changes_what_its_fact_may();
CREATE CONSTRAINT TRIGGER task_keeps_to_its_fact AFTER UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((
        OLD.incident_id, OLD.position, OLD.assignee, OLD.assignee_kind, OLD.role, OLD.given_at,
        OLD.is_whistled, OLD.instruction, OLD.handler_name, OLD.handler_phone, OLD.ratings
    ) IS DISTINCT FROM (
        NEW.incident_id, NEW.position, NEW.assignee, NEW.assignee_kind, NEW.role, NEW.given_at,
        NEW.is_whistled, NEW.instruction, NEW.handler_name, NEW.handler_phone, NEW.ratings
    ))
    EXECUTE FUNCTION changes_what_its_fact_may();
CREATE CONSTRAINT TRIGGER task_word_keeps_to_its_fact AFTER UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((
        OLD.attempts, OLD.sent_via, OLD.sent_at, OLD.delivered_at, OLD.seen_at, OLD.seen_by,
        OLD.signed_by, OLD.failed_at, OLD.failure, OLD.well_at, OLD.welfare, OLD.welfare_at
    ) IS DISTINCT FROM (
        NEW.attempts, NEW.sent_via, NEW.sent_at, NEW.delivered_at, NEW.seen_at, NEW.seen_by,
        NEW.signed_by, NEW.failed_at, NEW.failure, NEW.well_at, NEW.welfare, NEW.welfare_at
    ))
    EXECUTE FUNCTION word_keeps_to_its_fact();

REVOKE EXECUTE ON FUNCTION
    versions_are_told(uuid, text, integer, integer), word_keeps_to_its_fact()
FROM PUBLIC;
