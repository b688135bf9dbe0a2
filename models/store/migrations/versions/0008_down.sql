-- Takes presence, the floor of releases and the hourly fixes away again.

DROP FUNCTION fix_roll_up(date);
DROP FUNCTION fix_days_due();
DROP TABLE fix_hour;
DROP TABLE release_floor;
DROP FUNCTION presence_leave(uuid);
DROP FUNCTION presence_tell(uuid, text, text, uuid, uuid[], double precision);
DROP TABLE presence;
