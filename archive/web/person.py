"""Who is credited: all names, and one of them with what it is credited with."""

from __future__ import annotations

from typing import Any

from archive.store import Archive
from archive.web.asking import Asking, NotHere, leaf
from archive.web.rows import ARTICLE

_NAMES_A_PAGE = 60
_ARTICLES_A_PAGE = 40
_MOST = 200  # roles, affiliations, titles, years of one name

# Counted in the index of names alone.
_NAMES = """
SELECT name, count(*) AS credits FROM people WHERE name LIKE ? ESCAPE '\\'
GROUP BY name ORDER BY credits DESC, name
"""
_ROLES = """
SELECT role, count(DISTINCT article_id) AS articles FROM people WHERE name = ?
GROUP BY role ORDER BY articles DESC, role LIMIT ?
"""
_AFFILIATIONS = """
SELECT affiliation, count(DISTINCT article_id) AS articles FROM people
WHERE name = ? AND affiliation != '' GROUP BY affiliation ORDER BY articles DESC LIMIT ?
"""
_OWN = "a.id IN (SELECT article_id FROM people WHERE name = ?)"
_TITLES = f"""
SELECT t.name, t.publication, count(*) AS articles FROM articles a JOIN titles t
ON t.id = a.title_id WHERE {_OWN} GROUP BY t.id ORDER BY articles DESC LIMIT ?
"""
_YEARS = f"""
SELECT substr(a.published, 1, 4) AS year, count(*) AS articles FROM articles a
WHERE {_OWN} AND a.published IS NOT NULL GROUP BY year ORDER BY year DESC LIMIT ?
"""
_ARTICLES = f"""
SELECT {ARTICLE}, (SELECT group_concat(role, '、') FROM (SELECT DISTINCT role FROM people
    WHERE article_id = a.id AND name = ?1 AND role != '')) AS roles
FROM articles a JOIN titles t ON t.id = a.title_id
WHERE a.id IN (SELECT article_id FROM people WHERE name = ?1)
ORDER BY a.published DESC, a.id DESC
"""


def people(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Names by how often they are credited, those that contain `?q=`."""
    q = asked.text("q")
    pattern = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def path(number: int) -> str:
        return asked.to.people(q, number)

    found = leaf(archive, asked, _NAMES_A_PAGE, path, _NAMES, f"%{pattern}%")
    return {
        "q": q,
        "leaf": found,
        "names": [
            dict(row) | {"roles": archive.query(_ROLES, row["name"], 4)} for row in found.rows
        ],
    }


def person(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Roles, titles, years and articles of `?name=`.  Raises NotHere."""
    name = asked.query.get("name", "")
    roles = archive.query(_ROLES, name, _MOST)
    if not roles:
        raise NotHere("no_person", name[:100])

    def path(number: int) -> str:
        return asked.to.person(name, number)

    return {
        "name": name,
        "roles": roles,
        "affiliations": archive.query(_AFFILIATIONS, name, _MOST),
        "titles": archive.query(_TITLES, name, _MOST),
        "years": archive.query(_YEARS, name, _MOST),
        "leaf": leaf(archive, asked, _ARTICLES_A_PAGE, path, _ARTICLES, name),
    }
