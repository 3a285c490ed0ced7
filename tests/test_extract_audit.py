"""What each line of a page was taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.extract import examine, extract

PAGES = Path(__file__).parent / "pages"
PAGE = (
    "<title>湖水清了</title><ul><li><a href='/'>首页</a></li></ul><h1>湖水清了</h1>"
    "<div class='info'>来源：云湖日报　作者：蓝青禾　2022-08-04 09:13</div>"
    "<div class='x'>一句谁也不认识的话</div>"
    "<div><p>湖边的渔民说，今年春天水色清亮，鱼群又回到了浅滩上来。</p>"
    "<p>县里关停了两家小厂，岸边种下了芦苇，傍晚散步的人一天天多了起来。</p></div>"
    "<div>湘ICP备10000001号　举报电话：0731-00000001</div><p>又一句没有来由的话</p>"
)


def test_every_line_has_its_part() -> None:
    seen = {line.text: (line.kind, line.what) for line in examine(PAGE).lines}
    assert seen["首页"] == ("boilerplate", "link")
    assert seen["湖水清了"] == ("field", "title")
    info = "来源：云湖日报 作者：蓝青禾 2022-08-04 09:13"
    assert seen[info] == ("field", "source, published, authors")
    assert seen["湘ICP备10000001号 举报电话：0731-00000001"] == (
        "boilerplate",
        "fact: icp, report_telephone",
    )
    assert seen["又一句没有来由的话"] == ("unread", "")


def test_a_line_of_the_header_that_tells_nothing_is_unread() -> None:
    reading = examine(PAGE)
    assert "一句谁也不认识的话" in reading.article.unread
    assert {line.text: line.kind for line in reading.lines}["一句谁也不认识的话"] == "unread"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda p: p.stem)
def test_the_parts_add_up_to_the_record(path: Path) -> None:
    body = path.read_bytes()
    reading = examine(body)
    assert reading.article == extract(body)
    assert [n.index for n in reading.lines] == list(range(len(reading.lines)))
    assert "\n".join(n.text for n in reading.lines if n.kind == "body") == reading.article.body
    unread = [n.text for n in reading.lines if n.kind == "unread"]
    assert unread == list(reading.article.unread)
