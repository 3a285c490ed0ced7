-- The search index anew: traditional and simplified characters are one, the body is the first
-- column (FTS5 writes two bytes more a term for every other one), and what an article is filtered
-- by is a column, too.  archive/search_rows.py fills it, in the transaction of this step.

DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5(
    body, title, people, source, facets, content='', tokenize='ascii'
);
