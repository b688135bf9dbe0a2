-- A fact says what its row says, field by field, in words that every console reads. Until here
-- only version, cells, state and secrecy were compared: whoever held a login and psql could
-- write a body that consoles stumbled over, or one that told them of other fields than the row.

-- What a fact says of a subject is what its row says. A row's own JSON spells instants and ids
-- in PostgreSQL's way, a body in ours (models.store.codec); everything else is spelt alike.
CREATE FUNCTION says_the_same(p_told text, p_kept text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN p_told ~ '^[0-9a-f]{32}$' THEN p_told = replace(p_kept, '-', '')
        WHEN p_told ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$'
            AND p_kept ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'
            THEN p_told::timestamptz = p_kept::timestamptz
        ELSE false END
$$;

CREATE FUNCTION says_what_is_kept(p_told jsonb, p_kept jsonb) RETURNS boolean
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

-- Points of a drawing, corners of a view: two columns there, pairs in a body.
CREATE FUNCTION pairs(p_lon double precision[], p_lat double precision[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_array(lon, lat) ORDER BY n), '[]')
    FROM unnest(p_lon, p_lat) WITH ORDINALITY AS p (lon, lat, n)
$$;

-- The shape of a body and of the words beside it, whose digest it holds.
CREATE FUNCTION body_is_readable(p_body jsonb, p_words jsonb, p_bytes bytea) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(
        jsonb_typeof(p_body) = 'object' AND jsonb_typeof(p_body->'fields') = 'object'
        AND jsonb_typeof(coalesce(p_body->'tasks', '[]')) = 'array'
        AND jsonb_typeof(coalesce(p_body->'advice', '{}')) = 'object'
        AND p_body - '{fields,tasks,words,whole,advice}'::text[] = '{}'
        AND p_body->>'words' IS NOT DISTINCT FROM encode(sha256(p_bytes), 'hex')
        AND jsonb_typeof(p_words) = 'object'
        AND jsonb_typeof(coalesce(p_words->'fields', '{}')) = 'object'
        AND jsonb_typeof(coalesce(p_words->'tasks', '{}')) = 'object'
        AND jsonb_typeof(coalesce(p_words->'note', '""')) = 'string'
        AND p_words - '{fields,tasks,note}'::text[] = '{}', false)
$$;

DROP FUNCTION facts_have_rows(uuid, text[], uuid[], integer[], text[], text[]);

-- Rows are written before their facts, with the writer's own rights, and bear the stamp of the
-- last one: whoever may not write the row may not tell of it, nor of anything that it does not
-- say. A roster comes in many commands at once: its rows are of one of this transaction.
CREATE FUNCTION facts_have_rows(
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

-- Tasks are told whole; their words may be missing where they say nothing.
CREATE FUNCTION tasks_are_kept(p_incident uuid, p_tasks jsonb) RETURNS boolean
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

CREATE OR REPLACE FUNCTION journal_append(
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
    PERFORM journal_may(p_actor, p_role, p_verb, p_kind);
    PERFORM facts_have_rows(
        p_command_id, p_kind, p_subject_id, p_version, p_cell_path, p_body, p_words, p_salt);
    IF p_format NOT BETWEEN 1 AND journal_format() THEN
        RAISE EXCEPTION 'no release reads the format %', p_format USING ERRCODE = 'WG009';
    END IF;
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

-- A case begins where the lifecycle lets it begin: rows of `role_move` from nowhere. History
-- comes in as it was, under a scripted clock.
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

-- What no console could read is not written: other words than the program knows, instants
-- beyond its calendar, places off the globe, arrays with holes.
ALTER TABLE incident ADD CONSTRAINT incident_is_readable CHECK (
    state IN ('ST10', 'ST11', 'ST12', 'ST15', 'ST20', 'ST21', 'ST30', 'ST40', 'ST41', 'ST42',
        'ST43', 'ST44', 'ST45', 'ST46', 'ST50', 'ST51', 'ST60', 'ST70', 'ST71', 'ST80', 'ST90',
        'ST95')
    AND occurred_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND reported_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND urgency IN ('general', 'urgent', 'emergency')
    AND source IN ('patrol', 'unit_leader', 'citizen', 'hotline', 'city_management', 'police',
        'department', 'instruction', 'media', 'video_ai', 'sensor', 'enterprise',
        'psychological')
    AND lon BETWEEN -180 AND 180
    AND lat BETWEEN -90 AND 90
    AND (lon IS NULL) = (lat IS NULL)
    AND array_position(cell_path, NULL) IS NULL
    AND accepted_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND registered_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND dispatched_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND signed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND finished_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND checked_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND closed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND due_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND step_due_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(photos, NULL) IS NULL
    AND step_since BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND timestamptz '1900-01-01Z' < ALL (pauses) AND timestamptz '9999-01-01Z' > ALL (pauses)
    AND array_position(pauses, NULL) IS NULL
    AND resume_by BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND asked_until BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND ground IN ('not_our_duty', 'wrong_place', 'not_enough_info', 'duplicate',
        'outside_district', 'season', 'engineering', 'funding', 'litigation',
        'beyond_authority', 'beyond_ability', 'cross_boundary', 'major')
    AND reply_by BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND whistled_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND verified IN ('true', 'false', 'not_found')
    AND rungs <@ ARRAY['remind', 'red', 'yellow_card', 'red_card', 'choose', 'call_next',
        'shift_lead', 'duty_leader', 'not_arrived', 'stay']
    AND level_since BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND stay_due_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);
ALTER TABLE task ADD CONSTRAINT task_is_readable CHECK (
    assignee_kind IN ('member', 'department')
    AND role IN ('lead', 'assist', 'check', 'verify', 'inform')
    AND state IN ('to_sign', 'signed', 'on_site', 'done', 'returned', 'cancelled', 'released',
        'escalated', 'informed', 'read')
    AND given_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND signed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND arrived_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND ended_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND arrive_by BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND runs_from BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND due_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(ratings, NULL) IS NULL
    AND sent_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND delivered_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND seen_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND failed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);
ALTER TABLE member ADD CONSTRAINT member_is_readable CHECK (
    kind IN ('full_time', 'part_time', 'special', 'leader', 'volunteer')
    AND array_position(cell_path, NULL) IS NULL
    AND array_position(skills, NULL) IS NULL
    AND duty IN ('on_duty', 'off_duty', 'on_break', 'left')
);
ALTER TABLE drawing ADD CONSTRAINT drawing_is_readable CHECK (
    kind IN ('note', 'cordon', 'closed_road', 'search_area', 'assembly_point', 'route', 'other')
    AND shape IN ('point', 'line', 'area', 'circle')
    AND tone IN ('danger', 'caution', 'calm', 'plain')
    AND -180 <= ALL (lon) AND 180 >= ALL (lon) AND array_position(lon, NULL) IS NULL
    AND -90 <= ALL (lat) AND 90 >= ALL (lat) AND array_position(lat, NULL) IS NULL
    AND cardinality(lon) = cardinality(lat)
    AND array_position(cell_path, NULL) IS NULL
    AND drawn_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND expires_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND erased_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);
ALTER TABLE wall_view ADD CONSTRAINT wall_view_is_readable CHECK (
    -180 <= ALL (lon) AND 180 >= ALL (lon) AND array_position(lon, NULL) IS NULL
    AND -90 <= ALL (lat) AND 90 >= ALL (lat) AND array_position(lat, NULL) IS NULL
    AND cardinality(lon) = cardinality(lat)
    AND array_position(hidden, NULL) IS NULL
    AND shown_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND until BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(shown, NULL) IS NULL
);
ALTER TABLE handover ADD CONSTRAINT handover_is_readable CHECK (
    array_position(cell_path, NULL) IS NULL
    AND handed_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND since BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND made_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(figures, NULL) IS NULL
    AND taken_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);
ALTER TABLE room_note ADD CONSTRAINT room_note_is_readable CHECK (
    array_position(cell_path, NULL) IS NULL
    AND told_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND until BETWEEN '1900-01-01Z' AND '9999-01-01Z'
    AND array_position(seen_by, NULL) IS NULL
    AND ended_at BETWEEN '1900-01-01Z' AND '9999-01-01Z'
);

-- Each sight for itself, as the policies have it: whoever sees what is open everywhere, and all
-- of one town, does not see what is restricted in another.
CREATE OR REPLACE FUNCTION search_candidates(
    p_said text, p_before timestamptz, p_id uuid, p_limit integer
) RETURNS TABLE (incident uuid, reported_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_whole boolean := pg_has_role(session_user, 'wangge_whole', 'MEMBER');
    v_open boolean := pg_has_role(session_user, 'wangge_open', 'MEMBER');
    v_scoped boolean := pg_has_role(session_user, 'wangge_scoped', 'MEMBER');
    v_scoped_open boolean := pg_has_role(session_user, 'wangge_scoped_open', 'MEMBER');
    v_cells bigint[] := my_cells();
BEGIN
    IF v_whole THEN
        RETURN QUERY SELECT s.incident, s.reported_at FROM incident_search s
            WHERE s.pieces @> search_pieces(p_said)
                AND (p_before IS NULL OR (s.reported_at, s.incident) < (p_before, p_id))
            ORDER BY s.reported_at DESC, s.incident DESC LIMIT p_limit;
        RETURN;
    END IF;
    IF NOT (v_open OR v_scoped OR v_scoped_open) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT s.incident, s.reported_at
        FROM incident_search s JOIN incident i ON i.id = s.incident
        WHERE s.pieces @> search_pieces(p_said)
            AND (p_before IS NULL OR (s.reported_at, s.incident) < (p_before, p_id))
            AND (v_scoped OR NOT (i.restricted OR is_secret(i.category)))
            AND (v_open AND NOT (i.restricted OR is_secret(i.category))
                OR (v_scoped OR v_scoped_open)
                    AND (i.cell_path && v_cells
                        OR (i.handed_to IS NOT NULL AND is_mine(i.handed_to))))
        ORDER BY s.reported_at DESC, s.incident DESC LIMIT p_limit;
END
$$;

-- An advisory lock is everybody's to take: whoever had psql could keep the whole centre from
-- writing for as long as they liked. This table has no rows; its lock is the owner's alone.
CREATE TABLE journal_turn ();
REVOKE ALL ON journal_turn FROM PUBLIC;

CREATE OR REPLACE FUNCTION journal_lock() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Under a snapshot taken before the lock the head would be an old one.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the journal is appended under READ COMMITTED only'
            USING ERRCODE = 'WG003';
    END IF;
    -- Commit order is seq order: held until the commit is flushed.
    LOCK TABLE journal_turn IN EXCLUSIVE MODE;
END
$$;

REVOKE EXECUTE ON FUNCTION
    says_the_same(text, text), says_what_is_kept(jsonb, jsonb),
    pairs(double precision[], double precision[]), body_is_readable(jsonb, jsonb, bytea),
    tasks_are_kept(uuid, jsonb),
    facts_have_rows(uuid, text[], uuid[], integer[], text[], text[], text[], bytea[])
FROM PUBLIC;
