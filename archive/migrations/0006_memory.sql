-- The memory of the archive: when each article was looked at again and what was found, what every
-- footer said in every crawl, readings that were made anew, and the ledger that proves all of it.

ALTER TABLE titles ADD COLUMN rhythm TEXT NOT NULL DEFAULT '';
ALTER TABLE titles ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE crawls ADD COLUMN errand TEXT NOT NULL DEFAULT 'crawl'
    CHECK (errand IN ('crawl', 'revisit', 'gaps'));
ALTER TABLE runs ADD COLUMN reader TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE captures ADD COLUMN etag TEXT NOT NULL DEFAULT '';
ALTER TABLE captures ADD COLUMN last_modified TEXT NOT NULL DEFAULT '';
-- All bytes that were appended for the capture: response, request, metadata, and in front of the
-- first of a file its warcinfo.  '' for captures of older versions.
ALTER TABLE captures ADD COLUMN block_offset INTEGER;
ALTER TABLE captures ADD COLUMN block_length INTEGER;
ALTER TABLE captures ADD COLUMN block_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN checked_at TEXT;
ALTER TABLE articles ADD COLUMN checks INTEGER NOT NULL DEFAULT 1;

-- What became of an article beside new texts: it was not there, is taken for vanished, came back.
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    seen_at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('missing', 'vanished', 'returned')),
    reason TEXT NOT NULL DEFAULT '',
    crawl_id INTEGER NOT NULL REFERENCES crawls(id),
    capture_id INTEGER REFERENCES captures(id)
);
CREATE INDEX sightings_article ON sightings(article_id, id);

CREATE TABLE masthead_crawls (
    masthead_id INTEGER NOT NULL REFERENCES mastheads(id),
    crawl_id INTEGER NOT NULL REFERENCES crawls(id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    pages INTEGER NOT NULL DEFAULT 1,
    first_capture INTEGER REFERENCES captures(id),
    last_capture INTEGER REFERENCES captures(id),
    PRIMARY KEY (masthead_id, crawl_id)
) WITHOUT ROWID;

-- A revision that was read anew from its capture: what was read before.
CREATE TABLE rereadings (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,
    read_at TEXT NOT NULL,
    reader TEXT NOT NULL,
    changed TEXT NOT NULL,
    before TEXT NOT NULL
);
CREATE INDEX rereadings_article ON rereadings(article_id, number);

-- Each line's hash covers the line before it, so that none can be changed, taken out or moved.
CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'revision', 'sighting', 'rereading')),
    row_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX ledger_row ON ledger(kind, row_id, seq);

CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    other TEXT NOT NULL,
    head TEXT NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT,
    captures INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    revisions INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX captures_warc ON captures(warc_file, warc_offset);
CREATE INDEX frontier_capture ON frontier(capture_id);
CREATE INDEX frontier_article ON frontier(article_id);
CREATE INDEX revisions_capture ON revisions(capture_id);
CREATE INDEX articles_capture ON articles(capture_id);
CREATE INDEX articles_due ON articles(title_id, checked_at);

INSERT INTO sightings (article_id, seen_at, kind, reason, crawl_id)
SELECT a.id, a.missing_since, 'missing', '', (SELECT max(id) FROM crawls WHERE title_id = a.title_id
    AND opened_at <= a.missing_since)
FROM articles a WHERE a.missing_since IS NOT NULL AND EXISTS (SELECT 1 FROM crawls
    WHERE title_id = a.title_id AND opened_at <= a.missing_since);
