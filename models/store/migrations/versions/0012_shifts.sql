-- Shifts that are handed over and signed for, and notes to the room: state like drawings, guarded
-- by the same functions, so that no row changes without a fact of the same transaction.

CREATE TABLE handover (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    cell_path BIGINT[] NOT NULL,
    author TEXT NOT NULL,
    station TEXT NOT NULL,
    handed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_seq INTEGER NOT NULL,
    figures INTEGER[] NOT NULL,
    instructions TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_station TEXT NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX handover_by_time ON handover (handed_at);

CREATE TABLE room_note (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    incident UUID,
    cell_path BIGINT[] NOT NULL,
    author TEXT NOT NULL,
    station TEXT NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_by TEXT[] NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX room_note_by_end ON room_note (until);

CREATE CONSTRAINT TRIGGER handover_has_its_fact AFTER INSERT OR UPDATE ON handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();
CREATE CONSTRAINT TRIGGER room_note_has_its_fact AFTER INSERT OR UPDATE ON room_note
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();

CREATE TRIGGER handover_is_kept BEFORE DELETE OR TRUNCATE ON handover
    FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER room_note_is_kept BEFORE DELETE OR TRUNCATE ON room_note
    FOR EACH STATEMENT EXECUTE FUNCTION never();

-- A shift is signed for by somebody else, and once; what was handed over stays as it was.
CREATE FUNCTION handover_is_signed_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.taken_at IS NOT NULL AND NEW.taken_by = NEW.author THEN
        RAISE EXCEPTION '% may not sign for the shift that they handed over', NEW.author
            USING ERRCODE = 'WG002';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.author, OLD.station, OLD.cell_path, OLD.handed_at, OLD.since, OLD.made_at,
                OLD.made_seq, OLD.figures)
            IS DISTINCT FROM (NEW.author, NEW.station, NEW.cell_path, NEW.handed_at, NEW.since,
                NEW.made_at, NEW.made_seq, NEW.figures)
            OR OLD.taken_at IS NOT NULL AND (OLD.taken_by, OLD.taken_at)
                IS DISTINCT FROM (NEW.taken_by, NEW.taken_at) THEN
            RAISE EXCEPTION 'the hand-over % is signed for once and never changed', NEW.id
                USING ERRCODE = 'WG002';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER handover_is_signed_once BEFORE INSERT OR UPDATE ON handover
    FOR EACH ROW EXECUTE FUNCTION handover_is_signed_once();

-- A note about a restricted incident is a trace of it.
CREATE OR REPLACE FUNCTION is_hidden(p_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
            SELECT 1 FROM incident
            WHERE id = p_subject AND (restricted OR is_secret(category)))
        OR EXISTS (
            SELECT 1 FROM drawing d JOIN incident i ON i.id = d.incident
            WHERE d.id = p_subject AND (i.restricted OR is_secret(i.category)))
        OR EXISTS (
            SELECT 1 FROM room_note n JOIN incident i ON i.id = n.incident
            WHERE n.id = p_subject AND (i.restricted OR is_secret(i.category)))
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

GRANT SELECT ON handover, room_note TO wangge_console;
GRANT INSERT, UPDATE ON handover, room_note TO wangge_desk;

ALTER TABLE handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover FORCE ROW LEVEL SECURITY;
ALTER TABLE room_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE room_note FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON handover TO wangge_owner USING (true);
CREATE POLICY owner ON room_note TO wangge_owner USING (true);
CREATE POLICY whole ON handover TO wangge_whole USING (true);
CREATE POLICY whole ON room_note TO wangge_whole USING (true);
CREATE POLICY open ON handover TO wangge_open USING (true);
CREATE POLICY open ON room_note TO wangge_open
    USING (incident IS NULL OR NOT is_hidden(incident)) WITH CHECK (true);

-- A part of the district hands its own shifts over.
CREATE POLICY scoped ON handover TO wangge_scoped, wangge_scoped_open
    USING (cell_path && (SELECT my_cells()));

-- What is said to everybody is read, and acknowledged, in every part; said from a part, it is
-- said to those who see that part.
CREATE POLICY scoped ON room_note FOR SELECT TO wangge_scoped
    USING (cell_path && (SELECT my_cells()) OR cell_path = '{}');
CREATE POLICY scoped_open ON room_note FOR SELECT TO wangge_scoped_open
    USING ((cell_path && (SELECT my_cells()) OR cell_path = '{}')
        AND (incident IS NULL OR NOT is_hidden(incident)));
CREATE POLICY scoped_writes ON room_note FOR INSERT TO wangge_scoped, wangge_scoped_open
    WITH CHECK (cell_path && (SELECT my_cells()));
CREATE POLICY scoped_sees ON room_note FOR UPDATE TO wangge_scoped, wangge_scoped_open
    USING (cell_path && (SELECT my_cells()) OR cell_path = '{}');

DROP POLICY scoped ON journal;
DROP POLICY scoped_open ON journal;
CREATE POLICY scoped ON journal FOR SELECT TO wangge_scoped USING (
    cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall')
    OR (subject_kind = 'room_note' AND cell_path = '{}'));
CREATE POLICY scoped_open ON journal FOR SELECT TO wangge_scoped_open USING (
    (cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall')
        OR (subject_kind = 'room_note' AND cell_path = '{}'))
    AND NOT is_hidden(subject_id));

-- A release that knows neither would stumble over their facts.
UPDATE release_floor SET least = '0012';

REVOKE EXECUTE ON FUNCTION handover_is_signed_once() FROM PUBLIC;
