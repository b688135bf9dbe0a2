-- Takes the first release away again, with everything in it.

DROP TABLE
    journal, journal_staging, personal, incident, task, member, department, category, cell,
    reference_batch, calendar, incident_serial, command_receipt, keyframe, fix, position,
    setting, home_clock, lifecycle_move;
DROP SEQUENCE member_ref;
DROP FUNCTION
    home_now(), journal_now(), home_clock_move(timestamptz), journal_field(bytea),
    journal_micros(timestamptz), journal_text(text),
    journal_hash(bytea, bigint, timestamptz, timestamptz, uuid, smallint, text, text, text,
        text, bigint, text, text, uuid, integer, bigint[], text, smallint),
    journal_put(timestamptz, timestamptz, uuid, smallint, text, text, text, text, text,
        uuid, integer, bigint[], text, smallint),
    journal_lock(),
    journal_append(uuid, text, text, text, timestamptz[], text[], text[], uuid[], integer[],
        text[], text[], smallint, text[], bytea[], bytea, text),
    desk_lock(bigint, uuid[], uuid[]),
    journal_append_staged(uuid, integer), never(), row_has_its_fact(), move_is_legal(),
    erase_words(text, uuid), fix_partition(date);
