"""Crawls as a person starts them: `baokan` in a process of its own against a press in another."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).parent.parent
# A generous bound on how long anything may take before a test gives up.
PATIENCE = 120.0


@dataclass(frozen=True)
class BulkPress:
    """A running 400-page press: where it is, and what was asked of it so far."""

    base: str
    log: Path

    def asked(self) -> list[str]:
        """Paths that were asked for, robots.txt left out, in order."""
        lines = self.log.read_text("utf-8").split("\n")
        paths = [json.loads(line)["path"] for line in lines[:-1] if line]
        return [path for path in paths if path != "/robots.txt"]

    def again(self) -> int:
        """How many requests were made for pages that had been asked for before."""
        return sum(count - 1 for count in Counter(self.asked()).values())


@contextmanager
def bulk_press(folder: Path, latency: float = 0.0) -> Iterator[BulkPress]:
    """The press of tests/presses/bulk.py in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    log, port_file = folder / "press.log", folder / "press.port"
    command = [sys.executable, "-m", "tests.presses.bulk", "--until-eof", "--log", str(log)]
    command += ["--port-file", str(port_file), "--latency", str(latency)]
    log.touch()
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as server:
        try:
            wait_for(port_file.exists)
            yield BulkPress(f"http://127.0.0.1:{port_file.read_text()}/", log)
        finally:
            server.terminate()


def wait_for(condition: Callable[[], bool], process: Process | None = None) -> None:
    """Until `condition()` holds; fails when the process ends before, or patience does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited too long"
        assert process is None or process.poll() is None, f"ended early: {process.end()}"
        time.sleep(0.005)


class Process(subprocess.Popen[bytes]):
    """A running `baokan …`.  What it prints goes into files: a full pipe would hold it up."""

    def __init__(self, *arguments: str | Path, **environment: str) -> None:
        self.printed = [tempfile.TemporaryFile(), tempfile.TemporaryFile()]  # noqa: SIM115
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("BAOKAN_")}
        super().__init__(
            [sys.executable, "-W", "error", "-m", "crawler.cli", *map(str, arguments)],
            cwd=ROOT,
            env=inherited | {"BAOKAN_LOOPBACK": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=self.printed[0],
            stderr=self.printed[1],
        )

    def end(self) -> Result:
        """Wait for its end."""
        self.wait(timeout=PATIENCE)
        texts = []
        for file in self.printed:
            file.seek(0)
            texts.append(file.read().decode())
            file.close()
        return Result(self.returncode, *texts)


@dataclass(frozen=True)
class Result:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def baokan(*arguments: str | Path, **environment: str) -> Result:
    """`baokan …`, run to its end."""
    return Process(*arguments, **environment).end()


def kill_at(process: Process, press: BulkPress, requests: int) -> None:
    """kill -9 when the press has answered that many requests in all."""
    wait_for(lambda: len(press.asked()) >= requests, process)
    process.kill()
    process.end()


def rows(archive: Path, sql: str) -> list[tuple[object, ...]]:
    """A query on the archive, by a reader of its own."""
    connection = sqlite3.connect(archive)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def assert_sound(archive: Path) -> None:
    """What holds after any kill: nothing half-written, nothing done without its rows."""
    assert rows(archive, "PRAGMA integrity_check") == [("ok",)]
    assert rows(archive, "PRAGMA foreign_key_check") == []
    assert not rows(
        archive,
        "SELECT url FROM frontier WHERE state = 'done' AND (capture_id IS NULL"
        " OR (verdict = 'article' AND article_id IS NULL))",
    )
    assert not rows(
        archive,
        "SELECT a.id FROM articles a WHERE NOT EXISTS (SELECT 1 FROM revisions r"
        " WHERE r.article_id = a.id AND r.number = a.revision)",
    )
    assert not rows(
        archive, "SELECT title_id, url FROM articles GROUP BY title_id, url HAVING count(*) > 1"
    )


def warc_records(archive: Path) -> Counter[str]:
    """Records by type in all finished WARC files, each read to its end."""
    types: Counter[str] = Counter()
    for path in sorted(archive.with_suffix(".warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                record.raw_stream.read()
                assert record.digest_checker.passed is not False, path
                types[record.rec_type] += 1
    return types
