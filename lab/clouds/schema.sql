-- One stand-in account: what exists in the pretended cloud, and what was asked of it.
CREATE TABLE IF NOT EXISTS resources (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL,
    id TEXT NOT NULL,
    urn TEXT NOT NULL,
    name TEXT NOT NULL,
    inputs TEXT NOT NULL,
    outputs TEXT NOT NULL,
    UNIQUE (token, id)
);

-- Every name that a resource answers to: its id first of all.
CREATE TABLE IF NOT EXISTS handles (
    resource INTEGER NOT NULL REFERENCES resources (sequence) ON DELETE CASCADE,
    identifier TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS handles_by_identifier ON handles (identifier);

-- What a resource needs for as long as it exists; an empty token stands for any.
CREATE TABLE IF NOT EXISTS needs (
    resource INTEGER NOT NULL REFERENCES resources (sequence) ON DELETE CASCADE,
    identifier TEXT NOT NULL,
    token TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS needs_by_identifier ON needs (identifier);

-- What was asked, in order; `trouble` is empty where it was done.
CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    operation TEXT NOT NULL,
    token TEXT NOT NULL,
    id TEXT NOT NULL,
    urn TEXT NOT NULL,
    trouble TEXT NOT NULL
);

-- How often something has happened.
CREATE TABLE IF NOT EXISTS counts (
    subject TEXT PRIMARY KEY,
    count INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
