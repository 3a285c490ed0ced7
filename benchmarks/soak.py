"""A crawl at full speed for an hour: its memory, its errors, and what a reader waits meanwhile.

    .venv/bin/python -m benchmarks.soak [--seconds 3600]

The press (benchmarks/soak_press.py), the crawl and the reading room are processes of their own,
as on a machine that is in use.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import click
from rich.console import Console
from rich.progress import track

from archive.store import Archive

_SAMPLE_SECONDS = 5.0
_WARM_UP = 0.1  # of the time
_LAST = 0.1
_CODES = (4,)  # of the crawl: it ends at its time limit
_SOME = (
    "SELECT id FROM {0} WHERE id >= abs(random()) % (SELECT max(id) FROM {0}) ORDER BY id LIMIT 9"
)
_WORDS = ("人", "县城", "老人家", "种子", "市场", "办事", "十年", "水库")


@dataclass
class Seen:
    """What was seen while it ran: (seconds, MiB) and milliseconds by kind of page."""

    memory: list[tuple[float, float]] = field(default_factory=list)
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)


@contextmanager
def process(
    command: list[str], log: Path, **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block."""
    with log.open("wb") as file:
        running = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=file,
            stderr=file,
            env=os.environ | {"BAOKAN_LOOPBACK": "1"} | environment,
        )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def wait_for(file: Path) -> str:
    """The text of a file that is written soon."""
    for _ in range(600):
        with suppress(FileNotFoundError):
            return file.read_text()
        time.sleep(0.1)
    raise click.ClickException(f"{file} was not written")


def resident(pid: int) -> float:
    """Memory of a process, MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def pages(rng: random.Random, path: Path) -> Iterator[tuple[str, str]]:
    """(kind, path below the reading room) of what a reader asks for, one after the other."""
    while True:
        with Archive.open(path, create=False) as archive:
            articles = [row["id"] for row in archive.query(_SOME.format("articles"))]
            issues = [row["id"] for row in archive.query(_SOME.format("issues"))]
        word = quote(rng.choice(_WORDS))
        yield "article", f"article/{rng.choice(articles)}"
        yield "search, newest", f"search?q={word}&order=newest"
        yield "article", f"article/{rng.choice(articles)}"
        yield "search, best", f"search?q={word}"
        yield "issue", f"issue/{rng.choice(issues)}"
        yield "title", "title/hunan_daily"
        yield "runs", "runs"


def ask(url: str) -> float:
    """Milliseconds until a page was read whole."""
    begun = time.monotonic()
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
    return (time.monotonic() - begun) * 1000


def watch(
    seen: Seen, crawl: subprocess.Popen[bytes], path: Path, base: str, seconds: float
) -> None:
    """Sample memory and read pages, one a second, until the crawl has ended."""
    begun = sampled = time.monotonic()
    reader = pages(random.Random(7), path)
    for _ in track(range(int(seconds)), "soaking", console=Console(stderr=True)):
        kind, page = next(reader)
        try:
            seen.waits[kind].append(ask(f"{base}{page}"))
        except OSError as error:
            seen.problems.append(f"{page}: {error}")
        now = time.monotonic()
        if now - sampled >= _SAMPLE_SECONDS:
            sampled = now
            seen.memory.append((now - begun, resident(crawl.pid)))
        if crawl.poll() is not None or now - begun > seconds:
            break
        time.sleep(max(0.0, 1.0 - (time.monotonic() - now)))


def report(path: Path, log: Path, seen: Seen, code: int) -> bool:
    """Print it; whether all bars hold."""
    with Archive.open(path, create=False) as archive:
        (run,) = archive.query("SELECT * FROM runs")
        bad = archive.query(
            "SELECT state, reason, count(*) AS count FROM frontier WHERE state IN ('failed',"
            " 'gone') GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5"
        )
    loud = [json.loads(line) for line in log.open(encoding="utf-8") if '"INFO"' not in line]
    errors = [one for one in loud if one.get("state") != "refused"]
    length = seen.memory[-1][0]
    early = [m for at, m in seen.memory if length * _WARM_UP <= at < length * (_WARM_UP + _LAST)]
    late = [m for at, m in seen.memory if at >= length * (1 - _LAST)]
    growth = median(late) / median(early) - 1
    waits = [one for kind in seen.waits.values() for one in kind]
    p95 = quantiles(waits, n=20)[-1]
    print(f"crawled                  {length:.0f} s, {run['responses']} answers"
          f" ({run['responses'] / length:.0f} a second), {run['new']} articles")  # fmt: skip
    print(f"memory                   {median(early):.1f} MiB after warm-up, {median(late):.1f} at"
          f" the end: {growth:+.1%}; most {max(m for _, m in seen.memory):.1f}")  # fmt: skip
    print(f"ended                    {run['outcome']}, exit code {code}; {run['failed']} failed,"
          f" {run['refused']} refused with a reason, {len(errors)} errors in the log")  # fmt: skip
    for row in bad:
        print(f"                         {row['count']} {row['state']}: {row['reason']}")
    print(f"reader                   {len(waits)} pages, p95 {p95:.0f} ms, median"
          f" {median(waits):.0f} ms, {len(seen.problems)} errors")  # fmt: skip
    for kind, found in seen.waits.items():
        print(f"  {kind:<22} p95 {quantiles(found, n=20)[-1]:.0f} ms of {len(found)}")
    for line in [*seen.problems[:5], *map(str, errors[:5])]:
        print(f"  ! {line}")
    fine = not (errors or seen.problems or run["failed"]) and code in _CODES
    return fine and growth <= 0.05 and p95 <= 200


@click.command()
@click.option("--seconds", default=3600.0, show_default=True, type=click.FloatRange(min=30))
def main(seconds: float) -> None:
    """Crawl and read for so long; exit code 1 when a bar is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, log, port = folder / "archive.db", folder / "crawl.jsonl", folder / "port"
        Archive.open(archive).close()
        seen = Seen()
        press = ["benchmarks.soak_press", "--port-file", str(port)]
        with process(press, folder / "press.log"):
            entry = f"http://127.0.0.1:{wait_for(port)}/ljrb/"
            crawl = ["crawler.cli", "crawl", "hunan_daily", "--entry", entry, "--since",
                     "1970-01-01", "--until", "2025-12-31", "--max-pages", "0", "--delay", "0",
                     "--max-time", str(seconds), "--quiet", "--log-json", str(log),
                     "--archive", str(archive)]  # fmt: skip
            room = ["crawler.cli", "serve", "--port", "0", "--archive", str(archive)]
            with process(room, folder / "room.log", PYTHONUNBUFFERED="1"):
                base = f"{_address(folder / 'room.log')}-/baokan/archive/"
                with process(crawl, folder / "crawl.log") as running:
                    time.sleep(10)  # until there is something to read
                    watch(seen, running, archive, base, seconds)
                    with suppress(subprocess.TimeoutExpired):
                        running.wait(60)
                    running.send_signal(signal.SIGTERM)
                    code = running.wait(60)
        sys.stderr.write((folder / "crawl.log").read_text()[-2000:])
        held = report(archive, log, seen, code)
    sys.exit(0 if held else 1)


def _address(log: Path) -> str:
    for _ in range(600):
        for word in log.read_text("utf-8").split():
            if word.startswith("http://127.0.0.1:"):
                return word.rstrip("/") + "/"
        time.sleep(0.1)
    raise click.ClickException(f"the reading room did not start: {log.read_text('utf-8')}")


if __name__ == "__main__":
    main()
