"""What many titles at once take of a machine: memory and processor time of `baokan crawl`.

Each title is a press of tests/presses/bulk.py on this machine, which waits before each answer for
so long that it is asked as often as politeness allows a site to be: once in 1.5 seconds.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from archive.store import Archive  # noqa: E402
from tests.crawling import bulk_press  # noqa: E402

DELAY = 1.5  # seconds between two requests to a host
AT_ONCE = 4  # requests that a host on this machine is asked at once: settings.DOWNLOAD_SLOTS


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/at_once.py
  .venv/bin/python benchmarks/at_once.py --titles 40 --seconds 120"""
)
@click.option("--titles", "count", default=8, show_default=True, type=click.IntRange(1, 200))
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(min=1))
def main(count: int, seconds: float) -> None:
    """Crawl so many titles into one archive at once, for so long, and say what that took."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as presses:
        folder = Path(name)
        bases = [
            presses.enter_context(bulk_press(folder / f"press{n}", DELAY * AT_ONCE)).base
            for n in range(count)
        ]
        path = folder / "archive.db"
        _records(folder, bases)
        begun = time.monotonic()
        pids = [_start(path, number, folder) for number in range(count)]
        time.sleep(seconds)
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        used = [os.wait4(pid, 0)[2] for pid in pids]
        lasted = time.monotonic() - begun
        _report(path, used, lasted)


def _records(folder: Path, bases: list[str]) -> None:
    """A title for each press."""
    texts = [
        f'[[title]]\nname = "press_{n}"\npublication = "P{n}"\nplatform = "site"\n'
        f'kind = "website"\nentry = "{base}"\n'
        for n, base in enumerate(bases)
    ]
    (folder / "titles").mkdir()
    (folder / "titles" / "bulk.toml").write_text("\n".join(texts), "utf-8")


def _start(path: Path, number: int, folder: Path) -> int:
    command = [sys.executable, "-m", "crawler.cli", "crawl", f"press_{number}"]
    command += ["--archive", str(path), "--quiet"]
    own = {"BAOKAN_TITLES": str(folder / "titles"), "BAOKAN_LOOPBACK": "1"}
    environment = os.environ | own
    with (folder / f"{number}.log").open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log).pid


def _report(path: Path, used: list[os._Usage], lasted: float) -> None:
    with Archive.open(path) as archive:
        (row,) = archive.query(
            "SELECT (SELECT count(*) FROM captures) AS captures,"
            " (SELECT count(*) FROM articles) AS articles,"
            " (SELECT count(*) FROM runs WHERE outcome != 'interrupted') AS other"
        )
        size = sum(one.stat().st_size for one in archive.warc_folder.glob("*.gz"))
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if row["other"] or not row["captures"]:
        raise click.ClickException("a crawl ended by itself; see with fewer --seconds")
    count, captures = len(used), row["captures"]
    memory = sorted(one.ru_maxrss / 1024 for one in used)
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"titles at once         {count}, for {lasted:.0f} s")
    print(f"responses              {captures}, one in {lasted * count / captures:.1f} s a title")
    print(f"articles               {row['articles']}")
    print(f"peak memory a crawl    {median(memory):.0f} MiB, most {memory[-1]:.0f} MiB")
    print(f"processor a crawl      {processor / count:.1f} s, {_share(processor, count, lasted)}")
    print(f"titles a core          {lasted * count / processor:.0f}")
    print(f"disk a response        {size / captures / 1000:.1f} kB of WARC,"
          f" {path.stat().st_size / captures / 1000:.1f} kB of database")  # fmt: skip


def _share(processor: float, count: int, lasted: float) -> str:
    return f"{processor / count / lasted:.1%} of a core"


if __name__ == "__main__":
    main()
