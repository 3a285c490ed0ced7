"""What `baokan verify` costs: an archive is made through the real code path, and verified.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from pathlib import Path

import click
import timing
from rich.console import Console
from rich.table import Table

from archive import queue, runs
from archive.exchange import Exchange
from archive.fixity import verify
from archive.records import Article, Ask, Found, Visit
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest

AT = "2026-01-05T06:30:00.000Z"
TITLE = {
    "name": "bench", "publication": "栗坪日报", "kind": "newspaper", "platform": "site",
    "entry": "http://bench.example/", "publisher": "", "place": "",
}  # fmt: skip


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/verify.py
  .venv/bin/python benchmarks/verify.py --captures 20000 --kilobytes 80"""
)
@click.option("--captures", default=5_000, show_default=True, type=click.IntRange(min=100))
@click.option("--kilobytes", default=20, show_default=True, help="Of each page.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(min=1))
@click.option("--bound", default=25_000, show_default=True, help="Captures a minute.")
def main(captures: int, kilobytes: int, rounds: int, bound: int) -> None:
    """Verify an archive of invented pages, beside the plain SHA-256 of its WARC files.

    The exit code is 1 when fewer captures a minute are verified than the bound.
    """
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        with click.progressbar(range(captures), label="making the archive") as numbers:
            _fill(archive, numbers, kilobytes * 1024)
        files = sorted(archive.warc_folder.glob("*.gz"))
        works = {
            "verify": lambda: verify(archive),
            "SHA-256 of the WARC files": lambda: [_sha256(path) for path in files],
        }
        best = timing.interleaved(works, rounds)
        findings = verify(archive).findings
        size = sum(path.stat().st_size for path in files)
    if findings:
        raise click.ClickException(f"the archive is not whole: {findings[0]}")
    a_minute = captures / best["verify"] * 60
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("what", "seconds", "× verify"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, seconds in best.items():
        table.add_row(name, f"{seconds:.2f}", f"{seconds / best['verify']:.2f}")
    Console(width=100).print(table)
    click.echo(f"{captures} captures, {size / 1e6:.0f} MB in WARC: {a_minute:,.0f} a minute")
    if a_minute < bound:
        raise click.ClickException(f"fewer than {bound:,} captures a minute")


def _fill(archive: Archive, numbers: object, size: int) -> None:
    writer = WarcWriter(archive.warc_folder, "bench", "baokan/bench")
    with archive.transaction() as connection:
        title_id = runs.put_title(connection, TITLE)
        opened = runs.open_run(
            connection, title_id, TITLE["entry"], (None, None), [], at=AT, pid=1, user_agent=""
        )
    for number in numbers:  # type: ignore[attr-defined]
        url = f"http://bench.example/{number}.html"
        text = "".join(hashlib.sha256(f"{number} {n}".encode()).hexdigest() for n in range(12))
        payload = random.Random(number).randbytes(size // 2).hex().encode()  # packs to a half
        answer = Exchange(url, AT, "GET", [], 200, "OK", "HTTP/1.1", [], payload)
        capture = writer.write(answer, None, payload_digest(payload))
        with archive.transaction() as connection:
            queue.add(connection, opened.crawl_id, [Ask(url, "article")])
        asked = archive.take(opened.crawl_id, opened.run_id, (), AT)
        assert asked is not None
        found = Found("article", Article(title=f"第{number}篇", body=text))
        archive.ingest(opened.run_id, Visit(asked.id, "done", AT, (capture,), found))
    writer.close()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
