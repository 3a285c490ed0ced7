-- Crawls that nobody starts by hand: when each title is due, and what became of each time it was.

CREATE TABLE schedules (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    entry TEXT NOT NULL DEFAULT '',
    cron TEXT NOT NULL,
    revisit INTEGER NOT NULL DEFAULT 0,
    back_days INTEGER NOT NULL DEFAULT 30,
    budget_seconds REAL NOT NULL DEFAULT 21600,
    retry_seconds REAL NOT NULL DEFAULT 3600,
    jitter_seconds REAL NOT NULL DEFAULT 300,
    catch_up TEXT NOT NULL DEFAULT 'once' CHECK (catch_up IN ('once', 'none')),
    added_at TEXT NOT NULL,
    removed_at TEXT,
    paused_at TEXT,
    pause_reason TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX schedules_title ON schedules(title) WHERE removed_at IS NULL;

CREATE TABLE slots (
    id INTEGER PRIMARY KEY,
    schedule_id INTEGER NOT NULL REFERENCES schedules(id),
    slot TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 1,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    due_at TEXT NOT NULL,
    started_at TEXT,
    ended_at TEXT,
    outcome TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    skipped INTEGER NOT NULL DEFAULT 0,
    UNIQUE (schedule_id, slot, attempt)
);

ALTER TABLE runs ADD COLUMN slot_id INTEGER REFERENCES slots(id);
CREATE INDEX runs_slot ON runs(slot_id) WHERE slot_id IS NOT NULL;
