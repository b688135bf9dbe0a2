-- Photos may be taken from a case again, and rows may have other ids.

DROP TRIGGER incident_photos_only_grow ON incident;
DROP TRIGGER incident_keeps_its_id ON incident;
DROP TRIGGER task_keeps_its_id ON task;
DROP TRIGGER member_keeps_its_id ON member;
