"""Pages of invented news web sites, for the presses of list platforms."""

from __future__ import annotations

from tests.presses.phrases import story

FOOTER = (
    "<div class='footer'>云湖市新闻传媒中心 主办　新闻热线：0731-80000000<br>"
    "互联网新闻信息服务许可证：43120200001　湘ICP备10000001号-1<br>"
    "版权所有 未经书面授权不得转载</div>"
)
SISTERS = (
    "<div class='friends'>友情链接：<a href='{{other}}/'>云湖日报数字报</a>"
    "<a href='http://sister.example/n1/2022/0804/c1-1000001.html'>柳塘在线今天的一条新闻</a></div>"
)


def headline(number: int) -> str:
    """The headline of text `number`."""
    return story(number)[0]


def page(title: str, inner: str, head: str = "", charset: str = "utf-8", menu: str = "") -> str:
    """A whole page with menu, sister sites and footer."""
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
        f"<title>{title}--云湖网</title>{head}</head><body><div class='nav'><a href='/'>首页</a>"
        f"{menu}</div>{inner}{SISTERS}{FOOTER}</body></html>"
    )


def text(number: int, first: int = 0, last: int = 99) -> str:
    """Paragraphs of text `number`, indented as the press does it."""
    return "".join(f"<p>　　{paragraph}</p>\n" for paragraph in story(number)[1][first:last])


def article(
    number: int, info: str, *, head: str = "", container: str = "<div class='content'>",
    inner: str = "", charset: str = "utf-8", title: str = "",
) -> str:  # fmt: skip
    """An article page; `inner` stands for its paragraphs, where it is given."""
    title = title or headline(number)
    closing = "</div>" * container.count("<div")
    return page(
        title,
        f"<h1>{title}</h1><div class='info'>{info}</div>"
        f"{container}{inner or text(number)}{closing}<div class='edit'>（责任编辑：陆远）</div>",
        head,
        charset,
    )


def link(url: str, words: str, more: str = "") -> str:
    return f"<a href='{url}'{more}>{words}</a>"


def items(rows: list[str], kind: str = "list") -> str:
    """The lines of a list."""
    return f"<ul class='{kind}'>" + "".join(f"<li>{row}</li>\n" for row in rows) + "</ul>"


def utf8(pages: dict[str, str]) -> dict[str, bytes]:
    return {path: source.encode() for path, source in pages.items()}
