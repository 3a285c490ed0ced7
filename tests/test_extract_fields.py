"""Fields that look alike: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from archive.records import Article
from crawler.extract import extract

PARAGRAPHS = (
    "清早五点，护鸟员已经撑船出了港，一群白鹭贴着水面飞过，落在新长的芦苇荡边。",
    "湖心岛上立着一块木牌，写着春季请勿登岛，木牌是村里的孩子们画的，画得很认真。",
    "据市林业局统计，今年在湖区过冬的水鸟有三万六千多只，比去年这个时候多了四成。",
    "守着这湖好水，日子就有盼头，合作社的带头人望着窗外的湖面，笑着说出这句话。",
)


def page(
    *lines: str, info: str = "2023-03-12 08:05 来源：云湖日报", after: tuple[str, ...] = ()
) -> Article:
    text = "".join(f"<p>{line}</p>" for line in (*lines, *PARAGRAPHS, *after))
    head = f"<h1>白鹭飞回云湖</h1><div>{info}</div>" if info else "<h1>白鹭飞回云湖</h1>"
    return extract(f"<title>白鹭飞回云湖</title>{head}<div>{text}</div>")


@pytest.mark.parametrize(
    ("info", "source", "published"),
    [
        ("2023-03-12 08:05 | 来源：云湖日报", "云湖日报", "2023-03-12T08:05+08:00"),
        ("来源：云湖日报|2023-03-12 08:05:09", "云湖日报", "2023-03-12T08:05:09+08:00"),
        ("来源：[ 云湖日报 ] 日期：2023-03-12", "云湖日报", "2023-03-12"),
        ("信息来源： 云湖日报　发布时间：２０２３年３月１２日", "云湖日报", "2023-03-12"),
        ("本文来源于《云湖日报》 2023年3月12日", "云湖日报", "2023-03-12"),
        ("来源：人民网-人民日报 2023年3月12日08:05", "人民日报", "2023-03-12T08:05+08:00"),
        ("2023-03-12 云湖晚报", "云湖晚报", "2023-03-12"),
        ("来源：转载 时间：3-12 08:05", None, None),
        ("来源: 更新时间：2023-03-12 08:05", None, "2023-03-12T08:05+08:00"),
        ("时间：2023年3月12日 地点：云湖市博物馆", None, None),
        ("来源：互联网 15分钟前", None, None),
    ],
)
def test_information_lines(info: str, source: str | None, published: str | None) -> None:
    article = page(info=info)
    assert (article.source, article.published) == (source, published)
    assert article.body == "\n".join(PARAGRAPHS)


def test_the_printed_source_is_kept() -> None:
    article = page(info="来源：湖南日报·新湖南客户端 2023-03-12")
    assert (article.source, article.source_raw) == ("湖南日报", "湖南日报·新湖南客户端")


def test_an_interview_names_no_author() -> None:
    talk = (
        "记者：谢谢",
        "李明：不客气，湖区的事大家都关心，我也愿意多讲一讲。",
        "记者：您怎么看？",
    )
    article = page(*talk)
    assert article.authors == ()
    assert article.body.split("\n")[:3] == list(talk)


def test_a_photo_credit_is_no_source() -> None:
    article = page(info="2023-03-12", after=("来源：摄图网",))
    assert article.source is None


def test_a_disclaimer_is_no_source() -> None:
    article = page(info="", after=("凡本网注明“来源：云湖商报”的作品，均为本网原创。",))
    assert (article.source, article.body) == (None, "\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    "line",
    ["（原题为《云湖水鸟多了四成》）", "原标题：云湖水鸟多了四成", "（原标题：云湖水鸟多了四成）"],
)
def test_original_titles_leave_the_text(line: str) -> None:
    for article in (page(line), page(after=(line,))):
        assert article.original_title == "云湖水鸟多了四成"
        assert article.body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("责任编辑：何静_NN7001", "何静", "责任编辑"),
        ("(责编：何静(实习生))", "何静", "责编"),
        ("【编辑:何静】", "何静", "编辑"),
        ("编辑 何静", "何静", "编辑"),
        ("编辑/何静", "何静", "编辑"),
        ("责编：Demi Xia", "Demi Xia", "责编"),
    ],
)
def test_editors_at_the_end(line: str, name: str, role: str) -> None:
    article = page(after=(line,))
    assert [(p.name, p.role, p.place) for p in article.editors] == [(name, role, "byline")]
    assert article.authors == ()
    assert article.body == "\n".join(PARAGRAPHS)


def test_a_staff_code_alone_is_nobody() -> None:
    article = page(after=("（责任编辑： HN666）",))
    assert (article.editors, article.body) == ((), "\n".join(PARAGRAPHS))


def test_a_note_of_one_paragraph_is_part_of_the_text() -> None:
    note = "编者按：从今天起，本报沿着湖岸走一圈，看看二十六个村子的新变化，敬请读者留意。"
    article = page(note)
    assert article.editorial_note == note
    assert article.body.startswith(note)


def test_columns_in_brackets() -> None:
    assert page("【湖上新风】").column == "湖上新风"
    assert page("【核心提示】").column is None
    assert (
        page("【开栏语】", "湖区的故事很多，从今天起，本报每周讲一个，讲给愿意听的人听。").column
        is None
    )


def test_the_paper_cited_under_the_text() -> None:
    article = page(info="", after=("《 湖岸日报 》（ 2023年03月12日 A03 版）",))
    assert (article.publication, article.page_label) == ("湖岸日报", "A03")
    assert (article.issue_label, article.published) == ("2023-03-12", "2023-03-12")


def test_what_nothing_explains_is_reported() -> None:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    article = extract(
        f"<h1>白鹭飞回云湖</h1><div>2023-03-12 来源：云湖日报</div><div>{text}</div>"
        "<div><div>湖畔晨风第三十六号信箱</div></div>"
    )
    assert article.unread == ("湖畔晨风第三十六号信箱",)
