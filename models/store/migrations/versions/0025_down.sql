-- A file keeps the day on which it first came, and there is no bound to files that no act names.

DROP TRIGGER attachment_within_room ON attachment;
DROP FUNCTION attachment_within_room();
DROP FUNCTION attachment_room();

CREATE OR REPLACE FUNCTION attachment_is_there(p_name text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM attachment WHERE name = p_name)
$$;

DROP TRIGGER attachment_is_kept ON attachment;
CREATE TRIGGER attachment_is_kept BEFORE UPDATE OR TRUNCATE ON attachment
    FOR EACH STATEMENT EXECUTE FUNCTION never();

DROP INDEX attachment_by_bringer;
ALTER TABLE attachment DROP COLUMN brought_by;
