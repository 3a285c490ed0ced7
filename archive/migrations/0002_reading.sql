-- What the reader gives beside the fields of the first archive: the dateline (电头) and its parts,
-- jump lines (下转, 上接), bylines as printed, what the page calls its publication and issue, and
-- how well its bytes could be read.

ALTER TABLE articles ADD COLUMN byline TEXT;
ALTER TABLE articles ADD COLUMN dateline TEXT;
ALTER TABLE articles ADD COLUMN dateline_agency TEXT;
ALTER TABLE articles ADD COLUMN dateline_place TEXT;
ALTER TABLE articles ADD COLUMN dateline_day TEXT;
ALTER TABLE articles ADD COLUMN continued_to TEXT;
ALTER TABLE articles ADD COLUMN continued_from TEXT;
ALTER TABLE articles ADD COLUMN cited_publication TEXT;
ALTER TABLE articles ADD COLUMN cited_issue TEXT;
ALTER TABLE articles ADD COLUMN encoding TEXT;
ALTER TABLE articles ADD COLUMN private_use INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
