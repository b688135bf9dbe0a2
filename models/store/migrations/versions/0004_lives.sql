-- The whole life of an incident. Rows that are there get what the fields of the domain
-- default to: the fold of an old journal gives exactly that. The defaults then go again,
-- so that nobody writes a row half.

ALTER TABLE incident
    ADD COLUMN step_since TIMESTAMP WITH TIME ZONE,
    ADD COLUMN handle_limit TEXT NOT NULL DEFAULT '',
    ADD COLUMN pauses TIMESTAMP WITH TIME ZONE[] NOT NULL DEFAULT '{}',
    ADD COLUMN resume_by TIMESTAMP WITH TIME ZONE,
    ADD COLUMN extended INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN extended_days INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN asked_days INTEGER,
    ADD COLUMN asked_until TIMESTAMP WITH TIME ZONE,
    ADD COLUMN ground TEXT,
    ADD COLUMN denials INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN wrong_dispatches INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN buck_passing INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN is_binding BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN sent_back INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN level INTEGER,
    ADD COLUMN handed_to BIGINT,
    ADD COLUMN escalated INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN reply_by TIMESTAMP WITH TIME ZONE,
    ADD COLUMN reclass_to TEXT,
    ADD COLUMN reclass_asked_by TEXT,
    ADD COLUMN whistled_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN is_self_handled BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN verified TEXT,
    ADD COLUMN second_handling BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN satisfaction INTEGER,
    ADD COLUMN unreachable INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN rungs TEXT[] NOT NULL DEFAULT '{}';

ALTER TABLE incident
    ALTER COLUMN handle_limit DROP DEFAULT,
    ALTER COLUMN pauses DROP DEFAULT,
    ALTER COLUMN extended DROP DEFAULT,
    ALTER COLUMN extended_days DROP DEFAULT,
    ALTER COLUMN denials DROP DEFAULT,
    ALTER COLUMN wrong_dispatches DROP DEFAULT,
    ALTER COLUMN buck_passing DROP DEFAULT,
    ALTER COLUMN is_binding DROP DEFAULT,
    ALTER COLUMN sent_back DROP DEFAULT,
    ALTER COLUMN escalated DROP DEFAULT,
    ALTER COLUMN is_self_handled DROP DEFAULT,
    ALTER COLUMN second_handling DROP DEFAULT,
    ALTER COLUMN unreachable DROP DEFAULT,
    ALTER COLUMN rungs DROP DEFAULT;

ALTER TABLE task
    ADD COLUMN runs_from TIMESTAMP WITH TIME ZONE,
    ADD COLUMN share INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN extra_days INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN due_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN is_whistled BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN ratings INTEGER[] NOT NULL DEFAULT '{}';

ALTER TABLE task
    ALTER COLUMN share DROP DEFAULT,
    ALTER COLUMN extra_days DROP DEFAULT,
    ALTER COLUMN is_whistled DROP DEFAULT,
    ALTER COLUMN ratings DROP DEFAULT;
