"""Headlines that nothing but their setting shows, typed paragraphs, tables of figures, boxes."""

from __future__ import annotations

from crawler.extract import extract

TEXT = "临河渡口的铁船昨天停航检修，两岸居民改走下游的便桥，镇里加开了三班客车。" * 3
SITE = "<title>临河日报</title>"


def page(inside: str, title: str = SITE) -> str:
    return f"<html><head>{title}</head><body>{inside}</body></html>"


def test_a_large_bold_line_is_the_headline_where_title_names_the_site() -> None:
    html = (
        "<table><tr><td align=center><font size=3>检修预计五天完成</font><br>"
        f"<font size=5><b>渡口铁船停航</b></font></td></tr></table><p>{TEXT}</p>"
    )
    article = extract(page(html))
    assert (article.title, article.kicker) == ("渡口铁船停航", "检修预计五天完成")


def test_bold_lasts_over_a_line_break_and_centring_reaches_the_cell() -> None:
    cell = "<td><p><b><br>渡口铁船停航</b></p></td>"
    html = f"<table><tr align=center>{cell}</tr></table><p>{TEXT}</p>"
    assert extract(page(html)).title == "渡口铁船停航"


def test_the_name_of_a_site_is_no_title() -> None:
    assert extract(page(f"<p>{TEXT}</p>")).title is None


def test_a_title_that_is_the_headline_is_kept() -> None:
    html = page(f"<p><b>三班客车</b></p><p>{TEXT}</p>", "<title>渡口铁船停航检修</title>")
    assert extract(html).title == "渡口铁船停航检修"


def test_a_headline_behind_the_name_of_the_site() -> None:
    html = page(f"<h3>停航</h3><p>{TEXT}</p>", "<title>临河日报 - 副刊 - 停航</title>")
    assert extract(html).title == "停航"


def test_typed_paragraphs_are_joined_and_verse_is_not() -> None:
    first = "    渡口的铁船昨天停航检修两岸居民改走下游"
    typed = f"{first}\n的便桥，镇里加开了三班客车，直到入夜才停。\n    第二段很短，到此为止了。"
    body = extract(page(f"<pre>{typed}</pre>")).body.split("\n")
    assert body == [
        "渡口的铁船昨天停航检修两岸居民改走下游的便桥，镇里加开了三班客车，直到入夜才停。",
        "第二段很短，到此为止了。",
    ]
    verse = "船停在雾里，\n像一个字。\n岸上有人喊，\n名字落进水中。"
    assert (
        len(extract(page(f"<h1>雾泊</h1><p>{TEXT}</p><pre>{verse}</pre>")).body.split("\n")) == 5
    )


def test_a_poem_is_the_text_of_a_page_without_prose() -> None:
    verse = ["船停在雾里", "像一个字", "岸上有人喊", "名字落进水中", "我把灯调暗", "让岸看不见我"]
    html = f"<font size=5>雾泊</font><p>{'<br>'.join(verse)}</p>"
    article = extract(page(html, "<title>岛屿副刊</title>"))
    assert article.title == "雾泊"
    assert article.body.split("\n") == verse


def test_a_row_of_figures_is_one_paragraph_with_its_empty_cells() -> None:
    rows = "<tr><th>渡口</th><th>班次</th><th>票价</th></tr>"
    rows += "<tr><td>临河</td><td></td><td>2元</td></tr>"
    rows += "<tr><td>柳湾</td><td>6</td><td>3元</td></tr>"
    body = extract(page(f"<h1>停航</h1><div><p>{TEXT}</p></div><table>{rows}</table>")).body
    assert body.split("\n")[1:] == ["渡口\t班次\t票价", "临河\t\t2元", "柳湾\t6\t3元"]


def test_the_text_goes_on_behind_a_box_of_links() -> None:
    links = "".join(f"<li><a href='/{i}'>另一条消息的标题第{i}号</a></li>" for i in range(3))
    box = f"<div class=bx><b>相关阅读</b><ul>{links}</ul></div>"
    last = "检修队说，船底的铁板换了十一块，五天以后可以下水。"
    body = extract(page(f"<h1>停航</h1><div><p>{TEXT * 2}</p>{box}<p>{last}</p></div>")).body
    assert body.split("\n") == [TEXT * 2, last]


def test_a_declaration_of_the_site_is_no_text() -> None:
    short = "渡口铁船今天停航。请改走便桥，注意安全。"
    rights = "凡本网注明来源的作品，版权均属于本网，未经本网授权不得使用，本网不承担任何责任。" * 9
    article = extract(page(f"<h1>渡口停航</h1><td>{short}</td><table><tr><td>{rights}</table>"))
    assert "凡本网" not in article.body
    assert short in article.body
