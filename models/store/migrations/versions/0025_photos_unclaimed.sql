-- A file that was there for a month could be swept between being attached once more and the act
-- that names it; and whoever brought files that no act ever named could fill the disk for a month.

ALTER TABLE attachment ADD COLUMN brought_by NAME DEFAULT session_user NOT NULL;
CREATE INDEX attachment_by_bringer ON attachment (brought_by, kept_at);

-- Its content and name stay; when it was last asked for may change, by the function below alone.
DROP TRIGGER attachment_is_kept ON attachment;
CREATE TRIGGER attachment_is_kept BEFORE UPDATE OF name, content OR TRUNCATE ON attachment
    FOR EACH STATEMENT EXECUTE FUNCTION never();

-- Whoever asks is about to name it: it waits for its act from now on. A sweep that comes between
-- looks at the row again, or has taken it, and then it is not there.
CREATE OR REPLACE FUNCTION attachment_is_there(p_name text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE attachment SET kept_at = now() WHERE name = p_name;
    RETURN FOUND;
END
$$;

-- So much may one login have brought that no act names: some hundreds of photos, or a few videos.
CREATE FUNCTION attachment_room() RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT 2147483648 $$;

CREATE FUNCTION attachment_within_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_room bigint := attachment_room() - octet_length(NEW.content);
BEGIN
    -- What is older is named by an act, or swept; who brought little is not asked about it.
    IF (SELECT coalesce(sum(octet_length(content)), 0) > v_room
        FROM attachment
        WHERE brought_by = session_user AND kept_at > now() - interval '31 days')
        AND (SELECT coalesce(sum(octet_length(a.content)), 0) > v_room
            FROM attachment a
            WHERE a.brought_by = session_user AND a.kept_at > now() - interval '31 days'
                AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.photos @> ARRAY[a.name]))
    THEN
        RAISE EXCEPTION '% has brought files for % bytes that no act names', session_user,
            attachment_room() USING ERRCODE = 'WG014';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER attachment_within_room BEFORE INSERT ON attachment
    FOR EACH ROW EXECUTE FUNCTION attachment_within_room();

REVOKE EXECUTE ON FUNCTION attachment_room(), attachment_within_room() FROM PUBLIC;
