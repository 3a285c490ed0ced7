"""A fetched page as a tree of elements, whatever its bytes are."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree, html

from crawler.extract.charset import decode

# Frames of a frameset and links in them are elements like others; comments are no elements,
# so that what is commented out has no links.
_NUL = "\x00"


def text_of_page(body: bytes, headers: Mapping[str, str] | None = None) -> str:
    """The source of a page as text, comments and all."""
    return decode(body, headers).text.replace(_NUL, "")


def parse(text: str) -> html.HtmlElement | None:
    """The element tree of a page's source; None when there is nothing to parse."""
    # Encoded again: lxml refuses a str that begins with <?xml encoding=…?>.
    data = text.encode("utf-8", "replace")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    return tree
