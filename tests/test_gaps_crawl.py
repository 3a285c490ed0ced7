"""`baokan gaps --crawl` asks for what is lacking, and for nothing else."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from crawler.demo.server import Reply
from tests.crawling import assert_sound, baokan, rows
from tests.press_crawl import crawl, kept, record
from tests.presses.papers import all_presses
from tests.presses.static import Press, StaticPress, serve

PRESS = next(press for press in all_presses() if press.name == "founder_classic calendar")
BROKEN = Reply(b"", 500)


def broken(*paths: str) -> Press:
    """The press, where these paths answer with a server's error."""
    return replace(PRESS, files=dict(PRESS.files) | dict.fromkeys(paths, BROKEN))


def mend(running: StaticPress) -> None:
    running.press.files.update(PRESS.files)  # type: ignore[attr-defined]
    running.log.clear()


def asked(running: StaticPress) -> list[str]:
    return sorted({hit.path for hit in running.log} - {"/robots.txt"})


def gaps(archive: Path, *more: str) -> tuple[int, str]:
    done = baokan("gaps", "test_press", *more, "--archive", archive, BAOKAN_RETRY_WAITS="0.1")
    return done.code, done.out + done.err


def test_articles_and_pages_that_failed_are_asked_for_again(tmp_path: Path) -> None:
    articles = sorted(PRESS.articles)
    page = sorted(p for p in PRESS.files if "node_" in p and p.endswith(".htm"))[1]
    with serve(broken(articles[0], page)) as running:
        title = record(running)
        result, archive = crawl(running, title, tmp_path)
        assert result.code == 3
        code, said = gaps(archive)
        assert code == 9
        assert "HTTP 500" in said
        mend(running)
        code, said = gaps(archive, "--crawl", "--quiet")
        assert (code, said) == (0, "no gaps\n")
        assert {articles[0], page} <= set(asked(running))
        on_page = {path for path in articles if path not in asked(running)}
        assert len(on_page) >= len(articles) - 6, "what was there is not asked for again"
    assert kept(archive).articles == dict(PRESS.articles)
    assert_sound(archive)


def test_a_missing_issue_is_crawled_whole(tmp_path: Path) -> None:
    days = sorted(PRESS.issues)
    with serve(PRESS) as running:
        title = record(running)
        running.press = replace(PRESS, span=(days[0], days[0]))
        result, archive = crawl(running, title, tmp_path)
        assert result.code == 0
        span = ("--since", days[0], "--until", days[1])
        assert PRESS.span is not None
        with_rhythm(archive)
        code, said = gaps(archive, *span)
        assert code == 9
        assert days[1] in said
        running.log.clear()
        code, said = gaps(archive, *span, "--crawl", "--quiet")
        assert (code, said) == (0, "no gaps\n")
    assert sorted(kept(archive).issues) == days[:2]
    assert rows(archive, "SELECT count(*) FROM articles WHERE revision > 1") == [(0,)]


def with_rhythm(archive: Path) -> None:
    connection = sqlite3.connect(archive)
    with connection:
        connection.execute("UPDATE titles SET rhythm = 'daily'")
    connection.close()
