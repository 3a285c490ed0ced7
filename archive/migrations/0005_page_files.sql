-- The PDF and the picture of each page, kept as files beside the archive: a row for every version
-- of the bytes that was seen.  And articles of an issue that continue each other (下转, 上接).

CREATE TABLE page_files (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages(id),
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'picture')),
    url TEXT NOT NULL,
    url_key TEXT NOT NULL,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    file TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    capture_id INTEGER REFERENCES captures(id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    UNIQUE (page_id, kind, digest)
);
CREATE INDEX page_files_url ON page_files(url_key);
CREATE INDEX page_files_digest ON page_files(digest);

CREATE TABLE jumps (
    from_article INTEGER PRIMARY KEY REFERENCES articles(id),
    to_article INTEGER NOT NULL UNIQUE REFERENCES articles(id),
    issue_id INTEGER NOT NULL REFERENCES issues(id),
    rule TEXT NOT NULL
);
CREATE INDEX jumps_issue ON jumps(issue_id);
CREATE INDEX articles_jumps ON articles(issue_id)
    WHERE continued_to IS NOT NULL OR continued_from IS NOT NULL;

ALTER TABLE runs ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
