"""robots.txt as RFC 9309 has it, with the two lines that it leaves out."""

from __future__ import annotations

import pytest

from crawler.robots_rules import ROBOTS_BYTES, delay_of, rules_of, text_of

AGENT = "baokan/0.1.0 (+you@library.example)"
HOST = "http://epaper.example.cn"

# (robots.txt, path, may it be fetched)
CASES = [
    # Groups: ours by name in any case, else the one for all, else everything is allowed.
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: baokan\nDisallow: /a", "/a", False),
    ("User-agent: BaoKan\nDisallow: /a", "/a", False),
    ("user-agent: baokan\ndisallow: /a", "/a", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: baokan\nAllow: /", "/a", True),
    ("User-agent: baokan\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
    ("User-agent: other\nUser-agent: baokan\nDisallow: /a", "/a", False),
    ("User-agent: baokan\nDisallow: /a\n\nUser-agent: baokan\nDisallow: /b", "/b", False),
    ("User-agent: *\nDisallow: /b\n\nUser-agent: baokan\nDisallow: /a", "/b", True),
    ("Disallow: /a", "/a", True),  # of no group
    # Paths: what they begin with, in their own case.
    ("User-agent: *\nDisallow: /a", "/abc", False),
    ("User-agent: *\nDisallow: /a/", "/a", True),
    ("User-agent: *\nDisallow: /a/", "/a/b.html", False),
    ("User-agent: *\nDisallow: /A", "/a", True),
    ("User-agent: *\nDisallow: /a?x=1", "/a?x=1&y=2", False),
    ("User-agent: *\nDisallow: /a?x=1", "/a?x=2", True),
    # The longest match counts; of two that are as long, allow.
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
    ("User-agent: *\nAllow: /\nDisallow: /html", "/html/1.htm", False),
    ("User-agent: *\nDisallow: /html\nAllow: /html", "/html/1.htm", True),
    ("User-agent: *\nDisallow: /a/b/c\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
    # Wildcards and the end of the path.
    ("User-agent: *\nDisallow: /*.pdf", "/a/b.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /*/print", "/x/y/print.htm", False),
    ("User-agent: *\nDisallow: /*?", "/a", True),
    ("User-agent: *\nDisallow: /*?", "/a?b", False),
    ("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", False),
    ("User-agent: *\nDisallow: *", "/a", False),
    # Spellings.
    ("User-agent: *\nDisallow: /%E6%8A%A5", "/%E6%8A%A5/1", False),
    ("User-agent: *\nDisallow: /报", "/%E6%8A%A5/1", False),
    ("User-agent: *\nDisallow: /%e6%8a%a5", "/%E6%8A%A5/1", False),
    ("User-agent: * # all\nDisallow: /a # not this", "/a", False),
    ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("User-agent : *\n  Disallow  :  /a  ", "/a", False),
    ("Sitemap: http://x.example/s.xml\nUser-agent: *\nDisallow: /a", "/a", False),
    ("User-agent: *\nNonsense: 1\nDisallow: /a", "/a", False),
    ("<html><p>User-agent: *</p>Disallow: /</html>", "/a", True),
]


@pytest.mark.forty(20)
def test_there_are_enough() -> None:
    assert len(CASES) >= 40


@pytest.mark.forty(20)
@pytest.mark.parametrize(("text", "path", "allowed"), CASES)
def test_a_path_is_allowed_or_not(text: str, path: str, allowed: bool) -> None:
    rules = rules_of(200, text.encode())
    assert rules is not None
    assert rules.can_fetch(HOST + path, AGENT) is allowed


@pytest.mark.forty(18)
@pytest.mark.parametrize(
    ("status", "fetched"),
    [(200, False), (404, True), (410, True), (401, True), (403, True), (429, None), (500, None),
     (503, None), (599, None)],
)  # fmt: skip
def test_what_a_status_means(status: int, fetched: bool | None) -> None:
    rules = rules_of(status, b"User-agent: *\nDisallow: /")
    assert (rules and rules.can_fetch(HOST + "/a", AGENT)) is fetched


@pytest.mark.forty(18)
def test_what_comes_after_512_kib_is_not_read_and_what_comes_before_is() -> None:
    filler = b"# " + b"x" * 997 + b"\n"
    early = b"User-agent: *\nDisallow: /a\n" + filler * 600
    assert len(early) > ROBOTS_BYTES
    rules = rules_of(200, early)
    assert rules is not None
    assert not rules.can_fetch(HOST + "/a", AGENT)
    assert len(text_of(200, early)) <= ROBOTS_BYTES


@pytest.mark.forty(18)
def test_a_comment_in_gbk_does_not_hide_a_rule() -> None:
    rules = rules_of(200, "# 禁止抓取\nUser-agent: *\nDisallow: /a".encode("gbk"))
    assert rules is not None
    assert not rules.can_fetch(HOST + "/a", AGENT)


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        ("", 0.0),
        ("Crawl-delay: 2", 2.0),
        ("Crawl-delay: 2.5", 2.5),
        ("Crawl-delay: soon", 0.0),
        ("Request-rate: 1/5", 5.0),
        ("Request-rate: 3/1m", 20.0),
        ("Request-rate: 2/10s", 5.0),
        ("Request-rate: 1/1h", 3600.0),
        ("Crawl-delay: 2\nRequest-rate: 1/5", 5.0),
        ("Crawl-delay: 9\nRequest-rate: 1/5", 9.0),
    ],
)
def test_how_long_to_wait_between_two_requests(lines: str, seconds: float) -> None:
    rules = rules_of(200, f"User-agent: *\n{lines}\nDisallow: /x".encode())
    assert rules is not None
    assert delay_of(rules, AGENT) == seconds
