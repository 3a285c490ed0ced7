"""The site of 《新荷评论》: home page, columns with their lists, articles, and the traps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from crawler.demo import pictures, texts
from crawler.demo.magazine_pages import (
    COLUMNS,
    about_page,
    address,
    article_page,
    home_page,
    list_link,
    list_pages,
)
from crawler.demo.server import Reply
from crawler.demo.templates import fill
from crawler.demo.texts import Story
from crawler.demo.truth import Document, marker

SHANGHAI = timezone(timedelta(hours=8))
EDITED_AT = "2022-08-05 09:10:00"
ABOUT = "/about/us.html"

# A story of one of these fates answers with an error, whatever is asked.
ERRORS = {"error 500": 500, "not found": 404, "vanished": 404}

ROBOTS = """\
# 新荷评论：欢迎收录，内部页面除外
User-agent: *
Disallow: /inner/
Disallow: /Search.aspx
Disallow: /Login.aspx
Crawl-delay: 0
"""

CSS = "body { max-width: 60em; margin: auto; font-family: serif; line-height: 1.7 }\n"


def stories(visit: int) -> list[Story]:
    """All documents of the site on that visit (1 or 2), by column and newest first."""
    magazine = texts.magazine()
    day = magazine.second_day
    found = []
    for story in sorted(magazine.stories, key=lambda s: s.published, reverse=True):
        if visit > 1 and story.id == day.edited:
            body = story.body.replace(day.old_sentence, day.new_sentence)
            story = replace(story, title=day.title, body=body, fate="edited")
        if visit > 1 and story.id == day.vanished:
            story = replace(story, fate="vanished")
        found.append(story)
    return sorted(found, key=lambda s: list(COLUMNS).index(s.column))


def site(visit: int) -> dict[str, Reply]:
    """Every page by the path and query it is found under."""
    first_day = stories(1)  # home and lists do not change between the visits
    newest = max(story.published for story in first_day)
    pages = {
        "/": home_page(first_day),
        ABOUT: about_page(),
        **list_pages(first_day),
    }
    site = {path: _utf8(str(page), newest) for path, page in pages.items()}
    site["/robots.txt"] = Reply(ROBOTS.encode(), content_type="text/plain; charset=utf-8")
    site["/style/site.css"] = Reply(CSS.encode(), content_type="text/css")
    site["/images/logo.png"] = Reply(pictures.png(240, 60, 5), content_type="image/png")
    for story in stories(visit):
        reply = _story_reply(story)
        for path in (address(story), story.alias):
            if path and reply is not None:
                site[path] = reply
    for name, seed in (("corridor", 3), ("tree", 8), ("focus1187", 1), ("focus1180", 2)):
        picture = pictures.png(320, 200, seed)
        site[f"/upload/2022/{name}.png"] = Reply(picture, content_type="image/png")
    return site


def _story_reply(story: Story) -> Reply | None:
    if story.fate == "challenge":
        return _utf8(str(fill("magazine_challenge")), "")
    if story.fate == "error 500":
        return Reply(b"<h1>Server Error in '/' Application.</h1>", 500, "text/html")
    if story.fate in ERRORS:
        return None
    page = str(article_page(story))
    if story.encoding != "utf-8":  # the header says nothing, the page says gb2312
        body = page.encode(story.encoding)
        return Reply(body, content_type="text/html", modified=http_date(story.published))
    return _utf8(page, EDITED_AT if story.fate == "edited" else story.published)


def truth(base: str, visit: int) -> list[Document]:
    """Every document that the site links, and what becomes of it on that visit."""
    found = [_document(base, story) for story in stories(visit)]
    return [*found, Document(base + ABOUT, "about", "magazine", title="关于本刊")]


def _document(base: str, story: Story) -> Document:
    printed = story.fate in ("article", "reprint", "edited")
    linked = {list_link(story), story.alias} - {address(story), ""}
    day = texts.magazine().second_day
    return Document(
        url=base + address(story),
        fate=story.fate,
        press="magazine",
        status=ERRORS.get(story.fate, 200),
        title=story.title,
        subtitle=story.subtitle.removeprefix("——"),
        published=story.published.replace(" ", "T") + "+08:00" if printed else "",
        source=story.source,
        people=story.people,
        encoding=story.encoding,
        marker=day.new_sentence if story.fate == "edited" else marker(story),
        aliases=tuple(base + path for path in sorted(linked)),
    )


def _utf8(page: str, moment: str) -> Reply:
    modified = http_date(moment) if moment else ""
    return Reply(page.encode(), modified=modified, packed=True)


def http_date(moment: str) -> str:
    """`2022-08-04 09:26:41` or `2022-08-04` of Shanghai as the HTTP date of that moment."""
    there = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    return format_datetime(there.astimezone(UTC), usegmt=True)
