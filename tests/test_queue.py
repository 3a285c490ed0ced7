"""The frontier: what is asked next, where redirects lead, and what a restart asks again."""

from __future__ import annotations

import pytest

from archive import queue
from archive.queue import MOST_HOPS
from archive.records import Article, Ask, Found
from archive.runs import MOST_CRAWLS, Opened
from archive.store import Archive
from tests.helpers import (
    DAY_1,
    DAY_2,
    DAY_3,
    bring,
    close_crawl,
    one,
    open_crawl,
    prose,
    rows,
)

A, B, C = (f"http://lakeside.example/{name}" for name in "abc")
STORY = Article(title="渡口", body=prose(3))


def put(archive: Archive, crawl: Opened, *asks: Ask) -> int:
    """Queue requests; returns how many were new."""
    with archive.transaction() as connection:
        return queue.add(connection, crawl.crawl_id, asks)


def drain(archive: Archive, crawl: Opened, *busy: str, now: str = DAY_1) -> list[str]:
    """Take all that may be asked, in order."""
    taken = []
    while (asked := archive.take(crawl.crawl_id, crawl.run_id, busy, now)) is not None:
        taken.append(asked.url)
    return taken


def move(archive: Archive, crawl: Opened, url: str, target: str) -> None:
    """Ask for an address that answers with a redirect."""
    bring(archive, crawl, url, state="queued", moved_to=target)


def states(archive: Archive) -> dict[str, str]:
    return dict(rows(archive, "SELECT url, state FROM frontier"))  # type: ignore[arg-type]


def test_the_highest_priority_first_then_the_order_of_finding(
    archive: Archive, crawl: Opened
) -> None:
    for number, priority in enumerate([0, 5, 0, 9, 5]):
        put(archive, crawl, Ask(f"http://a.example/{number}", "any", priority=priority))
    assert [url[-1] for url in drain(archive, crawl)] == ["3", "1", "4", "0", "2"]


def test_an_address_is_queued_once_and_may_rise(archive: Archive, crawl: Opened) -> None:
    assert put(archive, crawl, Ask(A, "any"), Ask(B, "any", priority=3)) == 2
    assert put(archive, crawl, Ask(A + "?div=-1", "any", priority=7), Ask(B, "any")) == 0
    assert drain(archive, crawl) == [A, B]
    put(archive, crawl, Ask(A, "any", priority=99))
    assert drain(archive, crawl) == [], "what is under way is not asked again"


def test_what_is_no_address_is_not_queued(archive: Archive, crawl: Opened) -> None:
    wrong = [Ask(u, "any") for u in ("", "/a", "mailto:a@b.example", "http://[x/", "http://a:b/")]
    assert put(archive, crawl, *wrong, Ask(A, "any")) == 1


def test_busy_hosts_are_passed_over(archive: Archive, crawl: Opened) -> None:
    urls = [A, "http://harbour.example/1", "http://harbour.example:8080/1", B]
    put(archive, crawl, *(Ask(url, "any") for url in urls))
    assert drain(archive, crawl, "lakeside.example", "harbour.example") == [urls[2]]
    assert drain(archive, crawl, "harbour.example") == [A, B]
    assert drain(archive, crawl) == [urls[1]]


def test_a_request_waits_for_its_time(archive: Archive, crawl: Opened) -> None:
    bring(archive, crawl, A, state="queued", not_before=DAY_2, reason="HTTP 503")
    put(archive, crawl, Ask(B, "any"))
    assert queue.anything_queued(archive.connection, crawl.crawl_id)
    assert drain(archive, crawl, now=DAY_1) == [B]
    assert queue.anything_queued(archive.connection, crawl.crawl_id)
    asked = archive.take(crawl.crawl_id, crawl.run_id, (), DAY_2)
    assert asked is not None
    assert (asked.url, asked.attempts) == (A, 1)
    assert not queue.anything_queued(archive.connection, crawl.crawl_id)
    assert queue.waiting(archive.connection, crawl.crawl_id) == 2


def test_context_and_depth_come_back(archive: Archive, crawl: Opened) -> None:
    ask = Ask(A, "article", {"date": "2024-03-02", "page": "第一版"}, 3, 0)
    put(archive, crawl, ask)
    asked = archive.take(crawl.crawl_id, crawl.run_id, (), DAY_1)
    assert asked is not None
    assert asked.as_ask() == ask


def test_a_redirect_to_another_form_is_the_same_request(archive: Archive, crawl: Opened) -> None:
    secure = A.replace("http:", "https:")
    move(archive, crawl, A, secure)
    assert states(archive) == {secure: "queued"}
    assert drain(archive, crawl) == [secure]
    assert bring(archive, crawl, secure, STORY).article == "new"
    assert states(archive) == {secure: "done"}


def test_a_redirect_to_a_new_address_is_followed_first(archive: Archive, crawl: Opened) -> None:
    put(archive, crawl, Ask(C, "any", priority=9))
    move(archive, crawl, A, B)
    assert states(archive) == {A: "done", B: "queued", C: "queued"}
    assert drain(archive, crawl) == [B, C]
    outcome = bring(archive, crawl, B, STORY)
    known = rows(archive, "SELECT url, article_id FROM article_urls ORDER BY url")
    assert known == [(A, outcome.article_id), (B, outcome.article_id)], "found under both"


def test_a_redirect_to_a_known_address_is_not_asked_again(archive: Archive, crawl: Opened) -> None:
    first = bring(archive, crawl, B, STORY)
    move(archive, crawl, A, B + "#top")
    assert states(archive) == {A: "done", B: "done"}
    known = rows(archive, "SELECT url, article_id FROM article_urls ORDER BY url")
    assert known == [(A, first.article_id), (B, first.article_id)]


def test_a_redirect_to_a_queued_address_leads_to_its_article(
    archive: Archive, crawl: Opened
) -> None:
    put(archive, crawl, Ask(B, "article"))
    move(archive, crawl, A, B)
    bring(archive, crawl, B, STORY)
    assert [u for (u,) in rows(archive, "SELECT url FROM article_urls ORDER BY url")] == [A, B]


@pytest.mark.parametrize("target", ["http://[broken/", "http:///", "mailto:desk@a.example"])
def test_a_redirect_to_what_is_no_address_fails(
    archive: Archive, crawl: Opened, target: str
) -> None:
    move(archive, crawl, A, target)
    assert rows(archive, "SELECT state, reason FROM frontier") == [
        ("failed", f"moved to what is no address: {target}")
    ]


def test_a_loop_of_two_ends(archive: Archive, crawl: Opened) -> None:
    move(archive, crawl, A, B)
    move(archive, crawl, B, A)
    assert states(archive) == {A: "done", B: "done"}
    assert close_crawl(archive, crawl) == 8, "nothing was found"


def test_a_page_that_leads_to_itself_fails(archive: Archive, crawl: Opened) -> None:
    for _ in range(MOST_HOPS):
        move(archive, crawl, A, A)
        assert states(archive) == {A: "queued"}
    move(archive, crawl, A, A)
    assert states(archive) == {A: "failed"}
    assert "moved more than" in one(archive, "SELECT reason FROM frontier")
    assert one(archive, "SELECT failed FROM runs") == 1
    assert close_crawl(archive, crawl) == 6


def test_a_long_chain_of_redirects_ends(archive: Archive, crawl: Opened) -> None:
    for number in range(MOST_HOPS + 1):
        move(archive, crawl, f"{A}{number}", f"{A}{number + 1}")
    found = list(states(archive).values())
    assert found == ["done"] * MOST_HOPS + ["failed"]


def test_what_was_in_flight_is_asked_again(archive: Archive, crawl: Opened) -> None:
    put(archive, crawl, *(Ask(url, "article") for url in (A, B, C)))
    bring(archive, crawl, A, STORY)
    assert drain(archive, crawl) == [B, C]  # and the process dies here
    again = open_crawl(archive, at=DAY_2)
    assert again.resumed
    assert (again.crawl_id, again.run_id) == (crawl.crawl_id, crawl.run_id + 1)
    assert rows(archive, "SELECT outcome FROM runs ORDER BY id") == [("killed",), ("running",)]
    assert drain(archive, again) == [B, C]
    assert rows(archive, "SELECT attempts FROM frontier ORDER BY id") == [(1,), (1,), (1,)]


def test_another_span_is_another_crawl(archive: Archive, crawl: Opened) -> None:
    put(archive, crawl, Ask(A, "any"))
    other = open_crawl(archive, since="2024-03-01", until="2024-03-02")
    assert not other.resumed
    assert drain(archive, other) == []
    assert open_crawl(archive).crawl_id == crawl.crawl_id


def test_failures_are_carried_into_the_next_crawl_for_a_while(archive: Archive) -> None:
    for number in range(MOST_CRAWLS):
        crawl = open_crawl(archive, starts=(Ask(B, "entry"),))
        assert drain(archive, crawl) == [B] + [A] * (number > 0)
        bring(archive, crawl, A, state="failed", reason="HTTP 500", kind="article")
        bring(archive, crawl, B, Found("list"))
        assert close_crawl(archive, crawl) == 3
    crawl = open_crawl(archive, starts=(Ask(B, "entry"),), at=DAY_3)
    assert drain(archive, crawl) == [B]
