"""Figures of an archive for Prometheus, read from it when they are asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from archive.store import Archive
from crawler import control

# What the newest ended run of each title says: metric, help, SQL.
_LAST_RUN = (
    ("baokan_last_run_end_seconds", "When the title's newest run ended, Unix time in seconds.",
     "unixepoch(ended_at)"),
    ("baokan_last_run_duration_seconds", "How long that run took.",
     "(julianday(ended_at) - julianday(started_at)) * 86400"),
    ("baokan_last_run_exit_code", "Its exit code: 0 complete, 3 some pages failed, …",
     "exit_code"),
    ("baokan_last_run_new_articles", "Articles that were new in it.", "new"),
    ("baokan_last_run_failed_requests", "Requests that failed in it.", "failed"),
)  # fmt: skip

_COUNTS = (
    ("baokan_articles", "Articles in the archive.", "articles WHERE 1"),
    ("baokan_issues", "Issues that appeared and are in the archive.", "issues WHERE appeared"),
)

_RUNNING = (
    ("baokan_running_requests", "Requests that were settled in the run under way.", "requests"),
    ("baokan_running_errors", "Requests that failed in it.", "errors"),
    ("baokan_running_requests_per_second", "In the last minute.", "rate"),
    ("baokan_running_queued_requests", "Requests that wait for their turn.", "queued"),
)


class ArchiveCollector(Collector):
    """All metrics of docs/metrics.md; each scrape opens the archive once and reads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def collect(self) -> Iterator[Metric]:
        """Raises ArchiveError for an archive that cannot be read."""
        for name, text, table in _COUNTS:
            rows = self.archive.query(
                f"SELECT t.name, (SELECT count(*) FROM {table} AND title_id = t.id) AS value"
                " FROM titles t ORDER BY t.name"
            )
            yield _gauge(name, text, ((row["name"], row["value"]) for row in rows))
        yield from self._last_runs()
        yield from self._running()
        yield self._alarms()
        rows = self.archive.query(
            "SELECT title AS name, paused_at IS NOT NULL AS value FROM schedules"
            " WHERE removed_at IS NULL ORDER BY title"
        )
        yield _gauge(
            "baokan_schedule_paused", "Whether the title's schedule is paused: 1 or 0.",
            ((row["name"], row["value"]) for row in rows),
        )  # fmt: skip
        size = self.archive.path.stat().st_size
        yield GaugeMetricFamily("baokan_archive_bytes", "Size of the archive file.", size)
        free = shutil.disk_usage(self.archive.path.absolute().parent).free
        yield GaugeMetricFamily("baokan_disk_free_bytes", "Room left on its disk.", free)

    def _last_runs(self) -> Iterator[Metric]:
        columns = ", ".join(f"{sql} AS v{number}" for number, (*_, sql) in enumerate(_LAST_RUN))
        rows = self.archive.query(
            f"SELECT t.name, {columns} FROM runs r JOIN crawls c ON c.id = r.crawl_id"
            " JOIN titles t ON t.id = c.title_id WHERE r.id IN (SELECT max(r.id) FROM runs r"
            " JOIN crawls c ON c.id = r.crawl_id WHERE r.ended_at IS NOT NULL"
            " GROUP BY c.title_id) ORDER BY t.name"
        )
        for number, (name, text, _) in enumerate(_LAST_RUN):
            yield _gauge(name, text, ((row["name"], row[f"v{number}"]) for row in rows))

    def _running(self) -> Iterator[Metric]:
        found = [one.run for one in control.seen(self.archive) if one.state != "died"]
        since = ((run.title, datetime.fromisoformat(run.started_at).timestamp()) for run in found)
        yield _gauge(
            "baokan_running_since_seconds", "When the run under way began, Unix time in seconds.",
            since,
        )  # fmt: skip
        for name, text, key in _RUNNING:
            yield _gauge(name, text, ((run.title, run.told.get(key, 0)) for run in found))

    def _alarms(self) -> Metric:
        alarms = GaugeMetricFamily(
            "baokan_open_alarms", "Open alarms, by title (empty: the disk) and kind.",
            labels=["title", "kind"],
        )  # fmt: skip
        for row in self.archive.query(
            "SELECT ifnull(t.name, '') AS name, a.kind, count(*) AS value FROM alarms a"
            " LEFT JOIN titles t ON t.id = a.title_id WHERE a.closed_at IS NULL GROUP BY 1, 2"
        ):
            alarms.add_metric([row["name"], row["kind"]], row["value"])
        return alarms


def registry(archive: Archive) -> CollectorRegistry:
    """Only our own metrics: those of the process that shows them are of no use to anybody."""
    found = CollectorRegistry(auto_describe=False)
    found.register(ArchiveCollector(archive))
    return found


def _gauge(name: str, text: str, values: Iterable[tuple[str, float]]) -> Metric:
    gauge = GaugeMetricFamily(name, text, labels=["title"])
    for title, value in values:
        gauge.add_metric([title], value)
    return gauge
