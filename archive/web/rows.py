"""What lists of articles show of each, in SQL."""

from __future__ import annotations

# Of `articles a JOIN titles t`; the macro `article_item` of templates/macros.html shows it.
ARTICLE = (
    "a.id, a.title, a.url, a.language, a.published, a.status, a.revision, a.page_label,"
    " t.name, t.publication"
)
