-- Reprints (转载) that are not letter for letter the same: by which numbers a text is looked up,
-- which texts are alike and how much, and the families of articles that are printings of one text.
-- archive/families.py fills them, for older archives in the transaction of this step.

CREATE TABLE shingles (
    hash INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    PRIMARY KEY (hash, article_id)
) WITHOUT ROWID;
CREATE INDEX shingles_article ON shingles(article_id);

-- Numbers that more than 1,000 texts had: they are looked up no more, and have no rows above.
CREATE TABLE common_shingles (
    hash INTEGER PRIMARY KEY
);

-- What article_id is to other_id, which was archived before it.
CREATE TABLE reprint_pairs (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    other_id INTEGER NOT NULL REFERENCES articles(id),
    kind TEXT NOT NULL
        CHECK (kind IN ('copy', 'edited', 'part', 'extended', 'excerpt', 'quotes')),
    jaccard REAL NOT NULL,
    containment REAL NOT NULL,
    PRIMARY KEY (article_id, other_id),
    CHECK (other_id < article_id)
) WITHOUT ROWID;
CREATE INDEX reprint_pairs_other ON reprint_pairs(other_id);

CREATE TABLE families (
    id INTEGER PRIMARY KEY,
    first_article INTEGER NOT NULL REFERENCES articles(id),
    kind TEXT NOT NULL CHECK (kind IN ('reprints', 'repeats', 'standing'))
);
ALTER TABLE articles ADD COLUMN family_id INTEGER REFERENCES families(id);
CREATE INDEX articles_family ON articles(family_id, title_id, published)
    WHERE family_id IS NOT NULL;

CREATE VIEW reprint_list AS
SELECT f.id AS family, f.kind, a.id AS article, a.id = f.first_article AS first, t.publication,
    a.published, a.title, a.source, a.url
FROM families f JOIN articles a ON a.family_id = f.id JOIN titles t ON t.id = a.title_id
ORDER BY f.id, first DESC, a.published, a.id;

-- Until now this was the first article with the same body_hash.
UPDATE articles SET reprint_of = NULL WHERE reprint_of IS NOT NULL;
