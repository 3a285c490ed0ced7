-- What each run read, field by field, and what was wrong with it.

ALTER TABLE runs ADD COLUMN issues INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN challenges INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN leaks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN disk_free INTEGER;
ALTER TABLE runs ADD COLUMN health TEXT NOT NULL DEFAULT '';

CREATE TABLE run_fields (
    run_id INTEGER NOT NULL REFERENCES runs(id),
    field TEXT NOT NULL,
    source TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (run_id, field, source)
) WITHOUT ROWID;

CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    title_id INTEGER REFERENCES titles(id),
    kind TEXT NOT NULL,
    field TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL,
    measured REAL,
    expected REAL,
    first_run INTEGER REFERENCES runs(id),
    last_run INTEGER REFERENCES runs(id),
    runs INTEGER NOT NULL DEFAULT 1,
    raised_at TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT NOT NULL DEFAULT '',
    told_at TEXT
);
CREATE UNIQUE INDEX alarms_open ON alarms(coalesce(title_id, 0), kind, field, source)
    WHERE closed_at IS NULL;
CREATE INDEX alarms_title ON alarms(title_id, raised_at);

CREATE INDEX pages_capture ON pages(capture_id) WHERE capture_id IS NOT NULL;
CREATE INDEX runs_crawl ON runs(crawl_id);

-- What a title lacks is asked after each of its scheduled crawls: without reading all that it has.
CREATE INDEX articles_parts ON articles(title_id) WHERE parts < parts_expected;
CREATE INDEX frontier_issues ON frontier(crawl_id, url_key) WHERE kind = 'issue';
