"""Labels of newspaper pages (版) as they are printed: `第A01版：头版`, `01版:要闻`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from crawler.platforms.links import one_line

# 第A01版：头版 · 01版:要闻 · A01： 头版 · 第04版 · 第0607版：专题 · 01 - 封面
_LABEL = re.compile(
    r"(?:第\s*(?P<a>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*版|(?P<b>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*版"
    r"|(?P<c>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)(?=\s*[:：]|\s+-\s))"
    r"(?![面次式本权块])\s*[:：-]?\s*(?P<name>.*)"
)
_LONE_LABEL = re.compile(r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?")
# Texts of links that lead to pages and articles without naming them.
_NAVIGATION = re.compile(
    r"[\W\d]*(?:[上下前后][一1]?[版篇期页条]|版面导航|标题导航|本版导航|版面概览|返回\w*|首页|pdf\w*"
    r"|更多)\W*",
    re.I,
)
PAGENUM = re.compile(r"<founder-pagenum>\s*([A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*</founder-pagenum>")
_LABEL_TAGS = ("td", "div", "li", "p", "span", "h1", "h2", "h3", "strong", "b", "font")
_LONGEST_LABEL = 60  # characters: a longer text that begins with a page label is something else


def split_label(text: str) -> tuple[str, str]:
    """`第A01版：头版` → `("A01", "头版")`; a text without a page label is a name: `("", text)`."""
    text = one_line(text)
    if match := _LABEL.fullmatch(text):
        return match["a"] or match["b"] or match["c"], match["name"].strip()
    if _LONE_LABEL.fullmatch(text):
        return text, ""
    return "", "" if is_navigation(text) else text


def is_navigation(text: str) -> bool:
    """True for 下一版, 返回目录 and the like."""
    return _NAVIGATION.fullmatch(text) is not None


def same_label(one: str, other: str) -> bool:
    """01 and 1, A1 and a01 are one page."""
    return label_key(one) == label_key(other)


def label_key(label: str) -> str:
    """What all ways of writing a label share: 1 of 01, A1 of a01."""
    letters = label.rstrip("0123456789") if label[-1:].isdigit() else ""
    return letters.upper() + label[len(letters) :].lstrip("0").upper()


def printed_labels(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """(label, name) wherever the document prints a page's label outside a link."""
    for element in tree.iter(*_LABEL_TAGS):
        if any(True for _ in element.iter("a", "script")):
            continue  # a label in a link is that of the page it leads to
        text = one_line(element.text_content())
        if len(text) <= _LONGEST_LABEL and "版" in text:
            label, name = split_label(text)
            if label:
                yield label, name
