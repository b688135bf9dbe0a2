ALTER TABLE incident DROP CONSTRAINT incident_is_readable;
ALTER TABLE task DROP CONSTRAINT task_is_readable;
ALTER TABLE member DROP CONSTRAINT member_is_readable;
ALTER TABLE drawing DROP CONSTRAINT drawing_is_readable;
ALTER TABLE wall_view DROP CONSTRAINT wall_view_is_readable;
ALTER TABLE handover DROP CONSTRAINT handover_is_readable;
ALTER TABLE room_note DROP CONSTRAINT room_note_is_readable;

CREATE OR REPLACE FUNCTION journal_lock() RETURNS void
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

DROP TABLE journal_turn;

CREATE OR REPLACE FUNCTION search_candidates(
    p_said text, p_before timestamptz, p_id uuid, p_limit integer
) RETURNS TABLE (incident uuid, reported_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_whole boolean := pg_has_role(session_user, 'wangge_whole', 'MEMBER');
    v_secret boolean := v_whole OR pg_has_role(session_user, 'wangge_scoped', 'MEMBER');
    v_everywhere boolean := v_whole OR pg_has_role(session_user, 'wangge_open', 'MEMBER');
    v_cells bigint[] := my_cells();
BEGIN
    IF v_whole THEN
        RETURN QUERY SELECT s.incident, s.reported_at FROM incident_search s
            WHERE s.pieces @> search_pieces(p_said)
                AND (p_before IS NULL OR (s.reported_at, s.incident) < (p_before, p_id))
            ORDER BY s.reported_at DESC, s.incident DESC LIMIT p_limit;
        RETURN;
    END IF;
    IF NOT v_everywhere AND NOT v_secret
        AND NOT pg_has_role(session_user, 'wangge_scoped_open', 'MEMBER') THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT s.incident, s.reported_at
        FROM incident_search s JOIN incident i ON i.id = s.incident
        WHERE s.pieces @> search_pieces(p_said)
            AND (p_before IS NULL OR (s.reported_at, s.incident) < (p_before, p_id))
            AND (v_secret OR NOT (i.restricted OR is_secret(i.category)))
            AND (v_everywhere OR i.cell_path && v_cells
                OR (i.handed_to IS NOT NULL AND is_mine(i.handed_to)))
        ORDER BY s.reported_at DESC, s.incident DESC LIMIT p_limit;
END
$$;

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
    IF TG_TABLE_NAME = 'incident' AND TG_OP = 'UPDATE' THEN
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

DROP FUNCTION facts_have_rows(uuid, text[], uuid[], integer[], text[], text[], text[], bytea[]);
DROP FUNCTION tasks_are_kept(uuid, jsonb);
DROP FUNCTION body_is_readable(jsonb, jsonb, bytea);
DROP FUNCTION pairs(double precision[], double precision[]);
DROP FUNCTION says_what_is_kept(jsonb, jsonb);
DROP FUNCTION says_the_same(text, text);

CREATE FUNCTION facts_have_rows(
    p_command uuid, p_kind text[], p_subject uuid[], p_version integer[], p_cell_path text[],
    p_body text[]
) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_what text;
BEGIN
    SELECT f.kind || ' ' || f.subject INTO v_what
    FROM (
        SELECT kind, subject, max(n) - 1 AS ordinal,
            (array_agg(version ORDER BY n DESC))[1] AS version,
            (array_agg(path ORDER BY n DESC))[1]::bigint[] AS path,
            array_agg(fields->>'state' ORDER BY n DESC) FILTER (WHERE fields ? 'state') AS states,
            array_agg(fields->>'restricted' ORDER BY n DESC)
                FILTER (WHERE fields ? 'restricted') AS secrets
        FROM (
            SELECT kind, subject, version, path, n, body::jsonb->'fields' AS fields
            FROM unnest(p_kind, p_subject, p_version, p_cell_path, p_body)
                WITH ORDINALITY AS given (kind, subject, version, path, body, n)
        ) given
        GROUP BY kind, subject
    ) f
    WHERE NOT CASE f.kind
        WHEN 'incident' THEN EXISTS (
            SELECT 1 FROM incident i
            WHERE i.id = f.subject AND i.command_id = p_command AND i.ordinal = f.ordinal
                AND i.version = f.version AND f.path @> i.cell_path
                AND (f.states IS NULL OR f.states[1] IS NOT DISTINCT FROM i.state)
                AND (f.secrets IS NULL
                    OR f.secrets[1]::boolean IS NOT DISTINCT FROM i.restricted))
        WHEN 'member' THEN EXISTS (
            SELECT 1 FROM member m
            WHERE m.id = f.subject AND f.path @> m.cell_path
                AND (m.command_id = p_command AND m.ordinal = f.ordinal AND m.version = f.version
                    OR m.xmin = pg_current_xact_id()::xid))
        WHEN 'drawing' THEN EXISTS (
            SELECT 1 FROM drawing d
            WHERE d.id = f.subject AND d.command_id = p_command AND d.ordinal = f.ordinal
                AND d.version = f.version AND f.path @> d.cell_path)
        WHEN 'wall' THEN EXISTS (
            SELECT 1 FROM wall_view w
            WHERE w.id = f.subject AND w.command_id = p_command AND w.ordinal = f.ordinal
                AND w.version = f.version)
        WHEN 'handover' THEN EXISTS (
            SELECT 1 FROM handover h
            WHERE h.id = f.subject AND h.command_id = p_command AND h.ordinal = f.ordinal
                AND h.version = f.version AND f.path @> h.cell_path)
        WHEN 'room_note' THEN EXISTS (
            SELECT 1 FROM room_note r
            WHERE r.id = f.subject AND r.command_id = p_command AND r.ordinal = f.ordinal
                AND r.version = f.version AND f.path @> r.cell_path)
        WHEN 'reference' THEN EXISTS (
            SELECT 1 FROM reference_batch b WHERE b.id = f.subject AND b.version = f.version)
        ELSE false END
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the fact of % tells what no row says', v_what USING ERRCODE = 'WG008';
    END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION facts_have_rows(uuid, text[], uuid[], integer[], text[], text[])
FROM PUBLIC;

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
    PERFORM facts_have_rows(p_command_id, p_kind, p_subject_id, p_version, p_cell_path, p_body);
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
