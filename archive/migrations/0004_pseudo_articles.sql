-- What stands on a page where an article would: an advertisement (广告), who made the page
-- (本版责编), a guide to other pages (导读), a picture without a headline of its own (图片新闻).
-- It keeps its place, its kind and its words, and is no article.

ALTER TABLE placements ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE placements ADD COLUMN text TEXT NOT NULL DEFAULT '';
