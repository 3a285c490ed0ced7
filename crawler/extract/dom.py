"""A page as an ordered list of lines, found in one parse and one walk.

A line is what a reader sees as one: text between two block boundaries or ``<br>``.  Each
knows its block, how much of it is linked, and what the ancestors' classes hint at.  Text
without any markup is read too, a line a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import limits
from .tags import BLOCKS

_HAS_MARKUP = re.compile(r"<(?:[a-zA-Z!?]|/[a-zA-Z])[^<>]{0,2000}>")
_PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
_END_OF_PAGE = re.compile(rb"</html\s*>", re.I)
_ELEMENT = re.compile(rb"<[a-zA-Z]")
_ENDS = re.compile(r"</?(?:html|body)\b[^<>]*>", re.I)
_WRAP = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\uffef])[ \t\r]*\n\s*(?=[\u2e80-\u9fff\uf900-\uffef])"
)
_CONTAINERS = BLOCKS - frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "dd"})
_LIST_DATE = re.compile(
    r"[\[(（]?\s?(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?\s?[\])）]?$"
)
_WRAPPED_FROM = 60  # characters; shorter lines keep their source line breaks as blanks


@dataclass(slots=True)
class Block:
    """A block element; block 0 is the page."""

    parent: int
    tag: str
    names: str  # class and id, lower case
    hint: int  # bits of hints.py, its own and its ancestors'
    depth: int
    own: int = 0  # the bits that its own name gives


@dataclass(slots=True)
class Line:
    """One visible line."""

    index: int
    text: str
    block: int
    linked: int  # characters of it inside links, blanks not counted
    hint: int
    heading: int  # 1-6 inside h1-h6, else 0
    names: str  # class and id of its block and inline elements
    after_image: bool = False
    pieces: tuple[str, ...] = ()  # of a short line: its text as inline elements cut it
    plain: int = 0  # characters outside links
    is_link: bool = False  # nearly all linked; a date behind a link counts with it

    @property
    def spaced(self) -> str:
        """The text with a blank between inline elements: labels and values keep apart."""
        return " ".join(" ".join(self.pieces).split()) if len(self.pieces) > 1 else self.text


def is_linked(text: str, linked: int) -> bool:
    whole = 0.8 * (len(text) - text.count(" "))
    if linked >= whole:
        return True
    if linked < 4:
        return False
    dated = _LIST_DATE.search(text)
    return dated is not None and linked + len(dated[0]) >= whole


@dataclass(slots=True)
class Picture:
    """An <img>: before which line it stands, and its attributes."""

    line: int
    block: int
    src: str
    alt: str


@dataclass(slots=True)
class Document:
    """What the walk found."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    links: list[str] = field(default_factory=list)  # addresses of <a>, as written
    turns: bool = False  # has what turns pages and is no <a>: <select>, rel=next, a script
    comments: list[str] = field(default_factory=list)
    marked: list[tuple[str, str, str]] = field(default_factory=list)  # field, selector, text
    head_title: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    language: str = ""
    notes: dict[str, str] = field(default_factory=dict)  # for the provenance: cut, dom
    markup: bool = True

    def containers(self) -> list[int]:
        """Block → the block that holds its paragraph: itself, or what is round a ``<p>``."""
        found: list[int] = []
        for index, block in enumerate(self.blocks):  # parents come before their children
            own = not index or block.tag in _CONTAINERS
            found.append(index if own else found[block.parent])
        return found


def parse(text: str) -> Document:
    """Read `text`, HTML or plain.  Never raises on malformed markup."""
    data = text.encode("utf-8", "replace")  # looked through much quicker than text
    if b"\x00" in data:
        text = text.replace("\x00", "")
    if not _HAS_MARKUP.search(text):
        return _plain(text)
    whole, left_out = _PROLOG.sub("", text), ""
    if data.count(b"<") > limits.MOST_TAGS:
        whole, left_out = limits.first_tags(whole)
    whole, attributes = limits.few_attributes(whole)
    if _has_more_after_its_end(data):  # which the parser drops
        whole = _ENDS.sub("", whole)
    if whole is not text or b"\x00" in data:
        data = whole.encode("utf-8", "replace")
    cut_short = "; ".join(filter(None, (left_out, attributes)))
    document = Document(notes={"cut": cut_short} if cut_short else {})
    from .walk import read_markup  # it fills the document that is declared here

    read_markup(data, document)
    return document


def squeeze(text: str) -> str:
    """One blank for every run of white space, none at the ends.

    A line break in the source of long text is typesetting, not a blank, between Han characters.
    """
    if "\n" in text and len(text) >= _WRAPPED_FROM:
        text = _WRAP.sub("", text)
    return " ".join(text.split())


def _has_more_after_its_end(data: bytes) -> bool:
    start = max(0, min(data.find(b"</html"), data.find(b"</HTML")))
    end = _END_OF_PAGE.search(data, start)
    rest = data[end.end() :].strip() if end else b""
    # A comment behind </html> stays where it is: 方正 writes its fields there.
    return bool(rest) and (not rest.startswith(b"<!--") or _ELEMENT.search(rest) is not None)


def _plain(text: str) -> Document:
    document = Document(markup=False, blocks=[Block(0, "body", "", 0, 0)])
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line := " ".join(raw.split()):
            if len(document.lines) >= limits.MOST_LINES:
                document.notes["cut"] = limits.LINES_LEFT_OUT
                break
            number, length = len(document.lines), len(line)
            document.lines.append(Line(number, line, 0, 0, 0, 0, "", plain=length))
    return document
