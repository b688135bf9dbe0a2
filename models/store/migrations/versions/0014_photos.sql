-- The files behind the photos of incidents: kept once, by what they are, where every desk of the
-- district and every backup finds them.

CREATE TABLE attachment (
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    kept_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (name),
    CONSTRAINT attachment_is_named_by_its_content CHECK (
        name ~ '^[0-9a-f]{64}([.][a-z0-9]{1,8})?$'
        AND encode(sha256(content), 'hex') = left(name, 64)),
    CONSTRAINT attachment_has_a_size CHECK (octet_length(content) BETWEEN 1 AND 104857600)
);

-- Photos are packed already: packing them again costs time and saves nothing.
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE INDEX incident_by_photo ON incident USING gin (photos);

CREATE TRIGGER attachment_is_kept BEFORE UPDATE OR TRUNCATE ON attachment
    FOR EACH STATEMENT EXECUTE FUNCTION never();

-- Whether a file is there already, so that none is sent twice: known to whoever knows its content.
CREATE FUNCTION attachment_is_there(p_name text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM attachment WHERE name = p_name)
$$;

-- A person's photos go with their words.
CREATE FUNCTION attachments_forget(p_names text[]) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM attachment WHERE name = ANY (p_names) RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;

-- Files of acts that never came to be; an act waits in an outbox for days, not for a month.
CREATE FUNCTION attachments_sweep() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM attachment a
        WHERE a.kept_at < now() - interval '30 days'
            AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.photos @> ARRAY[a.name])
        RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;

REVOKE EXECUTE ON FUNCTION
    attachment_is_there(text), attachments_forget(text[]), attachments_sweep()
FROM PUBLIC;
GRANT SELECT ON attachment TO wangge_console;
GRANT INSERT (name, content) ON attachment TO wangge_desk;
GRANT EXECUTE ON FUNCTION attachment_is_there(text), attachments_sweep() TO wangge_desk;
GRANT EXECUTE ON FUNCTION attachments_forget(text[])
TO wangge_administrator, wangge_security_administrator;

-- Whoever sees an incident sees its photos, and nobody else does.
ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachment FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON attachment TO wangge_owner USING (true);
CREATE POLICY seen ON attachment FOR SELECT TO wangge_console USING (
    EXISTS (SELECT 1 FROM incident i WHERE i.photos @> ARRAY[attachment.name]));
CREATE POLICY brought ON attachment FOR INSERT TO wangge_desk WITH CHECK (true);
