-- Photos that were erased with a person: every desk lets its own copy go, and none brings it back.
-- The name is a digest of what is gone; it says nothing of who was on it.

CREATE TABLE attachment_forgotten (
    name TEXT NOT NULL,
    forgotten_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    forgotten_by NAME DEFAULT session_user NOT NULL,
    PRIMARY KEY (name)
);

CREATE TRIGGER forgotten_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment_forgotten
    FOR EACH STATEMENT EXECUTE FUNCTION never();

CREATE OR REPLACE FUNCTION attachments_forget(p_names text[]) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO attachment_forgotten (name)
        SELECT DISTINCT n FROM unnest(p_names) n WHERE n IS NOT NULL
        ON CONFLICT DO NOTHING;
    WITH gone AS (DELETE FROM attachment WHERE name = ANY (p_names) RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;

-- A desk that was away while it was erased may still hold a copy that waits to be brought.
CREATE FUNCTION attachment_not_forgotten() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM attachment_forgotten WHERE name = NEW.name) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER attachment_not_forgotten BEFORE INSERT ON attachment
    FOR EACH ROW EXECUTE FUNCTION attachment_not_forgotten();

REVOKE EXECUTE ON FUNCTION attachment_not_forgotten() FROM PUBLIC;
GRANT SELECT ON attachment_forgotten TO wangge_console;
