"""The one pass over the markup of a page: parsed, and its lines found, without a tree between.

libxml2 calls back for every tag and text, so no element is ever built; that is a third of the
time of parsing first and walking then, and there is no depth of nesting at which it stops.
This is the hot loop of reading: closures over local names, one dictionary look-up a tag.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

from lxml import etree

from . import hints, limits, tags
from .dom import Block, Document, Line, Picture, is_linked, squeeze
from .typed import typed_lines

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_OF_PUBLICATION = re.compile(r"\bpublished\b|\bentry-date\b|\bpub-?date\b|\bdatepublished\b")
_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u2060\ufeff\u00ad]")
_LONGEST_CUT = 300  # characters of a line whose inline pieces are kept
_MOST_PIECES = 60
_MOST_MARKED = 40  # elements whose class or id names a field
_LONGEST_MARKED = 2_000  # characters of such an element; more is no field
_LONGEST_NAMES = 300  # characters of a class or id that are looked at
# Block elements that do more than end a line: (hint, heading level, is it <pre>, field)
_SPECIAL = {
    tag: (hints.of_tag(tag), tags.HEADINGS.get(tag, 0), tag == "pre", hints.TAG_FIELDS.get(tag))
    for tag in tags.BLOCKS
    if hints.of_tag(tag) or tag in tags.HEADINGS or tag in {"pre", "center", *hints.TAG_FIELDS}
}
_KIND_OF = tags.KIND_OF | dict.fromkeys(_SPECIAL, tags.SPECIAL)


def read_markup(page: bytes, document: Document) -> None:
    """Fill `document` with the lines, blocks, pictures and head of `page`, UTF-8 bytes."""
    # Bytes in our own encoding: whatever charset a meta names has no say.
    parser = etree.HTMLParser(target=_target(document), encoding="utf-8", huge_tree=True)
    try:
        etree.fromstring(page, parser)
    except _Enough:
        document.notes["cut"] = limits.LINES_LEFT_OUT
    except etree.LxmlError:
        return  # a page without a single element


class _Enough(Exception):  # noqa: N818  (no error: the limit of lines is reached)
    pass


def _target(document: Document) -> SimpleNamespace:
    """What the parser calls: start, end, data, comment, close."""
    kind_of, of_names = _KIND_OF.get, hints.of_names
    special, line_break, blocky = tags.SPECIAL, tags.BREAK, (tags.BLOCK, tags.SPECIAL)
    link, inline, look, time = tags.LINK, tags.INLINE, tags.LOOK, tags.TIME
    meta, picture, looks, longest = tags.META, tags.PICTURE, tags.LOOKS, _LONGEST_NAMES
    lines, blocks, marked = document.lines, document.blocks, document.marked
    addresses = document.links
    blocks.append(Block(0, "html", "", 0, 0))
    pieces: list[str] = []  # of the line that is being gathered
    names: list[str] = []  # of inline elements since the last line
    hidden: list[tuple[int, int]] = []  # inline: its level, and the hint before
    waiting: list[tuple[int, int, list[str]]] = []  # marked: level, place in `marked`, text
    open_looks: list[str] = []  # of the open <b>, <font> …: they last over a <br>
    content: list[str] | None = None  # of an open <title> or <script>
    of_type = ""  # the type of that script
    block = level = skipped = links = linked = typed = heading = hint = 0
    centred = False  # a block on the page is set in the middle
    in_body_mark = image = False  # between <!--enpcontent--> and <!--/enpcontent-->
    apart = True  # a tag stood between this text and the last

    def flush() -> None:
        nonlocal linked, image
        if pieces:
            text = squeeze("".join(pieces) if len(pieces) > 1 else pieces[0])
            if not text.isprintable() and _INVISIBLE.search(text):
                text = squeeze(_INVISIBLE.sub("", text))
            if text:
                own = blocks[block].names
                line = Line(len(lines), text, block, linked, hint, heading, own, image, (),
                            len(text))  # fmt: skip
                if linked:
                    line.plain = max(0, line.plain - linked)
                    line.is_link = is_linked(text, linked)
                if names:
                    line.names = " ".join([own, *names])
                if in_body_mark:
                    line.hint |= hints.BODY_MARK
                if 1 < len(pieces) < _MOST_PIECES and len(text) < _LONGEST_CUT:
                    line.pieces = tuple(pieces)
                if line.index >= limits.MOST_LINES:
                    raise _Enough
                lines.append(line)
                image = False
            pieces.clear()
        if names:
            names.clear()
        if open_looks:
            names.extend(open_looks[-3:])
        linked = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal block, level, skipped, links, typed, heading, hint, apart, image
        nonlocal centred, content, of_type
        apart = True
        kind = kind_of(tag, inline)
        if kind >= meta:
            if kind == meta:
                _meta(tag, attributes, document)
            else:
                content, of_type = [], attributes.get("type") or ""
        if skipped:
            skipped += 1
            return
        level += 1
        if kind in blocky:
            if pieces or names:
                flush()
            own, class_names = 0, ""
            if attributes:
                classes, identifier = attributes.get("class", ""), attributes.get("id", "")
                if classes or identifier:
                    class_names, own, field = of_names(classes[:longest], identifier[:longest])
                    if field:
                        mark(field, class_names)
                if "style" in attributes and _HIDDEN.search(attributes["style"]):
                    own |= hints.HIDDEN
                if "align" in attributes:
                    class_names = _centred(tag, attributes, class_names)
                if level == 1:
                    document.language = document.language or attributes.get("lang", "").strip()
            if kind == special:
                extra = _SPECIAL[tag]
                if tag == "center":
                    class_names = f"{class_names} center".lstrip()
                own |= extra[0]
                heading = extra[1] or heading
                typed += extra[2]
                if extra[3]:
                    mark(extra[3], tag)
            parent = blocks[block]
            if centred and parent.names.endswith("center") and tag in tags.SET_LIKE_PARENT:
                class_names = f"{class_names} center".lstrip()
            centred = centred or class_names.endswith("center")
            hint = parent.hint | own
            blocks.append(Block(block, tag, class_names, hint, parent.depth + 1, own))
            block = len(blocks) - 1
        elif link <= kind <= time:
            if kind == link:
                links += 1
                if "href" in attributes:
                    addresses.append(attributes["href"])
            if attributes:
                classes, identifier = attributes.get("class", ""), attributes.get("id", "")
                if classes or identifier:
                    class_names, own, field = of_names(classes[:longest], identifier[:longest])
                    names.append(class_names)
                    if field:
                        mark(field, class_names)
                if kind == time and "datetime" in attributes:
                    _time(attributes, document)
                if "style" in attributes and _HIDDEN.search(attributes["style"]):
                    hidden.append((level, hint))
                    hint |= hints.HIDDEN
            if kind == look:
                open_looks.append(looks[tag] or f"size{attributes.get('size', '')}")
                names.append(open_looks[-1])
        elif kind == line_break:
            flush()
        elif kind == picture:
            image = _picture(attributes, block, document) or image
        else:
            level -= 1
            skipped = 1
            if tag == "select":
                document.turns = True

    def end(tag: str) -> None:
        nonlocal block, level, skipped, links, typed, heading, hint, content, apart
        apart = True
        kind = kind_of(tag, inline)
        if skipped:
            skipped -= 1
            if kind > meta and content is not None:
                _head_text(kind, "".join(content), of_type, document)
                content = None
            return
        if kind in blocky:
            if pieces or names:
                flush()
            if kind == special:
                extra = _SPECIAL[tag]
                typed -= extra[2]
                if extra[1]:
                    heading = 0
            block = blocks[block].parent
            hint = blocks[block].hint
        elif kind == link:
            links -= 1
        elif kind == look and open_looks:
            open_looks.pop()
        if hidden and hidden[-1][0] == level:
            hint = hidden.pop()[1]
        if waiting and waiting[-1][0] == level:
            _, place, gathered = waiting.pop()
            said = squeeze("".join(gathered))
            marked[place] = (*marked[place][:2], said if len(said) <= _LONGEST_MARKED else "")
        level -= 1

    def data(text: str) -> None:
        nonlocal linked, apart
        if content is not None:
            content.append(text)
        if skipped:
            return
        if waiting:
            for _, _, gathered in waiting:
                gathered.append(text[:_LONGEST_MARKED])
        if typed and "\n" in text:
            add_typed(text)
        elif pieces and not apart and len(pieces[-1]) < _LONGEST_CUT:
            pieces[-1] += text  # longer ones are not grown: that would take the square
        elif pieces or not text.isspace():
            pieces.append(text)
        else:
            return
        apart = False
        if links:
            text = text.strip()
            linked += len(text) - text.count(" ")

    def add_typed(text: str) -> None:
        # Line breaks in a <pre> are the page's.
        for number, piece in enumerate(typed_lines(text)):
            if number:
                flush()
            if piece.strip():
                pieces.append(piece)

    def comment(text: str) -> None:
        nonlocal in_body_mark, apart
        apart = True
        if "enpcontent" in text:
            flush()
            in_body_mark = not text.strip().startswith("/")
        elif "property" in text or "founder-" in text:
            document.comments.append(text)

    def mark(field: str, class_names: str) -> None:
        if len(marked) < _MOST_MARKED:
            waiting.append((level, len(marked), []))
            marked.append((field, class_names, ""))

    return SimpleNamespace(start=start, end=end, data=data, comment=comment, close=flush)


def _time(attributes: dict[str, str], document: Document) -> None:
    """``<time class="entry-date published" datetime="…">``; any other time may be a reader's."""
    names = f"{attributes.get('class', '')} {attributes.get('itemprop', '')}".lower()
    if _OF_PUBLICATION.search(names) and len(document.marked) < _MOST_MARKED:
        document.marked.append(("published", "time", attributes["datetime"]))


def _centred(tag: str, attributes: dict[str, str], names: str) -> str:
    """`names` with how the text is set: a headline without a class is seen by that."""
    if attributes["align"].lower() == "center" and tag != "table":
        return f"{names} center".lstrip()
    return names


def _picture(attributes: dict[str, str], block: int, document: Document) -> bool:
    get = attributes.get
    if get("usemap"):  # the picture of a printed page, not of the article
        return False
    source = get("data-src") or get("data-original") or get("src") or ""
    alt = squeeze(get("alt") or "")
    document.pictures.append(Picture(len(document.lines), block, source.strip(), alt))
    return True


def _meta(tag: str, attributes: dict[str, str], document: Document) -> None:
    get = attributes.get
    if tag == "link":
        document.turns |= (get("rel") or "").lower() in ("next", "prev", "previous")
        return
    name = get("name") or get("property") or get("itemprop")
    if name and (value := squeeze(get("content") or "")):
        document.metas.append((name.strip().lower(), value))


def _head_text(kind: int, text: str, of_type: str, document: Document) -> None:
    if kind == tags.TITLE:
        document.head_title = document.head_title or squeeze(text)
        return
    document.turns |= "PageHTML" in text or "countPage" in text
    if "ld+json" in of_type:
        document.json_ld.append(text)
