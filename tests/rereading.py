"""That an archive's captures, read again, say what they said."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.fixity import verify
from archive.rereading import sources
from archive.store import Archive
from crawler.commands.revisit import spider_for, titles_of
from crawler.engines import Engine
from crawler.reader import reader
from crawler.rebuild import rebuild
from crawler.replay import Replay, Reread
from crawler.reread import readings
from tests.crawling import rows

ARTICLES = (
    "SELECT t.name, a.url, r.number, r.text_hash, r.record, a.status, a.parts,"
    " a.reprint_of IS NULL FROM articles a JOIN titles t ON t.id = title_id"
    " JOIN revisions r ON r.article_id = a.id"
    " ORDER BY 1, 2, 3"
)
PLACES = (
    "SELECT i.date, i.label, appeared, p.label, p.name, x.position, x.url, x.title, x.kind,"
    " x.text, a.url FROM issues i LEFT JOIN pages p ON p.issue_id = i.id LEFT JOIN placements x"
    " ON x.page_id = p.id LEFT JOIN articles a ON a.id = x.article_id ORDER BY 1, 2, 4, 6, 7"
)
FACTS = "SELECT kind, value FROM mastheads ORDER BY 1, 2"
HERE = Engine(None, 1)  # reads in this process
FILES = "SELECT url, kind, digest, file FROM page_files ORDER BY 1, 2, 3"


def read_again(archive: Archive) -> list[Reread]:
    """What `baokan replay` finds."""
    found = []
    for row in titles_of(archive, ()):
        replay, title = Replay(archive, reader()), spider_for(row).title
        for source, reading in readings(archive, title, None, sources(archive, row["id"]), HERE):
            assert not isinstance(reading, str), reading
            found += replay.look(source, reading)
    return found


def assert_read_again_alike(path: Path, again: Path) -> None:
    """Nothing reads otherwise, nothing is damaged, and the WARC files alone give the same rows in
    a new archive at `again`."""
    with Archive.open(path) as archive:
        assert read_again(archive) == [], path
        assert verify(archive).findings == [], path
        folder = archive.warc_folder
    with Archive.open(again) as made:
        shutil.copytree(folder, made.warc_folder)
        assert rebuild(made).foreign == []
        assert verify(made).findings == [], path
        shutil.rmtree(made.warc_folder)
        shutil.rmtree(made.files_folder, ignore_errors=True)
    for sql in (ARTICLES, PLACES, FACTS, FILES):
        assert rows(path, sql) == rows(again, sql), path
    again.unlink()
