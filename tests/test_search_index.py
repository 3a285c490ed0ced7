"""The index command, and tools that know nothing of baokan."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from click.testing import CliRunner

from archive import search_index
from archive.records import Article
from archive.search import Search
from archive.store import Archive
from crawler.cli import baokan
from tests.helpers import DAY_2, bring, open_crawl

URL = "http://lakeside.example/1"
OLD = Article(title="新渡口通航", body="湖滨新渡口通航，首日运送3200人次。")


def run(path: Path, *arguments: str) -> Any:
    """`baokan …` on an archive."""
    return CliRunner().invoke(baokan, ["--archive", str(path), *arguments])


def plain(path: Path, query: str) -> list[str]:
    """What sqlite-utils finds where baokan is not installed."""
    database = sqlite_utils.Database(path, execute_plugins=False)
    try:
        return [row["title"] for row in database.table("articles").search(query)]
    finally:
        database.close()


def installed(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`sqlite-utils search` with baokan beside it."""
    command = [sys.executable, "-m", "sqlite_utils", "search", str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_index_that_lacks_an_article_is_told_and_made_anew(archive: Archive) -> None:
    bring(archive, open_crawl(archive), URL, OLD)
    assert "1 of 1 articles are indexed" in run(archive.path, "index").output
    with archive.transaction() as connection:  # as another program would
        connection.execute(
            "INSERT INTO articles (title_id, url, body, first_seen, last_seen, text_hash,"
            " body_hash) VALUES (1, 'http://x.example/', '别的程序写的', '', '', '', '')"
        )
    told = run(archive.path, "index")
    assert told.exit_code != 0
    assert "baokan index --rebuild" in str(told.exception)
    assert Search(archive.connection, "程序").count == 0
    assert run(archive.path, "index", "--rebuild").exit_code == 0
    assert Search(archive.connection, "程序").count == 1
    assert Search(archive.connection, "渡口").count == 1


def test_the_trigram_index_serves_plain_tools_from_three_characters_on(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, URL, OLD)
    with pytest.raises(ValueError, match="not configured"):
        plain(archive.path, "新渡口")
    assert "trigram index for other tools" in run(archive.path, "index", "--trigram").output
    assert plain(archive.path, "新渡口") == ["新渡口通航"]
    assert plain(archive.path, "渡口") == [], "what docs/search.md warns of"
    changed = Article(title="新码头通航", body="湖滨新码头通航。")
    assert bring(archive, crawl, URL, changed, at=DAY_2).article == "revised"
    assert plain(archive.path, "新渡口") == []
    assert plain(archive.path, "新码头") == ["新码头通航"]
    assert search_index.state(archive).trigram
    run(archive.path, "index", "--no-trigram")
    assert not search_index.has_trigram(archive)
    bring(archive, crawl, URL, OLD, at=DAY_2)
    names = [row["name"] for row in archive.query("SELECT name FROM sqlite_master")]
    assert not [name for name in names if name.startswith("articles_fts") or name == "articles_ai"]


@pytest.mark.parametrize(
    "query", ["渡口", "渡", "新渡口通航", "渡口 OR 码头", "通航 -码头", "title:通航"]
)
def test_sqlite_utils_finds_what_is_typed(archive: Archive, query: str) -> None:
    bring(archive, open_crawl(archive), URL, OLD)
    done = installed(archive.path, "articles", query, "-c", "id", "-c", "title", "--limit", "5")
    assert json.loads(done.stdout) == [{"id": 1, "title": "新渡口通航"}], done.stderr


def test_sqlite_utils_keeps_its_own_ways(archive: Archive, tmp_path: Path) -> None:
    bring(archive, open_crawl(archive), URL, OLD)
    shown = installed(archive.path, "articles", "渡口", "--sql", "-o", "published desc")
    assert "search_match(:query)" in shown.stdout
    assert "ORDER BY published desc" in shown.stdout
    table = installed(archive.path, "articles", "渡口", "-c", "title", "--csv")
    assert table.stdout.split() == ["title", "新渡口通航"]
    assert "no title of the archive" in installed(archive.path, "articles", "paper:x").stderr
    assert "not configured" in installed(archive.path, "titles", "渡口").stderr
    other = tmp_path / "other.db"
    database = sqlite_utils.Database(other)
    database.table("articles").insert({"id": 1, "title": "hello world"})
    database.table("articles").enable_fts(["title"])
    database.close()
    (found,) = json.loads(installed(other, "articles", "hello").stdout)
    assert found["title"] == "hello world"
    assert installed(tmp_path / "none.db", "articles", "x").returncode != 0


def plain_datasette(path: Path, address: str) -> Any:
    """What Datasette answers where baokan is not installed."""
    code = (
        "import asyncio, sys\n"
        "sys._called_from_test = True  # Datasette loads no plugins then\n"
        "from datasette.app import Datasette\n"
        "answer = asyncio.run(Datasette([sys.argv[1]]).client.get(sys.argv[2]))\n"
        "print(answer.text)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), address],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_plain_datasette_offers_no_box_that_would_find_nothing(archive: Archive) -> None:
    bring(archive, open_crawl(archive), URL, OLD)
    assert 'name="_search"' not in plain_datasette(archive.path, "/archive/articles")
    search_index.make_trigram(archive)
    assert 'name="_search"' in plain_datasette(archive.path, "/archive/articles")
    found = plain_datasette(archive.path, "/archive/articles.json?_search=新渡口&_shape=array")
    assert [row["title"] for row in json.loads(found)] == ["新渡口通航"]
