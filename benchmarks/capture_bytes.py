"""How many bytes of WARC saved pages take: each is written as a capture, as a crawl writes it.

.venv/bin/python -m benchmarks.capture_bytes [tests/corpus]
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import click

from archive.exchange import Exchange
from archive.warc import WarcWriter, payload_digest
from benchmarks.timing import percentile

_AT = "2026-01-05T06:30:00.000Z"
_HEADERS = [("Content-Type", "text/html"), ("Server", "nginx"), ("Connection", "keep-alive"),
            ("Last-Modified", "Mon, 05 Jan 2026 06:30:00 GMT")]  # fmt: skip


def sizes(pages: list[Path]) -> list[int]:
    """Bytes that the WARC file grows by with each page: request, response and what is about
    them."""
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        writer = WarcWriter(folder, "pages", "baokan/bench")
        before = 0
        for number, page in enumerate(pages):
            payload = page.read_bytes()
            url = f"http://press.example/html/2026-01/05/content_{number}.htm"
            exchange = Exchange(url, _AT, "GET", [], 200, "OK", "HTTP/1.1", _HEADERS, payload)
            writer.write(exchange, None, payload_digest(payload))
            size = sum(file.stat().st_size for file in folder.rglob("*.gz*"))
            found.append(size - before)
            before = size
        writer.close()
    return found[1:]  # the first has the head of the file


@click.command()
@click.argument(
    "folder", default=Path("tests/corpus"), type=click.Path(exists=True, path_type=Path)
)
def main(folder: Path) -> None:
    """Print bytes of the .html files below a folder as they are, and in WARC."""
    pages = sorted(folder.rglob("*.html"))
    for name, of in (
        ("as served", [page.stat().st_size for page in pages]),
        ("in WARC", sizes(pages)),
    ):
        click.echo(
            f"{name:10} {len(of)} pages: mean {statistics.fmean(of) / 1000:.1f} kB,"
            f" median {percentile(of, 0.5) / 1000:.1f}, p90 {percentile(of, 0.9) / 1000:.1f}"
        )


if __name__ == "__main__":
    main()
