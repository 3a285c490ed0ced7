"""Small true PDFs with a Chinese text layer, written by hand.  All text is invented."""

from __future__ import annotations

from collections.abc import Sequence

# One printed line: x and y in points from the lower left corner, size of the letters, text.
Printed = tuple[float, float, float, str]

# Numbers (CID) of some characters in Adobe-GB1, the collection of Chinese fonts.
GB1 = {"渡": 1544, "口": 2407, "的": 1445, "新": 3981, "船": 1327, "昨": 4687, "天": 3647,
       "下": 3887, "水": 3491}  # fmt: skip


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Objects 1, 2, 3 … as a PDF; the first is its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def stream(data: bytes, words: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


def pdf(
    pages: Sequence[Sequence[Printed]], font: str = "tounicode", trailer: bytes = b""
) -> bytes:
    """A PDF of these pages.

    `font` is how it says which letters it shows: `tounicode` (a table in the file), `gbk`
    (GBK-EUC-H), `gb1` (numbers of Adobe-GB1, no table), `unnamed` (not at all).
    """
    letters = sorted({letter for page in pages for *_, text in page for letter in text})
    code = {letter: f"{number:04x}" for number, letter in enumerate(letters, 1)}
    if font == "gbk":
        code = {letter: letter.encode("gbk").hex() for letter in letters}
    elif font == "gb1":
        code = {letter: f"{GB1[letter]:04x}" for letter in letters}
    encoding = b"/GBK-EUC-H" if font == "gbk" else b"/Identity-H"
    ordering = b"(GB1)" if font in ("gbk", "gb1") else b"(Identity)"
    table = b"/ToUnicode 5 0 R" if font == "tounicode" else b""
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding %s"
        b" /DescendantFonts [4 0 R] %s >>" % (encoding, table),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering %s /Supplement 2 >> /FontDescriptor << /Type"
        b" /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>" % ordering,
        stream(_to_unicode(code)),
    ]
    for number, page in enumerate(pages):
        drawn = "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td <{''.join(code[c] for c in text)}> Tj ET"
            for x, y, size, text in page
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (7 + 2 * number),
            stream(drawn.encode()),
        ]
    return file_of(objects, trailer)


def _to_unicode(code: dict[str, str]) -> bytes:
    rows = "".join(
        f"<{number}> <{letter.encode('utf-16-be').hex()}>\n" for letter, number in code.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Own def /CMapType 2 def\n1 begincodespacerange <0000> <ffff>"
        f" endcodespacerange\n{len(code)} beginbfchar\n{rows}endbfchar\n"
        "endcmap end end\n"
    ).encode()


def column(
    paragraphs: Sequence[str], letters: int, x: float = 72, top: float = 740, size: float = 10
) -> list[Printed]:
    """Paragraphs set in a column of so many letters, each with an indent of two."""
    lines: list[Printed] = []
    for text in paragraphs:
        rest, indent = text, 2
        while rest:
            y = top - 1.5 * size * len(lines)
            lines.append((x + indent * size, y, size, rest[: letters - indent]))
            rest, indent = rest[letters - indent :], 0
    return lines
