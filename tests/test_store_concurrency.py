"""Two crawls write into one archive while a reader looks on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive.store import Archive
from tests.helpers import new_archive, one, rows

VISITS = 200

CRAWL = """
import sys
import time
from archive.records import Article, Ask
from archive.store import Archive
from tests.helpers import bring, close_crawl, open_crawl, prose
name, visits = sys.argv[2], int(sys.argv[3])
with Archive.open(sys.argv[1]) as archive:
    crawl = open_crawl(archive, name, publication=name)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(visits):
        body = prose(number if number % 2 else 1000 * len(name) + number, 300)
        bring(archive, crawl, f"http://{name}.example/{number}", Article(title="x", body=body))
        time.sleep(0.002)  # as a crawl waits for its network
    assert close_crawl(archive, crawl) == 0
"""


def test_two_writers_and_a_reader_get_on_and_lose_nothing(tmp_path: Path) -> None:
    new_archive(tmp_path).close()
    path = tmp_path / "archive.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", CRAWL, path, name, str(VISITS)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("lakeside", "harbour")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:  # both are there: now they start together
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    counts = []
    with Archive.open(path) as archive:
        while any(writer.poll() is None for writer in writers):
            done = "(SELECT count(*) FROM frontier WHERE state = 'done')"
            kept, settled, indexed = rows(
                archive,
                f"SELECT count(*), {done}, (SELECT count(*) FROM article_urls) FROM articles",
            )[0]
            assert kept == settled == indexed, "a reader sees whole visits only"
            counts.append(kept)
    for writer in writers:
        _, errors = writer.communicate()
        assert (writer.returncode, errors) == (0, "")
    assert counts == sorted(counts)
    with Archive.open(path) as archive:
        spans = "SELECT min(id), max(id) FROM articles GROUP BY title_id ORDER BY 1"
        (_, first_ends), (second_begins, _) = rows(archive, spans)
        assert second_begins < first_ends, "both wrote at the same time"
        assert rows(archive, "SELECT new, failed FROM runs") == [(VISITS, 0)] * 2
        assert one(archive, "SELECT count(*) FROM articles") == 2 * VISITS
        assert one(archive, "SELECT count(*) FROM captures") == 2 * VISITS
        assert one(archive, "SELECT count(*) FROM articles WHERE reprint_of") == VISITS / 2
        assert one(archive, "PRAGMA integrity_check") == "ok"
        assert rows(archive, "PRAGMA foreign_key_check") == []


def test_two_processes_that_make_one_archive_at_once_agree(tmp_path: Path) -> None:
    code = "import sys; from archive.store import Archive; Archive.open(sys.argv[1]).close()"
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / "archive.db"],
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for maker in makers:
        _, errors = maker.communicate()
        assert (maker.returncode, errors) == (0, "")
    with Archive.open(tmp_path / "archive.db") as archive:
        assert one(archive, "PRAGMA integrity_check") == "ok"
