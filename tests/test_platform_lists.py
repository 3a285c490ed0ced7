"""Sites of lists: addresses with their day, spans, feeds and sitemaps."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Ask, Found
from crawler.platforms import module_of, platform_for, recognise
from crawler.platforms.base import Fetched
from crawler.platforms.list_grammar import day_of
from crawler.titles import Title
from tests.presses.papers import all_presses
from tests.presses.walk import walk

PRESSES = {press.name: press for press in all_presses()}
HOME = "http://www.lake.example/"
SHAPES = {
    "founder_web": "c/{y}-{m}/{d}/content_{n}.htm",
    "trs": "yw/{y}{m}/t{y}{m}{d}_{n}.html",
    "peoplecn": "n1/{y}/{m}{d}/c1024-{n}.html",
    "xinhua": "politics/{y}{m}{d}/{h}/c.html",
    "chinanews": "gn/{y}/{m}-{d}/{n}.shtml",
}


def read(name: str, ask: Ask, body: bytes | str, status: int = 200, kind: str = "") -> Found:
    body = body.encode() if isinstance(body, str) else body
    headers = {"content-type": kind} if kind else {}
    return platform_for(Title("lake", "湖滨网", name, HOME)).read(
        ask, Fetched(ask.url, status, body, headers)
    )


@settings(deadline=None)
@given(
    st.sampled_from(sorted(SHAPES)), st.dates(date(1995, 1, 1), date(2099, 12, 31)),
    st.integers(100_000, 99_999_999),
)  # fmt: skip
def test_an_address_says_its_day(name: str, day: date, number: int) -> None:
    grammar = module_of(Title("lake", "湖", name, HOME), name).GRAMMAR
    parts = {
        "y": f"{day:%Y}",
        "m": f"{day:%m}",
        "d": f"{day:%d}",
        "n": number,
        "h": f"{number:032x}",
    }
    url = HOME + SHAPES[name].format(**parts)
    assert day_of(grammar, url) == day.isoformat()
    assert day_of(grammar, url + "/x") is None
    wrong = HOME + SHAPES[name].format(**parts | {"m": "13"})
    assert not day_of(grammar, wrong)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_span_asks_for_what_lies_in_it_only(name: str) -> None:
    press = PRESSES[f"plain {name}"]
    day = "2024-08-02" if name == "xinhua" else "2024-08-01"
    found = walk(press, (day, day))
    assert found.articles
    assert set(found.articles) < set(press.articles)
    nothing = walk(press, ("2031-01-01", "2031-01-02"))
    assert not nothing.articles
    assert len(nothing.asked) <= 2, "a list older than the span is not turned"


@pytest.mark.parametrize("name", [*sorted(SHAPES), "feed", "sitemap"])
@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b'{"status":"500","msg":"no access!"}', "error"),
        (b"<html><head><title>Just a moment...</title></head><body><script>_cf_chl_opt</script>"
         b"<noscript>Enable JavaScript and cookies to continue</noscript></body></html>",
         "challenge"),
        (b"", "error empty"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(name: str, body: bytes, verdict: str) -> None:
    found = read(name, Ask(HOME + "list/index.html", "list"), body)
    assert found.verdict in verdict.split()
    assert found.asks == ()


RSS = '<?xml version="1.0"?>{}<rss><channel>{}</channel></rss>'
ITEM = "<item><title>桥通了</title><link>{}</link><pubDate>{}</pubDate></item>"


def test_the_day_of_a_feed_is_that_in_china() -> None:
    late = ITEM.format("/a/1", "Thu, 01 Aug 2024 20:30:00 GMT")
    (ask,) = read("feed", Ask(HOME + "rss", "entry"), RSS.format("", late)).asks
    assert ask.url == HOME + "a/1"
    assert (ask.context["listed_day"], ask.context["listed_as"]) == ("2024-08-02", "桥通了")


@pytest.mark.parametrize(
    "items",
    [
        ITEM.format("/a/1", "no date"),
        ITEM.format("/a/1", "") + "<item><title>断",
        "<item><title><![CDATA[桥 & 船]]></title><guid>http://www.lake.example/a/1</guid></item>",
    ],
)
def test_feeds_with_mistakes_are_read(items: str) -> None:
    found = read("feed", Ask(HOME + "rss", "entry"), RSS.format("", items))
    assert [ask.url for ask in found.asks] == [HOME + "a/1"]


def test_an_xml_bomb_is_not_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "桥桥桥桥桥桥桥桥">{entities}]>'
    item = ITEM.format("/a/1", "").replace("桥通了", "&e8;")
    found = read("feed", Ask(HOME + "rss", "entry"), RSS.format(bomb, item))
    assert all(len(ask.context.get("listed_as", "")) <= 200 for ask in found.asks)
    space = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    packed = (
        bomb.replace("x [", "urlset [")
        + space
        + "<url><loc>http://www.lake.example/&e8;</loc></url>"
    )
    found = read("sitemap", Ask(HOME + "sitemap.xml", "entry"), packed + "</urlset>")
    assert all(len(ask.url) < 100 for ask in found.asks)


def test_a_home_page_leads_to_the_sitemaps_that_robots_names_or_to_the_usual_one() -> None:
    (robots,) = read("sitemap", Ask(HOME, "entry"), "<html><body>欢迎</body></html>").asks
    assert robots.url == HOME + "robots.txt"
    named = (
        "User-agent: *\nDisallow:\nSitemap: /a.xml\nsitemap: http://www.lake.example/b.xml.gz\n"
    )
    found = read("sitemap", robots, named, kind="text/plain")
    assert [ask.url for ask in found.asks] == [HOME + "a.xml", HOME + "b.xml.gz"]
    for asked in (read("sitemap", robots, "User-agent: *\n"), read("sitemap", robots, "", 404)):
        assert [ask.url for ask in asked.asks] == [HOME + "sitemap.xml"]


def test_a_packed_sitemap_and_one_that_is_cut_off() -> None:
    urls = "".join(f"<url><loc>{HOME}{n}.html</loc></url>" for n in range(3))
    source = f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode()
    ask = Ask(HOME + "s.xml.gz", "list")
    assert len(read("sitemap", ask, gzip.compress(source)).asks) == 3
    assert len(read("sitemap", ask, source[:-40]).asks) == 2
    damaged = read("sitemap", ask, gzip.compress(source)[:-9])
    assert damaged.verdict == "error" or len(damaged.asks) <= 3, "what stands before the cut"


def test_a_page_that_announces_a_feed_is_a_weak_sign() -> None:
    link = "<link rel='alternate' type='application/rss+xml' href='/rss'>"
    ((name, sign),) = recognise(Fetched(HOME, 200, f"<html><head>{link}</head></html>".encode()))
    assert (name, sign.strength) == ("feed", 1)


@pytest.mark.forty(26)
def test_sitemaps_in_sitemaps_are_followed_five_deep_and_no_further() -> None:
    """An index that names another one each time, without end."""
    ask, followed = Ask(HOME + "sitemap-0.xml", "entry"), 0
    while True:
        inner = f"<sitemap><loc>{HOME}sitemap-{followed + 1}.xml</loc></sitemap>"
        found = read("sitemap", ask, f"<sitemapindex>{inner}</sitemapindex>")
        if not found.asks:
            break
        (ask,) = found.asks
        followed += 1
        assert followed < 10
    assert followed == 5
    assert (found.verdict, found.reason) == (
        "refused", "sitemaps in sitemaps, more than 5 deep",
    )  # fmt: skip


@pytest.mark.forty(26)
def test_of_a_sitemap_of_a_million_addresses_50_000_are_read() -> None:
    urls = "".join(f"<url><loc>{HOME}c/{n}.htm</loc></url>" for n in range(60_000))
    found = read("sitemap", Ask(HOME + "sitemap.xml", "entry"), f"<urlset>{urls}</urlset>")
    assert len(found.asks) == 50_000
