-- Roads are reference data: a batch replaces the net as a whole.

CREATE TABLE road (
    id BIGINT NOT NULL,
    class TEXT NOT NULL,
    name TEXT NOT NULL,
    oneway SMALLINT NOT NULL,
    max_kmh REAL,
    access SMALLINT NOT NULL,
    length_m DOUBLE PRECISION NOT NULL,
    geom BYTEA NOT NULL,
    PRIMARY KEY (id)
);

GRANT SELECT, INSERT, DELETE ON road TO wangge_console;
