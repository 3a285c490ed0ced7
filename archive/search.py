"""Chinese full-text search that needs no dictionary: folded bigrams in FTS5.

A run of CJK characters `春风化雨` is indexed as `春风 风化 化雨 雨`: every pair, and the last
character alone, so that words of one, two or more characters are found exactly, and no phrase
matches across punctuation.  Latin words and numbers stay whole.  Index and query go through the
same folding (NFKC, lower case).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from typing import Any

# Han ideographs with their extensions, compatibility forms, kana and bopomofo.
_CJK = "\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')


def tokens(text: str) -> str:
    """The text as the index stores it: blank-separated terms."""
    found: list[str] = []
    for cjk, word in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if cjk:
            found += _pairs(cjk)
        else:
            found.append(word)
    return " ".join(found)


def match(query: str) -> str:
    """The FTS5 expression for what a person types: all words must occur, quotes keep a phrase.

    Returns "" where the query holds nothing that could be found.
    """
    wanted = []
    for quoted, word in _PHRASE.findall(query):
        runs = _RUN.findall(unicodedata.normalize("NFKC", quoted or word).casefold())
        wanted += [_phrase(runs)] if quoted and runs else [_phrase([run]) for run in runs]
    return " AND ".join(wanted)


def _phrase(runs: list[tuple[str, str]]) -> str:
    terms = [part for cjk, word in runs for part in (_pairs(cjk) if cjk else [word])]
    last = runs[-1][0]
    if len(last) == 1:
        return f'"{" ".join(terms)}"*'  # a prefix: the character with or without a follower
    return f'"{" ".join(terms[:-1] if last else terms)}"'


def _pairs(cjk: str) -> list[str]:
    return [cjk[i : i + 2] for i in range(len(cjk))]


def _row(article: dict[str, Any], people: list[str]) -> tuple[str, str, str, str]:
    heads = " ".join(article[k] or "" for k in ("kicker", "title", "subtitle", "column"))
    return (
        tokens(heads),
        tokens(" ".join(people)),
        tokens(article["source"] or ""),
        tokens(article["body"]),
    )


def _stored(connection: sqlite3.Connection, article_id: int) -> tuple[str, str, str, str]:
    row = connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
    names = connection.execute(
        "SELECT name FROM people WHERE article_id = ? ORDER BY position", (article_id,)
    )
    return _row(dict(row), [r[0] for r in names])


def add(connection: sqlite3.Connection, article_id: int) -> None:
    """Index an article from its rows in `articles` and `people`."""
    connection.execute(
        "INSERT INTO article_search (rowid, title, people, source, body) VALUES (?, ?, ?, ?, ?)",
        (article_id, *_stored(connection, article_id)),
    )


def remove(connection: sqlite3.Connection, article_id: int) -> None:
    """Take an article out; to be called before its rows change, since the index has no text."""
    connection.execute(
        "INSERT INTO article_search (article_search, rowid, title, people, source, body)"
        " VALUES ('delete', ?, ?, ?, ?, ?)",
        (article_id, *_stored(connection, article_id)),
    )


def search(connection: sqlite3.Connection, query: str, limit: int = 20) -> list[dict[str, Any]]:
    """Articles that hold every word of the query, best first (headline hits before body hits).

    Each row has id, title, publication, published, source, status, url and snippet: up to 60
    characters of the body around the first hit, cut from the original text.
    """
    expression = match(query)
    if not expression:
        return []
    rows = connection.execute(
        "SELECT a.id, a.title, t.publication, a.published, a.source, a.status, a.url, a.body"
        " FROM article_search s JOIN articles a ON a.id = s.rowid"
        " JOIN titles t ON t.id = a.title_id WHERE article_search MATCH ?"
        " ORDER BY bm25(article_search, 8.0, 4.0, 2.0, 1.0), a.published DESC LIMIT ?",
        (expression, limit),
    )
    found = []
    for row in rows:
        result = dict(row)
        result["snippet"] = snippet(result.pop("body"), query)
        found.append(result)
    return found


def snippet(body: str, query: str, around: int = 30) -> str:
    """A piece of the body around the first word of the query that stands in it, else its start."""
    folded = body.casefold()
    words = [quoted or word for quoted, word in _PHRASE.findall(query)]
    places = [at for at in (folded.find(word.casefold()) for word in words) if at >= 0]
    start = max(0, min(places) - around) if places else 0
    piece = body[start : start + 2 * around].replace("\n", " ")
    return ("…" if start else "") + piece + ("…" if start + 2 * around < len(body) else "")
