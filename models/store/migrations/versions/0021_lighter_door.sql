-- The same guards for less: an act's way through the database took the server twice as long as
-- it had to. A function in SQL is planned anew in each transaction, one in PL/pgSQL once a
-- session; so is a query that PL/pgSQL can evaluate as a plain expression, and never runs.

-- Nothing here but functions of the system's own schema, which nobody can shadow.
CREATE OR REPLACE FUNCTION journal_hash(
    p_prev bytea, p_seq bigint, p_recorded_at timestamptz, p_occurred_at timestamptz,
    p_command_id uuid, p_ordinal smallint, p_actor text, p_role text, p_station text,
    p_login text, p_xid bigint, p_verb text, p_kind text, p_subject_id uuid, p_version integer,
    p_cell_path bigint[], p_body text, p_format smallint
) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_cells bytea := '';
    v_cell bigint;
    v_actor bytea := convert_to(p_actor, 'UTF8');
    v_role bytea := convert_to(p_role, 'UTF8');
    v_station bytea := convert_to(p_station, 'UTF8');
    v_login bytea := convert_to(p_login, 'UTF8');
    v_verb bytea := convert_to(p_verb, 'UTF8');
    v_kind bytea := convert_to(p_kind, 'UTF8');
    v_body bytea := convert_to(p_body, 'UTF8');
BEGIN
    FOREACH v_cell IN ARRAY p_cell_path LOOP
        v_cells := v_cells || int8send(v_cell);
    END LOOP;
    RETURN sha256(
        p_prev
        || int4send(8) || int8send(p_seq)
        || int4send(8) || int8send((extract(epoch FROM p_recorded_at) * 1000000)::bigint)
        || int4send(8) || int8send((extract(epoch FROM p_occurred_at) * 1000000)::bigint)
        || int4send(16) || uuid_send(p_command_id)
        || int4send(2) || int2send(p_ordinal)
        || int4send(octet_length(v_actor)) || v_actor
        || int4send(octet_length(v_role)) || v_role
        || int4send(octet_length(v_station)) || v_station
        || int4send(octet_length(v_login)) || v_login
        || int4send(8) || int8send(p_xid)
        || int4send(octet_length(v_verb)) || v_verb
        || int4send(octet_length(v_kind)) || v_kind
        || int4send(16) || uuid_send(p_subject_id)
        || int4send(4) || int4send(p_version)
        || int4send(octet_length(v_cells)) || v_cells
        || int4send(octet_length(v_body)) || v_body
        || int4send(2) || int2send(p_format)
    );
END
$$;

-- Runs as whoever calls it: the two functions of the owner that hold the journal's lock.
CREATE OR REPLACE FUNCTION journal_put(
    p_recorded_at timestamptz, p_occurred_at timestamptz, p_command_id uuid,
    p_ordinal smallint, p_actor text, p_role text, p_station text, p_verb text, p_kind text,
    p_subject_id uuid, p_version integer, p_cell_path bigint[], p_body text, p_format smallint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint;
    v_at timestamptz;
    v_prev bytea;
    v_xid bigint := pg_current_xact_id()::text::bigint;
    v_hash bytea;
BEGIN
    SELECT seq, recorded_at, hash INTO v_seq, v_at, v_prev
    FROM journal ORDER BY seq DESC LIMIT 1;
    v_seq := coalesce(v_seq, 0) + 1;
    v_prev := coalesce(v_prev, decode(repeat('00', 32), 'hex'));
    v_at := greatest(p_recorded_at, v_at);
    v_hash := journal_hash(
        v_prev, v_seq, v_at, p_occurred_at, p_command_id, p_ordinal, p_actor, p_role,
        p_station, session_user::text, v_xid, p_verb, p_kind, p_subject_id, p_version,
        p_cell_path, p_body, p_format);
    INSERT INTO journal (
        seq, recorded_at, occurred_at, command_id, ordinal, actor, role, station, login, xid,
        verb, subject_kind, subject_id, subject_version, cell_path, body, format, prev_hash, hash
    ) VALUES (
        v_seq, v_at, p_occurred_at, p_command_id, p_ordinal, p_actor, p_role, p_station,
        session_user, v_xid, p_verb, p_kind, p_subject_id, p_version, p_cell_path, p_body::json,
        p_format, v_prev, v_hash);
    RETURN v_seq;
END
$$;

CREATE OR REPLACE FUNCTION journal_may(p_actor text, p_role text, p_verb text[], p_kind text[])
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_verb text;
BEGIN
    IF to_regrole('wangge_' || p_role) IS NULL
        OR NOT pg_has_role(session_user, 'wangge_' || p_role, 'MEMBER') THEN
        RAISE EXCEPTION '% does not hold the role %', session_user, p_role
            USING ERRCODE = 'WG005', DETAIL = p_role;
    END IF;
    SELECT f.verb INTO v_verb
    FROM unnest(p_verb, p_kind) AS f (verb, kind)
    WHERE NOT EXISTS (
        SELECT FROM role_right r
        WHERE r.role = p_role AND r.verb = CASE f.kind WHEN 'reference' THEN f.kind ELSE f.verb END)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the role % may not leave the fact "%"', p_role, v_verb
            USING ERRCODE = 'WG006', DETAIL = p_role;
    END IF;
    IF p_actor <> session_user AND NOT pg_has_role(session_user, 'wangge_gateway', 'MEMBER') THEN
        PERFORM FROM unnest(p_verb) v
        WHERE NOT EXISTS (SELECT FROM role_right r WHERE r.role = '@' || p_actor AND r.verb = v);
        IF FOUND THEN
            RAISE EXCEPTION '% may not act as %', session_user, p_actor
                USING ERRCODE = 'WG007', DETAIL = p_actor;
        END IF;
    END IF;
END
$$;

-- Most of what is told is spelt as it is kept: only the rest is looked at twice.
CREATE OR REPLACE FUNCTION says_what_is_kept(p_told jsonb, p_kept jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_told jsonb;
    v_kept jsonb;
BEGIN
    FOR v_told, v_kept IN
        SELECT value, p_kept->key FROM jsonb_each(p_told)
        WHERE value IS DISTINCT FROM p_kept->key
    LOOP
        IF jsonb_typeof(v_told) = 'string' AND jsonb_typeof(v_kept) = 'string' THEN
            CONTINUE WHEN says_the_same(v_told #>> '{}', v_kept #>> '{}');
        ELSIF jsonb_typeof(v_told) = 'array' AND jsonb_typeof(v_kept) = 'array' THEN
            CONTINUE WHEN jsonb_array_length(v_told) = jsonb_array_length(v_kept)
                AND (SELECT bool_and(says_the_same(one, v_kept->>(n - 1)::integer))
                    FROM jsonb_array_elements_text(v_told) WITH ORDINALITY AS e (one, n));
        END IF;
        RETURN false;
    END LOOP;
    RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION tasks_are_kept(p_incident uuid, p_tasks jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_told jsonb;
    v_kept jsonb;
BEGIN
    FOR v_told IN SELECT value FROM jsonb_each(p_tasks) LOOP
        SELECT to_jsonb(t) - '{incident_id,position,command_id,ordinal}'::text[] INTO v_kept
        FROM task t WHERE t.id = (v_told->>'id')::uuid AND t.incident_id = p_incident;
        IF NOT FOUND OR NOT says_what_is_kept(v_told, v_kept) THEN
            RETURN false;
        END IF;
        -- Nothing of the row is left untold.
        IF (v_kept - '{instruction,handler_name,handler_phone}'::text[]) || v_told <> v_told THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

-- One pass: what earlier facts of the command told of a subject is carried along, where there
-- are several of it, instead of being gathered from all of them again for each.
CREATE OR REPLACE FUNCTION facts_have_rows(
    p_command uuid, p_kind text[], p_subject uuid[], p_version integer[], p_cell_path text[],
    p_body text[], p_words text[], p_salt bytea[]
) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_body jsonb;
    v_words jsonb;
    v_told jsonb;
    v_tasks jsonb;
    v_task jsonb;
    v_before jsonb := '{}';
    v_kept jsonb;
    v_path bigint[];
    v_stamp uuid;
    v_readable boolean;
BEGIN
    FOR i IN 1 .. cardinality(p_kind) LOOP
        v_body := p_body[i];
        v_words := coalesce(p_words[i], '{}');
        v_readable := body_is_readable(
            v_body, v_words, p_salt[i] || convert_to(p_words[i], 'UTF8'));
        IF NOT v_readable THEN
            RAISE EXCEPTION 'the fact of % % cannot be read', p_kind[i], p_subject[i]
                USING ERRCODE = 'WG012';
        END IF;
        v_told := (v_body->'fields') || coalesce(v_words->'fields', '{}');
        v_tasks := '{}';
        IF v_body ? 'tasks' THEN
            FOR v_task IN SELECT value FROM jsonb_array_elements(v_body->'tasks') LOOP
                v_tasks := v_tasks || jsonb_build_object(coalesce(v_task->>'id', ''),
                    v_task || coalesce(v_words->'tasks'->(v_task->>'id'), '{}'));
            END LOOP;
        END IF;
        -- What several facts of one command say of a subject is one word: the later counts.
        IF v_before ? p_subject[i]::text THEN
            v_told := (v_before->p_subject[i]::text->0) || v_told;
            v_tasks := (v_before->p_subject[i]::text->1) || v_tasks;
        END IF;
        IF p_subject[i] = ANY (p_subject[i + 1:]) THEN
            v_before := v_before
                || jsonb_build_object(p_subject[i], jsonb_build_array(v_told, v_tasks));
            CONTINUE;
        END IF;

        v_kept := NULL;
        v_path := p_cell_path[i];
        CASE p_kind[i]
        WHEN 'incident' THEN
            SELECT to_jsonb(r) || jsonb_build_object('place',
                CASE WHEN r.lon IS NOT NULL THEN jsonb_build_array(r.lon, r.lat) END)
            INTO v_kept FROM incident r
            WHERE r.id = p_subject[i] AND r.command_id = p_command AND r.ordinal = i - 1
                AND r.version = p_version[i] AND v_path @> r.cell_path;
        WHEN 'member' THEN
            SELECT to_jsonb(r), r.command_id INTO v_kept, v_stamp FROM member r
            WHERE r.id = p_subject[i] AND v_path @> r.cell_path
                AND (r.command_id = p_command AND r.ordinal = i - 1 AND r.version = p_version[i]
                    OR r.xmin = pg_current_xact_id()::xid);
            CONTINUE WHEN v_stamp <> p_command;
        WHEN 'drawing' THEN
            SELECT to_jsonb(r) || jsonb_build_object('points', pairs(r.lon, r.lat))
            INTO v_kept FROM drawing r
            WHERE r.id = p_subject[i] AND r.command_id = p_command AND r.ordinal = i - 1
                AND r.version = p_version[i] AND v_path @> r.cell_path;
        WHEN 'wall' THEN
            SELECT to_jsonb(r) || jsonb_build_object('corners', pairs(r.lon, r.lat))
            INTO v_kept FROM wall_view r
            WHERE r.id = p_subject[i] AND r.command_id = p_command AND r.ordinal = i - 1
                AND r.version = p_version[i];
        WHEN 'handover' THEN
            SELECT to_jsonb(r) INTO v_kept FROM handover r
            WHERE r.id = p_subject[i] AND r.command_id = p_command AND r.ordinal = i - 1
                AND r.version = p_version[i] AND v_path @> r.cell_path;
        WHEN 'room_note' THEN
            SELECT to_jsonb(r) INTO v_kept FROM room_note r
            WHERE r.id = p_subject[i] AND r.command_id = p_command AND r.ordinal = i - 1
                AND r.version = p_version[i] AND v_path @> r.cell_path;
        WHEN 'reference' THEN
            PERFORM 1 FROM reference_batch b
            WHERE b.id = p_subject[i] AND b.version = p_version[i];
            CONTINUE WHEN FOUND;
        ELSE
            NULL;
        END CASE;
        v_kept := v_kept - '{id,version,command_id,ordinal,lon,lat}'::text[];
        v_readable := v_kept IS NOT NULL AND says_what_is_kept(v_told, v_kept)
            AND (v_tasks = '{}' OR tasks_are_kept(p_subject[i], v_tasks));
        IF NOT v_readable THEN
            RAISE EXCEPTION 'the fact of % % tells what no row says', p_kind[i], p_subject[i]
                USING ERRCODE = 'WG008';
        END IF;
    END LOOP;
END
$$;

-- What every act asks once its rows are locked: the home's clock, which never goes back, what
-- the database still serves, what was decided, and whether the act was done before.
CREATE FUNCTION desk_opening(
    p_command_id uuid, OUT at timestamptz, OUT floor text, OUT reference integer,
    OUT settings json, OUT digest bytea, OUT answer json, OUT seq bigint
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT greatest(CASE mode
            WHEN 'real' THEN clock_timestamp()
            WHEN 'running' THEN origin_home + (clock_timestamp() - origin_real) * rate
            ELSE scripted_at END,
        (SELECT j.recorded_at FROM journal j ORDER BY j.seq DESC LIMIT 1))
    INTO at FROM home_clock;
    SELECT least INTO floor FROM release_floor;
    SELECT coalesce(max(b.version), 0) INTO reference FROM reference_batch b;
    SELECT json_object_agg(s.key, s.value) INTO settings FROM setting s;
    SELECT r.digest, r.answer INTO digest, answer FROM command_receipt r
    WHERE r.command_id = p_command_id;
    IF FOUND THEN
        SELECT coalesce(max(j.seq), 0) INTO seq FROM journal j WHERE j.command_id = p_command_id;
    END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION desk_opening(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_opening(uuid) TO wangge_console;
