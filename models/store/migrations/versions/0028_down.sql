-- Every file of a month is asked for its act again.

DROP TRIGGER attachments_are_named_at_first ON incident;
DROP TRIGGER attachments_are_named ON incident;
DROP FUNCTION attachments_are_named();
DROP INDEX attachment_by_bringer;
ALTER TABLE attachment DROP COLUMN is_named;
CREATE INDEX attachment_by_bringer ON attachment (brought_by, kept_at);

CREATE OR REPLACE FUNCTION attachment_within_room() RETURNS trigger
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
