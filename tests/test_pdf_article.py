"""An article that is there only as a PDF: its text layer, or why there is no text."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Ask, Found
from crawler import pdf_lines
from crawler.demo.pictures import pdf as ascii_pdf
from crawler.pdf_layout import paragraphs
from crawler.pdf_lines import Line
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.document import parse
from crawler.platforms.pdf_article import RULE, article_of_pdf, is_pdf, pdf_of
from tests.pdfs import GB1, Printed, column, file_of, pdf, stream
from tests.presses.phrases import story

URL = "http://lakeside.example/2022/0804/1187.pdf"
CONTEXT = {"date": "2022-08-04", "page_label": "A02", "page_name": "要闻", "title": "渡口新船下水"}


def read(body: bytes, context: Mapping[str, str] = CONTEXT) -> Found:
    page = Fetched(URL, 200, body, {"content-type": "application/pdf"})
    return article_of_pdf(Ask(URL, "article", context), page)


def body_of(found: Found) -> list[str]:
    assert found.verdict == "article", found.reason
    assert found.article is not None
    return found.article.body.split("\n")


def test_an_article_set_in_two_columns_below_its_headline() -> None:
    title, printed = story(3)
    lines = column(printed, 18)
    half = len(lines) // 2
    second = [(x + 220, y + 15 * half, size, text) for x, y, size, text in lines[half:]]
    # A headline of two lines over both columns, a line about the pictures below them.
    head: list[Printed] = [(100, 790, 24, title[:8]), (100, 762, 24, title[8:])]
    found = read(pdf([[*head, *lines[:half], *second]]), CONTEXT | {"title": title})
    assert body_of(found) == printed
    article = found.article
    assert article is not None
    assert article.title == title
    assert article.provenance["body"] == RULE == "pdf: text layer"
    assert (article.published, article.published_precision) == ("2022-08-04", "day")
    assert (article.page_label, article.page_name, article.issue_label) == (
        "A02",
        "要闻",
        "2022-08-04",
    )
    assert article.language == "zh-Hans"
    assert article.url == URL


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    text = [story(n)[1][0] for n in (4, 5)]
    lines = column(text, 14)
    third = len(lines) // 3
    first = lines[:third]
    beside = [(x + 170, y + 15 * third, size, t) for x, y, size, t in lines[third : 2 * third]]
    after = [(x, y + 15 * 2 * third, size, t) for x, y, size, t in lines[2 * third :]]
    assert body_of(read(pdf([[*first, *beside], after]))) == text


@pytest.mark.parametrize("font", ["tounicode", "gbk", "gb1"])
def test_the_encodings_of_chinese_fonts(font: str) -> None:
    text = "".join(GB1)
    assert body_of(read(pdf([[(72, 700, 12, text)]], font), {})) == [text]


def test_jump_marks_are_taken_out_and_kept() -> None:
    found = read(pdf([column([*story(6)[1], "（下转第4版）"], 20)]))
    assert found.article is not None
    assert found.article.continued_to is not None
    assert found.article.continued_to.page == "4"
    assert "下转" not in found.article.body


def test_latin_words_keep_their_blanks_and_chinese_gets_none() -> None:
    printed = (
        "今天渡口 新船叫它为",
        "Lake Queen",
        "No. 2，今天下水",
        "下 水礼上来的共12",
        "34人看船。",
    )
    lines = [(72.0, 700.0 - 15 * n, 10.0, text) for n, text in enumerate(printed)]
    assert body_of(read(pdf([lines]))) == [
        "今天渡口新船叫它为Lake Queen No. 2，今天下水下水礼上来的共1234人看船。"
    ]


HAN = st.text("渡口的新船昨天下水载着茶叶和信件驶过桥洞，", min_size=1, max_size=90).map(
    lambda text: text.strip("，") + "船。"
)


@given(st.lists(HAN, min_size=1, max_size=8), st.integers(8, 24), st.integers(1, 3))
def test_whatever_is_set_in_columns_comes_back(text: list[str], letters: int, many: int) -> None:
    lines = column(text, letters)
    each = -(-len(lines) // many)
    printed = []
    edges = set()
    for number, (x, y, size, words) in enumerate(lines):
        place = number // each
        edges |= {(place, "left")} if x == 72 else set()
        edges |= {(place, "right")} if x + len(words) * size == 72 + letters * size else set()
        x, y = x + place * (letters + 1.5) * size, y + place * each * 1.5 * size
        printed.append(Line(1, x, y, x + len(words) * size, y + size, size, words + "\n"))
    random.Random(len(lines)).shuffle(printed)  # the order in which a file draws says nothing
    found = paragraphs(printed)
    assert "".join(found) == "".join(text)
    if len(edges) == 2 * (len(lines) // each + (len(lines) % each > 0)):
        # Else a column of few lines has no edges by which an indent could be told.
        assert found == text


@given(st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 5, st.text(max_size=9)), max_size=30))
def test_any_lines_at_all_are_put_in_some_order(
    places: list[tuple[float, float, float, float, float, str]],
) -> None:
    lines = [Line(1, a, b, c, d, e, text) for a, b, c, d, e, text in places]
    for text in paragraphs(lines):
        assert text.strip()


PICTURE = file_of(
    [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
     b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
     b" /Resources << /XObject << /I 5 0 R >> >> >>",
     stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
     stream(b"\x80" * 4, b"/Type /XObject /Subtype /Image /Width 2 /Height 2"
            b" /ColorSpace /DeviceGray /BitsPerComponent 8")]
)  # fmt: skip
LOCKED = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
    b"11" * 32,
    b"22" * 32,
)
WHOLE = pdf([column(story(1)[1], 20)])


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        (PICTURE, "empty", "the PDF has no text layer"),
        (pdf([[]]), "empty", "the PDF has no text layer"),
        (pdf([column(story(1)[1], 20)], "unnamed"), "empty", "does not say which letters"),
        (pdf([column(story(1)[1], 20)], trailer=LOCKED), "empty", "encrypted"),
        (pdf([[(72, 700, 12, "页")]] * 41), "empty", "more than 40 pages"),
        (pdf([[(72, 700, 24, CONTEXT["title"])]]), "empty", "nothing but the headline"),
        (b"<html>no PDF</html>", "error", "not a PDF"),
        (b"%PDF-1.7\n" + b"\xff\x00 garbage " * 99, "error", "broken"),
    ],
    ids=["picture", "nothing", "unnamed", "encrypted", "pages", "headline", "html", "garbage"],
)
def test_trap_16_no_text_has_its_reason(body: bytes, verdict: str, reason: str) -> None:
    found = read(body)
    assert (found.verdict, found.article) == (verdict, None)
    assert reason in found.reason


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_read_or_refused(seed: int) -> None:
    dice = random.Random(seed)
    body = bytearray(WHOLE)
    if seed % 3 == 0:
        del body[dice.randrange(100, len(body)) :]
    else:
        for _ in range(30):
            body[dice.randrange(9, len(body))] = dice.randrange(256)
    found = read(bytes(body))
    assert found.verdict in ("article", "empty", "error")
    assert found.article or found.reason


def hostile(first: bytes, *more: bytes) -> bytes:
    """One page whose content is `first`; `more` are its form X1, X2 …"""
    resources = b" ".join(b"/X%d %d 0 R" % (n, 4 + n) for n in range(1, len(more) + 1))
    words = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << %s >> >>"
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << %s >> >> >>" % resources,
            stream(first),
            *(stream(form, words % resources) for form in more),
        ]
    )


DOUBLING = hostile(b"/X1 Do", *(b"/X%d Do /X%d Do" % (n + 1, n + 1) for n in range(1, 40)), b"q Q")


@pytest.mark.parametrize(
    "body",
    [
        DOUBLING,
        hostile(b"/X1 Do", b"/X1 Do"),
        hostile(b"[" * 200_000),
        hostile(b"<<" * 200_000),
        file_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>"]),
        file_of([b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>"]),
    ],
    ids=["doubling", "itself", "arrays", "dicts", "loop", "catalogue"],
)
def test_a_hostile_pdf_neither_hangs_nor_crashes(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_lines, "SECONDS", 3)
    found = read(body)
    assert found.verdict in ("empty", "error")
    assert found.reason


def test_a_bomb_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "SECONDS", 3)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>"
    bomb = file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            stream(zlib.compress(b"[" * 100_000_000), b"/Filter /FlateDecode"),
        ]
    )
    assert read(bomb).verdict in ("empty", "error")


def test_a_pdf_above_the_bound_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "MOST_BYTES", len(WHOLE) - 1)
    assert "larger than" in read(WHOLE).reason


def test_what_is_a_pdf_is_told_by_its_bytes() -> None:
    as_html = {"content-type": "text/html"}
    assert is_pdf(Fetched(URL, 200, ascii_pdf("x"), as_html))
    assert not is_pdf(Fetched(URL, 404, ascii_pdf("x"), as_html))
    assert not is_pdf(Fetched(URL, 200, b"<html>%PD", {"content-type": "application/pdf"}))
    page = Fetched(URL, 200, WHOLE, {"content-type": "application/pdf"})
    assert answers.unread(page, types=()) is None
    refused = answers.unread(page)
    assert refused is not None
    assert refused.verdict == "not html"


@pytest.mark.parametrize(
    ("html", "others", "wanted"),
    [
        ('<a href="a.pdf">全文</a>', (), "a.pdf"),
        ('<a href="a.PDF">全文</a><a href="./a.PDF#page=2">下载</a>', (), "a.PDF"),
        ('<a href="a.pdf">1</a><a href="b.pdf">2</a>', (), ""),
        ('<a href="a.pdf">1</a><a href="b.pdf">本版</a>', ("b.pdf",), "a.pdf"),
        ('<a href="b.pdf">本版</a>', ("b.pdf",), ""),
        ('<embed src="a.pdf"><a href="b.pdf">本版</a>', (), "a.pdf"),
        ('<object data="a.pdf" type="application/pdf"></object>', (), "a.pdf"),
        ('<iframe src="/js/viewer.html?file=/2022/0804/a.pdf"></iframe>', (), "a.pdf"),
        ('<iframe src="/js/viewer.html?file=%2F2022%2F0804%2Fa.pdf#z=1"></iframe>', (), "a.pdf"),
        ('<iframe src="/menu.html"></iframe><p>没有</p>', (), ""),
        ('<!-- <a href="a.pdf">x</a> -->', (), ""),
        ('<a href="http://[bad/a.pdf">x</a><a href="javascript:a.pdf">x</a>', (), ""),
    ],
)
def test_the_pdf_of_a_page(html: str, others: tuple[str, ...], wanted: str) -> None:
    folder = "http://lakeside.example/2022/0804/"
    tree = parse(f"<html><body><h1>渡口新船下水</h1>{html}</body></html>")
    assert tree is not None
    found = pdf_of(tree, folder + "1187.htm", [folder + other for other in others])
    assert found.removeprefix(folder).partition("#")[0] == wanted
