-- An advisory lock is everybody's to take, and lasts as long as whoever took it is connected:
-- with psql one could keep a new day's fixes from being stored. Whose turn it is to make or drop
-- a partition is said by a lock on the table, which only its owner may take; writers and readers
-- of fixes go on under it.
CREATE OR REPLACE FUNCTION fix_partition(p_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_name text := 'fix_' || to_char(p_day, 'YYYYMMDD');
BEGIN
    IF to_regclass('public.' || v_name) IS NOT NULL THEN
        RETURN v_name;
    END IF;
    LOCK TABLE fix IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass('public.' || v_name) IS NOT NULL THEN
        RETURN v_name;
    END IF;
    -- Made apart and attached: that lets readers and writers of other days go on.
    EXECUTE format('CREATE TABLE %I (LIKE fix INCLUDING ALL)', v_name);
    EXECUTE format(
        'ALTER TABLE fix ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        v_name, p_day::text || ' 00:00:00+00', (p_day + 1)::text || ' 00:00:00+00');
    EXECUTE format('GRANT INSERT ON %I TO wangge_gateway', v_name);
    RETURN v_name;
END
$$;

-- Rolled up as before, in the same turn.
CREATE OR REPLACE FUNCTION fix_roll_up(p_day date, OUT fixes bigint, OUT hours bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_name text := 'fix_' || to_char(p_day, 'YYYYMMDD');
BEGIN
    fixes := 0;
    hours := 0;
    LOCK TABLE fix IN SHARE UPDATE EXCLUSIVE MODE;
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
