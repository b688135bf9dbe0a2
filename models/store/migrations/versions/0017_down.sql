DROP TRIGGER room_note_stays_as_said ON room_note;
DROP TRIGGER handover_stays_as_said ON handover;
DROP TRIGGER task_names_who_acts ON task;
DROP TRIGGER incident_names_who_acts ON incident;
DROP TRIGGER incident_begins_with_who_acts ON incident;
DROP TRIGGER room_note_names_who_acts ON room_note;
DROP TRIGGER handover_names_who_acts ON handover;
DROP FUNCTION names_who_acts();
