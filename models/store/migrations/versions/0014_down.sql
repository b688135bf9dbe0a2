-- The files stay where the desks that took them have them: beside their homes.

DROP TABLE attachment;
DROP FUNCTION attachment_is_there(text), attachments_forget(text[]), attachments_sweep();
DROP INDEX incident_by_photo;
