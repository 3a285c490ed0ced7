"""Citations read back by other programs: rispy, bibtexparser, lxml, an HTML parser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import bibtexparser
import pytest
import rispy
from bibtexparser.latexenc import latex_to_unicode
from hypothesis import given, settings
from lxml import etree

from archive.citation import bibtex, csl, dublin_core, parts, ris
from archive.citation.embedded import coins, head_tags
from archive.export.entry import Credit, Entry
from tests.entries import HOME, entry, hostile, hostile_entries, magazine, website

KINDS = ("newspaper", "magazine", "website")
URL = f"{HOME}/2022-08/04/content_7.htm"


def known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


# ------------------------------------------------------------------------- RIS


def by_rispy(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    text = "".join(ris.lines(entries))
    assert text.endswith("ER  - \r\n")
    return rispy.loads(text, newline="\r\n")


@settings(max_examples=200)
@given(hostile_entries(kinds=KINDS))
def test_ris_comes_back_and_nothing_is_injected(one: Entry) -> None:
    found = by_rispy([one, entry(id=7)])
    assert len(found) == 2
    names = parts.names(one)
    assert found[0].get("authors", []) == names
    assert found[0].get("title", "") == parts.headline(one)
    assert found[0].get("secondary_title", "") == parts.publication(one)
    assert "unknown_tag" not in found[0]


def test_what_ris_says() -> None:
    paper, journal, site = by_rispy([entry(), magazine(), website()])
    assert (paper["type_of_reference"], journal["type_of_reference"]) == ("NEWS", "JOUR")
    assert site["type_of_reference"] == "ELEC"
    assert (paper["date"], paper["year"], paper["start_page"]) == ("2022/08/04/", "2022", "02")
    assert (journal["number"], paper["issn"]) == ("15", "1234-5679")
    assert paper["urls"] == [URL]
    assert paper["access_date"] == "2026/01/05/"


@pytest.mark.parametrize(
    ("day", "said"), [("2022", "2022///"), ("2022-08", "2022/08//"), ("", None)]
)
def test_a_date_of_ris_has_three_slashes(day: str, said: str | None) -> None:
    (found,) = by_rispy([website(published=day)])
    assert found.get("date") == said


# ---------------------------------------------------------------------- BibTeX


def by_bibtexparser(entries: Sequence[Entry]) -> list[dict[str, str]]:
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, interpolate_strings=True)
    found: list[dict[str, str]] = parser.parse("\n".join(bibtex.lines(entries))).entries
    return found


def read(value: str) -> str:
    """What LaTeX sets of a value: commands undone by the parser's table, where it knows them."""
    value = value.replace(r"\textbraceleft{}", "\ue000").replace(r"\textbraceright{}", "\ue001")
    value = value.replace(r"\textbackslash{}", "\ue002").replace(r"\textasciitilde{}", "~")
    value = value.replace(r"\textasciicircum{}", "^")
    value = re.sub(r"\\([%&#$_])", r"\1", value)
    assert not re.search(r"[\\{}]", value), "no command and no brace is left"
    return value.translate({0xE000: "{", 0xE001: "}", 0xE002: "\\"})


@settings(max_examples=200)
@given(hostile_entries(kinds=KINDS))
def test_bibtex_comes_back_and_nothing_is_injected(one: Entry) -> None:
    found = by_bibtexparser([one, entry(id=7, title_name="other")])
    assert [item["ID"] for item in found] == [parts.key(one), "other-2022-08-04-7"]
    item = found[0]
    headline = item.get("title", "{}")
    assert read(headline[1:-1]) == parts.headline(one)
    names = item["author"][1:-1].split("} and {") if "author" in item else []
    assert [read(name) for name in names] == parts.names(one)
    where = item.get("journal", item.get("howpublished", ""))
    assert read(where) == parts.publication(one)


def test_what_bibtex_says() -> None:
    paper, journal, site = by_bibtexparser([entry(id=1), magazine(id=2), website(id=3)])
    assert paper == {
        "ENTRYTYPE": "article", "ID": "lakeside-2022-08-04-1",
        "author": "{方知夏} and {周禾苗}", "title": "{新桥通了: 两岸走亲戚不再绕路}",
        "journal": "湖滨晚报", "year": "2022", "month": "August", "day": "4", "pages": "02",
        "publisher": "湖滨晚报社", "address": "湖南", "issn": "1234-5679",
        "language": "zh-Hans", "url": URL, "urldate": "2026-01-05",
    }  # fmt: skip
    assert journal["number"] == "15"
    assert site["ENTRYTYPE"] == "misc"
    assert site["howpublished"] == "湖滨晚报"


def test_signs_of_latex_are_escaped() -> None:
    assert bibtex.escaped("$x$ {~^}\\") == (
        r"\$x\$ \textbraceleft{}\textasciitilde{}\textasciicircum{}\textbraceright{}"
        r"\textbackslash{}"
    )
    text = bibtex.escaped("100% & #1 a_b")
    assert text == r"100\% \& \#1 a\_b"
    assert latex_to_unicode(text) == "100% & #1 a_b"


@pytest.mark.parametrize("brace", ["{", "}", "}}", "{{{", "\\}", "\\{"])
def test_a_lone_brace_ends_nothing(brace: str) -> None:
    found = by_bibtexparser([entry(title=f"桥{brace}", publication=brace), entry(id=9)])
    assert len(found) == 2


# -------------------------------------------------------------------- CSL-JSON


@settings(max_examples=100)
@given(hostile_entries(kinds=KINDS))
def test_csl_is_one_array_of_what_is_known(one: Entry) -> None:
    found = json.loads("".join(csl.lines([one, one])))
    assert found == [csl.item(one)] * 2
    assert all(found[0].values()), "nothing is there without a value"


def test_what_csl_says() -> None:
    assert csl.item(entry()) == {
        "id": "lakeside-2022-08-04-123", "type": "article-newspaper",
        "title": "新桥通了: 两岸走亲戚不再绕路",
        "author": [{"literal": "方知夏"}, {"literal": "周禾苗"}],
        "container-title": "湖滨晚报", "issued": {"date-parts": [[2022, 8, 4]]}, "page": "02",
        "section": "要闻", "publisher": "湖滨晚报社", "publisher-place": "湖南",
        "ISSN": "1234-5679", "language": "zh-Hans", "URL": URL,
        "accessed": {"date-parts": [[2026, 1, 5]]},
    }  # fmt: skip
    assert csl.item(magazine())["type"] == "article-magazine"
    assert csl.item(website(published="2022-08"))["issued"] == {"date-parts": [[2022, 8]]}
    assert csl.item(website())["type"] == "webpage"
    assert "publisher-place" not in csl.item(entry(place="全国"))
    assert "".join(csl.lines([])) == "[]\n"


# ----------------------------------------------------------------- Dublin Core


@settings(max_examples=150)
@given(hostile_entries(kinds=KINDS))
def test_dublin_core_is_xml_whatever_the_page_says(one: Entry) -> None:
    root = etree.fromstring("\n".join(dublin_core.lines([one, one])).encode())
    assert len(root) == 2
    found = [(etree.QName(e).localname, e.text) for e in root[0]]
    assert found == dublin_core.elements(one)
    assert not root.xpath("//*[not(starts-with(name(), 'dc:'))][not(self::records)]"
                          "[local-name() != 'dc']")  # fmt: skip


def test_what_dublin_core_says() -> None:
    assert dublin_core.elements(entry()) == [
        ("title", "新桥通了: 两岸走亲戚不再绕路"), ("creator", "方知夏"), ("creator", "周禾苗"),
        ("contributor", "林苇"), ("publisher", "湖滨晚报社"), ("date", "2022-08-04"),
        ("type", "Text"), ("identifier", URL), ("source", "湖滨网"),
        ("relation", "湖滨晚报, 2022-08-04, 02版"), ("relation", "urn:ISSN:1234-5679"),
        ("language", "zh-Hans"),
    ]  # fmt: skip


# --------------------------------------------------------------- inside a page


class Page(HTMLParser):
    """What a browser's parser sees: elements with their attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("one", [*hostile(), *hostile(kind="website")], ids=lambda e: str(e.id))
@pytest.mark.parametrize("make", [head_tags, coins])
def test_nothing_gets_out_of_a_tag(make: Callable[[Entry], str], one: Entry) -> None:
    page = Page(make(one))
    assert {tag for tag, _ in page.elements} <= {"meta", "link", "span"}
    names = {name for _, attributes in page.elements for name in attributes}
    assert names <= {"name", "content", "rel", "href", "class", "title"}
    assert page.text.strip() == ""


@settings(max_examples=150)
@given(hostile_entries(kinds=KINDS))
def test_tags_say_what_the_entry_says(one: Entry) -> None:
    pairs = [(a.get("name"), a.get("content")) for _, a in Page(head_tags(one)).elements]
    authors = [value for name, value in pairs if name == "citation_author"]
    assert authors == parts.names(one)
    said = dict(pairs)
    assert said.get("citation_title", "") == said.get("DC.title", "") == parts.headline(one)
    ((_, span),) = Page(coins(one)).elements
    context = dict(parse_qsl(span["title"] or ""))
    titles = {context.get("rft.atitle"), context.get("rft.title")} - {None}
    assert titles == ({parts.headline(one)} if parts.headline(one) else set())


def test_what_the_tags_of_a_newspaper_say() -> None:
    said = {a.get("name"): a.get("content") for _, a in Page(head_tags(entry())).elements}
    assert said["citation_publication_date"] == "2022/08/04"
    assert said["citation_journal_title"] == "湖滨晚报"
    assert said["citation_firstpage"] == "02"
    assert said["citation_public_url"] == said["DC.identifier"] == URL
    assert "citation_journal_title" not in head_tags(website())
    ((_, span),) = Page(coins(entry())).elements
    context = dict(parse_qsl(span["title"] or ""))
    assert span["class"] == "Z3988"
    assert context["ctx_ver"] == "Z39.88-2004"
    assert (context["rft.jtitle"], context["rft.date"]) == ("湖滨晚报", "2022-08-04")
    assert context["rft_id"] == URL


# ------------------------------------------------------------------ what all use


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (URL, URL),
        ("javascript:alert(1)", ""),
        ("http://", ""),
        ("http://[", ""),
        ("", ""),
        ('http://x.example/"><b>', "http://x.example/%22%3E%3Cb%3E"),
        ("http://x.example/版 1?a=桥", "http://x.example/%E7%89%88%201?a=%E6%A1%A5"),
        ("http://x.example/100%/a%20b", "http://x.example/100%25/a%20b"),
        ("http://x.example/{a}\\b", "http://x.example/%7Ba%7D%5Cb"),
    ],
)
def test_addresses(url: str, said: str) -> None:
    assert csl.item(entry(url=url)).get("URL", "") == said


def test_a_key_holds_nothing_that_a_format_could_take_for_its_own() -> None:
    one = entry(title_name="site_127.0.0.1:80,}{", issue_date="")
    assert parts.key(one) == "site_127.0.0.1_80-2022-08-04-123"
    assert parts.key(entry(issue_date="", published="")) == "lakeside-123"


def test_an_author_is_named_once() -> None:
    twice = (Credit("方知夏", "记者"), Credit("方知夏", "文"), Credit(" ", "记者"))
    assert parts.names(entry(authors=twice)) == ["方知夏"]
