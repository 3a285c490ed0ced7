-- What people want of a crawl that is running, and what a run says of itself while it works.

ALTER TABLE crawls ADD COLUMN wanted TEXT NOT NULL DEFAULT 'run'
    CHECK (wanted IN ('run', 'pause', 'stop'));
ALTER TABLE runs ADD COLUMN alive_at TEXT;
ALTER TABLE runs ADD COLUMN live TEXT NOT NULL DEFAULT '{}';
