-- What was erased stays erased; only that it was is not known any more.

DROP TRIGGER attachment_not_forgotten ON attachment;
DROP FUNCTION attachment_not_forgotten();

CREATE OR REPLACE FUNCTION attachments_forget(p_names text[]) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM attachment WHERE name = ANY (p_names) RETURNING 1)
    SELECT count(*)::integer FROM gone
$$;

DROP TABLE attachment_forgotten;
