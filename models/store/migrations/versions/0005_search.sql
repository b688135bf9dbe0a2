-- What is looked for by words, in every incident there ever was. Chinese has no spaces and
-- the database's own dictionaries know none of it, so a text is known by its pieces: pairs of
-- Chinese characters, threes of letters, fours of digits, each as a number. A number may stand
-- for two pieces; whoever asks looks the words up in the text itself besides.

CREATE FUNCTION search_pieces(p_said text) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_agg(CASE size
        WHEN 2 THEN (ascii(piece) * 65599::bigint + ascii(substr(piece, 2))) % 2000000000
        WHEN 3 THEN -1 - (ascii(piece) * 65536 + ascii(substr(piece, 2)) * 256
            + ascii(substr(piece, 3)))
        ELSE -100000000 - piece::integer END::integer), '{}')
    FROM (
        SELECT size, substr(run, i, size) AS piece
        FROM (
            SELECT m[1] AS run, CASE WHEN m[1] < ':' COLLATE "C" THEN 4
                WHEN m[1] < '{' COLLATE "C" THEN 3 ELSE 2 END AS size
            FROM regexp_matches(lower(p_said), '[0-9]{4,}|[a-z]{3,}'
                '|[\u00c0-\u1fff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]{2,}', 'g') AS m
        ) AS runs, generate_series(1, length(run) - size + 1) AS i
    ) AS pieces
$$;

-- The pieces of an incident; of its telephone the digits, however it was written.
CREATE FUNCTION incident_pieces(
    p_number text, p_text text, p_address text, p_name text, p_phone text
) RETURNS integer[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
    SELECT search_pieces(concat_ws(E'\n', p_number, p_text, p_address, p_name,
        regexp_replace(p_phone, '\D', '', 'g')))
$$;

CREATE TABLE incident_search (
    incident UUID NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    pieces INTEGER[] NOT NULL,
    PRIMARY KEY (incident)
);

CREATE INDEX incident_search_by_time ON incident_search (reported_at, incident);

CREATE INDEX incident_search_by_pieces ON incident_search USING gin (pieces);

ALTER TABLE incident_search ALTER COLUMN pieces SET STATISTICS 1000;

-- Personal words that are erased or corrected leave the index with the row's new words.
CREATE FUNCTION incident_search_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO incident_search (incident, reported_at, pieces)
    VALUES (NEW.id, NEW.reported_at, incident_pieces(NEW.number, NEW.text, NEW.address,
        NEW.reporter_name, NEW.reporter_phone))
    ON CONFLICT (incident) DO UPDATE
    SET reported_at = excluded.reported_at, pieces = excluded.pieces;
    RETURN NULL;
END
$$;

CREATE TRIGGER incident_is_searched AFTER INSERT ON incident
    FOR EACH ROW EXECUTE FUNCTION incident_search_follows();
CREATE TRIGGER incident_is_searched_anew AFTER UPDATE ON incident
    FOR EACH ROW WHEN (
        (OLD.number, OLD.text, OLD.address, OLD.reporter_name, OLD.reporter_phone,
            OLD.reported_at)
        IS DISTINCT FROM (NEW.number, NEW.text, NEW.address, NEW.reporter_name,
            NEW.reporter_phone, NEW.reported_at))
    EXECUTE FUNCTION incident_search_follows();

INSERT INTO incident_search (incident, reported_at, pieces)
SELECT id, reported_at, incident_pieces(number, text, address, reporter_name, reporter_phone)
FROM incident;

GRANT SELECT ON incident_search TO wangge_console;
