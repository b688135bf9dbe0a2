-- What could still be told with psql by a fact that says nothing of the kind: a comment moved the
-- clocks of a case, whoever signed gave tasks to others, and a report or a task came into being
-- with a verdict on it.

-- What may not bring a case or a task further sets none of its clocks.
CREATE FUNCTION clocks_follow_their_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid := NEW.id;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    END IF;
    IF NOT fact_reaches(v_subject, TG_TABLE_NAME, 'state') THEN
        PERFORM out_of_reach(v_subject, TG_TABLE_NAME, 'clocks');
    END IF;
    RETURN NULL;
END
$$;

-- Where the state changes too, that has been asked already.
CREATE CONSTRAINT TRIGGER incident_clocks_follow_their_fact AFTER UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = NEW.state AND (
        OLD.dispatched_at, OLD.signed_at, OLD.finished_at, OLD.checked_at, OLD.due_at,
        OLD.step_due_at, OLD.step_since, OLD.pauses, OLD.resume_by, OLD.asked_days,
        OLD.asked_until, OLD.ground, OLD.is_binding, OLD.level, OLD.handed_to, OLD.escalated,
        OLD.whistled_at, OLD.rungs, OLD.level_since, OLD.stay_limit, OLD.stay_due_at
    ) IS DISTINCT FROM (
        NEW.dispatched_at, NEW.signed_at, NEW.finished_at, NEW.checked_at, NEW.due_at,
        NEW.step_due_at, NEW.step_since, NEW.pauses, NEW.resume_by, NEW.asked_days,
        NEW.asked_until, NEW.ground, NEW.is_binding, NEW.level, NEW.handed_to, NEW.escalated,
        NEW.whistled_at, NEW.rungs, NEW.level_since, NEW.stay_limit, NEW.stay_due_at
    ))
    EXECUTE FUNCTION clocks_follow_their_fact();
CREATE CONSTRAINT TRIGGER task_clocks_follow_their_fact AFTER UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = NEW.state AND (
        OLD.signed_at, OLD.arrived_at, OLD.ended_at, OLD.arrive_by, OLD.reworks, OLD.runs_from,
        OLD.share, OLD.extra_days, OLD.due_at
    ) IS DISTINCT FROM (
        NEW.signed_at, NEW.arrived_at, NEW.ended_at, NEW.arrive_by, NEW.reworks, NEW.runs_from,
        NEW.share, NEW.extra_days, NEW.due_at
    ))
    EXECUTE FUNCTION clocks_follow_their_fact();

-- A row begins with what its first fact gives, and nothing done to it; the argument names that.
CREATE FUNCTION begins_with_nothing_done() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_name text;
BEGIN
    SELECT key INTO v_name FROM jsonb_each(to_jsonb(NEW) - TG_ARGV[0]::text[])
    WHERE value NOT IN ('null', 'false', '0', '""', '[]', '{}') LIMIT 1;
    -- History comes in as it was.
    IF FOUND AND NOT EXISTS (SELECT 1 FROM home_clock WHERE mode = 'scripted') THEN
        RAISE EXCEPTION 'no % begins with "%"', TG_TABLE_NAME, v_name
            USING ERRCODE = 'WG006', DETAIL = '?';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER incident_begins_with_nothing_done AFTER INSERT ON incident
    FOR EACH ROW EXECUTE FUNCTION begins_with_nothing_done('{
        id, version, number, state, occurred_at, reported_at, source, reported_by,
        reported_by_member, lon, lat, cell, cell_path, text, address, reporter_name,
        reporter_phone, category, restricted, urgency, photos, is_self_handled, step_since,
        step_due_at, command_id, ordinal}');
CREATE TRIGGER task_begins_with_nothing_done AFTER INSERT ON task
    FOR EACH ROW WHEN (NEW.state NOT IN ('to_sign', 'informed') OR num_nonnulls(
        NEW.signed_at, NEW.arrived_at, NEW.ended_at, NEW.sent_at, NEW.delivered_at,
        NEW.seen_at, NEW.failed_at, NEW.well_at, NEW.welfare, NEW.welfare_at
    ) > 0 OR NEW.reworks + NEW.extra_days + NEW.attempts <> 0 OR NEW.ratings <> '{}'
        OR NEW.handler_name <> '' OR NEW.handler_phone <> '')
    EXECUTE FUNCTION begins_with_nothing_done('{
        id, incident_id, position, assignee_kind, assignee, role, given_at, arrive_by,
        instruction, runs_from, share, due_at, is_whistled, command_id, ordinal}');

REVOKE EXECUTE ON FUNCTION clocks_follow_their_fact(), begins_with_nothing_done() FROM PUBLIC;
