"""Floods of text, bytes that are no page, and pages too large: see hostile_pages.py."""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

import gzip
import json
import struct
import zlib

from .hostile_pages import ARTICLE, HEAD, SENTENCES, TEXT, TITLE, TOP, Case, page


def _paragraphs_with_labels() -> bytes:
    lines = (f"<p>责任编辑：陈若溪 作者：林小舟 来源：云湖日报 {i}</p>" for i in range(10_000))
    return page(after="".join(lines))


def _many_paragraphs() -> bytes:
    return page(
        inside="".join(
            f"<p>{i}号岛上也来了白鹭，人们在岸边看，孩子们数了数。</p>（记者 陈若溪）"
            for i in range(9_000)
        )
    )


def _png() -> bytes:
    pixels = zlib.compress(b"".join(b"\x00" + bytes(range(256)) * 3 for _ in range(256)))
    chunk = b"IDAT" + pixels
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(pixels))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )


def _pdf() -> bytes:
    stream = zlib.compress("清早五点，护鸟员撑船出了港。".encode() * 2000)
    return b"%PDF-1.4\n1 0 obj <</Length 9>>\nstream\n" + stream + b"\nendstream endobj\n%%EOF"


def _control() -> bytes:
    return page(
        inside="".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF])) * 200
    )


def _nul_everywhere() -> bytes:
    return b"\x00".join(bytes([b]) for b in ARTICLE.encode())


def _nul_in_tags() -> bytes:
    return ARTICLE.replace("<p>", "<\x00p\x00>").replace("<div>", "<d\x00iv>").encode()


TEXTS = [
    Case("a million blanks", lambda: page(inside=" \t\n\u3000" * 250_000)),
    Case("a million blanks in a line", lambda: page(after="<p>来源" + " " * 1_000_000 + "x</p>")),
    *(
        Case(
            f"1 MB of {unit}",
            lambda unit=unit: page(after=f"<p>{unit * (1_000_000 // len(unit.encode()))}</p>"),
        )
        for unit in (
            "（",
            "【",
            "《",
            "“",
            "（记者",
            "记者",
            "1",
            ".",
            "-",
            "2023年3月12日",
            "年月日",
            "沪ICP备1",
            "来源：",
            "编辑 ",
            "a@b.",
            "首页 > ",
            "电话：0",
            "&#",
            "<",
            "</",
            "<a ",
            "/",
            "二",
            "上午",
            "湖\n",
            "摄",
            "·",
            "A ",
            "陈",
        )
    ),
    *(
        Case(f"10,000 lines of {unit}", lambda unit=unit: page(before=f"<p>{unit}</p>" * 10_000))
        for unit in (
            "（" * 60,
            "记者 " * 20,
            "2023年3月12日 " * 6,
            "来源：" * 15,
            "陈若溪" * 7,
            "1" * 100,
            "ICP备" * 20,
            "版权所有" * 20,
        )
    ),
    *(
        Case(
            f"10,000 lines of {unit} below",
            lambda unit=unit: page(after=f"<div>{unit}</div>" * 10_000),
        )
        for unit in (
            "（记者 陈若溪）",
            "白鹭飞回来了，落在湖心的小岛上。",
            "责任编辑：陈若溪",
            "2023年3月12日 08:05",
        )
    ),
    Case(
        "one paragraph of 5 MB",
        lambda: f"{HEAD}{TOP}<p>{'湖水亮了，白鹭回来了。' * 160_000}</p>",
        False,
    ),
    Case("10,000 paragraphs with credits", _paragraphs_with_labels),
    Case("9,000 paragraphs, each with a byline", _many_paragraphs, False),
    Case("only punctuation", lambda: "，。！？；：、".encode() * 50_000, False),
    Case(
        "right-to-left, zero-width and combining",
        lambda: page(after="<p>" + "\u202e\u200b\u0301\ufeff\U000e0041" * 100_000 + "</p>"),
    ),
    Case(
        "zero-width between the letters", lambda: ARTICLE.replace("白", "\u200b白\u200d").encode()
    ),
    Case(
        "plain text of 100,000 lines",
        lambda: ("\n".join(SENTENCES) + "\n湖水亮了，白鹭回来。" * 100_000).encode(),
    ),
]

BYTES = [
    Case("empty", lambda: b"", False),
    *(
        Case(f"one byte {b:#x}", lambda b=b: bytes([b]), False)
        for b in (0, 10, 60, 38, 123, 128, 255)
    ),
    Case("NUL before every byte", _nul_everywhere),
    Case("NUL inside tags", _nul_in_tags),
    Case("a megabyte of NUL", lambda: b"\x00" * 1_000_000 + ARTICLE.encode()),
    Case("control characters", _control),
    Case("lone surrogates", lambda: ARTICLE.replace("。", "。\ud800\udfff\udc00")),
    Case("U+FFFE and U+FFFF", lambda: ARTICLE.replace("</p>", "\ufffe\uffff</p>").encode()),
    Case(
        "broken GBK",
        lambda: (
            ARTICLE.replace("utf-8", "gbk")
            .replace("</div></body>", "<p>观众久久不肯离去。</div></body>")
            .encode("gb18030")
            .replace("众".encode("gbk"), b"\x81")
        ),
    ),
    Case(
        "UTF-8 cut within a character",
        lambda: (HEAD + TOP + "".join(f"<p>{s}" for s in SENTENCES)).encode() + b"\xe7\x99",
    ),
    Case("a wrong byte in UTF-8", lambda: ARTICLE.encode() + b"<p>\xff\xfe\x80</p>"),
    Case("UTF-16 without a mark", lambda: ARTICLE.encode("utf-16-le"), False),
    Case("UTF-16, cut", lambda: b"\xff\xfe" + ARTICLE.encode("utf-16-le")[:-1]),
    Case("UTF-7", lambda: ARTICLE.encode("utf-7"), False),
    Case(
        "EBCDIC",
        lambda: b"".join(("<p>the lake is bright. </p>" * 200).encode("cp037") for _ in range(9)),
        False,
    ),
    Case("gzip", lambda: gzip.compress(ARTICLE.encode(), mtime=0), False),
    Case("PDF", _pdf, False),
    Case("PNG", _png, False),
    Case("every byte", lambda: bytes(range(256)) * 4000, False),
    Case(
        "JSON",
        lambda: json.dumps({"code": 200, "data": {"title": TITLE, "content": TEXT}}).encode(),
        False,
    ),
    Case("deep JSON", lambda: b"[" * 500_000, False),
    Case(
        "RSS",
        lambda: (
            f"<?xml version='1.0'?><rss><channel><title>{TITLE}</title>{'<item><title>湖</title><link>x</link><description><![CDATA[湖水亮了，白鹭回来。]]></description></item>' * 500}</channel></rss>"
        ),
        False,
    ),
]
