"""What reading captures again takes on a Dask cluster of this machine, against the process pool.

    .venv/bin/python -m benchmarks.replay_engines [--captures 100000] [--jobs 2] [--rounds 1]
        [--folder DIR]

Both engines read the same captures with `baokan replay --records`, turn and turn about; the files
that they write have to be the same, byte for byte.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from archive.exchange import Exchange
from archive.records import Article, Found, Visit
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from tests.helpers import hand_out, open_crawl
from tests.presses.bulk import article, article_path

_AT = "2026-01-05T06:30:00.000Z"
ENGINES = ("pool", "dask")


def fill(path: Path, captures: int) -> None:
    """An archive of so many articles, each with a page of its own in WARC."""
    with Archive.open(path) as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")  # it is made anew if it is lost
        opened = open_crawl(archive, at=_AT)
        writer = WarcWriter(archive.warc_folder, "lakeside", "baokan/benchmark")
        header = [("Content-Type", "text/html; charset=utf-8")]
        console = Console(stderr=True)
        for number in track(range(captures), "captures", console=console, transient=True):
            url = f"http://lakeside.example{article_path(number)}"
            page = article(number).body
            answer = Exchange(url, _AT, "GET", [], 200, "OK", "HTTP/1.1", header, page)
            capture = writer.write(answer, None, payload_digest(page))
            found = Found("article", Article(title=f"第{number}篇", body="待读"))
            visit = Visit(hand_out(archive, opened, url), "done", _AT, (capture,), found)
            archive.ingest(opened.run_id, visit)
        writer.close()


def read_again(archive: Path, engine: str, jobs: int, records: Path) -> float:
    """Seconds that an engine takes."""
    shutil.rmtree(records, ignore_errors=True)
    begun = time.monotonic()
    command = [sys.executable, "-m", "crawler.cli", "replay", "--engine", engine]
    command += ["--jobs", str(jobs), "--records", str(records), "--archive", str(archive)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def digest(records: Path) -> str:
    """Of all files, with their names."""
    whole = hashlib.sha256()
    for path in sorted(records.iterdir()):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def run(folder: Path, captures: int, jobs: int, rounds: int) -> list[str]:
    """Print what each took; returns what is wrong."""
    archive = folder / "archive.db"
    fill(archive, captures)
    best: dict[str, float] = {}
    digests = set()
    lines = 0
    for _ in range(rounds):
        for engine in ENGINES:
            took = read_again(archive, engine, jobs, folder / engine)
            print(f"{engine}: {took:.1f} s, {captures / took:.0f} captures a second", flush=True)
            best[engine] = min(best.get(engine, took), took)
            digests.add(digest(folder / engine))
            lines = sum(p.read_bytes().count(b"\n") for p in (folder / engine).iterdir())
    print(f"Dask takes {best['dask'] / best['pool'] - 1:+.1%} of the pool's time")
    print(f"{lines} records, {'the same bytes' if len(digests) == 1 else 'DIFFERENT BYTES'}")
    wrong = ["the engines do not write the same"] if len(digests) > 1 else []
    return wrong if lines == captures else [*wrong, f"{lines} records of {captures} captures"]


@click.command()
@click.option("--captures", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(2))
@click.option("--rounds", default=1, show_default=True, type=click.IntRange(1))
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Where the archive is made and kept.  [default: a temporary folder]",
              )  # fmt: skip
def main(captures: int, jobs: int, rounds: int, folder: Path | None) -> None:
    """Read again with both engines; exit code 1 when what they write differs.

    \b
    .venv/bin/python -m benchmarks.replay_engines
    .venv/bin/python -m benchmarks.replay_engines --captures 2000 --rounds 3
    """
    with ExitStack() as stack:
        here = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        problems = run(here, captures, jobs, rounds)
    for problem in problems:
        print(f"PROBLEM {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
