"""Which of the dates of a page is that of publication, and how it says where it is from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extract import extract

CAPTURED = datetime(2022, 8, 4, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
TEXT = "<p>河湾里的水车转了一个夏天，把田里的水一勺一勺送到坡上的菜地去。</p>" * 4
DATED = "http://press.example/2022-08/03/content_12.htm"
PLAIN = "http://press.example/a/12.htm"


def page(line: str, head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><h1>坡上的水车</h1>{line}<div>{TEXT}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("line", "url", "published", "by"),
    [
        ("<div>今天09:13</div>", PLAIN, "2022-08-04T09:13+08:00", "time of the capture"),
        ("<div>昨天 22:20 云湖日报</div>", PLAIN, "2022-08-03T22:20+08:00", "time of the capture"),
        ("<div>云湖日报 15分钟前</div>", PLAIN, "2022-08-04T10:15+08:00", "time of the capture"),
        ("<p>2天前</p>", PLAIN, "2022-08-02", "time of the capture"),
        ("<p>9-27 22:20</p>", PLAIN, "2021-09-27T22:20+08:00", "time of the capture"),
        ("<p>发布时间：昨天</p>", PLAIN, "2022-08-03", "label 发布时间"),
        ("<p>08-03 07:30</p>", DATED, "2022-08-03T07:30+08:00", "year of the address"),
        ("<p>8月3日</p>", DATED, "2022-08-03", "year of the address"),
        ("<p>8月2日 发布</p>", DATED, "2022-08-03", "address"),
        ("<p>来源：云湖日报</p>", DATED, "2022-08-03", "address"),
        ("<p>2022年08月02日</p>", DATED, "2022-08-02", "date of the information line"),
        ("<p>2022-08-02 09:13 来源：云湖日报</p>", DATED, "2022-08-02T09:13+08:00", "date of"),
        ("<p>发布日期：2022 年 6 月</p>", PLAIN, "2022-06", "label 发布日期"),
        ("<p>发布日期：2021年</p>", PLAIN, "2021", "label 发布日期"),
        ("<p>发布日期：20220803</p>", PLAIN, "2022-08-03", "label 发布日期"),
        ("<p>5/6/2022 09:13</p>", "http://press.example.hk/a/1.html", "2022-06-05T09:13+08:00",
         "day first"),
    ],
)  # fmt: skip
def test_what_gave_the_date(line: str, url: str, published: str, by: str) -> None:
    record = extract(page(line), url, captured=CAPTURED)
    assert record.published == published
    assert by in record.provenance["published"]
    assert record.published_raw


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("<p>今天09:13</p>", PLAIN),
        ("<p>9-27 22:20</p>", PLAIN),
        ("<p>15分钟前</p>", PLAIN),
        ("<p>5/6/2022 09:13</p>", PLAIN),
        ("<p>第1290期</p>", "http://press.example/zt/20220803/1.html"),
        ("<p>来源：云湖日报</p>", "http://press.example/content_20220803.htm"),
    ],
)
def test_nothing_is_guessed(line: str, url: str) -> None:
    record = extract(page(line), url)
    assert record.published is None
    assert "published" not in record.provenance


@pytest.mark.parametrize("line", ["<p>今日</p>", "<p>星期三</p>", "<p>今天 我们都是水手</p>"])
def test_words_that_are_no_date(line: str) -> None:
    assert extract(page(line), PLAIN, captured=CAPTURED).published is None


def test_a_mark_makes_a_printed_day_or_month_finer() -> None:
    mark = '<meta name="pubdate" content="{}">'
    record = extract(page("<p>2022年08月02日</p>", mark.format("2022-08-02 09:13:22")), DATED)
    assert record.published == "2022-08-02T09:13:22+08:00"
    record = extract(page("<p>发布日期：2022年8月</p>", mark.format("20220802")), DATED)
    assert (record.published, record.provenance["published"]) == ("2022-08-02", "meta pubdate")
    record = extract(page("<p>2022年08月02日</p>", mark.format("2022-08-03 09:13:22")), DATED)
    assert record.published == "2022-08-02"


def test_a_day_after_the_capture_is_another_date() -> None:
    coming = page("<p>2022年12月24日 19:30 云湖剧院</p>")
    assert extract(coming, PLAIN, captured=CAPTURED).published is None
    assert extract(coming, DATED, captured=CAPTURED).published == "2022-08-03"


def test_the_address_of_a_list_dates_nothing() -> None:
    links = "".join(
        f"<li><a href=/a/{n}.html>河湾里的水车转了{n}个夏天</a></li>" for n in range(30)
    )
    record = extract(f"<title>要闻</title><ul>{links}</ul>", DATED)
    assert record.kind == "list"
    assert record.published is None
    assert "published" not in record.provenance


@pytest.mark.parametrize(
    "line", ["9-27 22:20 云湖日报", "今天09:13", "2天前", "8月3日 09:13 云湖日报"]
)
def test_such_a_line_inside_the_block_of_the_text_is_no_text(line: str) -> None:
    block = f"<h1>坡上的水车</h1><div><p>{line}</p>{TEXT}</div>"
    record = extract(block, PLAIN, captured=CAPTURED)
    assert record.published
    assert record.body.startswith("河湾里的水车")
    assert extract(block, PLAIN).body == record.body
