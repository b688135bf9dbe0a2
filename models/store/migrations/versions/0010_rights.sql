-- Who sees what, who may say what. A login is a member of
--   * its roles (wangge_dispatcher, ...), which say what it may do. They carry wangge_console
--     (may look at reference data) and, where there is anything to do, wangge_desk;
--   * one sight, which follows from its roles and its cells: wangge_whole sees everything,
--     wangge_open all but restricted cases, wangge_scoped its cells (login_scope),
--     wangge_scoped_open these but restricted cases. Without one no case is seen.
-- Policies name the sights, so that they are chosen while planning: for somebody who sees
-- everything nothing is left to test, and for a town the index on cell_path serves.

-- Receipts are told by a function from here on, and much is not everybody's any more.
UPDATE release_floor SET least = '0010';

CREATE TABLE login_scope (
    login name NOT NULL,
    cell BIGINT NOT NULL,
    PRIMARY KEY (login, cell)
);

-- The matrix of models/domain/rights.py: which facts a role may leave, which moves it may make.
CREATE TABLE role_right (
    role TEXT NOT NULL,
    verb TEXT NOT NULL,
    PRIMARY KEY (role, verb)
);

CREATE TABLE role_move (
    role TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    PRIMARY KEY (role, from_state, to_state)
);

CREATE INDEX incident_handed ON incident (handed_to) WHERE handed_to IS NOT NULL;
CREATE INDEX incident_restricted ON incident (id) WHERE restricted;

-- What policies ask -----------------------------------------------------------------

CREATE OR REPLACE FUNCTION my_cells() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(cell), '{}') FROM login_scope WHERE login = session_user
$$;

-- Whether a cell lies below one of mine.
CREATE OR REPLACE FUNCTION is_mine(p_cell bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM cell WHERE id = p_cell AND path && my_cells())
$$;

-- Whether a class is restricted; what has none is not.
CREATE OR REPLACE FUNCTION is_secret(p_category text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM category WHERE code = p_category AND restricted)
$$;

-- Whether something is a restricted incident or drawn for one. Answers for one id: whoever
-- has no id learns nothing, not even how many there are.
CREATE OR REPLACE FUNCTION is_hidden(p_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
            SELECT 1 FROM incident
            WHERE id = p_subject AND (restricted OR is_secret(category)))
        OR EXISTS (
            SELECT 1 FROM drawing d JOIN incident i ON i.id = d.incident
            WHERE d.id = p_subject AND (i.restricted OR is_secret(i.category)))
$$;

-- What the login at the other end is: its groups without their prefix; null cells are
-- everywhere.
CREATE OR REPLACE FUNCTION my_rights(OUT login text, OUT groups text[], OUT cells bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT session_user::text,
        (SELECT coalesce(array_agg(substr(rolname, 8) ORDER BY rolname), '{}')
         FROM pg_roles
         WHERE rolname LIKE 'wangge\_%' AND pg_has_role(session_user, oid, 'MEMBER')),
        CASE WHEN pg_has_role(session_user, 'wangge_whole', 'MEMBER')
                  OR pg_has_role(session_user, 'wangge_open', 'MEMBER') THEN NULL
             ELSE my_cells() END
$$;

-- The first answer to a command. Its id is a secret between the sender and the database, so
-- that knowing it is the right to ask.
CREATE OR REPLACE FUNCTION receipt_of(p_command_id uuid, OUT digest bytea, OUT answer json, OUT seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.digest, r.answer,
        (SELECT coalesce(max(j.seq), 0) FROM journal j WHERE j.command_id = r.command_id)
    FROM command_receipt r WHERE r.command_id = p_command_id
$$;

-- Candidates of a search by words, newest first, of what the login sees. The owner asks the
-- index, which row security would keep from whoever sees a part.
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

-- Where the journal ends, and the hash of one fact: heads are remembered and compared by
-- everybody, whatever part they see. A hash tells nothing of what it is of.
CREATE OR REPLACE FUNCTION journal_head(
    OUT seq bigint, OUT hash bytea, OUT recorded_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.seq, j.hash, j.recorded_at FROM journal j ORDER BY j.seq DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION journal_hash_of(p_seq bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT hash FROM journal WHERE seq = p_seq
$$;

-- The guard at the journal's door -----------------------------------------------------

-- The role is one that the login holds, the facts are this role's, and nobody but a gateway
-- speaks in another person's name. What falls due is told in the clock's.
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
    IF p_actor <> session_user AND p_actor <> ALL (ARRAY['clock', 'nightly'])
        AND NOT pg_has_role(session_user, 'wangge_gateway', 'MEMBER') THEN
        RAISE EXCEPTION '% may not act as %', session_user, p_actor
            USING ERRCODE = 'WG007', DETAIL = p_actor;
    END IF;
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

-- The fact of a row also says in which role its state was moved: that role must be one that
-- may make this move.
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

-- Partitions of the fixes are written directly (COPY), and read through their parent alone.
CREATE OR REPLACE FUNCTION fix_partition(p_day date) RETURNS text
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
    EXECUTE format('GRANT INSERT ON %I TO wangge_gateway', v_name);
    RETURN v_name;
END
$$;

-- Who may touch which table at all ----------------------------------------------------

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM wangge_console;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM wangge_console;
REVOKE EXECUTE ON FUNCTION
    journal_append(uuid, text, text, text, timestamptz[], text[], text[], uuid[], integer[],
        text[], text[], smallint, text[], bytea[], bytea, text),
    desk_lock(bigint, uuid[], uuid[]), journal_append_staged(uuid, integer),
    erase_words(text, uuid), fix_partition(date), home_clock_move(timestamptz)
FROM wangge_console;
REVOKE EXECUTE ON FUNCTION
    my_cells(), is_mine(bigint), is_secret(text), is_hidden(uuid), my_rights(), receipt_of(uuid),
    journal_head(), journal_hash_of(bigint),
    search_candidates(text, timestamptz, uuid, integer), journal_may(text, text, text[], text[])
FROM PUBLIC;

GRANT SELECT ON
    journal, personal, incident, task, member, drawing, wall_view, keyframe, fix, position,
    department, category, cell, road, reference_batch, calendar, rule, reference_change,
    department_cell, setting, home_clock, presence, release_floor, fix_hour,
    lifecycle_move, role_right, role_move, incident_serial, alembic_version
TO wangge_console;
GRANT EXECUTE ON FUNCTION
    my_cells(), is_mine(bigint), is_secret(text), is_hidden(uuid), my_rights(), receipt_of(uuid),
    journal_head(), journal_hash_of(bigint),
    search_candidates(text, timestamptz, uuid, integer)
TO wangge_console;

GRANT INSERT, UPDATE ON incident, task, member, drawing, wall_view, incident_serial
TO wangge_desk;
GRANT INSERT, DELETE ON keyframe TO wangge_whole;
GRANT USAGE, UPDATE ON SEQUENCE member_ref TO wangge_desk;
GRANT EXECUTE ON FUNCTION
    journal_append(uuid, text, text, text, timestamptz[], text[], text[], uuid[], integer[],
        text[], text[], smallint, text[], bytea[], bytea, text),
    desk_lock(bigint, uuid[], uuid[]), home_clock_move(timestamptz)
TO wangge_desk;

GRANT INSERT, UPDATE ON department, category, cell, reference_batch, calendar, setting, rule
TO wangge_administrator;
GRANT DELETE ON department, category, calendar, setting, rule TO wangge_administrator;
GRANT INSERT ON reference_change TO wangge_administrator;
GRANT INSERT, DELETE ON road, department_cell TO wangge_administrator;
GRANT INSERT ON journal_staging, personal TO wangge_administrator;
GRANT USAGE ON SEQUENCE cell_id_seq TO wangge_administrator;
GRANT EXECUTE ON FUNCTION journal_append_staged(uuid, integer) TO wangge_administrator;
GRANT EXECUTE ON FUNCTION erase_words(text, uuid)
TO wangge_administrator, wangge_security_administrator;
GRANT SELECT ON login_scope TO wangge_security_administrator, wangge_auditor;

GRANT INSERT, UPDATE ON position TO wangge_gateway;
GRANT INSERT ON fix TO wangge_gateway;
GRANT EXECUTE ON FUNCTION fix_partition(date) TO wangge_gateway;

DO $$
DECLARE
    v_part regclass;
BEGIN
    FOR v_part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'fix'::regclass
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM wangge_console', v_part);
        EXECUTE format('GRANT INSERT ON %s TO wangge_gateway', v_part);
    END LOOP;
END
$$;

-- Which rows --------------------------------------------------------------------------

-- The functions above run as the owner, who is bound by policies like anybody (FORCE) and
-- has one of their own.
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['journal', 'personal', 'incident', 'task', 'member',
        'drawing', 'wall_view', 'keyframe', 'fix', 'position', 'fix_hour', 'incident_search',
        'presence', 'command_receipt', 'login_scope']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format('CREATE POLICY owner ON %I TO wangge_owner USING (true)', v_table);
    END LOOP;
    FOREACH v_table IN ARRAY ARRAY['journal', 'personal', 'incident', 'task', 'member',
        'drawing', 'wall_view', 'keyframe', 'fix', 'position', 'fix_hour']
    LOOP
        EXECUTE format('CREATE POLICY whole ON %I TO wangge_whole USING (true)', v_table);
    END LOOP;
    -- Everywhere, or in one's cells: these hold nothing restricted.
    FOREACH v_table IN ARRAY ARRAY['member', 'wall_view', 'fix', 'position', 'fix_hour']
    LOOP
        EXECUTE format('CREATE POLICY open ON %I TO wangge_open USING (true)', v_table);
    END LOOP;
END
$$;

CREATE POLICY open ON incident TO wangge_open
    USING (NOT restricted AND NOT is_secret(category)) WITH CHECK (true);
CREATE POLICY scoped ON incident TO wangge_scoped USING (
    cell_path && (SELECT my_cells()) OR (handed_to IS NOT NULL AND is_mine(handed_to)));
CREATE POLICY scoped_open ON incident TO wangge_scoped_open USING (
    (cell_path && (SELECT my_cells()) OR (handed_to IS NOT NULL AND is_mine(handed_to)))
    AND NOT restricted AND NOT is_secret(category))
WITH CHECK (cell_path && (SELECT my_cells()) OR (handed_to IS NOT NULL AND is_mine(handed_to)));

-- Whoever sees the incident sees its tasks, and whoever may write it writes them.
CREATE POLICY open ON task TO wangge_open
    USING (NOT is_hidden(incident_id)) WITH CHECK (true);
CREATE POLICY scoped ON task TO wangge_scoped, wangge_scoped_open USING (
    incident_id IN (SELECT id FROM incident));

CREATE POLICY scoped ON member TO wangge_scoped, wangge_scoped_open
    USING (cell_path && (SELECT my_cells()));
CREATE POLICY roster ON member TO wangge_administrator USING (true);

CREATE POLICY open ON drawing TO wangge_open
    USING (incident IS NULL OR NOT is_hidden(incident)) WITH CHECK (true);
CREATE POLICY scoped ON drawing TO wangge_scoped USING (cell_path && (SELECT my_cells()));
CREATE POLICY scoped_open ON drawing TO wangge_scoped_open USING (
    cell_path && (SELECT my_cells()) AND (incident IS NULL OR NOT is_hidden(incident)));

-- The walls belong to the whole centre: a part of it may look, and steer none.
CREATE POLICY scoped ON wall_view FOR SELECT TO wangge_scoped, wangge_scoped_open USING (true);

CREATE POLICY scoped ON fix FOR SELECT TO wangge_scoped, wangge_scoped_open USING (
    member IN (SELECT ref FROM member));
CREATE POLICY scoped ON fix_hour FOR SELECT TO wangge_scoped, wangge_scoped_open USING (
    member IN (SELECT ref FROM member));
CREATE POLICY scoped ON position FOR SELECT TO wangge_scoped, wangge_scoped_open USING (
    member IN (SELECT ref FROM member));

-- A fact is seen where its subject is or came from at that instant.
CREATE POLICY open ON journal FOR SELECT TO wangge_open USING (NOT is_hidden(subject_id));
CREATE POLICY scoped ON journal FOR SELECT TO wangge_scoped USING (
    cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall'));
CREATE POLICY scoped_open ON journal FOR SELECT TO wangge_scoped_open USING (
    (cell_path && (SELECT my_cells()) OR subject_kind IN ('reference', 'wall'))
    AND NOT is_hidden(subject_id));
CREATE POLICY roster ON journal FOR SELECT TO wangge_administrator USING (
    subject_kind IN ('reference', 'member'));

CREATE POLICY open ON personal FOR SELECT TO wangge_open USING (NOT is_hidden(subject_id));
CREATE POLICY scoped ON personal FOR SELECT TO wangge_scoped, wangge_scoped_open USING (
    EXISTS (SELECT 1 FROM journal j
        WHERE j.command_id = personal.command_id AND j.ordinal = personal.ordinal));
CREATE POLICY roster ON personal TO wangge_administrator USING (subject_kind = 'member');

CREATE POLICY granted ON login_scope FOR SELECT
    TO wangge_security_administrator, wangge_auditor USING (true);
