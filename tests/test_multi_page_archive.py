"""What the archive makes of the pages of an article that come, change, go and lead astray."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archive.records import Article, Ask, Found, PageLink, Pagination
from archive.runs import Opened
from archive.store import Archive
from crawler.platforms import parts
from tests.helpers import DAY_1, DAY_2, DAY_3, bring, close_crawl, one, open_crawl, prose, rows

FIRST = "http://lakeside.example/a/12345.htm"
URLS = {1: FIRST, 2: FIRST.replace(".htm", "_2.htm"), 3: FIRST.replace(".htm", "_3.htm")}
WHOLE = FIRST.replace(".htm", "_all.htm")


def text(seed: int) -> str:
    return prose(seed, 120)


def page(number: int, body: str = "", **fields: Any) -> Article:
    others = tuple(PageLink(n, url, "link") for n, url in URLS.items() if n != number)
    known = Pagination(number, FIRST, pages=others)
    values = {"title": "新渡口通航", "published": "2024-03-02"} | fields
    return Article(url=URLS[number], body=body or text(number), pagination=known, **values)


def bring_all(archive: Archive, crawl: Opened, *pages: Article, at: str = DAY_1) -> list[str]:
    return [bring(archive, crawl, p.url, p, at=at, kind="part").article for p in pages]


def next_crawl(archive: Archive, crawl: Opened, at: str) -> Opened:
    with archive.transaction() as connection:
        connection.execute("UPDATE frontier SET state = 'done' WHERE state = 'in flight'")
    close_crawl(archive, crawl)
    return open_crawl(archive, at=at)


def body(archive: Archive) -> str:
    return str(one(archive, "SELECT body FROM articles"))


def test_pages_again_are_the_same_and_do_not_shorten(archive: Archive, crawl: Opened) -> None:
    assert bring_all(archive, crawl, page(1), page(2), page(3)) == ["new", "part", "part"]
    whole = "\n".join(map(text, (1, 2, 3)))
    crawl = next_crawl(archive, crawl, DAY_2)
    bare = replace(page(1), pagination=None)
    assert bring_all(archive, crawl, bare, page(3), at=DAY_2) == ["same", ""]
    assert body(archive) == whole
    assert rows(archive, "SELECT revision, parts, parts_expected, last_seen FROM articles") == [
        (1, 3, 3, DAY_2)
    ]


def test_one_correction_of_several_pages_is_one_revision(archive: Archive, crawl: Opened) -> None:
    bring_all(archive, crawl, page(1), page(2), page(3))
    crawl = next_crawl(archive, crawl, DAY_2)
    changed = [page(1), page(2, text(12)), page(3, text(13))]
    assert bring_all(archive, crawl, *changed, at=DAY_2) == ["same", "revised", ""]
    assert rows(archive, "SELECT number, body, seen_at FROM revisions ORDER BY 1") == [
        (1, "\n".join(map(text, (1, 2, 3))), DAY_1),
        (2, "\n".join(map(text, (1, 12, 13))), DAY_2),
    ]
    crawl = next_crawl(archive, crawl, DAY_3)
    assert bring_all(archive, crawl, page(2, text(22)), at=DAY_3) == ["revised"]


def test_article_cut_to_fewer_pages(archive: Archive, crawl: Opened) -> None:
    bring_all(archive, crawl, page(1), page(2), page(3))
    crawl = next_crawl(archive, crawl, DAY_2)
    shorter = replace(page(1, text(1) + "\n" + text(5)), pagination=Pagination(
        1, FIRST, 2, (PageLink(2, URLS[2], "link"),)))  # fmt: skip
    assert bring_all(archive, crawl, shorter, at=DAY_2) == ["revised"]
    assert body(archive) == "\n".join(map(text, (1, 5, 2)))
    assert rows(archive, "SELECT parts, parts_expected FROM articles") == [(2, 2)]
    assert one(archive, "SELECT body FROM article_parts WHERE number = 3") == text(3)


def test_whole_text_wins_and_a_stale_one_does_not(archive: Archive, crawl: Opened) -> None:
    whole = "\n".join(map(text, (1, 2, 3)))
    first = page(1)
    assert first.pagination
    told = replace(first, pagination=replace(first.pagination, full=WHOLE))
    full = Article(WHOLE, title="新渡口通航", body=whole, pagination=Pagination(0, FIRST))
    assert bring_all(archive, crawl, told, full) == ["new", "part"]
    assert (body(archive), one(archive, "SELECT parts FROM articles")) == (whole, 3)
    assert bring_all(archive, crawl, page(2), page(3)) == ["part", "part"]
    crawl = next_crawl(archive, crawl, DAY_2)
    assert bring_all(archive, crawl, page(3, text(9)), at=DAY_2) == ["revised"]
    assert body(archive) == "\n".join(map(text, (1, 2, 9)))
    again = replace(full, body="\n".join(map(text, (1, 2, 9))))
    assert bring_all(archive, crawl, again, at=DAY_2) == [""]
    assert one(archive, "SELECT count(*) FROM revisions") == 2


def test_article_that_was_on_one_page_goes_over_several_now(
    archive: Archive, crawl: Opened
) -> None:
    single = replace(page(1), pagination=None)
    assert bring(archive, crawl, FIRST, single).article == "new"
    crawl = next_crawl(archive, crawl, DAY_2)
    assert bring_all(archive, crawl, page(2), page(1), at=DAY_2) == ["part", "same"]
    assert body(archive) == text(1) + "\n" + text(2)
    assert rows(archive, "SELECT parts, parts_expected FROM articles") == [(2, 3)]


def test_page_that_is_gone_keeps_its_text(archive: Archive, crawl: Opened) -> None:
    bring_all(archive, crawl, page(1), page(2), page(3))
    crawl = next_crawl(archive, crawl, DAY_2)
    bring_all(archive, crawl, page(1), at=DAY_2)
    bring(archive, crawl, URLS[2], None, state="gone", at=DAY_2)
    assert body(archive) == "\n".join(map(text, (1, 2, 3)))
    assert rows(archive, "SELECT number, missing_since FROM article_parts ORDER BY 1") == [
        (1, None), (2, DAY_2), (3, None)]  # fmt: skip
    assert one(archive, "SELECT status FROM articles") == "live"


def test_another_article_behind_a_page_link_is_an_article(archive: Archive, crawl: Opened) -> None:
    bring_all(archive, crawl, page(1))
    other = Article(url=URLS[2], title="旧码头今日拆除", body=text(7), published="2024-03-02")
    assert bring(archive, crawl, URLS[2], other).article == "new"
    assert one(archive, "SELECT count(*) FROM articles") == 2
    assert rows(archive, "SELECT number FROM article_parts WHERE left_out") == [(2,)]


def test_second_address_of_an_article_on_several_pages(archive: Archive, crawl: Opened) -> None:
    bring_all(archive, crawl, page(1), page(2), page(3))
    there = FIRST.replace("/a/", "/b/")
    known = Pagination(1, there, pages=(PageLink(2, there.replace(".htm", "_2.htm"), "link"),))
    copy = replace(page(1), url=there, pagination=known)
    second = replace(page(2), url=known.pages[0].url, pagination=Pagination(2, there))
    assert bring_all(archive, crawl, copy, second) == ["duplicate", ""]
    assert bring_all(archive, crawl, copy) == ["same"]
    assert one(archive, "SELECT count(*) FROM articles") == 1
    assert body(archive) == "\n".join(map(text, (1, 2, 3)))


def test_a_reprint_is_a_part_until_its_last_page_has_come(archive: Archive, crawl: Opened) -> None:
    elsewhere = open_crawl(archive, "hillside", publication="山城周刊")
    whole = Article(title="通航", body="\n".join(map(text, (1, 2, 3))), published="2024-03-05")
    bring(archive, elsewhere, "http://hillside.example/1.htm", whole)
    bring_all(archive, crawl, page(1), page(2))
    assert rows(archive, "SELECT kind FROM reprint_pairs") == [("part",)]
    bring_all(archive, crawl, page(3))
    assert rows(archive, "SELECT kind FROM reprint_pairs") == [("copy",)]
    assert rows(archive, "SELECT title, reprint_of FROM articles ORDER BY id") == [
        ("通航", 2), ("新渡口通航", None)]  # fmt: skip


ASKED = {"part_of": FIRST, "part": "2", "part_title": "新渡口通航", "date": "2024-03-02"}


@pytest.mark.parametrize(
    ("article", "verdict", "number"),
    [
        (replace(page(2), pagination=None), "part", 2),
        (replace(page(2), title=None), "part", 2),
        (replace(page(2), title="旧码头今日拆除", pagination=None), "article", None),
        (replace(page(2), title="旧码头今日拆除"), "part", 2),
        (replace(page(2), url=FIRST + "?from=pager"), "elsewhere", None),
    ],
)
def test_what_an_answer_is_that_was_asked_for_as_a_page(
    article: Article, verdict: str, number: int | None
) -> None:
    found = parts.found(Ask(URLS[2], "part", ASKED), article, lambda url: True)
    assert found.verdict == verdict
    known = found.article.pagination if found.article else None
    assert (known.number if known else None) == number


def test_page_reached_first_asks_for_the_others() -> None:
    context = {"date": "2024-03-02", "asked_as": "http://lakeside.example/old"}
    found = parts.found(Ask(URLS[2], "any", context), page(2), lambda url: True)
    assert (found.verdict, [(a.url, a.kind) for a in found.asks]) == (
        "part",
        [(URLS[1], "article"), (URLS[3], "part")],
    )
    assert found.asks[0].context == {"date": "2024-03-02"}
    assert found.asks[1].context == ASKED | {"part": "3"}
    nothing = parts.found(Ask(URLS[2], "any"), page(2), lambda url: False)
    assert isinstance(nothing, Found)
    assert nothing.asks == ()
