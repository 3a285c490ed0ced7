"""The e-paper of the demo press has the shapes of the classic Founder (方正) system."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest

from crawler.demo.press import DemoPress
from tests.presses.ask import get, hrefs, text_of


@pytest.fixture(scope="module")
def press() -> Iterator[DemoPress]:
    with DemoPress() as running:
        yield running


def test_entry_leads_by_meta_refresh_to_the_newest_issue(press: DemoPress) -> None:
    page = text_of(get(press.paper), "utf-8")
    assert get(press.paper + "index.htm").body == get(press.paper).body
    refresh = re.search(r'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=([^"]+)">', page)
    assert refresh is not None
    newest = [issue for issue in press.issues() if issue.exists][-1]
    assert urljoin(press.paper, refresh[1]) == newest.url
    assert re.search(r"/html/2022-08/04/node_201\.htm$", newest.url)


def test_issues_pages_and_days_without_an_issue(press: DemoPress) -> None:
    calendar = text_of(get(press.paper + "html/2022-08/period.xml"), "utf-8")
    dates = re.findall(r"<period_date>([\d-]+)</period_date>", calendar)
    assert dates == [issue.date for issue in press.issues() if issue.exists]
    for issue in press.issues():
        assert get(issue.url).status == (200 if issue.exists else 404)
        assert len(issue.pages) == (4 if issue.exists else 0)
        assert all(get(url).status == 200 for url in issue.pages)


def test_printed_pages_list_their_articles_with_areas(press: DemoPress) -> None:
    pages = {url: issue.date for issue in press.issues() for url in issue.pages}
    of_document = {d.url: d for d in press.truth()}
    floats = 0
    for (url, date), (listed_date, label, entries) in zip(
        pages.items(), press.listing(), strict=True
    ):
        answer = get(url)
        assert answer.body.startswith(b"\xef\xbb\xbf")
        page = text_of(answer, "utf-8-sig")
        assert date == listed_date
        assert f"第{label}版：" in page
        areas = re.findall(r'<Area coords="([^"]+)" shape="polygon" href="([^"]+)">', page)
        assert [urljoin(url, href) for _, href in areas] == list(entries)
        floats += sum("." in coords for coords, _ in areas)
        assert {
            link.removesuffix("?div=-1") for link in hrefs(url, page) if "content_" in link
        } == set(entries)
        assert 3 <= len(entries) <= 6
        assert page.count("id=pageLink") == 4
        assert '<!--\n<div id="union">' in page
        (pdf,) = {link for link in hrefs(url, page) if link.endswith(f"{label}.pdf")}
        assert re.search(r"/周[三四]0\d\.pdf$", pdf)
        assert get(pdf).body.startswith(b"%PDF-1.4")
        for entry in entries:
            assert of_document[entry].issue == date
    assert floats == 8  # one polygon a page
    shared = Counter(entry for _, _, entries in press.listing() for entry in entries)
    assert [count for count in shared.values() if count > 1] == [2]
    assert set(shared) == {d.url for d in press.truth() if d.press == "paper"}


def test_paper_articles_say_who_they_are_behind_the_page(press: DemoPress) -> None:
    for document in (d for d in press.truth() if d.press == "paper"):
        page = text_of(get(document.url), document.encoding)
        behind = page.partition("</html>")[2]
        said = dict(re.findall(r"<founder-(\w+)>\s*(.*?)\s*</founder-\1>", behind, flags=re.S))
        assert unescape(said["title"]) == document.title
        assert (said["date"], said["pagenum"]) == (document.issue, document.page)
        assert said["papername"] == "澧江日报"
        assert page.count("<!--enpcontent-->") == 1


def test_jump_lines_come_in_a_pair(press: DemoPress) -> None:
    pages = [text_of(get(d.url), d.encoding) for d in press.truth() if "早稻收割" in d.title]
    assert len(pages) == 2
    assert "（下转第二版）" in pages[0]
    assert "（上接第一版）" in pages[1]


def test_pictures_are_true_pngs(press: DemoPress) -> None:
    documents = [d for d in press.truth() if d.fate == "picture"]
    for document in documents:
        page = text_of(get(document.url), document.encoding)
        for source in re.findall(r"<IMG src=(\S+_b\.png)", page, flags=re.I):
            answer = get(urljoin(document.url, source))
            assert answer.headers["content-type"] == "image/png"
            width, height = struct.unpack(">II", answer.body[16:24])
            at = answer.body.index(b"IDAT")
            (length,) = struct.unpack(">I", answer.body[at - 4 : at])
            pixels = zlib.decompress(answer.body[at + 4 : at + 4 + length])
            assert len(pixels) == height * (width + 1)
