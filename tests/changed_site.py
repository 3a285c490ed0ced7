"""A small press whose site changes: labels of author and date, and what stands in the text."""

from __future__ import annotations

import shutil
from pathlib import Path

from crawler.demo.server import Reply
from crawler.extract.boilerplate import RULES_FOLDER
from tests.presses.bulk import article, article_path, framed, links_of
from tests.presses.phrases import story
from tests.presses.static import Press

COUNT = 60
CHALLENGE = (
    "<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>"
)


def press(changed: range = range(0), challenged: range = range(0)) -> Press:
    """The press on a day when these articles have come into the new template, and those are
    answered with a bot check."""
    rows = [(article_path(n), story(n)[0]) for n in range(COUNT)]
    files: dict[str, bytes | Reply] = {"/": framed("首页", links_of(rows))}
    for number in range(COUNT):
        body = with_author(article(number).body)
        body = new_template(body) if number in changed else body
        body = CHALLENGE.encode() if number in challenged else body
        files[article_path(number)] = Reply(body)
    return Press("changed site", "site", "/", files, {})


def new_template(body: bytes) -> bytes:
    """Author and date under words that no rule knows, and a heading in the text that ends it."""
    text = body.decode()
    text = text.replace("作者:", "撰述人:").replace("发布日期:", "登出:")
    first, end, rest = text.partition("</p>\n")
    return f"{first}{end}<p>延伸阅读</p>\n{rest}".encode()


def with_author(body: bytes) -> bytes:
    """The page with the name of who wrote it."""
    return body.replace("作者: ".encode(), "作者:方晴 ".encode())


def mended_rules(folder: Path) -> Path:
    """A copy of the rules that knows the new template."""
    shutil.copytree(RULES_FOLDER, folder)
    labels, lines = folder / "labels.toml", folder / "lines.toml"
    text = labels.read_text("utf-8")
    text = text.replace('author = ["作者"', 'author = ["撰述人", "作者"', 1)
    text = text.replace('"发布日期"', '"登出", "发布日期"', 1)
    labels.write_text(text, "utf-8")
    lines.write_text(lines.read_text("utf-8").replace("延伸阅读", "延伸阅读材料"), "utf-8")
    return folder
