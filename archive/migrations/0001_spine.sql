-- The tables of the first archive. Times are ISO 8601: `*_at`, `*_seen` in UTC, `published` in
-- Asia/Shanghai. docs/tables.md says what each column holds.

CREATE TABLE titles (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    publication TEXT NOT NULL,
    kind TEXT NOT NULL,
    platform TEXT NOT NULL,
    entry TEXT NOT NULL,
    publisher TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT ''
);

-- A crawl is one task (a title, an entry, a span of days); runs are the processes that work on it.
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    title_id INTEGER NOT NULL REFERENCES titles(id),
    entry TEXT NOT NULL,
    since TEXT,
    until TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'complete')),
    opened_at TEXT NOT NULL,
    closed_at TEXT
);
CREATE INDEX crawls_title ON crawls(title_id, state);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    crawl_id INTEGER NOT NULL REFERENCES crawls(id),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL DEFAULT 'running',
    reason TEXT NOT NULL DEFAULT '',
    exit_code INTEGER,
    pid INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    resumed INTEGER NOT NULL DEFAULT 0,
    responses INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    duplicates INTEGER NOT NULL DEFAULT 0,
    reprints INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    url TEXT NOT NULL,
    url_key TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    digest TEXT NOT NULL,
    length INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('response', 'revisit')),
    refers_to INTEGER REFERENCES captures(id),
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL
);
CREATE INDEX captures_digest ON captures(digest) WHERE kind = 'response';
CREATE INDEX captures_url ON captures(url_key, fetched_at);

CREATE TABLE frontier (
    id INTEGER PRIMARY KEY,
    crawl_id INTEGER NOT NULL REFERENCES crawls(id),
    url TEXT NOT NULL,
    url_key TEXT NOT NULL,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    context TEXT NOT NULL DEFAULT '{}',
    depth INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'in flight', 'done', 'gone', 'refused', 'failed')),
    verdict TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    hops INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL DEFAULT '',
    run_id INTEGER REFERENCES runs(id),
    capture_id INTEGER REFERENCES captures(id),
    article_id INTEGER REFERENCES articles(id),
    UNIQUE (crawl_id, url_key)
);
CREATE INDEX frontier_next ON frontier(crawl_id, state, host, priority DESC, id);

CREATE TABLE issues (
    id INTEGER PRIMARY KEY,
    title_id INTEGER NOT NULL REFERENCES titles(id),
    date TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    appeared INTEGER NOT NULL DEFAULT 1,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    UNIQUE (title_id, date, label)
);

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    issue_id INTEGER NOT NULL REFERENCES issues(id),
    label TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL,
    pdf TEXT NOT NULL DEFAULT '',
    picture TEXT NOT NULL DEFAULT '',
    capture_id INTEGER REFERENCES captures(id),
    UNIQUE (issue_id, label)
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    title_id INTEGER NOT NULL REFERENCES titles(id),
    url TEXT NOT NULL,
    issue_id INTEGER REFERENCES issues(id),
    page_label TEXT NOT NULL DEFAULT '',
    kicker TEXT,
    title TEXT,
    subtitle TEXT,
    "column" TEXT,
    editorial_note TEXT,
    original_title TEXT,
    source TEXT,
    source_raw TEXT,
    published TEXT,
    published_precision TEXT,
    published_raw TEXT,
    info_line TEXT,
    body TEXT NOT NULL,
    keywords TEXT NOT NULL DEFAULT '',
    language TEXT,
    status TEXT NOT NULL DEFAULT 'live' CHECK (status IN ('live', 'missing', 'vanished')),
    missing_since TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    capture_id INTEGER REFERENCES captures(id),
    text_hash TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    reprint_of INTEGER REFERENCES articles(id),
    provenance TEXT NOT NULL DEFAULT '{}',
    unread TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX articles_text ON articles(title_id, text_hash);
CREATE INDEX articles_body ON articles(body_hash);
CREATE INDEX articles_published ON articles(published);
CREATE INDEX articles_issue ON articles(issue_id);

CREATE TABLE article_urls (
    title_id INTEGER NOT NULL REFERENCES titles(id),
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    first_seen TEXT NOT NULL,
    PRIMARY KEY (title_id, url_key)
);
CREATE INDEX article_urls_article ON article_urls(article_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    text_hash TEXT NOT NULL,
    title TEXT,
    body TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (article_id, number)
);

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    affiliation TEXT NOT NULL DEFAULT '',
    raw TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    UNIQUE (article_id, position)
);
CREATE INDEX people_name ON people(name);

CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    caption TEXT NOT NULL DEFAULT '',
    credit TEXT NOT NULL DEFAULT '',
    UNIQUE (article_id, position)
);

-- What a page says ought to exist; article_id stays empty until it is archived.
CREATE TABLE placements (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    url_key TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    area TEXT NOT NULL DEFAULT '',
    article_id INTEGER REFERENCES articles(id),
    UNIQUE (page_id, url_key)
);
CREATE INDEX placements_url ON placements(url_key);
CREATE INDEX placements_article ON placements(article_id);

CREATE TABLE mastheads (
    id INTEGER PRIMARY KEY,
    title_id INTEGER NOT NULL REFERENCES titles(id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    raw TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    first_capture INTEGER REFERENCES captures(id),
    UNIQUE (title_id, kind, value)
);

-- Chinese full text: folded bigrams written by archive/search.py, no text of its own.
CREATE VIRTUAL TABLE article_search USING fts5(
    title, people, source, body, content='', tokenize='unicode61 remove_diacritics 0'
);
