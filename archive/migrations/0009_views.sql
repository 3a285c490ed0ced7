-- Plain lists for people who read the archive with SQL, Datasette or sqlite-utils: docs/views.md.
-- None of them holds a text.  None is sorted: a filter then reaches the tables and their indexes.

CREATE INDEX articles_title_published ON articles(title_id, published);
CREATE INDEX articles_source ON articles(source, title_id, published, reprint_of);
CREATE INDEX articles_length ON articles(length(body));
CREATE INDEX articles_not_live ON articles(status) WHERE status != 'live';
CREATE INDEX revisions_later ON revisions(seen_at) WHERE number > 1;

CREATE VIEW article_list AS
SELECT a.id, t.publication, a.title, a.kicker, a.subtitle, (
        -- 记者 张三、李四；编辑 王五: roles in the order of their first person, nobody twice.
        SELECT substr(group_concat(CASE WHEN role IS before THEN '、' ELSE '；' || role
            || CASE role WHEN '' THEN '' ELSE ' ' END END || name, ''), 2)
        FROM (SELECT name, role, lag(role) OVER (ORDER BY first, position) AS before
            FROM (SELECT name, role, min(position) AS position,
                    min(min(position)) OVER (PARTITION BY role) AS first
                FROM people WHERE article_id = a.id GROUP BY role, name)
            ORDER BY first, position)
    ) AS people,
    a.source, a.published,
    CASE WHEN length(a.published) >= 10 THEN substr(a.published, 1, 10) END AS day,
    i.date AS issue_date, a.page_label, p.name AS page_name, a.status,
    length(a.body) AS length, a.revision AS revisions, a.family_id AS family, a.url
FROM articles a JOIN titles t ON t.id = a.title_id
LEFT JOIN issues i ON i.id = a.issue_id
LEFT JOIN pages p ON p.issue_id = a.issue_id AND p.label = a.page_label;

-- As archive/article_gaps.py tells them: a place is filled, is none for an article (kind), or its
-- newest request has shown it to be none (pseudo).
CREATE VIEW missing_articles AS
WITH elsewhere AS MATERIALIZED (
    -- Requests by the address that people see: a redirect's target, an address of data.
    SELECT c.title_id, e.value AS url, f.state, f.verdict, f.reason, max(f.id) AS id
    FROM frontier f JOIN crawls c ON c.id = f.crawl_id JOIN json_each(f.context) e
    WHERE (f.context LIKE '%"shown"%' OR f.context LIKE '%"asked_as"%')
        AND e.key IN ('shown', 'asked_as')
    GROUP BY c.title_id, e.value
),
places AS (
    SELECT i.title_id, i.id AS issue_id, i.date, i.label, min(p.label) AS page_label, x.title,
        x.url, (SELECT max(f.id) FROM crawls c JOIN frontier f ON f.crawl_id = c.id
            WHERE c.title_id = i.title_id AND f.url_key = x.url_key) AS request
    FROM placements x JOIN pages p ON p.id = x.page_id JOIN issues i ON i.id = p.issue_id
    WHERE x.article_id IS NULL AND x.kind = '' AND i.appeared
    GROUP BY i.id, x.url_key
)
SELECT t.publication, s.date, s.label, s.page_label, s.title, s.url,
    coalesce(e.state, f.state, 'not asked') AS state, coalesce(e.reason, f.reason, '') AS reason,
    s.issue_id
FROM places s JOIN titles t ON t.id = s.title_id
LEFT JOIN frontier f ON f.id = s.request
LEFT JOIN elsewhere e ON e.title_id = s.title_id AND e.url = s.url
    AND (f.id IS NULL OR f.verdict = 'redirect')
WHERE coalesce(e.verdict, f.verdict, '') != 'pseudo';

-- Pages that were asked for, and that no crawl has seen answered (archive/page_gaps.py finds
-- more: numbers left out, issues that are too thin).
CREATE VIEW missing_pages AS
WITH asked AS MATERIALIZED (
    SELECT c.title_id, max(f.id) AS id FROM frontier f JOIN crawls c ON c.id = f.crawl_id
    WHERE f.kind = 'page' GROUP BY c.title_id, f.url_key HAVING sum(f.state = 'done') = 0
),
told AS (
    SELECT a.title_id, f.id, f.url, f.state, f.reason,
        coalesce(nullif(json_extract(f.context, '$.issue_label'), ''),
            json_extract(f.context, '$.date')) AS issue,
        coalesce(json_extract(f.context, '$.page_label'), '') AS page_label
    FROM asked a JOIN frontier f ON f.id = a.id
),
places AS (
    SELECT o.*, min(i.date) AS date, i.label, i.id AS issue_id, coalesce(
        (SELECT min(id) FROM pages WHERE issue_id = i.id AND url = o.url),
        (SELECT id FROM pages WHERE issue_id = i.id AND label = o.page_label)) AS page
    FROM told o JOIN issues i ON i.title_id = o.title_id
        AND coalesce(nullif(i.label, ''), i.date) = o.issue
    WHERE i.appeared AND (EXISTS (SELECT 1 FROM pages WHERE issue_id = i.id)
        OR EXISTS (SELECT 1 FROM articles WHERE issue_id = i.id))
    GROUP BY o.id
)
SELECT t.publication, s.date, s.label, coalesce(p.label, s.page_label) AS page_label, s.url,
    s.state, s.reason, s.issue_id
FROM places s JOIN titles t ON t.id = s.title_id LEFT JOIN pages p ON p.id = s.page
WHERE NOT EXISTS (SELECT 1 FROM placements WHERE page_id = s.page);

-- Issues that a list or a calendar names and of which nothing is there (archive/issue_gaps.py
-- finds more: those that only the rhythm of the title tells of).
CREATE VIEW missing_issues AS
WITH asked AS MATERIALIZED (
    SELECT n.title_id, f.id, f.url, f.state, f.reason,
        coalesce(json_extract(f.context, '$.date'), '') AS date,
        coalesce(json_extract(f.context, '$.issue_label'), '') AS label,
        json_type(f.context, '$.linked') IS NOT NULL AS linked
    FROM (SELECT c.title_id, max(f.id) AS id FROM frontier f JOIN crawls c ON c.id = f.crawl_id
        WHERE f.kind = 'issue' GROUP BY c.title_id, f.url_key) n
    JOIN frontier f ON f.id = n.id
    WHERE f.state != 'done' AND json_type(f.context, '$.left') IS NULL
),
answers AS MATERIALIZED (
    SELECT title_id, coalesce(nullif(label, ''), date) AS name, state, reason, max(id) AS id
    FROM asked GROUP BY 1, 2
),
empty AS MATERIALIZED (
    SELECT i.id, i.title_id, i.date, i.label, i.url, coalesce(nullif(i.label, ''), i.date) AS name
    FROM issues i
    WHERE i.appeared AND NOT EXISTS (SELECT 1 FROM pages WHERE issue_id = i.id)
        AND NOT EXISTS (SELECT 1 FROM articles WHERE issue_id = i.id)
),
settled AS MATERIALIZED (
    SELECT title_id, date AS name FROM issues WHERE id NOT IN (SELECT id FROM empty)
    UNION SELECT title_id, label FROM issues WHERE id NOT IN (SELECT id FROM empty)
    UNION SELECT title_id, name FROM empty
),
lacking AS (
    SELECT e.title_id, e.date, e.label, e.url, coalesce(a.state, '') AS state,
        coalesce(a.reason, 'it has appeared; nothing of it is archived') AS reason
    FROM empty e LEFT JOIN answers a ON a.title_id = e.title_id AND a.name = e.name
    UNION ALL
    SELECT title_id, date, label, url, state, reason FROM (
        SELECT title_id, date, label, url, state, reason, min(id) FROM asked a
        WHERE date || label != '' AND (linked OR label != '')
            AND NOT EXISTS (SELECT 1 FROM settled s WHERE s.title_id = a.title_id
                AND s.name = coalesce(nullif(a.label, ''), a.date))
        GROUP BY title_id, coalesce(nullif(label, ''), date))
)
SELECT t.publication, m.date, m.label, m.url, m.state, m.reason
FROM lacking m JOIN titles t ON t.id = m.title_id;

CREATE VIEW issue_list AS
SELECT i.id, t.publication, i.date, i.label,
    (SELECT count(*) FROM pages WHERE issue_id = i.id) AS pages,
    (SELECT count(*) FROM articles WHERE issue_id = i.id) AS articles,
    (SELECT count(*) FROM missing_articles m WHERE m.issue_id = i.id) AS missing_articles,
    i.url
FROM issues i JOIN titles t ON t.id = i.title_id WHERE i.appeared;

CREATE VIEW page_list AS
SELECT p.id, t.publication, i.date, i.label AS issue_label, p.label, p.name,
    (SELECT count(*) FROM placements WHERE page_id = p.id AND kind = '') AS listed,
    (SELECT count(*) FROM placements WHERE page_id = p.id AND article_id IS NOT NULL) AS articles,
    (SELECT file FROM page_files WHERE page_id = p.id AND kind = 'pdf'
        ORDER BY last_seen DESC, id DESC LIMIT 1) AS pdf_file,
    (SELECT file FROM page_files WHERE page_id = p.id AND kind = 'picture'
        ORDER BY last_seen DESC, id DESC LIMIT 1) AS picture_file,
    p.url
FROM pages p JOIN issues i ON i.id = p.issue_id JOIN titles t ON t.id = i.title_id;

CREATE VIEW people_list AS
SELECT p.name, p.role, count(DISTINCT p.article_id) AS articles,
    count(DISTINCT a.title_id) AS titles, min(substr(a.published, 1, 10)) AS first_day,
    max(substr(a.published, 1, 10)) AS last_day
FROM people p JOIN articles a ON a.id = p.article_id
WHERE p.place != 'markup' GROUP BY +p.name, p.role;

CREATE VIEW vanished_articles AS
SELECT a.id, t.publication, a.title, a.published, a.status, a.missing_since, a.last_seen,
    a.checks AS looks, s.reason, s.capture_id, a.url
FROM articles a JOIN titles t ON t.id = a.title_id
LEFT JOIN sightings s ON s.id = (SELECT max(id) FROM sightings WHERE article_id = a.id)
WHERE a.status != 'live';

CREATE VIEW revision_list AS
SELECT r.article_id AS article, t.publication, r.number, a.revision AS revisions, r.seen_at,
    r.title, b.title AS title_before, length(r.body) AS length, length(b.body) AS length_before,
    EXISTS (SELECT 1 FROM rereadings WHERE article_id = r.article_id AND number = r.number)
        AS reread, r.capture_id, a.url
FROM revisions r JOIN articles a ON a.id = r.article_id JOIN titles t ON t.id = a.title_id
LEFT JOIN revisions b ON b.article_id = r.article_id AND b.number = r.number - 1
WHERE r.number > 1;

-- What is said now: shown in the newest crawl that showed any fact of its kind; for archives that
-- did not yet note the crawls, as long as no other crawl has shown one since.
CREATE VIEW masthead_list AS
WITH crawled AS MATERIALIZED (
    SELECT title_id, kind, max(latest) AS latest,
        CAST(substr(max(began || printf('%020d', crawl_id)), -20) AS INTEGER) AS crawl_id
    FROM (SELECT m.title_id, m.kind, c.crawl_id, min(c.first_seen) AS began,
            max(c.first_seen) AS latest
        FROM mastheads m JOIN masthead_crawls c ON c.masthead_id = m.id
        GROUP BY m.title_id, m.kind, c.crawl_id)
    GROUP BY title_id, kind
)
SELECT t.publication, m.kind, m.value, m.first_seen, m.last_seen, count(s.crawl_id) AS crawls,
    CASE WHEN count(s.crawl_id) THEN max(s.crawl_id = n.crawl_id)
        ELSE n.latest IS NULL OR n.latest <= m.last_seen END AS current,
    m.raw, m.first_capture
FROM mastheads m JOIN titles t ON t.id = m.title_id
LEFT JOIN crawled n ON n.title_id = m.title_id AND n.kind = m.kind
LEFT JOIN masthead_crawls s ON s.masthead_id = m.id
GROUP BY m.id;

CREATE VIEW run_list AS
SELECT r.id, t.publication, c.errand, r.started_at, r.ended_at,
    round((julianday(r.ended_at) - julianday(r.started_at)) * 1440, 1) AS minutes, r.responses,
    round(r.responses / nullif((julianday(r.ended_at) - julianday(r.started_at)) * 1440, 0), 1)
        AS a_minute,
    r.bytes, r.new, r.same, r.revised, r.gone, r.refused, r.failed, r.outcome, r.reason
FROM runs r JOIN crawls c ON c.id = r.crawl_id JOIN titles t ON t.id = c.title_id;

-- CROSS JOIN: the crawls first, so that the index of states is used.
CREATE VIEW refused_requests AS
SELECT f.id, t.publication, f.state, f.reason, f.verdict, f.kind, f.url, f.host, f.attempts,
    p.status, p.fetched_at, f.crawl_id, f.capture_id
FROM crawls c CROSS JOIN frontier f ON f.crawl_id = c.id AND f.state IN ('refused', 'failed', 'gone')
JOIN titles t ON t.id = c.title_id
LEFT JOIN captures p ON p.id = f.capture_id;

CREATE VIEW source_list AS
SELECT t.publication, a.source, count(*) AS articles, count(a.reprint_of) AS reprints,
    min(substr(a.published, 1, 10)) AS first_day, max(substr(a.published, 1, 10)) AS last_day
FROM articles a JOIN titles t ON t.id = a.title_id
WHERE a.source IS NOT NULL GROUP BY a.source, a.title_id;
