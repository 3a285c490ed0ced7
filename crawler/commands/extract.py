"""baokan extract: read pages without an archive."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console
from rich.progress import track

from archive.records import Article
from crawler.commands.given import open_input, read_given
from crawler.commands.options import UserError
from crawler.extract import extract
from crawler.readable import print_article


@click.command(name="extract")
@click.argument("page", metavar="FILE|URL|-", required=False)
@click.option("--url", default="", help="The address a FILE came from.")
@click.option("--json", "as_json", is_flag=True, help="The record as one JSON object.")
@click.option("--batch", is_flag=True, help="JSON lines in, JSON lines out, in the same order.")
@click.option("--contact", default="", envvar="BAOKAN_CONTACT", help="As for baokan crawl.")
def command(page: str | None, url: str, as_json: bool, batch: bool, contact: str) -> None:
    """Read one page (a file, an address, or - for standard input) and show its record.

    With --batch, each line of standard input (or of FILE) is {"id", "path", "url", "encoding",
    "repeat"}, only path required, and each line of output {"id", "result", "ms", "error"}; ms
    holds one figure a repeat.  Exit code 1 when a page could not be read.

    \b
    baokan extract page.html --url http://www.example.cn/2022/0804/1187.shtml
    curl -s http://127.0.0.1:8000/ | baokan extract - --json
    baokan extract --batch < requests.jsonl > results.jsonl
    """
    if batch:
        with open_input(page or "-") as lines:
            sys.exit(1 if _batch(lines) else 0)
    if not page:
        raise UserError("name a file, an address, or - for standard input")
    given = read_given(page, url, contact)
    record = extract(given.body, given.url, given.headers, captured=given.captured)
    if as_json:
        click.echo(json.dumps(record.as_dict(), ensure_ascii=False, indent=1))
        return
    if record.kind != "article":
        print(f"this page is no article: {record.kind}", file=sys.stderr)
    print_article(record.as_dict())


def _batch(lines: BinaryIO) -> int:
    failed = 0
    console = Console(stderr=True)
    for line in track(
        list(_lines(lines)), "reading", console=console, disable=not console.is_terminal
    ):
        answer = _answer(line)
        failed += answer["error"] is not None
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return failed


def _lines(file: BinaryIO) -> Iterator[bytes]:
    # Not splitlines(): U+2028 and U+0085 stand inside real texts.
    return (line for line in file.read().split(b"\n") if line.strip())


def _answer(line: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": None, "result": None, "ms": [], "error": None}
    try:
        request = json.loads(line)
        answer["id"] = request.get("id")
        body: bytes | str = Path(request["path"]).read_bytes()
        if request.get("encoding"):
            body = body.decode(request["encoding"], "replace")  # type: ignore[union-attr]
        record = Article()
        for _ in range(max(1, int(request.get("repeat") or 1))):
            begin = time.perf_counter()
            record = extract(body, request.get("url") or "")
            answer["ms"].append(round((time.perf_counter() - begin) * 1000, 3))
        answer["result"] = record.as_dict()
    except Exception as error:
        # One bad page must not end a batch of thousands; it is in the output and the exit code.
        answer["error"] = f"{type(error).__name__}: {error}"
    return answer
