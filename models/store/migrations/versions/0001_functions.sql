-- What the database itself guards. All of it belongs to wangge_owner, who cannot log in;
-- whoever sits at a desk is in wangge_console and reaches the journal only through
-- journal_append and journal_append_staged.

CREATE SEQUENCE member_ref AS integer;

INSERT INTO home_clock (mode, origin_real, origin_home, rate, scripted_at)
VALUES ('real', clock_timestamp(), clock_timestamp(), 1, 'epoch');
ALTER TABLE home_clock ADD CONSTRAINT home_clock_one CHECK ("only");
ALTER TABLE home_clock ADD CONSTRAINT home_clock_mode
    CHECK (mode IN ('real', 'running', 'scripted') AND rate > 0);

-- The home's clock ------------------------------------------------------------------

CREATE FUNCTION home_now() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE mode
        WHEN 'real' THEN clock_timestamp()
        WHEN 'running' THEN origin_home + (clock_timestamp() - origin_real) * rate
        ELSE scripted_at END
    FROM home_clock
$$;

-- The home's clock as the journal stamps it: never before its last fact.
CREATE FUNCTION journal_now() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT greatest(home_now(), (SELECT recorded_at FROM journal ORDER BY seq DESC LIMIT 1))
$$;

-- Moves the scripted clock on; refuses to go back, and to touch another kind of clock.
CREATE FUNCTION home_clock_move(p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_now timestamptz;
BEGIN
    SELECT greatest(scripted_at, (SELECT recorded_at FROM journal ORDER BY seq DESC LIMIT 1))
    INTO v_now FROM home_clock WHERE mode = 'scripted' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the home''s clock is not scripted' USING ERRCODE = 'WG010';
    END IF;
    IF p_at < v_now THEN
        RAISE EXCEPTION 'the home''s clock never goes back' USING ERRCODE = 'WG011',
            DETAIL = to_char(v_now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    END IF;
    UPDATE home_clock SET scripted_at = p_at;
END
$$;

-- The journal -----------------------------------------------------------------------

CREATE FUNCTION journal_field(p bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$ SELECT int4send(octet_length(p)) || p $$;

CREATE FUNCTION journal_micros(p timestamptz) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT int4send(8) || int8send((extract(epoch FROM p) * 1000000)::bigint)
$$;

CREATE FUNCTION journal_text(p text) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$ SELECT journal_field(convert_to(p, 'UTF8')) $$;

-- SHA-256 of the hash before and every field, length-prefixed, in this order. The Python
-- twin is models.store.journal_hash; a test holds the two together.
CREATE FUNCTION journal_hash(
    p_prev bytea, p_seq bigint, p_recorded_at timestamptz, p_occurred_at timestamptz,
    p_command_id uuid, p_ordinal smallint, p_actor text, p_role text, p_station text,
    p_login text, p_xid bigint, p_verb text, p_kind text, p_subject_id uuid, p_version integer,
    p_cell_path bigint[], p_body text, p_format smallint
) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT sha256(
        p_prev
        || int4send(8) || int8send(p_seq)
        || journal_micros(p_recorded_at)
        || journal_micros(p_occurred_at)
        || int4send(16) || uuid_send(p_command_id)
        || int4send(2) || int2send(p_ordinal)
        || journal_text(p_actor)
        || journal_text(p_role)
        || journal_text(p_station)
        || journal_text(p_login)
        || int4send(8) || int8send(p_xid)
        || journal_text(p_verb)
        || journal_text(p_kind)
        || int4send(16) || uuid_send(p_subject_id)
        || int4send(4) || int4send(p_version)
        || journal_field(coalesce(
            (SELECT string_agg(int8send(c), ''::bytea ORDER BY n)
             FROM unnest(p_cell_path) WITH ORDINALITY AS path (c, n)), ''::bytea))
        || journal_text(p_body)
        || int4send(2) || int2send(p_format)
    )
$$;

-- Appends one fact to the chain. Nobody but the two functions below may call it; they
-- hold the lock, so the last row is the head.
CREATE FUNCTION journal_put(
    p_recorded_at timestamptz, p_occurred_at timestamptz, p_command_id uuid,
    p_ordinal smallint, p_actor text, p_role text, p_station text, p_verb text, p_kind text,
    p_subject_id uuid, p_version integer, p_cell_path bigint[], p_body text, p_format smallint
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_seq bigint;
    v_at timestamptz;
    v_prev bytea;
    v_xid bigint := pg_current_xact_id()::text::bigint;
BEGIN
    SELECT seq, recorded_at, hash INTO v_seq, v_at, v_prev
    FROM journal ORDER BY seq DESC LIMIT 1;
    v_seq := coalesce(v_seq, 0) + 1;
    v_prev := coalesce(v_prev, decode(repeat('00', 32), 'hex'));
    v_at := greatest(p_recorded_at, v_at);
    INSERT INTO journal (
        seq, recorded_at, occurred_at, command_id, ordinal, actor, role, station, login, xid,
        verb, subject_kind, subject_id, subject_version, cell_path, body, format, prev_hash, hash
    ) VALUES (
        v_seq, v_at, p_occurred_at, p_command_id, p_ordinal, p_actor, p_role, p_station,
        session_user, v_xid, p_verb, p_kind, p_subject_id, p_version, p_cell_path, p_body::json,
        p_format, v_prev,
        journal_hash(
            v_prev, v_seq, v_at, p_occurred_at, p_command_id, p_ordinal, p_actor, p_role,
            p_station, session_user::text, v_xid, p_verb, p_kind, p_subject_id, p_version,
            p_cell_path, p_body, p_format)
    );
    RETURN v_seq;
END
$$;

CREATE FUNCTION journal_lock() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Under a snapshot taken before the lock the head would be an old one.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the journal is appended under READ COMMITTED only'
            USING ERRCODE = 'WG003';
    END IF;
    -- Commit order is seq order: held until the commit is flushed.
    PERFORM pg_advisory_xact_lock(20477, 1);
END
$$;

-- Appends the facts of one command, in order, ordinals from 0; the last statement before
-- COMMIT. Cell paths are array literals ('{1,2}'), bodies and words the exact text to keep;
-- words and salt are null where a fact has none. The receipt comes first: two sendings of
-- one command meet at its key before they meet at the journal.
CREATE FUNCTION journal_append(
    p_command_id uuid, p_actor text, p_role text, p_station text,
    p_occurred_at timestamptz[], p_verb text[], p_kind text[], p_subject_id uuid[],
    p_version integer[], p_cell_path text[], p_body text[], p_format smallint,
    p_words text[], p_salt bytea[], p_digest bytea, p_answer text,
    OUT first_seq bigint, OUT last_seq bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_at timestamptz;
BEGIN
    IF p_digest IS NOT NULL THEN
        INSERT INTO command_receipt (command_id, digest, answer)
        VALUES (p_command_id, p_digest, p_answer::json);
    END IF;
    IF cardinality(p_verb) = 0 THEN
        RETURN;
    END IF;
    FOR i IN 1 .. cardinality(p_verb) LOOP
        CONTINUE WHEN p_words[i] IS NULL;
        INSERT INTO personal (command_id, ordinal, subject_kind, subject_id, words, salt)
        VALUES (p_command_id, i - 1, p_kind[i], p_subject_id[i], p_words[i]::json, p_salt[i]);
    END LOOP;
    PERFORM journal_lock();
    v_at := home_now();
    FOR i IN 1 .. cardinality(p_verb) LOOP
        last_seq := journal_put(
            v_at, p_occurred_at[i], p_command_id, (i - 1)::smallint, p_actor, p_role, p_station,
            p_verb[i], p_kind[i], p_subject_id[i], p_version[i], p_cell_path[i]::bigint[],
            p_body[i], p_format);
        first_seq := coalesce(first_seq, last_seq);
    END LOOP;
    PERFORM pg_notify('wangge_journal', '');
END
$$;

-- The locks of a command, in the one order everybody keeps: its id, so that a second
-- sending waits for the first; incidents; members; each group by id.
CREATE FUNCTION desk_lock(p_command bigint, p_incidents uuid[], p_members uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(p_command);
    PERFORM 1 FROM incident WHERE id = ANY(p_incidents) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM member WHERE id = ANY(p_members) ORDER BY id FOR NO KEY UPDATE;
END
$$;

-- Moves the next p_limit staged facts of a batch into the journal, at their own times;
-- returns the last seq, or null when none are left. Only under a scripted clock, and only
-- where the journal ends before them.
CREATE FUNCTION journal_append_staged(p_batch uuid, p_limit integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_row journal_staging;
    v_head timestamptz;
    v_seq bigint;
BEGIN
    PERFORM journal_lock();
    PERFORM 1 FROM home_clock WHERE mode = 'scripted' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the home''s clock is not scripted' USING ERRCODE = 'WG010';
    END IF;
    SELECT recorded_at INTO v_head FROM journal ORDER BY seq DESC LIMIT 1;
    FOR v_row IN
        WITH next AS (
            DELETE FROM journal_staging
            WHERE batch = p_batch AND n IN (
                SELECT n FROM journal_staging WHERE batch = p_batch ORDER BY n LIMIT p_limit)
            RETURNING *)
        SELECT * FROM next ORDER BY n
    LOOP
        IF v_row.recorded_at < v_head THEN
            RAISE EXCEPTION 'the journal does not end before the facts' USING ERRCODE = 'WG011',
                DETAIL = to_char(v_head AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
        END IF;
        v_head := v_row.recorded_at;
        v_seq := journal_put(
            v_row.recorded_at, v_row.occurred_at, v_row.command_id, v_row.ordinal, v_row.actor,
            v_row.role, v_row.station, v_row.verb, v_row.subject_kind, v_row.subject_id,
            v_row.subject_version, v_row.cell_path, v_row.body::text, v_row.format);
    END LOOP;
    IF v_seq IS NOT NULL THEN
        UPDATE home_clock SET scripted_at = greatest(scripted_at, v_head);
        PERFORM pg_notify('wangge_journal', '');
    END IF;
    RETURN v_seq;
END
$$;

CREATE FUNCTION never() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never %', TG_TABLE_NAME,
        CASE TG_OP WHEN 'UPDATE' THEN 'changed' WHEN 'DELETE' THEN 'deleted from' ELSE 'emptied' END
        USING ERRCODE = 'WG001';
END
$$;

CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION never();

-- State tables ----------------------------------------------------------------------

CREATE FUNCTION row_has_its_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_subject uuid;
BEGIN
    IF TG_TABLE_NAME = 'task' THEN
        v_subject := NEW.incident_id;
    ELSE
        v_subject := NEW.id;
    END IF;
    PERFORM 1 FROM journal
    WHERE command_id = NEW.command_id AND ordinal = NEW.ordinal AND subject_id = v_subject
        AND xid = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION '% % was changed without a fact', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'WG002';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER incident_has_its_fact AFTER INSERT OR UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();
CREATE CONSTRAINT TRIGGER task_has_its_fact AFTER INSERT OR UPDATE ON task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();
CREATE CONSTRAINT TRIGGER member_has_its_fact AFTER INSERT OR UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();

CREATE TRIGGER incident_is_kept BEFORE DELETE OR TRUNCATE ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER task_is_kept BEFORE DELETE OR TRUNCATE ON task
    FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER member_is_kept BEFORE DELETE OR TRUNCATE ON member
    FOR EACH STATEMENT EXECUTE FUNCTION never();

CREATE FUNCTION move_is_legal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM lifecycle_move WHERE from_state = OLD.state AND to_state = NEW.state;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'incident % may not go from % to %', NEW.number, OLD.state, NEW.state
            USING ERRCODE = 'WG004';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER incident_moves_legally BEFORE UPDATE ON incident
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION move_is_legal();

-- Erasure ---------------------------------------------------------------------------

-- The words of a subject's facts go, and the pictures that quote them; the chain stays.
CREATE FUNCTION erase_words(p_kind text, p_subject_id uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_count bigint;
BEGIN
    DELETE FROM personal WHERE subject_kind = p_kind AND subject_id = p_subject_id;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    DELETE FROM keyframe;
    RETURN v_count;
END
$$;

-- Fixes -----------------------------------------------------------------------------

-- Makes the partition of a UTC day, if it is missing; returns its name.
CREATE FUNCTION fix_partition(p_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_name text := 'fix_' || to_char(p_day, 'YYYYMMDD');
BEGIN
    IF to_regclass('public.' || v_name) IS NOT NULL THEN
        RETURN v_name;
    END IF;
    PERFORM pg_advisory_xact_lock(20477, 2);
    IF to_regclass('public.' || v_name) IS NOT NULL THEN
        RETURN v_name;
    END IF;
    -- Made apart and attached: that lets readers and writers of other days go on.
    EXECUTE format('CREATE TABLE %I (LIKE fix INCLUDING ALL)', v_name);
    EXECUTE format(
        'ALTER TABLE fix ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        v_name, p_day::text || ' 00:00:00+00', (p_day + 1)::text || ' 00:00:00+00');
    EXECUTE format('GRANT SELECT, INSERT ON %I TO wangge_console', v_name);
    RETURN v_name;
END
$$;

-- Who may what ----------------------------------------------------------------------

REVOKE EXECUTE ON FUNCTION
    home_now(), journal_now(), home_clock_move(timestamptz), journal_field(bytea),
    journal_micros(timestamptz), journal_text(text),
    journal_hash(bytea, bigint, timestamptz, timestamptz, uuid, smallint, text, text, text,
        text, bigint, text, text, uuid, integer, bigint[], text, smallint),
    journal_put(timestamptz, timestamptz, uuid, smallint, text, text, text, text, text,
        uuid, integer, bigint[], text, smallint),
    journal_lock(),
    journal_append(uuid, text, text, text, timestamptz[], text[], text[], uuid[], integer[],
        text[], text[], smallint, text[], bytea[], bytea, text),
    desk_lock(bigint, uuid[], uuid[]),
    journal_append_staged(uuid, integer), never(), row_has_its_fact(), move_is_legal(),
    erase_words(text, uuid), fix_partition(date)
FROM PUBLIC;

GRANT EXECUTE ON FUNCTION
    home_now(), journal_now(), home_clock_move(timestamptz), journal_field(bytea),
    journal_micros(timestamptz), journal_text(text),
    journal_hash(bytea, bigint, timestamptz, timestamptz, uuid, smallint, text, text, text,
        text, bigint, text, text, uuid, integer, bigint[], text, smallint),
    journal_append(uuid, text, text, text, timestamptz[], text[], text[], uuid[], integer[],
        text[], text[], smallint, text[], bytea[], bytea, text),
    desk_lock(bigint, uuid[], uuid[]),
    journal_append_staged(uuid, integer), erase_words(text, uuid), fix_partition(date)
TO wangge_console;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO wangge_console;
REVOKE SELECT ON journal_staging FROM wangge_console;
GRANT INSERT ON journal_staging, personal TO wangge_console;
GRANT INSERT, UPDATE ON
    incident, task, member, department, category, cell, reference_batch, calendar,
    incident_serial, position, setting
TO wangge_console;
GRANT DELETE ON department, category, calendar TO wangge_console;
GRANT INSERT, DELETE ON keyframe TO wangge_console;
GRANT USAGE, UPDATE ON SEQUENCE member_ref TO wangge_console;
GRANT USAGE ON SEQUENCE cell_id_seq TO wangge_console;
GRANT INSERT ON fix TO wangge_console;
