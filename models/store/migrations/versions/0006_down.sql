ALTER TABLE wall_view
    DROP COLUMN shown,
    DROP COLUMN indicator,
    DROP COLUMN base_map;
