-- Who has an incident open or in hand: one row a console, true until it expires by the
-- database's clock. Unlogged: nothing of it outlives the server, or need.
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

-- The oldest release that may still work on these tables, by the head it knows. Migrations
-- that only add leave it alone; one that takes away, or wants more of every row, raises it.
CREATE TABLE release_floor (
    "only" BOOLEAN NOT NULL DEFAULT true,
    least TEXT NOT NULL,
    PRIMARY KEY ("only")
);
INSERT INTO release_floor (least) VALUES ('0007');
GRANT SELECT ON release_floor TO wangge_console;

-- What is left of fixes older than the raw ones: a row a member and hour.
CREATE TABLE fix_hour (
    member INTEGER NOT NULL,
    hour TIMESTAMP WITH TIME ZONE NOT NULL,
    fixes INTEGER NOT NULL,
    mean_lon DOUBLE PRECISION NOT NULL,
    mean_lat DOUBLE PRECISION NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_lon DOUBLE PRECISION NOT NULL,
    last_lat DOUBLE PRECISION NOT NULL,
    top_mps REAL,
    PRIMARY KEY (member, hour)
);
CREATE INDEX fix_hour_by_hour ON fix_hour USING brin (hour);
GRANT SELECT ON fix_hour TO wangge_console;

-- The days of raw fixes that are older than the home keeps them.
CREATE FUNCTION fix_days_due() RETURNS SETOF date
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT d.day FROM (
        SELECT to_date(substr(c.relname, 5), 'YYYYMMDD') AS day
        FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
        WHERE h.inhparent = 'fix'::regclass AND c.relname ~ '^fix_[0-9]{8}$'
    ) d
    WHERE d.day < (home_now() AT TIME ZONE 'UTC')::date - greatest(7,
        coalesce((SELECT value::integer FROM setting
            WHERE key = 'fix_raw_days' AND value ~ '^[0-9]{1,5}$'), 90))
    ORDER BY d.day
$$;

-- Roll a day up and drop its partition, in the caller's transaction: both happen or neither.
-- Fixes that come in late for such a day make a partition anew, and are added the next time.
CREATE FUNCTION fix_roll_up(p_day date, OUT fixes bigint, OUT hours bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_name text := 'fix_' || to_char(p_day, 'YYYYMMDD');
BEGIN
    fixes := 0;
    hours := 0;
    PERFORM pg_advisory_xact_lock(20477, 2);
    IF p_day NOT IN (SELECT fix_days_due()) THEN
        RETURN;
    END IF;
    -- Whoever reads or writes fixes is not held up for long: another night will do.
    SET LOCAL lock_timeout = '2s';
    EXECUTE format('LOCK TABLE fix, %I IN ACCESS EXCLUSIVE MODE', v_name);
    EXECUTE format($q$
        WITH of_hour AS (
            SELECT member, date_trunc('hour', ts, 'UTC') AS hour, count(*)::integer AS n,
                avg(lon) AS lon, avg(lat) AS lat, max(ts) AS last_at,
                (array_agg(lon ORDER BY ts DESC))[1] AS last_lon,
                (array_agg(lat ORDER BY ts DESC))[1] AS last_lat,
                max(nullif(speed_mps, 'NaN')) AS top_mps
            FROM %I GROUP BY 1, 2
        ), kept AS (
            INSERT INTO fix_hour AS f
            SELECT member, hour, n, lon, lat, last_at, last_lon, last_lat, top_mps FROM of_hour
            ON CONFLICT (member, hour) DO UPDATE SET
                fixes = f.fixes + excluded.fixes,
                mean_lon = (f.mean_lon * f.fixes + excluded.mean_lon * excluded.fixes)
                    / (f.fixes + excluded.fixes),
                mean_lat = (f.mean_lat * f.fixes + excluded.mean_lat * excluded.fixes)
                    / (f.fixes + excluded.fixes),
                last_lon = CASE WHEN excluded.last_at >= f.last_at
                    THEN excluded.last_lon ELSE f.last_lon END,
                last_lat = CASE WHEN excluded.last_at >= f.last_at
                    THEN excluded.last_lat ELSE f.last_lat END,
                last_at = greatest(f.last_at, excluded.last_at),
                top_mps = greatest(f.top_mps, excluded.top_mps)
        )
        SELECT coalesce(sum(n), 0), count(*) FROM of_hour
    $q$, v_name) INTO fixes, hours;
    EXECUTE format('DROP TABLE %I', v_name);
END
$$;

REVOKE EXECUTE ON FUNCTION fix_days_due(), fix_roll_up(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fix_days_due(), fix_roll_up(date) TO wangge_console;
