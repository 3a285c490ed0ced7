"""The grammar of Founder e-papers: addresses of pages and articles, labels of pages."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from crawler.platforms import founder_classic, founder_nbs
from crawler.platforms.page_labels import split_label
from tests.founder_pages import ENTRY

classic = founder_classic.GRAMMAR


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("第A01版：头版", "A01", "头版"),
        ("01版:要闻", "01", "要闻"),
        ("A01： 头版", "A01", "头版"),
        ("第04版", "04", ""),
        ("第 0607 版　专题", "0607", "专题"),
        ("GA01", "GA01", ""),
        ("下一版", "", ""),
        ("02版面导航", "", ""),
        ("湖光·副刊", "", "湖光·副刊"),
    ],
)
def test_page_labels(text: str, label: str, name: str) -> None:
    assert split_label(text) == (label, name)


@pytest.mark.parametrize(
    ("path", "kind", "label"),
    [
        ("html/2022-02/12/node_219.htm", "page", ""),
        ("2022-02/12/001/node.htm", "page", "001"),
        ("html/2022-02/12/content_19621_7108962.htm?div=-1", "article", ""),
        ("html/2022-08/04/nbs.D110000xxsb_A1.htm", "page", "A1"),
        ("html/2022-08/04/nw.D110000xxsb_20220804_3-A1.htm", "article", "A1"),
    ],
)
def test_addresses(path: str, kind: str, label: str) -> None:
    grammar = founder_nbs.GRAMMAR if "nbs." in path or "/nw." in path else classic
    address = grammar.read(urljoin(ENTRY, path))
    assert address is not None
    assert (address.kind, address.label) == (kind, label)
    assert "?" not in address.url


@pytest.mark.parametrize(
    "path", ["html/2022-13/12/node_1.htm", "html/2022-02/30/node_1.htm", "node_1.htm", "", "x.htm"]
)
def test_what_is_no_address_of_an_issue(path: str) -> None:
    assert classic.read(urljoin(ENTRY, path)) is None
