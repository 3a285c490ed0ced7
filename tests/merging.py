"""Archives to be merged, and what is looked at afterwards."""

from __future__ import annotations

from pathlib import Path

from archive.exchange import Exchange
from archive.fixity import verify
from archive.records import Article, Found, Visit
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from tests.crawling import assert_sound, baokan
from tests.helpers import hand_out, open_crawl, prose

COUNTS = (
    "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM articles), (SELECT count(*)"
    " FROM revisions), (SELECT count(*) FROM frontier), (SELECT count(*) FROM sightings),"
    " (SELECT count(*) FROM runs), (SELECT count(*) FROM crawls), (SELECT count(*) FROM ledger)"
)
A, B, C = prose(1), prose(2), prose(3)
URL = "http://lakeside.example/1.html"


def assert_whole(archive: Path) -> None:
    assert_sound(archive)
    with Archive.open(archive, create=False) as open_one:
        assert verify(open_one).findings == []


def merged(into: Path, *others: Path) -> str:
    done = baokan("merge", *others, "--archive", into)
    assert done.code == 0, done.err
    return done.out


def looked_at(*texts: str) -> list[tuple[str, str]]:
    """These texts, one a day."""
    return [(f"2026-01-0{day}T00:00:00.000Z", text) for day, text in enumerate(texts, 1)]


def shard(folder: Path, texts: dict[str, list[tuple[str, str]]], prefix: str = "same") -> Path:
    """An archive with a history by address: (time, text) of each look; one that is there grows."""
    folder.mkdir(exist_ok=True)
    with Archive.open(folder / "archive.db") as archive:
        writer = WarcWriter(archive.warc_folder, prefix, "baokan/test")
        for at in sorted({at for looks in texts.values() for at, _ in looks}):
            crawl = open_crawl(archive, at=at)
            for url, looks in texts.items():
                for text in [text for when, text in looks if when == at]:
                    body = f"{url} {text}".encode()
                    answer = Exchange(url, at, "GET", [], 200, "OK", "HTTP/1.1", [], body)
                    capture = writer.write(answer, None, payload_digest(body))
                    article = Article(title="渡口", body=text, published="2026-01-05")
                    ask_id = hand_out(archive, crawl, url)
                    visit = Visit(ask_id, "done", at, (capture,), Found("article", article))
                    archive.ingest(crawl.run_id, visit)
            with archive.transaction() as connection:
                connection.execute("UPDATE crawls SET state = 'complete'")
        writer.close()
    return folder / "archive.db"
