-- Takes the rest of the lifecycle away again; rows in its states stay, and may not move.

ALTER TABLE incident
    DROP COLUMN step_since,
    DROP COLUMN handle_limit,
    DROP COLUMN pauses,
    DROP COLUMN resume_by,
    DROP COLUMN extended,
    DROP COLUMN extended_days,
    DROP COLUMN asked_days,
    DROP COLUMN asked_until,
    DROP COLUMN ground,
    DROP COLUMN denials,
    DROP COLUMN wrong_dispatches,
    DROP COLUMN buck_passing,
    DROP COLUMN is_binding,
    DROP COLUMN sent_back,
    DROP COLUMN level,
    DROP COLUMN handed_to,
    DROP COLUMN escalated,
    DROP COLUMN reply_by,
    DROP COLUMN reclass_to,
    DROP COLUMN reclass_asked_by,
    DROP COLUMN whistled_at,
    DROP COLUMN is_self_handled,
    DROP COLUMN verified,
    DROP COLUMN second_handling,
    DROP COLUMN satisfaction,
    DROP COLUMN unreachable,
    DROP COLUMN rungs;

ALTER TABLE task
    DROP COLUMN runs_from,
    DROP COLUMN share,
    DROP COLUMN extra_days,
    DROP COLUMN due_at,
    DROP COLUMN is_whistled,
    DROP COLUMN ratings;
