-- Drawings and the walls' view are state like incidents and members: guarded by the same
-- functions, so that no row changes without a fact of the same transaction, and none goes.

CREATE TABLE drawing (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    shape TEXT NOT NULL,
    tone TEXT NOT NULL,
    lon DOUBLE PRECISION[] NOT NULL,
    lat DOUBLE PRECISION[] NOT NULL,
    radius_m DOUBLE PRECISION,
    text TEXT NOT NULL,
    incident UUID,
    cell_path BIGINT[] NOT NULL,
    author TEXT NOT NULL,
    station TEXT NOT NULL,
    drawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    erased_at TIMESTAMP WITH TIME ZONE,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX drawing_by_end ON drawing (erased_at, expires_at);

CREATE INDEX drawing_by_cell ON drawing USING gin (cell_path);

CREATE TABLE wall_view (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    lon DOUBLE PRECISION[] NOT NULL,
    lat DOUBLE PRECISION[] NOT NULL,
    hidden TEXT[] NOT NULL,
    author TEXT NOT NULL,
    station TEXT NOT NULL,
    shown_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE CONSTRAINT TRIGGER drawing_has_its_fact AFTER INSERT OR UPDATE ON drawing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();
CREATE CONSTRAINT TRIGGER wall_view_has_its_fact AFTER INSERT OR UPDATE ON wall_view
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION row_has_its_fact();

CREATE TRIGGER drawing_is_kept BEFORE DELETE OR TRUNCATE ON drawing
    FOR EACH STATEMENT EXECUTE FUNCTION never();
CREATE TRIGGER wall_view_is_kept BEFORE DELETE OR TRUNCATE ON wall_view
    FOR EACH STATEMENT EXECUTE FUNCTION never();

GRANT SELECT, INSERT, UPDATE ON drawing, wall_view TO wangge_console;
