"""What a unit of work asks besides the rows it locks: names, deeds, who is near."""

from __future__ import annotations

MEMBER_ID = "SELECT id FROM member WHERE number = %s"
DEED = """
SELECT verb, actor, station, recorded_at, body->'tasks' FROM journal
WHERE subject_id = %s AND verb <> ALL(%s)
    AND (body->'fields'->'state' IS NOT NULL OR body->'tasks' IS NOT NULL)
ORDER BY seq DESC LIMIT 1
"""
NAMES = """
SELECT name FROM member WHERE id = ANY(%(ids)s)
UNION ALL SELECT name FROM department WHERE id = ANY(%(ids)s)
"""
SERIAL = """
INSERT INTO incident_serial AS s (day, serial) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET serial = s.serial + 1 RETURNING serial
"""
OVERSEERS = """
SELECT 'member', id FROM member
WHERE kind = 'leader' AND duty <> 'left' AND home_cell = ANY(%(path)s)
UNION ALL SELECT 'department', id FROM department WHERE cell = ANY(%(path)s)
"""
CHECKER = """
SELECT m.id FROM member m
WHERE (m.id = %(first)s OR m.cell_path @> ARRAY[%(cell)s]::bigint[])
    AND m.duty = 'on_duty' AND m.id <> ALL(%(not)s)
    AND (m.leaves = '[]' OR NOT EXISTS (
        SELECT FROM jsonb_array_elements(m.leaves) AS l (one)
        WHERE one->>'state' = 'granted'
            AND %(at)s >= (one->>'begins_at')::timestamptz
            AND %(at)s < (one->>'ends_at')::timestamptz))
ORDER BY m.id = %(first)s DESC NULLS LAST, (
    SELECT count(*) FROM task t WHERE t.assignee = m.id AND t.state = ANY(%(open)s)
), m.number
LIMIT 1
"""
"""Who may check in one cell; asked of a case's cells from the deepest up, by the index."""
