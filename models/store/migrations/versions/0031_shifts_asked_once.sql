-- That shifts are set by their own fact is asked by whatever holds each column to its facts; until
-- here it was asked a second time, for each of the 3,000 members of a sheet, while nobody could act.

DROP TRIGGER member_leave_names_who_acts ON member;
CREATE CONSTRAINT TRIGGER member_leave_names_who_acts AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.leaves IS DISTINCT FROM OLD.leaves)
    EXECUTE FUNCTION leave_names_who_acts();
