"""Metrics: read again by Prometheus' own parser, over all three ways, and as documented."""

from __future__ import annotations

import signal
import urllib.request
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from archive import alarms
from archive.alarms import Alarm
from archive.store import Archive
from tests.crawling import ROOT, Process, baokan, bulk_press, rows, wait_for
from tests.docs_text import cells

TITLE = {"title": "xinxiang"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one run that a limit ended, and an alarm."""
    folder = tmp_path_factory.mktemp("metrics")
    path = folder / "archive.db"
    with bulk_press(folder / "press") as press:
        baokan("crawl", "xinxiang", "--entry", press.base, "--max-pages", "30", "--archive", path)
    with Archive.open(path) as opened, opened.transaction() as connection:
        alarms.put(connection, 1, 1, Alarm("length", "short"), "2026-01-01T00:00:00.000Z")
        alarms.put(connection, None, None, Alarm("disk", "full"), "2026-01-01T00:00:00.000Z")
    return path


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in parsed(text)
        for one in family.samples
    }


def test_metrics_say_what_the_archive_says(archive: Path) -> None:
    found = samples(baokan("metrics", "--archive", archive).out)
    title = tuple(TITLE.items())
    assert found["baokan_articles", title] == rows(archive, "SELECT count(*) FROM articles")[0][0]
    assert found["baokan_last_run_exit_code", title] == 4
    assert found["baokan_open_alarms", (("kind", "length"), *title)] == 1
    assert found["baokan_open_alarms", (("kind", "disk"), ("title", ""))] == 1
    assert found["baokan_archive_bytes", ()] == archive.stat().st_size
    ended = found["baokan_last_run_end_seconds", title]
    assert rows(archive, "SELECT unixepoch(ended_at) FROM runs")[0][0] == ended


@pytest.mark.slow
def test_a_running_crawl_is_in_them(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with bulk_press(tmp_path / "press", latency=0.2) as press:
        crawl = Process("crawl", "xinxiang", "--entry", press.base, "--archive", path, "--quiet")
        wait_for(lambda: len(press.asked()) >= 3, crawl)
        found = samples(baokan("metrics", "--archive", path).out)
        crawl.kill()
        crawl.end()
    assert found["baokan_running_since_seconds", tuple(TITLE.items())] > 0
    died = samples(baokan("metrics", "--archive", path).out)
    assert not [name for name, _ in died if name.startswith("baokan_running")]


@pytest.mark.slow
def test_they_are_served_and_written_into_a_file(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "baokan.prom"
    assert baokan("metrics", "--archive", archive, "--textfile", file).code == 0
    serving = Process("metrics", "--archive", archive, "--listen", "127.0.0.1:0",
                      PYTHONUNBUFFERED="1")  # fmt: skip
    wait_for(lambda: serving.printed[0].seek(0) == 0 and b"/metrics" in serving.printed[0].read(),
             serving)  # fmt: skip
    serving.printed[0].seek(0)
    url = serving.printed[0].read().decode().split()[0]
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        served = samples(answer.read().decode())
    serving.send_signal(signal.SIGINT)
    assert serving.end().code == 0
    written = samples(file.read_text("utf-8"))
    assert served.keys() == written.keys() != set()


@pytest.mark.parametrize(
    "words",
    ["--listen 9345", "--listen 127.0.0.1:x", "--listen ::1:70000", "--textfile /nowhere/x.prom"],
)
def test_what_cannot_be_done_is_one_line(archive: Path, words: str) -> None:
    told = baokan("metrics", *words.split(), "--archive", archive)
    assert told.code in (1, 2)
    assert told.err.startswith("baokan: ")
    assert told.err.count("\n") == 1


def test_the_docs_list_every_metric_and_no_other(archive: Path) -> None:
    text = baokan("metrics", "--archive", archive).out
    names = {family.name for family in parsed(text)}
    listed = {cell.strip("`") for cell in cells((ROOT / "docs/metrics.md").read_text("utf-8"))}
    assert listed - {"metric"} == names
