-- Shifts are asked for their fact twice again.

DROP TRIGGER member_leave_names_who_acts ON member;
CREATE CONSTRAINT TRIGGER member_leave_names_who_acts AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.leaves IS DISTINCT FROM OLD.leaves OR NEW.rota IS DISTINCT FROM OLD.rota)
    EXECUTE FUNCTION leave_names_who_acts();
