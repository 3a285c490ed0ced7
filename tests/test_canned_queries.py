"""The ready-made queries: all run, find what is there, only read, and stand in the docs."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from archive.store import Archive
from archive.web import canned
from archive.web.canned import Query, queries
from tests.crawling import ROOT
from tests.demo_archive import make_demo
from tests.helpers import new_archive
from tests.test_benchmarks import run
from tests.test_docs import DOCS, section, words

ALL = queries()
CHINESE = re.compile(r"[\u4e00-\u9fff]")
READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION,
         sqlite3.SQLITE_RECURSIVE}  # fmt: skip
EVIL = ("'; DROP TABLE articles; --", "%", "\0", "\u202e", "9" * 40, "-1", "[]", '"', "*")
# Of these the demo has none.
NOT_IN_THE_DEMO = {
    "articles_over_several_pages", "changed_headlines", "columns_by_title", "keywords",
    "images_without_captions", "reread_articles", "masthead_changes", "missing_issues",
    "missing_pages", "missing_articles", "unread_lines", "damaged_texts", "pages_without_pdf",
    "waiting_requests",
}  # fmt: skip


def ask(connection: sqlite3.Connection, query: Query, **given: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query.sql, query.values(**given))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@pytest.fixture(scope="module")
def plenty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Invented articles that have everything a query asks for; opened for reading."""
    folder = tmp_path_factory.mktemp("plenty")
    code = (
        "import sys; sys.path.insert(0, 'benchmarks'); import plenty\n"
        "from archive.store import Archive\n"
        "with Archive.open(sys.argv[1]) as archive: plenty.fill(archive, 4000)"
    )
    path = folder / "archive.db"
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=True)
    with Archive.open(path) as archive, archive.transaction() as connection:
        for statement in (
            "UPDATE articles SET original_title = '原来的题', dateline = '新华社北京4月24日电',"
            " dateline_agency = '新华社', dateline_place = '北京', cited_publication = '江城日报',"
            " cited_issue = '2022-08-04', replaced = 2 WHERE id % 100 = 7",
            "INSERT INTO rereadings (article_id, number, read_at, reader, changed, before)"
            " VALUES (7, 1, '2026-01-06T06:30:00.000Z', 'baokan', '[\"source\"]', '{}')",
            "INSERT INTO jumps VALUES (1, 2, (SELECT issue_id FROM articles WHERE id = 1), '')",
            "INSERT INTO page_files (page_id, kind, url, url_key, digest, size, content_type,"
            " file, first_seen, last_seen)"
            " SELECT min(id), 'pdf', '', '', '', 9, '', 'a.pdf', '', '' FROM pages",
            "INSERT INTO frontier (crawl_id, url, url_key, host, kind)"
            " VALUES (10, '', '', '', 'any')",
        ):
            connection.execute(statement)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", ALL)
def test_every_query_finds_something_and_only_reads(name: str, plenty: sqlite3.Connection) -> None:
    plenty.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in READS else sqlite3.SQLITE_DENY
    )
    assert ask(plenty, ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_no_value_breaks_a_query(name: str, plenty: sqlite3.Connection) -> None:
    for evil in EVIL:
        given = dict.fromkeys(ALL[name].values(), evil)
        ask(plenty, ALL[name], **given)


@pytest.mark.parametrize(
    "name", [name for name, query in ALL.items() if "title" in query.values()]
)
def test_a_title_is_asked_for_by_either_name(name: str, plenty: sqlite3.Connection) -> None:
    """All rows are of that title; of nobody's there is none."""
    by_part = ask(plenty, ALL[name], title="第1报")
    assert by_part == ask(plenty, ALL[name], title="paper_1")
    assert ask(plenty, ALL[name], title="没有这份报") == []
    publications = {row["publication"] for row in by_part if "publication" in row}
    assert publications <= {"第1报"}


@pytest.mark.parametrize(
    "name", [name for name, query in ALL.items() if "limit" in query.values()]
)
def test_the_limit_is_kept(name: str, plenty: sqlite3.Connection) -> None:
    assert len(ask(plenty, ALL[name], limit="1")) == 1
    assert len(ask(plenty, ALL[name])) <= 100


def test_a_span_includes_its_last_day(plenty: sqlite3.Connection) -> None:
    query = ALL["articles_by_day"]
    days = {row["day"] for row in ask(plenty, query, since="2022-01-02", until="2022-01-03")}
    assert days == {"2022-01-02", "2022-01-03"}
    assert {row["day"][:7] for row in ask(plenty, query, until="2022-01")} == {"2022-01"}


def test_weekdays_are_those_of_the_calendar(plenty: sqlite3.Connection) -> None:
    found = ask(plenty, ALL["articles_by_weekday"], since="2022-01-05", until="2022-01-05")
    assert [(row["weekday"], row["name"]) for row in found] == [(3, "星期三")]


def test_a_days_paper_is_in_the_order_of_print(plenty: sqlite3.Connection) -> None:
    found = ask(plenty, ALL["a_days_paper"], title="paper_2", day="2022-01-03")
    places = [(row["page"], row["position"]) for row in found]
    assert places == sorted(places)
    assert {row["date"] for row in found} == {"2022-01-03"}
    (newest,) = {row["date"] for row in ask(plenty, ALL["a_days_paper"], title="paper_2")}
    days = plenty.execute("SELECT max(date) FROM issues WHERE title_id = 2").fetchone()
    assert (newest,) == days


@pytest.mark.slow
def test_the_demo_answers_all_but_what_it_does_not_have(tmp_path: Path) -> None:
    connection = sqlite3.connect(make_demo(tmp_path))
    empty = {name for name, query in ALL.items() if not ask(connection, query)}
    connection.close()
    assert empty == NOT_IN_THE_DEMO


# --------------------------------------------------------------------------- the file, the docs


@pytest.mark.parametrize("name", ALL)
def test_a_query_is_told_in_both_languages_and_documented(name: str) -> None:
    query = ALL[name]
    assert CHINESE.search(query.title_zh)
    assert CHINESE.search(query.zh)
    assert not CHINESE.search(query.title_en)
    assert query.en.endswith(".")
    (row,) = re.findall(rf"^\| `{name}` \|(.*)\|(.*)\|$", DOCS["queries.md"], re.M)
    assert {query.title_zh, query.title_en} <= set(re.split(r" · |\. ", row[0].strip()))
    assert words(row[1]) == set(query.values())


def test_the_docs_list_no_other_query_and_every_parameter() -> None:
    text = DOCS["queries.md"]
    listed = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    parameters = {one for query in ALL.values() for one in query.parameters}
    assert listed == {*ALL, *(one.name for one in parameters)}
    for one in parameters:
        assert f"| `{one.name}` | {one.zh} · {one.en} |" in section(text, "Parameters")


# ------------------------------------------------------------------------------- in Datasette


@pytest.fixture
def plugin() -> Iterator[None]:
    """The hook, whether the plugin of the archive has it, too, or not."""
    pm.register(canned, name="the queries of this test")
    yield
    pm.unregister(canned)


@pytest.mark.usefixtures("plugin")
def test_datasette_shows_them_for_an_archive_and_for_nothing_else(tmp_path: Path) -> None:
    new_archive(tmp_path).close()
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE articles (id INTEGER)")
    other.close()
    datasette = Datasette([str(tmp_path / "archive.db"), str(tmp_path / "other.db")])

    async def look() -> None:
        await datasette.invoke_startup()
        shown = await datasette.get_canned_queries("archive", None)
        assert set(ALL) <= set(shown)
        assert not set(ALL) & set(await datasette.get_canned_queries("other", None))
        page = await datasette.client.get("/archive/newest_articles?title=<b>")
        assert page.status_code == 200
        assert "最新稿件 · Newest articles" in page.text
        assert 'name="title" value="&lt;b&gt;"' in page.text
        answer = await datasette.client.get("/archive/titles.json?_shape=array")
        assert answer.json() == []

    asyncio.run(look())
    for database in datasette.databases.values():
        database.close()


def test_the_benchmark_runs_and_says_what_is_slow() -> None:
    done = run("queries.py", "--articles", "1000", "--bound", "60")
    assert done.returncode == 0, done.stderr
    assert "busiest_people" in done.stdout
    slow = run("queries.py", "--articles", "1000", "--bound", "0")
    assert slow.returncode == 1
    assert "takes more than 0 s" in slow.stderr
