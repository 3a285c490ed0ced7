"""Building blocks of invented e-papers: issues, pages and articles, in the markup of a vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.presses.phrases import story

FOOT = (
    "<div class='foot'>版权所有：澧江日报社　湘ICP备10000001号-1　"
    "国内统一刊号：CN43-0099　新闻热线：0731-10000001</div>"
)
NAMES = {"01": "要闻", "02": "综合", "03": "副刊", "04": "广告"}


@dataclass(frozen=True)
class Item:
    """One entry of a page.  `file`: its path as a vendor names it; `kind`: article or filler."""

    number: int
    file: str
    kind: str = "article"
    kicker: str = ""
    subtitle: str = ""
    jump: str = ""  # a jump line at the end (下转) or the beginning (上接)
    head: int = 0  # number of the story that it goes on with: it has that one's headline

    @property
    def title(self) -> str:
        """The headline that the page prints."""
        fixed = {"credit": "本版责编：何觅 版式：白露", "advertisement": "广告", "guide": "导读",
                 "picture": "图片新闻"}  # fmt: skip
        return fixed.get(self.kind) or story(self.head or self.number)[0]

    def paragraphs(self) -> list[str]:
        """Its text, with the jump line."""
        if self.kind != "article":
            return [] if self.kind == "advertisement" else [self.title]
        text = story(self.number)[1][:4]
        if self.jump.startswith("（上接"):
            return [self.jump, *text]
        return [*text, self.jump] if self.jump else text


@dataclass(frozen=True)
class Sheet:
    """One page (版): its label as printed, its path, its entries."""

    label: str
    file: str
    items: Sequence[Item]
    pdf: str = ""
    name: str = ""

    @property
    def heading(self) -> str:
        """`第01版：要闻`"""
        return (
            f"第{self.label}版：{self.name or NAMES.get(self.label.lstrip('A').zfill(2), '专题')}"
        )


@dataclass(frozen=True)
class Skin:
    """How a vendor writes headline and text of an article."""

    kicker: str = "<h3 class='introtitle'>{}</h3>"
    title: str = "<h1>{}</h1>"
    subtitle: str = "<h4 class='subtitle'>{}</h4>"
    body: str = "<div id='ozoom'>{}</div>"
    paragraph: str = "<p>　　{}</p>"
    charset: str = "utf-8"
    after: Callable[[Item, Sheet, str], str] = field(default=lambda item, sheet, day: "")


def document(skin: Skin, title: str, body: str, after: str = "") -> bytes:
    """A whole document in the skin's charset."""
    declared = "gb2312" if skin.charset == "gb18030" else skin.charset
    html = (
        f'<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={declared}"><title>{title}</title></head><body>{body}{FOOT}</body></html>{after}'
    )
    return html.encode(skin.charset)


def article(skin: Skin, item: Item, sheet: Sheet, day: str, menu: str = "") -> bytes:
    """The document of one entry."""
    text = "".join(skin.paragraph.format(line) for line in item.paragraphs())
    picture = "<img src='p1_b.jpg'>" if item.kind in ("advertisement", "picture") else ""
    year, month, date = day.split("-")
    body = (
        f"{menu}<div>{sheet.heading}　{year}年{month}月{date}日</div>"
        f"{skin.kicker.format(item.kicker)}"
        f"{skin.title.format(item.title)}{skin.subtitle.format(item.subtitle)}"
        f"{picture}{skin.body.format(text)}"
    )
    return document(skin, f"{item.title}--澧江日报", body, skin.after(item, sheet, day))


def expected(sheets: Sequence[Sheet]) -> dict[str, str]:
    """path → headline of all that must be kept, each once."""
    return {i.file: i.title for s in sheets for i in s.items if i.kind == "article"}


def fillers(sheets: Sequence[Sheet]) -> list[str]:
    """Paths of what is no article."""
    return list(dict.fromkeys(i.file for s in sheets for i in s.items if i.kind != "article"))


def labels(issues: Mapping[str, Sequence[Sheet]]) -> dict[str, list[str]]:
    """day → labels of its pages."""
    return {day: [sheet.label for sheet in sheets] for day, sheets in issues.items()}


def refresh(target: str) -> bytes:
    """A stub that sends the reader on, as old systems write it."""
    return (
        f'<HTML><HEAD><META HTTP-EQUIV=REFRESH CONTENT="0; URL={target}"></HEAD></HTML>'.encode()
    )
