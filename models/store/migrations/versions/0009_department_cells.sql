-- Departmental cells are reference data: a batch replaces those of the departments it names.

CREATE TABLE department_cell (
    department UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    area_m2 DOUBLE PRECISION NOT NULL,
    geom BYTEA NOT NULL,
    PRIMARY KEY (department, code)
);

GRANT SELECT, INSERT, DELETE ON department_cell TO wangge_console;
