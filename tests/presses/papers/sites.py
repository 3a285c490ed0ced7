"""Sites that no platform fits: a party magazine, a Big5-HKSCS paper, a closed door."""

from __future__ import annotations

from tests.presses.phrases import story
from tests.presses.static import Press

FOOT = (
    "<div>关于我们 | 广告业务 | 诚聘 | 合作伙伴 | 网上投稿 | 联系我们</div>"
    "<div>版权所有:《新荷评论》杂志社 未经授权禁止复制或建立镜像</div>"
    "<div>杂志社咨询电话:0731-10000001(传真)</div>"
    "<div>违法和不良信息举报电话:0731-10000002 举报邮箱地址:xinhe@press.example</div>"
    "<div>湘ICP备10000001号 公安机关备案号:43010000000001</div>"
)
COLUMNS = ("本刊特稿", "学习论坛", "基层党建")


def _page(title: str, body: str, charset: str = "utf-8", foot: str = FOOT) -> bytes:
    return (
        f"<html><head><meta charset='{charset}'><title>{title}</title></head>"
        f"<body>{body}{foot}</body></html>"
    ).encode(charset)


def magazine() -> Press:
    """Shape (h): one information line with an empty author, bylines glued together in the text."""
    files: dict[str, bytes] = {}
    articles: dict[str, str] = {}
    menu = "".join(
        f"<li><a href='/List.aspx?ColumnId={c}'>{n}</a></li>" for c, n in enumerate(COLUMNS)
    )
    head = f"<div>关注:</div><div>中共澧江市委《新荷评论》杂志社主办</div><ul>{menu}</ul>"
    home = ""
    for c, name in enumerate(COLUMNS):
        rows = ""
        for k in range(4):
            number = 4100 + c * 10 + k
            title, text = story(number)
            path = f"/2024/08{k + 1:02d}/{number}.shtml"
            articles[path] = title
            rows += f"<li><a href='{path}' title='{title}'>{title[:9]}..</a></li>"
            paragraphs = "".join(f"<p>　　{line}</p>" for line in text[:4])
            note = "<p>【开栏语】</p><p>　　今起开设这个栏目。</p>" if k == 0 else ""
            files[path] = _page(
                f"{title}-新荷评论网",
                f"{head}<h1>{title}</h1><div>——一条水渠修了三年</div><div>作者: 来源:澧江日报 "
                f"发布日期:2024年08月0{k + 1}日 09时13分22秒 编辑:何觅</div>"
                f"<div class='content'>{note}"
                f"<p>澧江日报全媒体记者周禾苗</p><p>通讯员林苇许望舒陆远帆</p>{paragraphs}</div>",
            )
        files[f"/List.aspx?ColumnId={c}"] = _page(f"{name}-新荷评论网", f"{head}<ul>{rows}</ul>")
        home += f"<h3>{name}</h3><ul>{rows}</ul>"
    files["/"] = _page("新荷评论网", head + home)
    return Press("site magazine", "site", "/", files, articles, shape="h")


def big5() -> Press:
    """Shape (i): Big5 with characters that only HKSCS has (邨 㗎 𠵱), and no declared charset."""
    files: dict[str, bytes] = {}
    articles: dict[str, str] = {}
    day = "/tor/htm/News/20240802/"
    rows = ""
    for k in range(1, 7):
        title = f"彩雲邨街市重開 街坊話好靚㗎 第{k}篇"
        path = f"{day}HK-gaa{k}_r.htm"
        articles[path] = title
        rows += f"<li><a href='{path}'>{title}</a></li>"
        text = "".join(
            f"<p>　　彩雲邨的街市昨日重新開門，第{k}檔的檔主說生意比以前好了{k * n}成，"
            f"𠵱家街坊排隊買菜，個個都話方便咗好多㗎。居民陳女士帶著孩子在市場裏走了{n}圈。</p>"
            for n in range(2, 6)
        )
        body = (
            f"<h3 class='article-title'>{title}</h3><div>2024-08-02</div>"
            f"<div class='article'>{text}</div>"
        )
        files[path] = _page(title, body, "big5-hkscs", "").replace(b" charset='big5-hkscs'", b"")
    index = _page("港聞", f"<h2>港聞</h2><ul>{rows}</ul>", "big5-hkscs", "")
    files[f"{day}HK-GAindex_r.htm"] = index
    return Press("site big5", "site", f"{day}HK-GAindex_r.htm", files, articles, shape="i")


CHALLENGE = (
    b"<html><head><meta charset='utf-8'><title>Just a moment...</title></head><body>"
    b"<script>window._cf_chl_opt={cvId:'2'};</script>"
    b"<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)


def challenge() -> Press:
    """Shape (k): every address answers 200 with a bot check."""
    paths = ("/", "/html/2024-08/02/node_1.htm", "/index.html")
    return Press("site challenge", "site", "/", dict.fromkeys(paths, CHALLENGE), {}, shape="k")


PRESSES = (magazine(), big5(), challenge())
