"""The one walk over the tree of a page.

This is the hot loop of reading, a third of its time: one dictionary look-up an element, its
attributes fetched once, nothing done for white space between blocks.
"""

from __future__ import annotations

import re

from lxml import etree

from . import hints, limits, tags
from .dom import Block, Document, Line, Picture, squeeze

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u2060\ufeff\u00ad]")
_LONGEST_CUT = 300  # characters of a line whose inline pieces are kept
_MOST_PIECES = 60
_MOST_MARKED = 40  # elements whose class or id names a field
_LONGEST_MARKED = 2_000  # characters of such an element; more is no field
_LONGEST_NAMES = 300  # characters of a class or id that are looked at


def walk(root: etree._Element, document: Document) -> None:
    """Fill `document` with the lines, blocks, pictures and comments under `root`."""
    walk = _Walk(document)
    try:
        walk.run(root)
    except _Enough:
        document.notes["cut"] = limits.LINES_LEFT_OUT
    walk.read_comments_around(root)


class _Enough(Exception):  # noqa: N818  (no error: the limit of lines is reached)
    pass


class _Walk:
    def __init__(self, document: Document) -> None:
        self.document = document
        document.blocks.append(Block(0, "html", "", 0, 0))
        self.block = 0
        self.hint = 0
        self.heading = 0
        self.typed = 0  # open <pre>
        self.buffer: list[str] = []
        self.names: list[str] = []  # of inline elements since the last line
        self.linked = 0
        self.links = 0  # open <a>
        self.in_body_mark = False  # between <!--enpcontent--> and <!--/enpcontent-->
        self.image = False
        self.hidden: list[tuple[etree._Element, int]] = []  # inline, with the hint before

    def run(self, root: etree._Element) -> None:
        kind_of, buffer = tags.KIND_OF, self.buffer
        events = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in events:
            if event == "start":
                kind = kind_of.get(element.tag, tags.INLINE)
                if kind == tags.SKIP:
                    events.skip_subtree()
                    continue
                self.start(element, kind)
                text = element.text
            elif event == "end":
                self.end(element, kind_of.get(element.tag, tags.INLINE))
                text = element.tail if element is not root else None
            else:
                self.comment(element.text or "")
                text = element.tail
            if self.typed and text and "\n" in text:
                self.add_typed(text)
            elif text and (buffer or not text.isspace()):
                buffer.append(text)
                if self.links:
                    self.linked += len("".join(text.split()))
        self.flush()

    def read_comments_around(self, root: etree._Element) -> None:
        """方正 writes its fields in a comment behind </html>."""
        for before in (True, False):
            for comment in root.itersiblings(etree.Comment, preceding=before):
                self.comment(comment.text or "")

    def add_typed(self, text: str) -> None:
        """Text of a <pre>: its line breaks are the page's."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
            if line.strip():
                self.buffer.append(line)
                if self.links:
                    self.linked += len("".join(line.split()))

    def start(self, element: etree._Element, kind: int) -> None:
        if kind == tags.BREAK:
            self.flush()
            return
        if kind == tags.PICTURE:
            self.picture(element)
            return
        names = style = classes = identifier = ""
        bits = 0
        if attributes := element.attrib:  # .items() takes the square of their number
            get = attributes.get
            classes, identifier = get("class") or "", get("id") or ""
            style = get("style") or ""
        if classes or identifier:
            names, bits, field = hints.of_names(
                classes[:_LONGEST_NAMES], identifier[:_LONGEST_NAMES]
            )
            if field:
                self.mark(element, field, names)
        if kind == tags.BLOCK:
            if element.tag in hints.TAG_FIELDS:
                self.mark(element, hints.TAG_FIELDS[element.tag], element.tag)
            if self.buffer or self.names:
                self.flush()
            self.open_block(element.tag, names, bits, style)
            return
        if kind == tags.LINK:
            self.links += 1
        if names:
            self.names.append(names)
        if style and _HIDDEN.search(style):
            self.hidden.append((element, self.hint))
            self.hint |= hints.HIDDEN

    def open_block(self, tag: str, names: str, bits: int, style: str) -> None:
        blocks = self.document.blocks
        parent = blocks[self.block]
        own = bits | hints.of_tag(tag)
        if style and _HIDDEN.search(style):
            own |= hints.HIDDEN
        self.hint = parent.hint | own
        blocks.append(Block(self.block, tag, names, self.hint, parent.depth + 1, own))
        self.block = len(blocks) - 1
        self.heading = tags.HEADINGS.get(tag, self.heading)
        self.typed += tag == "pre"

    def end(self, element: etree._Element, kind: int) -> None:
        if kind == tags.BLOCK:
            if self.buffer or self.names:
                self.flush()
            self.block = self.document.blocks[self.block].parent
            self.hint = self.document.blocks[self.block].hint
            self.typed -= element.tag == "pre"
            if self.heading and element.tag in tags.HEADINGS:
                self.heading = 0
        elif kind == tags.LINK:
            self.links -= 1
        if self.hidden and self.hidden[-1][0] is element:
            self.hint = self.hidden.pop()[1]

    def comment(self, text: str) -> None:
        if "enpcontent" in text:
            self.flush()
            self.in_body_mark = not text.strip().startswith("/")
        elif "property" in text or "founder-" in text:
            self.document.comments.append(text)

    def mark(self, element: etree._Element, field: str, names: str) -> None:
        marked = self.document.marked
        if len(marked) < _MOST_MARKED:
            pieces, length = [], 0
            for piece in element.itertext():
                pieces.append(piece)
                length += len(piece)
                if length > _LONGEST_MARKED:
                    return
            marked.append((field, names, squeeze("".join(pieces))))

    def picture(self, element: etree._Element) -> None:
        get = element.get
        if get("usemap"):  # the picture of a printed page, not of the article
            return
        source = get("data-src") or get("data-original") or get("src") or ""
        line = len(self.document.lines)
        alt = squeeze(get("alt") or "")
        self.document.pictures.append(Picture(line, self.block, source.strip(), alt))
        self.image = True

    def flush(self) -> None:
        buffer, document = self.buffer, self.document
        if buffer:
            text = squeeze("".join(buffer) if len(buffer) > 1 else buffer[0])
            if text and not text.isascii() and _INVISIBLE.search(text):
                text = squeeze(_INVISIBLE.sub("", text))
            if text:
                names = document.blocks[self.block].names
                line = Line(len(document.lines), text, self.block, self.linked, self.hint,
                            self.heading, names, self.image)  # fmt: skip
                if self.names:
                    line.names = " ".join([names, *self.names])
                if self.in_body_mark:
                    line.hint |= hints.BODY_MARK
                if 1 < len(buffer) < _MOST_PIECES and len(text) < _LONGEST_CUT:
                    line.pieces = tuple(buffer)
                if line.index >= limits.MOST_LINES:
                    raise _Enough
                document.lines.append(line)
                self.image = False
            buffer.clear()
        if self.names:
            self.names.clear()
        self.linked = 0
