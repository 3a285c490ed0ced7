"""The e-paper of 澧江日报: entry, calendar, issues, pages, articles, pictures, as a site."""

from __future__ import annotations

from crawler.demo import pictures, texts
from crawler.demo.magazine import http_date
from crawler.demo.paper_pages import (
    WEEKDAYS,
    article_html,
    article_name,
    day_folder,
    entry_html,
    listed,
    page_html,
    period_xml,
)
from crawler.demo.server import Reply
from crawler.demo.texts import Story
from crawler.demo.truth import Document, IssueTruth, marker

FOLDER = "/ljrb/"
BOM = b"\xef\xbb\xbf"
SCRIPT = "function showCalendar(address) {}\n"


def site() -> dict[str, Reply]:
    """Every file of the e-paper by its path.  A day without an issue has none: 404."""
    paper = texts.paper()
    newest = paper.dates[-1]
    entry = Reply(
        entry_html(newest).encode(), content_type="text/html", modified=http_date(newest)
    )
    month = f"{FOLDER}html/{newest[:7]}"
    period = period_xml(paper.dates).encode()
    site = {
        FOLDER: entry,
        f"{FOLDER}index.htm": entry,
        f"{month}/period.xml": Reply(period, content_type="text/xml"),
        f"{FOLDER}tplimg/calendar.js": Reply(SCRIPT.encode(), content_type="text/javascript"),
    }
    for date in paper.dates:
        site |= _issue(date)
    return site


def _issue(date: str) -> dict[str, Reply]:
    html = FOLDER + day_folder(date)
    images = f"{FOLDER}images/{date[:7]}/{date[8:]}"
    files: dict[str, Reply] = {}
    for number, page in enumerate(texts.paper().pages):
        files[f"{html}/node_{page.node}.htm"] = _html(page_html(date, page), date)
        picture = pictures.png(350, 550, number)
        files[f"{images}/{page.label}/Page_b.png"] = Reply(picture, content_type="image/png")
        pdf = pictures.pdf(f"Lijiang Ribao {date} page {page.label}")
        name = f"{images}/{page.label}/{WEEKDAYS[date]}{page.label}.pdf"
        files[name] = Reply(pdf, content_type="application/pdf")
    for story in texts.paper().stories:
        if story.date != date:
            continue
        files[f"{html}/{article_name(story)}"] = _html(article_html(story), date)
        if story.caption:
            picture = pictures.png(300, 200, story.id)
            name = f"{images}/{story.page}/p{story.id}_b.png"
            files[name] = Reply(picture, content_type="image/png")
    return files


def _html(page: str, date: str) -> Reply:
    body = BOM + page.encode()
    return Reply(body, content_type="text/html", modified=http_date(date), packed=True)


def truth(base: str) -> list[Document]:
    """Every article that the pages list, in printed order, oldest issue first."""
    stories = sorted(texts.paper().stories, key=lambda story: story.date)
    return [_document(base + FOLDER, story) for story in stories]


def _document(base: str, story: Story) -> Document:
    url = f"{base}{day_folder(story.date)}/{article_name(story)}"
    return Document(
        url=url,
        fate=story.kind,
        press="paper",
        title=story.title,
        subtitle=story.subtitle.removeprefix("——"),
        published=story.date,
        people=story.people,
        encoding="utf-8-sig",
        marker=story.caption if story.kind == "picture" else marker(story),
        aliases=(f"{url}?div=-1",),
        issue=story.date,
        page=story.page,
    )


def issues(base: str) -> list[IssueTruth]:
    """Every issue, and the days before and after, on which the paper did not appear."""
    paper = texts.paper()
    found = []
    for date in ("2022-08-02", *paper.dates, "2022-08-05"):
        exists = date in paper.dates
        folder = f"{base}{FOLDER}{day_folder(date)}"
        pages = tuple(f"{folder}/node_{page.node}.htm" for page in paper.pages if exists)
        front = f"{folder}/node_{paper.pages[0].node}.htm"
        found.append(IssueTruth(date=date, url=front, exists=exists, pages=pages))
    return found


def listing(base: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """For each page: its issue, its label, and the addresses of the articles it lists."""
    paper = texts.paper()
    return [
        (
            date,
            page.label,
            tuple(
                f"{base}{FOLDER}{day_folder(date)}/{article_name(story)}"
                for story in listed(date, page.label)
            ),
        )
        for date in paper.dates
        for page in paper.pages
    ]
