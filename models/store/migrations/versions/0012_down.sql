-- Takes hand-overs and notes away again; not where the journal tells of any, which the release
-- before cannot read.

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal WHERE subject_kind IN ('handover', 'room_note')) THEN
        RAISE EXCEPTION 'the journal holds hand-overs or notes: there is no way back'
            USING ERRCODE = 'WG013', DETAIL = 'shifts';
    END IF;
END
$$;

DROP POLICY scoped ON journal;
DROP POLICY scoped_open ON journal;
CREATE POLICY scoped ON journal FOR SELECT TO wangge_scoped USING (
    cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall'));
CREATE POLICY scoped_open ON journal FOR SELECT TO wangge_scoped_open USING (
    (cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall'))
    AND NOT is_hidden(subject_id));

CREATE OR REPLACE FUNCTION is_hidden(p_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
            SELECT 1 FROM incident
            WHERE id = p_subject AND (restricted OR is_secret(category)))
        OR EXISTS (
            SELECT 1 FROM drawing d JOIN incident i ON i.id = d.incident
            WHERE d.id = p_subject AND (i.restricted OR is_secret(i.category)))
$$;

CREATE OR REPLACE FUNCTION facts_have_rows(
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
        WHEN 'reference' THEN EXISTS (
            SELECT 1 FROM reference_batch b WHERE b.id = f.subject AND b.version = f.version)
        ELSE false END
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the fact of % tells what no row says', v_what USING ERRCODE = 'WG008';
    END IF;
END
$$;

DROP TABLE handover, room_note;
DROP FUNCTION handover_is_signed_once();

UPDATE release_floor SET least = '0011';
