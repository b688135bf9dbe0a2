-- What a member is rostered for, as one text: the first day, then a code a day.
ALTER TABLE member ADD COLUMN rota TEXT NOT NULL DEFAULT '';
ALTER TABLE member ALTER COLUMN rota DROP DEFAULT;

-- What no console could read is not written.
ALTER TABLE member ADD CONSTRAINT member_rota_is_readable CHECK (
    rota = '' OR rota ~ '^\d{4}-\d\d-\d\d( \S{1,8}){1,62}$'
    AND to_date(left(rota, 10), 'YYYY-MM-DD') BETWEEN '1900-01-01' AND '9000-01-01'
);

-- A release that knows no such column writes no row.
UPDATE release_floor SET least = '0022';
