DROP FUNCTION desk_opening(uuid);

CREATE OR REPLACE FUNCTION journal_hash(
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

CREATE OR REPLACE FUNCTION journal_put(
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

CREATE OR REPLACE FUNCTION journal_may(p_actor text, p_role text, p_verb text[], p_kind text[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_verb text;
BEGIN
    IF to_regrole('wangge_' || p_role) IS NULL
        OR NOT pg_has_role(session_user, 'wangge_' || p_role, 'MEMBER') THEN
        RAISE EXCEPTION '% does not hold the role %', session_user, p_role
            USING ERRCODE = 'WG005', DETAIL = p_role;
    END IF;
    SELECT v INTO v_verb
    FROM (SELECT DISTINCT CASE k WHEN 'reference' THEN k ELSE v END AS v
          FROM unnest(p_verb, p_kind) AS f (v, k)) asked
    WHERE NOT EXISTS (SELECT 1 FROM role_right WHERE role = p_role AND verb = v) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the role % may not leave the fact "%"', p_role, v_verb
            USING ERRCODE = 'WG006', DETAIL = p_role;
    END IF;
    IF p_actor <> session_user AND NOT pg_has_role(session_user, 'wangge_gateway', 'MEMBER')
        AND EXISTS (
            SELECT 1 FROM unnest(p_verb) v
            WHERE NOT EXISTS (SELECT 1 FROM role_right WHERE role = '@' || p_actor AND verb = v)
        ) THEN
        RAISE EXCEPTION '% may not act as %', session_user, p_actor
            USING ERRCODE = 'WG007', DETAIL = p_actor;
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION says_what_is_kept(p_told jsonb, p_kept jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM jsonb_each(p_told) AS f (key, told)
        WHERE told IS DISTINCT FROM p_kept->key AND NOT coalesce(
            CASE jsonb_typeof(told)
            WHEN 'string' THEN jsonb_typeof(p_kept->key) = 'string'
                AND says_the_same(told #>> '{}', p_kept->>key)
            WHEN 'array' THEN jsonb_typeof(p_kept->key) = 'array'
                AND jsonb_array_length(told) = jsonb_array_length(p_kept->key)
                AND (SELECT bool_and(says_the_same(one, p_kept->key->>(n - 1)::integer))
                    FROM jsonb_array_elements_text(told) WITH ORDINALITY AS e (one, n))
            ELSE false END, false));
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
        IF NOT FOUND OR NOT says_what_is_kept(v_told, v_kept)
            OR v_kept - ARRAY(SELECT jsonb_object_keys(v_told))
                - '{instruction,handler_name,handler_phone}'::text[] <> '{}'
        THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

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
    v_kept jsonb;
    v_path bigint[];
    v_stamp uuid;
BEGIN
    FOR i IN 1 .. cardinality(p_kind) LOOP
        v_told := '{}';
        v_tasks := '{}';
        -- What several facts of one command say of a subject is one word: the later counts.
        FOR j IN 1 .. i LOOP
            CONTINUE WHEN j < i AND p_subject[j] <> p_subject[i];
            v_body := p_body[j];
            v_words := coalesce(p_words[j], '{}');
            IF j = i AND NOT body_is_readable(
                v_body, v_words, p_salt[j] || convert_to(p_words[j], 'UTF8'))
            THEN
                RAISE EXCEPTION 'the fact of % % cannot be read', p_kind[i], p_subject[i]
                    USING ERRCODE = 'WG012';
            END IF;
            v_told := v_told || (v_body->'fields') || coalesce(v_words->'fields', '{}');
            IF v_body ? 'tasks' THEN
                v_tasks := v_tasks || (
                    SELECT coalesce(jsonb_object_agg(coalesce(t->>'id', ''),
                        t || coalesce(v_words->'tasks'->(t->>'id'), '{}')), '{}')
                    FROM jsonb_array_elements(v_body->'tasks') t);
            END IF;
        END LOOP;
        CONTINUE WHEN p_subject[i] = ANY (p_subject[i + 1:]);

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
        IF v_kept IS NULL OR NOT says_what_is_kept(v_told, v_kept)
            OR v_tasks <> '{}' AND NOT tasks_are_kept(p_subject[i], v_tasks)
        THEN
            RAISE EXCEPTION 'the fact of % % tells what no row says', p_kind[i], p_subject[i]
                USING ERRCODE = 'WG008';
        END IF;
    END LOOP;
END
$$;
