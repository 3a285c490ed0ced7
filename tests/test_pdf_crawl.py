"""An article that is there only as a PDF, crawled over HTTP: its text is read from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.crawling import rows
from tests.pdfs import column, pdf
from tests.press_crawl import crawl, kept, record
from tests.presses.papers import all_presses
from tests.presses.phrases import story
from tests.presses.static import serve

PRESS = next(press for press in all_presses() if press.name == "founder_classic")
FOLDER = "/ljrb/html/2024-08/02/"
EMPTY = (
    "<html><head><meta charset='utf-8'><title>{title}--澧江日报</title></head>"
    "<body><h1>{title}</h1>"
    "<div id=ozoom><a href='3302.pdf'>PDF</a></div></body></html>"
)


def test_the_text_of_a_pdf_is_kept_and_marked(tmp_path: Path) -> None:
    title, text = story(3302)
    files = dict(PRESS.files)
    files[f"{FOLDER}content_3302.htm"] = EMPTY.format(title=title).encode()
    files[f"{FOLDER}3302.pdf"] = pdf([column([text[0][:60], text[1][:60]], 20)])
    with serve(replace(PRESS, files=files)) as running:
        result, archive = crawl(running, record(running), tmp_path)
    assert result.code == 0, result
    ((url, body, provenance, label),) = rows(
        archive,
        "SELECT url, body, provenance, page_label FROM articles WHERE url LIKE '%3302.pdf'",
    )
    assert str(body).replace("\n", "") == text[0][:60] + text[1][:60]
    assert '"body": "pdf: text layer"' in str(provenance)
    assert label == "A01"
    assert rows(archive, "SELECT title FROM articles WHERE url = '" + str(url) + "'") == [(title,)]
    listed = "SELECT count(*) FROM placements WHERE article_id IS NULL AND kind = ''"
    assert rows(archive, listed) == [(0,)]
    assert len(kept(archive).articles) == len(PRESS.articles)
