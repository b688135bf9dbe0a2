-- With psql whoever may attach a photo could take the others of a case away, and a word upon a case
-- gave its tasks other ids, so that nothing said of them before was theirs any more.

CREATE TRIGGER incident_photos_only_grow BEFORE UPDATE OF photos ON incident
    FOR EACH ROW WHEN (NOT NEW.photos @> OLD.photos) EXECUTE FUNCTION never();
CREATE TRIGGER incident_keeps_its_id BEFORE UPDATE OF id ON incident
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION never();
CREATE TRIGGER task_keeps_its_id BEFORE UPDATE OF id ON task
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION never();
CREATE TRIGGER member_keeps_its_id BEFORE UPDATE OF id ON member
    FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION never();
