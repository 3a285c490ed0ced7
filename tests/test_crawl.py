"""Whole crawls of the demo press, through the commands that people type."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.reading import raw
from archive.store import Archive
from crawler.demo.press import DemoPress
from tests.crawling import ROOT, assert_sound, baokan, rows, warc_records

SOON = {"BAOKAN_RETRY_WAITS": "0.1,0.2"}  # a page that fails is asked again at once


@pytest.fixture
def press() -> Iterator[DemoPress]:
    with DemoPress() as press:
        yield press


def crawl_paper(press: DemoPress, archive: Path, *more: str) -> None:
    result = baokan(
        "crawl", "hunan_daily", "--entry", press.paper, "--since", "2022-08-03",
        "--until", "2022-08-05", "--archive", archive, *more,
    )  # fmt: skip
    assert result.code == 0, result


def test_the_demo_keeps_what_the_press_printed(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    result = baokan("demo", "--archive", archive)
    assert result.code == 0, result.err
    assert "robots.txt forbids it" in result.out
    assert_sound(archive)
    assert rows(archive, "SELECT outcome FROM runs ORDER BY id") == [
        ("failures",), ("complete",), ("failures",)
    ]  # fmt: skip
    assert warc_records(archive)["revisit"] > 20  # the second visit found most pages unchanged


def test_the_demo_does_not_touch_an_archive_of_yours(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    Archive.open(archive).close()
    result = baokan("demo", "--archive", archive)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert str(archive) in result.err


def test_issues_pages_and_places_of_a_newspaper(press: DemoPress, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    crawl_paper(press, archive)
    assert rows(archive, "SELECT date, appeared FROM issues ORDER BY date") == [
        ("2022-08-03", 1),
        ("2022-08-04", 1),
        ("2022-08-05", 0),
    ]
    listed = {
        (date, label, url)
        for date, label, urls in press.listing()
        for url in urls
    }  # fmt: skip
    found = rows(
        archive,
        "SELECT date, pages.label, placements.url FROM placements JOIN pages ON pages.id = page_id"
        " JOIN issues ON issues.id = issue_id",
    )
    plain = {(date, label, str(url).partition("?")[0]) for date, label, url in found}
    assert plain == {(date, label, url.partition("?")[0]) for date, label, url in listed}
    assert rows(archive, "SELECT count(*) FROM pages WHERE pdf = '' OR picture = ''") == [(0,)]
    lacking = rows(
        archive, "SELECT p.url, f.reason FROM placements p JOIN frontier f USING (url_key)"
        " WHERE p.article_id IS NULL AND f.state = 'done'"
    )  # fmt: skip
    assert lacking == []


def test_scrapy_crawl_and_baokan_crawl_do_the_same(press: DemoPress, tmp_path: Path) -> None:
    ours, scrapys = tmp_path / "ours.db", tmp_path / "scrapys.db"
    crawl_paper(press, ours)
    arguments = [f"entry={press.paper}", "since=2022-08-03", "until=2022-08-05"]
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "hunan_daily",
        "-s",
        f"BAOKAN_ARCHIVE={scrapys}",
    ]
    for argument in arguments:
        command += ["-a", argument]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    facts = (
        "SELECT url, title, published, body, status FROM articles ORDER BY url",
        "SELECT url_key, kind, state, verdict FROM frontier ORDER BY url_key",
        "SELECT url, p.name, role, raw FROM people p JOIN articles a ON a.id = article_id"
        " ORDER BY url, position",
    )
    for sql in facts:
        assert rows(ours, sql) == rows(scrapys, sql)
    assert rows(scrapys, "SELECT outcome, exit_code FROM runs") == [("complete", 0)]


def test_scrapy_crawl_says_errors_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "hunan_daily", "-a", "since=2022-02-30"]
    command += ["-s", f"BAOKAN_ARCHIVE={tmp_path / 'a.db'}", "-s", "LOG_LEVEL=ERROR"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "2022-02-30" in done.stderr
    assert not list(tmp_path.iterdir())


def test_second_visit_keeps_the_old_text_and_the_vanished_article(
    press: DemoPress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    command = ("crawl", "--start", press.magazine, "--archive", archive, "--quiet")
    assert baokan(*command, **SOON).code == 3  # the press answers 500 for one page, always
    before = dict(rows(archive, "SELECT url, body FROM articles"))
    press.next_visit()
    assert baokan(*command, **SOON).code == 3
    edited = [d for d in press.truth() if d.fate == "edited"]
    vanished = [d for d in press.truth() if d.fate == "vanished"]
    revised = rows(archive, "SELECT url, title, body FROM articles WHERE revision = 2")
    assert [(url, title) for url, title, _ in revised] == [(d.url, d.title) for d in edited]
    old = rows(
        archive,
        "SELECT r.body FROM revisions r JOIN articles a ON a.id = article_id"
        " WHERE a.revision = 2 AND number = 1",
    )
    assert old == [(before[edited[0].url],)]
    assert revised[0][2] != old[0][0]
    page = baokan("show", edited[0].url, "--raw", "--revision", "1", "--archive", archive).out
    now = baokan("show", edited[0].url, "--raw", "--archive", archive).out
    assert page != now
    assert all(line in page for line in str(old[0][0]).split("\n"))
    gone = rows(archive, "SELECT url, body FROM articles WHERE status = 'missing'")
    assert gone == [(d.url, before[d.url]) for d in vanished]


def test_every_response_is_in_warc_as_it_came(press: DemoPress, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    crawl_paper(press, archive)
    assert len(press.log) == rows(archive, "SELECT count(*) FROM captures")[0][0]
    assert rows(archive, "SELECT count(*) FROM captures WHERE url LIKE '%/robots.txt'") == [(1,)]
    assert rows(archive, "SELECT count(*) FROM captures WHERE url LIKE '%/period.xml'") == [(1,)]
    with Archive.open(archive) as opened:
        for row in opened.query("SELECT id, url FROM captures"):
            headers, body = raw(opened, row["id"])
            path = row["url"].removeprefix(press.base)
            assert body == press._answer(path).body, path
            assert int(headers["content-length"]) >= 0
        packed = [raw(opened, row["id"])[0] for row in opened.query("SELECT id FROM captures")]
    assert any(headers.get("content-encoding") == "gzip" for headers in packed)


def test_limits_end_a_run_and_the_same_command_goes_on(press: DemoPress, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    command = ("crawl", "--start", press.magazine, "--archive", archive)
    first = baokan(*command, "--max-pages", "10")
    assert first.code == 4, first
    assert "10 pages" in first.err
    assert len(press.log) <= 11  # and robots.txt
    second = baokan(*command, **SOON)
    assert second.code == 3, second
    paths = [hit.path for hit in press.log if hit.status == 200 and hit.path != "/robots.txt"]
    assert len(paths) == len(set(paths))


def test_no_title_is_crawled_under_a_false_name(press: DemoPress, tmp_path: Path) -> None:
    crawl_paper(press, tmp_path / "archive.db", "--contact", "desk@library.example")
    agents = {hit.agent for hit in press.log}
    assert len(agents) == 1
    assert agents.pop().endswith("(+desk@library.example)")


def test_commands_that_list_have_json_with_ids_and_a_limit(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with DemoPress() as press:
        crawl_paper(press, archive)
    for command in (
        ("titles",),
        ("stats", "--archive", archive),
        ("search", "的", "--archive", archive),
    ):
        found = json.loads(baokan(*command, "--json").out)
        assert found
        assert all("id" in row for row in found)
        assert len(json.loads(baokan(*command, "--json", "--limit", "1").out)) == 1
    shown = json.loads(baokan("show", "1", "--json", "--archive", archive).out)
    assert shown["id"] == 1
    assert shown["people"]
    page = baokan("show", shown["url"], "--raw", "--archive", archive)
    assert shown["title"] in page.out


def test_batch_answers_each_line_in_order(tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    paragraph = "<p>　　河湾里的水车转了一个夏天，把田里的水一勺一勺送到坡上的菜地去。</p>"
    html = f"<html><body><h1>坡上的水车</h1>{paragraph * 4}</body></html>"
    page.write_bytes(html.encode("gb18030"))
    asked = [
        {
            "id": "b",
            "path": str(page),
            "url": "http://127.0.0.1/1.html",
            "encoding": "gb18030",
            "repeat": 3,
        },
        {"id": "x", "path": str(tmp_path / "none.html")},
        {"id": "a", "path": str(page), "url": None, "encoding": None, "repeat": 1},
    ]
    lines = "\n".join(json.dumps(line) for line in asked) + "\nno json\n"
    done = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "extract", "--batch"],
        input=lines, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ),
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    assert [answer["id"] for answer in answers] == ["b", "x", "a", None]
    assert [len(answer["ms"]) for answer in answers] == [3, 0, 1, 0]
    assert answers[0]["result"]["title"] == answers[2]["result"]["title"] == "坡上的水车"
    assert "none.html" in answers[1]["error"]
    assert answers[3]["error"]
    assert done.returncode == 1


def test_without_days_the_newest_issue_is_crawled_from_its_meta_refresh(
    press: DemoPress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    result = baokan("crawl", "hunan_daily", "--entry", press.paper, "--archive", archive)
    assert result.code == 0, result
    assert rows(archive, "SELECT date, appeared FROM issues") == [("2022-08-04", 1)]
    tried = rows(archive, "SELECT kind, verdict FROM frontier WHERE kind != 'page' ORDER BY id")
    # The newest issue is so old that the days up to today are tried, before it is believed.
    assert tried[:12] == [("entry", "list"), *[("issue", "list")] * 10, ("issue", "issue")]
    kept = [d for d in press.truth() if d.press == "paper" and d.issue == "2022-08-04"]
    articles = [d for d in kept if d.fate == "article"]
    assert rows(archive, "SELECT count(*) FROM articles") == [(len(articles),)]
