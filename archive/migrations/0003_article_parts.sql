-- Articles that go over several pages (分页): every page as it was read last, and the pages that
-- are known from the links of others but not archived yet (capture_id and record are empty).
-- Number 0 is the page with the whole text (全文阅读).

CREATE TABLE article_parts (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,
    url TEXT NOT NULL,
    url_key TEXT NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    capture_id INTEGER REFERENCES captures(id),
    seen_at TEXT,
    missing_since TEXT,
    whole INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    text_hash TEXT NOT NULL DEFAULT '',
    title TEXT,
    body TEXT NOT NULL DEFAULT '',
    record TEXT,
    UNIQUE (article_id, number)
);
CREATE INDEX article_parts_url ON article_parts(url_key);
CREATE INDEX article_parts_text ON article_parts(text_hash) WHERE number = 1;

ALTER TABLE articles ADD COLUMN parts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN parts_expected INTEGER NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
