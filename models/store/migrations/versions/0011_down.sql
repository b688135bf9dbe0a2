-- A fact may come without its row again, and words go without a fact.

GRANT EXECUTE ON FUNCTION erase_words(text, uuid) TO wangge_security_administrator;
DROP TRIGGER personal_goes_with_a_fact ON personal;
DROP FUNCTION words_went_with_a_fact();
GRANT EXECUTE ON FUNCTION incident_search_follows() TO PUBLIC;

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

DROP FUNCTION facts_have_rows(uuid, text[], uuid[], integer[], text[], text[]);
DROP FUNCTION journal_format();

DROP FUNCTION presence_tell(uuid, text, text, uuid, uuid[], double precision);
DROP FUNCTION presence_leave(uuid);
DROP TABLE presence;
CREATE UNLOGGED TABLE presence (
    console UUID NOT NULL,
    operator TEXT NOT NULL,
    station TEXT NOT NULL,
    login NAME NOT NULL,
    open UUID,
    hand UUID[] NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (console)
) WITH (fillfactor = 50);

ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON presence TO wangge_owner USING (true);
-- Asked with the reader's own rights: who sees none of the incidents sees no row.
CREATE POLICY presence_of_what_is_seen ON presence FOR SELECT
    USING (EXISTS (SELECT FROM incident i WHERE i.id = open OR i.id = ANY (hand)));

CREATE FUNCTION presence_tell(p_console uuid, p_operator text, p_station text, p_open uuid,
    p_hand uuid[], p_lease_s double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO presence AS p (console, operator, station, login, open, hand, until)
    VALUES (p_console, left(p_operator, 200), left(p_station, 200), session_user, p_open,
        p_hand[1:100],
        clock_timestamp() + make_interval(secs => least(greatest(p_lease_s, 0), 60)))
    ON CONFLICT (console) DO UPDATE
    SET operator = excluded.operator, station = excluded.station, open = excluded.open,
        hand = excluded.hand, until = excluded.until
    WHERE p.login = excluded.login;
    DELETE FROM presence WHERE until < clock_timestamp() - interval '1 minute';
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
GRANT SELECT ON presence TO wangge_console;

UPDATE release_floor SET least = '0010';
