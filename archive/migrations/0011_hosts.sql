-- What is known of each host that was asked: its robots.txt, and whether it is in trouble.

CREATE TABLE hosts (
    root TEXT PRIMARY KEY,
    robots_status INTEGER,
    robots TEXT NOT NULL DEFAULT '',
    robots_at TEXT,
    robots_until TEXT,
    delay REAL,
    failures INTEGER NOT NULL DEFAULT 0,
    waits_until TEXT,
    reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
