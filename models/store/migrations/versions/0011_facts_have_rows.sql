-- No row changes without its fact; from here on no fact comes without its row either. Else a
-- desk could tell every console of a move that it may not make, or of a case that it may not
-- see: consoles fold the journal, and only a proof would find the lie.

-- The newest format of bodies; a body of a later one would be unreadable to every console.
CREATE FUNCTION journal_format() RETURNS integer
LANGUAGE sql IMMUTABLE AS $$ SELECT 2 $$;

-- Each subject's row bears the stamp of its last fact, and says the same of what rights hang
-- on: version, cells, state, whether it is restricted. Rows are written before their facts,
-- with the writer's own rights; so whoever may not write the row may not tell of it.
-- A roster comes in many commands at once: its rows are of one of this transaction.
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
        WHEN 'reference' THEN EXISTS (
            SELECT 1 FROM reference_batch b WHERE b.id = f.subject AND b.version = f.version)
        ELSE false END
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the fact of % tells what no row says', v_what USING ERRCODE = 'WG008';
    END IF;
END
$$;

-- What falls due is told in the clock's name: its facts alone, which stand in `role_right`
-- beside the roles' as those of '@clock' and '@nightly'.
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

-- Whoever erases leaves a fact that says so.
CREATE FUNCTION words_went_with_a_fact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM journal
    WHERE subject_id = OLD.subject_id AND verb = 'words-erased'
        AND xid = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'words of % % were erased without a fact', OLD.subject_kind,
            OLD.subject_id USING ERRCODE = 'WG002';
    END IF;
    RETURN NULL;
END
$$;

-- Whoever may write no row of a case could leave no such fact.
REVOKE EXECUTE ON FUNCTION erase_words(text, uuid) FROM wangge_security_administrator;

CREATE CONSTRAINT TRIGGER personal_goes_with_a_fact AFTER DELETE ON personal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION words_went_with_a_fact();

-- Presence: a row for each case that a console has, so that a row is shown for what one sees
-- and never names another case. Nobody says of another that they have one, but a gateway.
DROP FUNCTION presence_tell(uuid, text, text, uuid, uuid[], double precision);
DROP FUNCTION presence_leave(uuid);
DROP TABLE presence;
CREATE UNLOGGED TABLE presence (
    console UUID NOT NULL,
    incident UUID NOT NULL,
    in_hand BOOLEAN NOT NULL,
    operator TEXT NOT NULL,
    station TEXT NOT NULL,
    login NAME NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (console, incident)
) WITH (fillfactor = 50);

ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON presence TO wangge_owner USING (true);
-- Asked with the reader's own rights.
CREATE POLICY presence_of_what_is_seen ON presence FOR SELECT
    USING (EXISTS (SELECT FROM incident i WHERE i.id = presence.incident));
GRANT SELECT ON presence TO wangge_console;

CREATE FUNCTION presence_tell(p_console uuid, p_operator text, p_station text, p_open uuid,
    p_hand uuid[], p_lease_s double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_operator text := left(p_operator, 200);
BEGIN
    IF NOT pg_has_role(session_user, 'wangge_gateway', 'MEMBER') THEN
        v_operator := session_user;
    END IF;
    DELETE FROM presence WHERE until < clock_timestamp() - interval '1 minute'
        OR (console = p_console AND login = session_user
            AND incident IS DISTINCT FROM p_open AND incident <> ALL (p_hand[1:100]));
    INSERT INTO presence AS p (console, incident, in_hand, operator, station, login, until)
    SELECT p_console, h.incident, bool_or(h.in_hand), v_operator, left(p_station, 200),
        session_user,
        clock_timestamp() + make_interval(secs => least(greatest(p_lease_s, 0), 60))
    FROM (SELECT p_open AS incident, false AS in_hand
          UNION ALL SELECT unnest(p_hand[1:100]), true) h
    WHERE h.incident IS NOT NULL
    GROUP BY h.incident
    ON CONFLICT (console, incident) DO UPDATE
    SET in_hand = excluded.in_hand, operator = excluded.operator, station = excluded.station,
        until = excluded.until
    WHERE p.login = excluded.login;
END
$$;

CREATE FUNCTION presence_leave(p_console uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM presence WHERE console = p_console AND login = session_user
$$;

REVOKE EXECUTE ON FUNCTION
    presence_tell(uuid, text, text, uuid, uuid[], double precision), presence_leave(uuid)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    presence_tell(uuid, text, text, uuid, uuid[], double precision), presence_leave(uuid)
TO wangge_console;

-- A release that reads the old table has no place here.
UPDATE release_floor SET least = '0011';

-- Functions may be run by everybody from their birth; a trigger's, by whoever hangs it on a
-- table of their own, with the owner's rights.
REVOKE EXECUTE ON FUNCTION
    incident_search_follows(), words_went_with_a_fact(), journal_format(),
    facts_have_rows(uuid, text[], uuid[], integer[], text[], text[])
FROM PUBLIC;
