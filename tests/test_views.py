"""The views: what they say, that the docs know them, and that sqlite-utils prints them."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.calendar import gaps
from archive.masthead_history import history
from archive.records import Article, Ask, Entry, Found, Person
from archive.store import Archive
from tests.demo_archive import make_demo, shell
from tests.helpers import DAY_1, DAY_2, DAY_3, bring, one, open_crawl, prose, rows
from tests.issue_days import HOST, put, put_absent, settle
from tests.test_docs import DOCS, cells, section
from tests.test_docs_output import even
from tests.test_masthead_history import NEW, OLD, crawl

TEXT = DOCS["views.md"]


def person(name: str, role: str) -> Person:
    return Person(name, role, raw=f"{role} {name}")


def views(archive: Archive) -> list[str]:
    return [row[0] for row in rows(archive, "SELECT name FROM sqlite_master WHERE type = 'view'")]


def lines(archive: Archive, view: str, *columns: str) -> list[tuple[Any, ...]]:
    return rows(archive, f"SELECT {', '.join(columns)} FROM {view}")


def test_every_view_and_column_is_documented_and_no_other(archive: Archive) -> None:
    assert set(re.findall(r"^## (.+)$", TEXT, re.M)) - {"SQL functions"} == set(views(archive))
    for name in views(archive):
        columns = [row[1] for row in rows(archive, f"PRAGMA table_info({name})")]
        assert cells(section(TEXT, name)) == columns, name
        assert f"(#{name})" in TEXT.split("\n## ")[0]
        assert "body" not in columns


# ------------------------------------------------------------ sqlite-utils, as in the docs


def examples() -> list[tuple[str, str]]:
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", TEXT, re.M | re.S):
        command, _, output = block.removeprefix("$ ").partition("\n")
        found.append((command, output))
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("demo")).parent.parent


def cells_of(line: str) -> str:
    """A line of a table, however wide its columns are."""
    return re.sub(r"--+", "--", even(line))


@pytest.mark.slow
@pytest.mark.parametrize(("command", "output"), examples(), ids=lambda text: text[:60])
def test_sqlite_utils_prints_what_the_docs_show(command: str, output: str, demo: Path) -> None:
    printed = iter(cells_of(line) for line in shell(command, demo).splitlines())
    for line in output.splitlines():
        wanted = ".*".join(re.escape(piece) for piece in cells_of(line).split("…"))
        assert any(re.fullmatch(wanted, own) for own in printed), line


def test_every_view_has_an_example(archive: Archive) -> None:
    commands = "\n".join(command for command, _ in examples())
    assert [name for name in views(archive) if f" {name}" not in commands] == []


# ------------------------------------------------------------------------ what they say


def test_people_are_one_string_by_role_and_nobody_is_in_it_twice(archive: Archive) -> None:
    people = (person("张三", "记者"), person("王五", "编辑"), person("李四", "记者"),
              person("张三", "记者"), person("赵六", ""))  # fmt: skip
    story = Article(title="渡口", body=prose(1), authors=people, published="2026-01")
    bring(archive, open_crawl(archive), f"{HOST}/1", story)
    bring(archive, open_crawl(archive), f"{HOST}/2", Article(title="桥", body=prose(2)))
    assert lines(archive, "article_list", "people", "day", "length") == [
        ("记者 张三、李四；编辑 王五；赵六", None, len(prose(1))),
        (None, None, len(prose(2))),
    ]
    found = lines(archive, "people_list", "name", "role", "articles")
    assert sorted(found)[0] == ("张三", "记者", 1)


def test_hostile_names_stay_what_they_are(archive: Archive) -> None:
    evil = "'; DROP TABLE articles; --\n<b>、；"
    story = Article(title=evil, body=prose(1), source=evil, authors=(person(evil, evil),))
    bring(archive, open_crawl(archive), f"{HOST}/1", story)
    assert lines(archive, "article_list", "title", "people") == [(evil, f"{evil} {evil}")]
    assert lines(archive, "source_list", "source", "articles") == [(evil, 1)]


def lacking(archive: Archive) -> None:
    """A title that lacks something of every kind, and much that is no gap."""
    opened = open_crawl(archive)
    there, lost, credit, late = (f"{HOST}/2022-01-01/content_{n}.htm" for n in (1, 2, 3, 4))
    bring(archive, opened, late, Found("pseudo"), state="refused", reason="a page credit")
    listed = [Entry(there, "茶市开秤"), Entry(lost, "新渡口启用"), Entry(late, "茶市一景"),
              Entry(credit, "本版责编", kind="credit")]  # fmt: skip
    put(archive, opened, "2022-01-01", ("01", "02"), entries={"01": listed, "02": listed[1:2]})
    story = Article(title="茶市开秤", body=prose(3))
    bring(archive, opened, there, story, context={"date": "2022-01-01", "page_label": "01"})
    settle(archive, opened, Ask(lost, "article"), "failed", "HTTP 500, 3 times")
    page = Ask(f"{HOST}/2022-01-01/node_3.htm", "page", {"date": "2022-01-01", "page_label": "03"})
    settle(archive, opened, page, "gone", "HTTP 404")
    put(archive, opened, "2022-01-02", ())
    put_absent(archive, opened, [date(2022, 1, 3)])
    for day, context in (("2022-01-04", {"linked": "1"}), ("2022-01-05", {"left": "3"}),
                         ("2022-01-03", {"linked": "1"})):  # fmt: skip
        ask = Ask(f"{HOST}/{day}/", "issue", {"date": day, **context})
        settle(archive, opened, ask, "failed", "HTTP 502")


@pytest.mark.parametrize(
    ("kind", "view", "columns"),
    [
        ("issue", "missing_issues", ("date", "label", "url")),
        ("page", "missing_pages", ("date", "page_label", "url")),
        ("article", "missing_articles", ("date", "page_label", "url")),
    ],
)
def test_what_is_missing_is_what_gaps_finds(
    kind: str, view: str, columns: tuple[str, ...], archive: Archive
) -> None:
    lacking(archive)
    found = [
        (gap.date, gap.label if kind == "issue" else gap.page, gap.url)
        for gap in gaps(archive, "lakeside")
        if gap.kind == kind
    ]
    assert found
    assert sorted(lines(archive, view, *columns)) == sorted(found)


def test_missing_things_have_their_reason(archive: Archive) -> None:
    lacking(archive)
    assert lines(archive, "missing_articles", "title", "state", "reason") == [
        ("新渡口启用", "failed", "HTTP 500, 3 times")
    ]
    assert lines(archive, "missing_pages", "state", "reason") == [("gone", "HTTP 404")]
    assert lines(archive, "missing_issues", "date", "state", "reason") == [
        ("2022-01-02", "", "it has appeared; nothing of it is archived"),
        ("2022-01-04", "failed", "HTTP 502"),
    ]
    assert lines(archive, "issue_list", "date", "pages", "articles", "missing_articles") == [
        ("2022-01-01", 2, 1, 1),
        ("2022-01-02", 0, 0, 0),
    ]
    assert lines(archive, "page_list", "label", "listed", "articles") == [
        ("01", 3, 1),
        ("02", 1, 0),
    ]


@pytest.mark.parametrize("name", ["shown", "asked_as"])
def test_a_place_whose_address_led_to_a_page_credit_is_not_missing(
    name: str, archive: Archive
) -> None:
    opened = open_crawl(archive)
    listed, target = f"{HOST}/a.htm", f"{HOST}/b.htm"
    bring(archive, opened, target, Found("pseudo"), state="refused", context={name: listed})
    settle(archive, opened, Ask(listed, "article"), "done")
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE frontier SET verdict = 'redirect' WHERE url = ?", (listed,)
        )  # fmt: skip
    put(archive, opened, "2022-01-01", ("01",), entries={"01": [Entry(listed, "茶市一景")]})
    assert gaps(archive, "lakeside") == []
    assert lines(archive, "missing_articles", "url") == []


@pytest.mark.parametrize("values", [(OLD, NEW), (OLD, NEW, OLD), (OLD, OLD)])
def test_current_mastheads_are_those_of_the_history(
    values: tuple[str, ...], archive: Archive
) -> None:
    for number, value in enumerate(values, 5):
        crawl(archive, number, value)
    current = {span.value for span in history(archive, "lakeside") if span.state == "current"}
    found = lines(archive, "masthead_list", "value", "crawls", "current")
    assert {value for value, _, now in found if now} == current
    assert {value: crawls for value, crawls, _ in found} == {v: values.count(v) for v in values}


def test_vanished_and_changed_articles(archive: Archive) -> None:
    url = f"{HOST}/2026/1.html"
    for at, title in ((DAY_1, "渡口"), (DAY_2, "渡口改了")):
        story = Article(title=title, body=prose(len(title)))
        bring(archive, open_crawl(archive, at=at, since=at[:10]), url, story, at=at)
    last = open_crawl(archive, at=DAY_3, since=DAY_3[:10])
    bring(archive, last, url, at=DAY_3, state="gone", reason="HTTP 404")
    assert lines(archive, "revision_list", "number", "title", "title_before", "reread") == [
        (2, "渡口改了", "渡口", 0)
    ]
    assert lines(archive, "vanished_articles", "status", "looks", "reason") == [
        ("missing", 3, "HTTP 404")
    ]
    assert lines(archive, "refused_requests", "state", "reason", "status") == [
        ("gone", "HTTP 404", 200)  # the capture of the helpers says 200
    ]


def test_a_run_without_an_end_has_no_speed(archive: Archive) -> None:
    opened = open_crawl(archive)
    assert lines(archive, "run_list", "minutes", "a_minute", "outcome") == [
        (None, None, "running")
    ]
    with archive.transaction() as connection:
        connection.execute(
            "UPDATE runs SET started_at = ?, ended_at = ?, responses = 90 WHERE id = ?",
            (DAY_1, DAY_1.replace("06:30", "06:32"), opened.run_id),
        )
    assert lines(archive, "run_list", "minutes", "a_minute") == [(2.0, 45.0)]


# ------------------------------------------------------------------------ how fast


def test_filters_reach_the_indexes(archive: Archive) -> None:
    """Without a look at every article: what each of these lists is first asked for."""
    for sql, index in (
        ("SELECT * FROM article_list WHERE source = '本报'", "articles_source"),
        ("SELECT * FROM article_list ORDER BY length DESC LIMIT 9", "articles_length"),
        ("SELECT * FROM article_list ORDER BY published DESC LIMIT 9", "articles_published"),
        ("SELECT * FROM vanished_articles", "articles_not_live"),
        ("SELECT * FROM source_list", "articles_source"),
        ("SELECT * FROM refused_requests", "frontier_next"),
        ("SELECT count(*) FROM (SELECT * FROM article_list)", "COVERING INDEX"),
    ):
        plan = " ".join(str(row[3]) for row in rows(archive, f"EXPLAIN QUERY PLAN {sql}"))
        assert index in plan, sql
    assert one(archive, "SELECT count(*) FROM article_list") == 0


def test_nobody_writes_through_a_view(archive: Archive) -> None:
    for name in views(archive):
        with pytest.raises(sqlite3.OperationalError, match="cannot modify"):
            archive.connection.execute(f"DELETE FROM {name}")
