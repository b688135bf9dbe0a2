-- The tables of the first release; models/store/schema.py says the same to SQLAlchemy.

CREATE TABLE journal (
    seq BIGINT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    station TEXT NOT NULL,
    login name NOT NULL,
    xid BIGINT NOT NULL,
    verb TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    subject_version INTEGER NOT NULL,
    cell_path BIGINT[] NOT NULL,
    body JSON NOT NULL,
    format SMALLINT NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (command_id, ordinal)
);

CREATE INDEX journal_by_subject ON journal (subject_id, seq);

CREATE INDEX journal_by_time ON journal (recorded_at);

CREATE UNLOGGED TABLE journal_staging (
    batch UUID NOT NULL,
    n INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    station TEXT NOT NULL,
    verb TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    subject_version INTEGER NOT NULL,
    cell_path BIGINT[] NOT NULL,
    body JSON NOT NULL,
    format SMALLINT NOT NULL,
    PRIMARY KEY (batch, n)
);

CREATE TABLE personal (
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    words JSON NOT NULL,
    salt BYTEA NOT NULL,
    PRIMARY KEY (command_id, ordinal)
);

CREATE INDEX personal_by_subject ON personal (subject_id);

CREATE TABLE incident (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    category TEXT,
    urgency TEXT NOT NULL,
    source TEXT NOT NULL,
    lon DOUBLE PRECISION,
    lat DOUBLE PRECISION,
    cell BIGINT,
    cell_path BIGINT[] NOT NULL,
    reported_by TEXT NOT NULL,
    reported_by_member UUID,
    criterion TEXT NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    registered_at TIMESTAMP WITH TIME ZONE,
    dispatched_at TIMESTAMP WITH TIME ZONE,
    signed_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    checked_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    step_due_at TIMESTAMP WITH TIME ZONE,
    supervise INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    reworks INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    restricted BOOLEAN NOT NULL,
    void_asked_by TEXT,
    merged_into UUID,
    photos TEXT[] NOT NULL,
    text TEXT NOT NULL,
    address TEXT NOT NULL,
    reporter_name TEXT NOT NULL,
    reporter_phone TEXT NOT NULL,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number)
);

CREATE INDEX incident_by_cell ON incident USING gin (cell_path);

CREATE INDEX incident_by_state ON incident (state);

CREATE TABLE task (
    id UUID NOT NULL,
    assignee_kind TEXT NOT NULL,
    assignee UUID NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE,
    arrived_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    arrive_by TIMESTAMP WITH TIME ZONE,
    reworks INTEGER NOT NULL,
    instruction TEXT NOT NULL,
    incident_id UUID NOT NULL,
    position SMALLINT NOT NULL,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX task_by_assignee ON task (assignee, state);

CREATE INDEX task_by_incident ON task (incident_id, position);

CREATE TABLE member (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    ref INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    home_cell BIGINT,
    cell_path BIGINT[] NOT NULL,
    skills TEXT[] NOT NULL,
    duty TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    phone TEXT NOT NULL,
    held_for UUID,
    command_id UUID NOT NULL,
    ordinal SMALLINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number),
    UNIQUE (ref)
);

CREATE INDEX member_by_cell ON member USING gin (cell_path);

CREATE TABLE department (
    id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    cell BIGINT,
    duty_phone TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
);

CREATE TABLE category (
    code TEXT NOT NULL,
    major_code TEXT NOT NULL,
    major_zh TEXT NOT NULL,
    major_en TEXT NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    response_limit TEXT NOT NULL,
    handle_limit TEXT NOT NULL,
    danger_limit TEXT NOT NULL,
    departments TEXT NOT NULL,
    lowest_level TEXT NOT NULL,
    urgency TEXT NOT NULL,
    self_handle BOOLEAN NOT NULL,
    restricted BOOLEAN NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (code)
);

CREATE TABLE cell (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level SMALLINT NOT NULL,
    parent_id BIGINT,
    path BIGINT[] NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor_code TEXT,
    area_m2 DOUBLE PRECISION,
    geom BYTEA,
    centre_lon DOUBLE PRECISION,
    centre_lat DOUBLE PRECISION,
    min_lon DOUBLE PRECISION,
    min_lat DOUBLE PRECISION,
    max_lon DOUBLE PRECISION,
    max_lat DOUBLE PRECISION,
    bbox box GENERATED ALWAYS AS (box(point(min_lon, min_lat), point(max_lon, max_lat))) STORED,
    src_crs TEXT,
    accuracy_m DOUBLE PRECISION,
    attributes JSON DEFAULT '{}' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX cell_by_box ON cell USING gist (bbox);

CREATE INDEX cell_by_code ON cell (level, code);

CREATE INDEX cell_by_parent ON cell (parent_id);

CREATE TABLE reference_batch (
    version INTEGER NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    counts JSON NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE calendar (
    name TEXT NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE incident_serial (
    day DATE NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (day)
);

CREATE TABLE command_receipt (
    command_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    answer JSON NOT NULL,
    PRIMARY KEY (command_id)
);

CREATE TABLE keyframe (
    seq BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    digest TEXT NOT NULL,
    format SMALLINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (seq)
);

CREATE TABLE fix (
    member INTEGER NOT NULL,
    ts TIMESTAMP WITH TIME ZONE NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    speed_mps REAL NOT NULL,
    heading_deg REAL NOT NULL,
    accuracy_m REAL NOT NULL
)
 PARTITION BY RANGE (ts);

CREATE INDEX fix_by_member ON fix (member, ts);

CREATE INDEX fix_by_time ON fix USING brin (ts);

CREATE TABLE position (
    member INTEGER NOT NULL,
    ts TIMESTAMP WITH TIME ZONE NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    speed_mps REAL NOT NULL,
    heading_deg REAL NOT NULL,
    accuracy_m REAL NOT NULL,
    PRIMARY KEY (member)
)
 WITH (fillfactor = 50);

CREATE TABLE setting (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE home_clock (
    "only" BOOLEAN DEFAULT true NOT NULL,
    mode TEXT NOT NULL,
    origin_real TIMESTAMP WITH TIME ZONE NOT NULL,
    origin_home TIMESTAMP WITH TIME ZONE NOT NULL,
    rate DOUBLE PRECISION NOT NULL,
    scripted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY ("only")
);

CREATE TABLE lifecycle_move (
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    PRIMARY KEY (from_state, to_state)
);

