"""Reading again gives the same wherever it is done: here, in processes, on a Dask cluster."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks import replay_engines
from crawler.engines import engine
from tests.crawling import Process, baokan, bulk_press, rows, wait_for
from tests.object_storage import Bucket, bucket, s3_server
from tests.presses.bulk import ARTICLES

__all__ = ["bucket", "s3_server"]

pytestmark = pytest.mark.slow

ALL = (
    "SELECT a.*, r.record, (SELECT group_concat(name || role) FROM people"
    " WHERE article_id = a.id) FROM articles a JOIN revisions r ON r.article_id = a.id"
    " ORDER BY a.id, r.number"
)
_PIECES = "SELECT article_id, number, reader, changed, before FROM rereadings ORDER BY id"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines")
    with bulk_press(folder / "press") as press:
        archive = folder / "archive.db"
        assert baokan("crawl", "--start", press.base, "--archive", archive).code == 0
    return archive


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules by which nobody is an editor any more."""
    folder = tmp_path / "rules"
    shutil.copytree(Path(__file__).parent.parent / "crawler" / "rules", folder)
    labels = folder / "labels.toml"
    labels.write_text(labels.read_text("utf-8").replace('"编辑", ', ""), "utf-8")
    return folder


def copied(archive: Path, folder: Path) -> Path:
    folder.mkdir()
    shutil.copytree(archive.with_suffix(".warc"), folder / "archive.warc")
    return Path(shutil.copy(archive, folder / "archive.db"))


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and its workers, each a process of its own."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
         "--no-dashboard", "--scheduler-file", str(file)], **quiet)  # fmt: skip
    processes = []
    try:
        wait_for(file.exists)
        command = [*dask, "distributed.cli.dask_worker", "--scheduler-file", str(file)]
        command += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        command += ["--local-directory", str(folder)]
        processes = [subprocess.Popen(command, **quiet) for _ in range(workers)]
        address = json.loads(file.read_text("utf-8"))["address"]
        yield address, processes
    finally:
        for process in (*processes, scheduler):
            process.kill()
            process.wait()


def replayed(archive: Path, rules: Path, *engine: str) -> list[list[tuple[object, ...]]]:
    done = baokan("replay", "--rules", rules, "--apply", *engine, "--archive", archive)
    assert done.code == 0, done.err
    assert f"{ARTICLES} differ" in done.out
    return [rows(archive, ALL), rows(archive, _PIECES)]


def test_every_engine_writes_the_same(crawled: Path, rules: Path, tmp_path: Path) -> None:
    here = replayed(copied(crawled, tmp_path / "here"), rules, "--jobs", "1")
    assert replayed(copied(crawled, tmp_path / "pool"), rules, "--jobs", "2") == here
    mine = ("--engine", "dask", "--jobs", "2")
    assert replayed(copied(crawled, tmp_path / "mine"), rules, *mine) == here
    with cluster(tmp_path, 2) as (address, _):
        there = ("--engine", "dask", "--scheduler", address)
        assert replayed(copied(crawled, tmp_path / "there"), rules, *there) == here


def test_a_cluster_reads_from_an_object_storage(
    crawled: Path, rules: Path, tmp_path: Path, bucket: Bucket
) -> None:
    """Its workers see no WARC file: as on machines without a shared disk."""
    here = replayed(copied(crawled, tmp_path / "here"), rules, "--jobs", "1")
    archive = copied(crawled, tmp_path / "copy")
    assert baokan("offload", "s3://press/engines.warc", "--archive", archive).code == 0
    with cluster(tmp_path, 2) as (address, _):
        there = ("--engine", "dask", "--scheduler", address)
        assert replayed(archive, rules, *there) == here
    assert not list(archive.with_suffix(".warc").glob("*.gz"))


def test_dask_shows_its_dashboard(capfd: pytest.CaptureFixture[str]) -> None:
    with engine("dask", 1) as found:
        assert found.result(found.submit(len, "two")) == 3
        address = capfd.readouterr().err.split()[-1]
        with urlopen(address) as page:
            text = page.read().decode()
    assert "Dask Diagnostic UI" in text
    assert "docs_json" in text, "Bokeh draws it"


def test_a_worker_of_the_cluster_may_die(crawled: Path, rules: Path, tmp_path: Path) -> None:
    archive = copied(crawled, tmp_path / "copy")
    here = replayed(copied(crawled, tmp_path / "here"), rules, "--jobs", "1")
    with cluster(tmp_path, 2) as (address, workers):
        running = Process("replay", "--rules", rules, "--apply", "--engine", "dask",
                          "--scheduler", address, "--archive", archive)  # fmt: skip
        time.sleep(3)
        workers[0].kill()
        done = running.end()
    assert done.code == 0, done.err
    assert rows(archive, ALL) == here[0]


def test_a_process_of_the_pool_that_dies_is_told(
    crawled: Path, rules: Path, tmp_path: Path
) -> None:
    archive = copied(crawled, tmp_path / "copy")
    command = ("replay", "--rules", rules, "--apply", "--jobs", "2", "--archive", archive)
    running = Process(*command)
    wait_for(lambda: len(_readers(running.pid)) >= 2, running)
    for pid in _readers(running.pid):
        _kill(pid)
    done = running.end()
    if done.code != 0:  # otherwise it had read everything by then
        assert done.code == 1
        assert done.err.splitlines()[-1] == (
            "baokan: a process that read captures died; the same command begins again"
        )
    again = baokan(*command)
    assert again.code == 0, again.err
    assert rows(archive, "SELECT count(*) FROM rereadings") == [(ARTICLES,)]


def _readers(pid: int) -> list[int]:
    """The processes of the pool: grandchildren, by way of the fork server."""
    return [two for one in _children(pid) for two in _children(one)]


def _children(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return [int(one) for one in told.split()]


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_a_scheduler_that_is_not_there_is_one_line(crawled: Path, address: str) -> None:
    done = baokan("replay", "--engine", "dask", "--scheduler", address, "--archive", crawled)
    assert done.code == 1
    assert done.err.startswith(f"baokan: {address}: no Dask scheduler answers")
    assert len(done.err.splitlines()) == 1


def test_the_benchmark_compares_what_the_engines_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay_engines.run(tmp_path, 450, 2, 1) == []
    told = capsys.readouterr().out
    assert "450 records, the same bytes" in told
    assert "of the pool's time" in told
