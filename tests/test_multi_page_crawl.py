"""Articles on several pages, crawled from a press over HTTP: each form of pager, gaps, kills,
corrections."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.crawling import Process, Result, assert_sound, baokan, rows, wait_for
from tests.presses.multi_page import ARTICLES, FULL, GAP, MultiPagePress, body

pytestmark = pytest.mark.slow

WHOLE = sorted(set(ARTICLES) - {"gap"})


def crawl(press: MultiPagePress, archive: Path) -> Result:
    result = baokan("crawl", "--start", press.base + "/", "--archive", archive)
    assert result.code == 0, result.err
    assert_sound(archive)
    return result


def texts(archive: Path) -> dict[str, str]:
    return dict(rows(archive, "SELECT title, body FROM articles"))  # type: ignore[arg-type]


def assert_whole(archive: Path) -> None:
    found = texts(archive)
    assert {name: found.get(ARTICLES[name][0]) for name in WHOLE} == {
        name: body(name) for name in WHOLE
    }
    assert len(found) == len(ARTICLES)
    assert rows(archive, "SELECT number FROM revisions GROUP BY number") == [(1,)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def test_every_form_of_pager_gives_one_article(archive: Path) -> None:
    with MultiPagePress() as press:
        result = crawl(press, archive)
    assert_whole(archive)
    assert "further pages, joined" in result.out
    # Credits of the last page, pictures of all, a capture a page.
    for name in ("trs", "full", "query", "chain", "options", "dashes", "folder"):
        title, pages = ARTICLES[name]
        assert rows(
            archive,
            "SELECT name, role FROM people JOIN articles a ON a.id = article_id"
            f" WHERE title = '{title}' AND role LIKE '%编辑'",
        ) == [("陆远", "责任编辑")], name
        ((parts, expected, captures, pictures),) = rows(
            archive,
            "SELECT parts, parts_expected, (SELECT count(DISTINCT capture_id) FROM article_parts"
            " WHERE article_id = a.id AND number > 0), (SELECT count(*) FROM images"
            f" WHERE article_id = a.id) FROM articles a WHERE title = '{title}'",
        )
        assert (parts, expected, captures, pictures) == (len(pages),) * 4, name
    assert rows(archive, "SELECT url, number FROM article_parts WHERE whole") == [
        (f"{press.base}/full/{FULL}_4.htm", 0)
    ]


def test_next_link_may_lead_to_the_next_article(archive: Path) -> None:
    with MultiPagePress() as press:
        crawl(press, archive)
    assert rows(
        archive,
        "SELECT url, parts, parts_expected FROM articles WHERE url LIKE '%/next/%' ORDER BY url",
    ) == [(f"{press.base}/next/9100009{x}.html", 1, 1) for x in ("", "_2")]


def test_missing_page_is_told_and_joins_when_it_is_there(archive: Path) -> None:
    title, pages = ARTICLES["gap"]
    with MultiPagePress() as press:
        result = crawl(press, archive)
        assert texts(archive)[title] == "\n".join(p for k in (0, 1, 3) for p in pages[k])
        assert "1  articles without some of their pages" in result.out
        missing = f"{press.base}/gap/{GAP}_3.shtml"
        for wanted in (f"{press.base}/gap/{GAP}.shtml", f"{press.base}/gap/{GAP}_4.shtml"):
            shown = baokan("show", wanted, "--archive", archive).out
            assert f"3 of 4 pages; not archived: 3 {missing}" in " ".join(shown.split())
        counted = baokan("stats", "--archive", archive, "--json").out
        assert '"short": 1' in counted
        four = press.pages[f"/gap/{GAP}_4.shtml"].decode()
        text = "".join(f"<p>　　{p}</p>" for p in pages[2])
        begin, end = four.index("<div class='content'>"), four.index("</div><div class='pages'>")
        three = four[:begin] + f"<div class='content'>{text}" + four[end:]
        press.pages[f"/gap/{GAP}_3.shtml"] = three.encode()
        crawl(press, archive)
    assert texts(archive)[title] == body("gap")
    assert rows(archive, f"SELECT parts, revision FROM articles WHERE title = '{title}'") == [
        (4, 1)
    ]
    found = baokan("search", pages[2][0][:8], "--archive", archive, "--json").out
    assert title in found, "the full-text index has the joined page"


def test_second_crawl_brings_nothing_new_and_a_changed_page_one_revision(archive: Path) -> None:
    with MultiPagePress() as press:
        crawl(press, archive)
        before = texts(archive)
        crawl(press, archive)
        assert texts(archive) == before
        figures = "SELECT new, revised, parts, duplicates FROM runs ORDER BY id DESC LIMIT 1"
        assert rows(archive, figures) == [(0, 0, 0, 0)]
        note = "更正：上文的日期应为八月三日，特此向读者说明。"
        for path in ("/view.php?id=9100003&page=2", "/view.php?id=9100003&page=4"):
            page = press.pages[path].decode()
            page = page.replace("</div><div class='pages'>", f"<p>　　{note}</p></div><div>")
            press.pages[path] = page.encode()
        crawl(press, archive)
        assert rows(archive, figures) == [(0, 1, 0, 0)]
    title = ARTICLES["query"][0]
    assert texts(archive)[title].count(note) == 1
    kept = f"FROM revisions r JOIN articles a ON a.id = article_id WHERE a.title = '{title}'"
    assert rows(archive, f"SELECT number, r.body {kept} ORDER BY number") == [
        (1, before[title]),
        (2, texts(archive)[title]),
    ]
    assert rows(archive, "SELECT count(*) FROM revisions WHERE number > 1") == [(1,)]


def test_kills_lose_and_double_no_page(archive: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    with MultiPagePress() as press:
        command = ("crawl", "--start", press.base + "/", "--archive", archive)
        for _ in range(4):
            process = Process(*command)
            wanted = len(press.asked) + dice.randrange(2, 7)
            wait_for(lambda wanted=wanted: len(press.asked) >= wanted, process)  # type: ignore[misc]
            process.kill()
            process.end()
            assert_sound(archive)
        crawl(press, archive)
    assert_whole(archive)
    missing = "SELECT count(*) FROM article_parts WHERE capture_id IS NULL AND NOT left_out"
    assert rows(archive, missing) == [(1,)]
