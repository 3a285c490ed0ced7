"""After each run: judge it, write alarms down, and pause a title whose site has changed."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Mapping
from typing import Any

from scrapy.settings import BaseSettings

from archive import alarms, figures, schedules, shared
from archive.alarms import Alarm
from archive.store import Archive
from crawler import watch
from crawler.clock import utc
from crawler.logs import event
from crawler.tell import Ways, tell

logger = logging.getLogger(__name__)

_HISTORY = 20  # earlier crawls that a crawl is compared with
# Ends of a run that say nothing of the site: the crawl goes on another time.
_UNFINISHED = ("interrupted", "running", "killed")

# What the command itself says at its end.
_SAID = ("outcome", "nothing", "disk")


def judge(archive: Archive, run_id: int, pause_after: int = 3) -> list[Alarm]:
    """Judge the crawl that the run worked on and has ended; returns what is wrong.

    Alarms are opened, kept on or closed, and the title's schedule is paused when its last
    `pause_after` crawls (0: never) all say that the site has changed.  Raises ArchiveError.
    """
    (run,) = archive.query(
        "SELECT r.*, c.title_id, c.errand, t.name FROM runs r JOIN crawls c ON c.id = r.crawl_id"
        " JOIN titles t ON t.id = c.title_id WHERE r.id = ?",
        run_id,
    )
    if run["outcome"] in _UNFINISHED:
        return []
    with archive.transaction() as connection:
        connection.execute("UPDATE runs SET disk_free = ? WHERE id = ?", (_free(archive), run_id))
    now = figures.of_crawl(archive, run["crawl_id"])
    past = figures.past(archive, run_id, _HISTORY)
    found = watch.judge(now, past)
    with archive.transaction() as connection:
        _write(connection, run, found, len(past))
        if pause_after and schedules.is_scheduled(connection, run["name"]):
            _pause(connection, run, pause_after)
    return found


def look_after(archive: Archive, run_id: int, settings: BaseSettings) -> None:
    """Judge a run that has ended, and tell people.  Never fails: the run is over and kept."""
    try:
        judge(archive, run_id, settings.getint("BAOKAN_PAUSE_AFTER"))
        for problem in tell(archive, ways(settings)):
            logger.error(problem)
    except Exception as error:
        logger.error("the run could not be judged: %s: %s", type(error).__name__, error)


def ways(settings: BaseSettings) -> Ways:
    """How people are told of alarms.  Raises TellError for a setting that is written wrong."""
    found = Ways(settings["BAOKAN_WEBHOOK"], settings["BAOKAN_SMTP"], settings["BAOKAN_MAIL_TO"])
    found.check()
    return found


def _free(archive: Archive) -> int:
    return shutil.disk_usage(archive.path.absolute().parent).free


def _write(
    connection: sqlite3.Connection, run: Mapping[str, Any], found: list[Alarm], past: int
) -> None:
    at = utc()
    for alarm in found:
        whose = None if alarm.kind == "disk" else run["title_id"]
        new = alarms.put(connection, whose, run["id"], alarm, at)
        if new:
            about = {"title": run["name"], "run": run["id"], "kind": alarm.kind}
            about |= {"field": alarm.field, "message": alarm.message}
            event("alarm.raised", level=logging.WARNING, **about)
        if new and alarm.kind not in _SAID:
            logger.error("%s: %s", run["name"], alarm.message)
    alarms.close_others(connection, None, ("disk",), found, at)
    alarms.close_others(connection, run["title_id"], _answered(run), found, at)
    # Alarms of the disk say nothing of the site: what was read is as good as ever.
    state = "alarm" if any(alarm.kind != "disk" for alarm in found) else "ok"
    told = [{"kind": a.kind, "field": a.field, "source": a.source, "message": a.message,
             "measured": a.measured, "expected": a.expected} for a in found]  # fmt: skip
    health = {"state": state, "compared_with": past, "found": told}
    connection.execute(
        "UPDATE runs SET health = ? WHERE id = ?",
        (json.dumps(health, ensure_ascii=False), run["id"]),
    )


def _answered(run: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of which this run has shown that they are over: where nothing was read, nothing
    is known of what was wrong with the pages; and only a crawl is compared with crawls."""
    if run["errand"] != "crawl" or not run["articles"]:
        return ("outcome", "time") if run["outcome"] == "complete" else ()
    return watch.KINDS


def _pause(connection: sqlite3.Connection, run: Mapping[str, Any], pause_after: int) -> None:
    rows = connection.execute(
        "SELECT r.health FROM runs r JOIN crawls c ON c.id = r.crawl_id WHERE c.title_id = ?"
        " AND c.errand = 'crawl' AND r.health != '' AND r.health NOT LIKE ?"
        " ORDER BY r.id DESC LIMIT ?",
        (run["title_id"], shared.STATE + "%", pause_after),
    ).fetchall()
    bad = [row for row in rows if _site_changed(json.loads(row["health"]))]
    if len(bad) < pause_after or run["errand"] != "crawl":
        return
    reason = f"{pause_after} bad crawls: see baokan health"
    if schedules.pause(connection, run["name"], reason, utc()):
        logger.error("%s: paused after %s", run["name"], reason)


def _site_changed(health: Mapping[str, Any]) -> bool:
    return any(one["kind"] in watch.SITE_CHANGED for one in health["found"])
