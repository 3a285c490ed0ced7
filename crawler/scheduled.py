"""The crawls that a slot of a schedule stands for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from archive import schedules, slots
from archive.calendar import gaps
from archive.errors import ArchiveError
from archive.expected import lacking_days
from archive.revisits import asks as revisit_asks
from archive.revisits import due as revisits_due
from archive.schedules import Plan
from archive.slots import Slot
from archive.store import Archive
from crawler import gap_crawl
from crawler.catalogue import spider_of
from crawler.clock import utc
from crawler.commands.crawl_options import crawl_settings
from crawler.due import work
from crawler.errand import Errand
from crawler.overlap import has_days
from crawler.run import Job
from crawler.spider import spider_class, with_errand
from crawler.titles import Title, TitleError, title_of_row


def title_of(archive: Archive, plan: Plan) -> Title:
    """The title of a plan: as the catalogue has it, else as it was crawled last, at the plan's
    entry.  Raises TitleError for one that neither knows."""
    try:
        title = spider_of(plan.title).title
    except TitleError:
        rows = archive.query("SELECT * FROM titles WHERE name = ?", plan.title)
        if not rows:
            raise
        title = title_of_row({name: str(value) for name, value in rows[0].items()})
    return replace(title, entry=plan.entry) if plan.entry else title


Span = tuple[str, str]  # first and last day
Task = tuple[Errand | None, Span | None]


def jobs(path: Path, slot: Slot, contact: str) -> Iterator[Job]:
    """The crawls of a slot, each made when its turn has come.

    Raises TitleError for a title that is not known any more.
    """
    with Archive.open(path, create=False) as archive:
        plan = schedules.by_id(archive, slot.schedule_id).plan
        title = title_of(archive, plan)
    end = time.monotonic() + plan.budget_seconds
    spider = spider_class(title)
    for errand, span in tasks(path, slot, title):
        left = max(1.0, end - time.monotonic())
        settings: dict[str, Any] = crawl_settings(path, title.entry, contact, max_time=left)
        arguments = {"since": span[0], "until": span[1]} if span else {}
        kind = with_errand(spider, errand) if errand else spider
        yield Job(kind, settings | {"BAOKAN_SLOT": slot.id}, arguments)


def tasks(path: Path, slot: Slot, title: Title) -> Iterator[Task]:
    """What a slot crawls: the issues of its days; where that was complete, what earlier issues
    lack; and the articles that are due to be looked at again.  Each is known when the one before
    it has ended."""
    with Archive.open(path, create=False) as archive:
        plan = schedules.by_id(archive, slot.schedule_id).plan
        previous = _previous(archive, slot)
    days = (slot.since, slot.until)
    if work(previous) == "crawl":
        yield None, days if has_days(title) else None
        if not _complete(path, slot):
            return
        back = date.fromisoformat(slot.until) - timedelta(plan.back_days)
        days = (min(back.isoformat(), slot.since), slot.until)
    yield from _lacking(path, title.name, days, slot.since)
    if plan.revisit and slot.attempt == 1:
        with Archive.open(path, create=False) as archive:
            errand = _revisit(archive, title.name)
        if errand.asks:
            yield errand, None


def _previous(archive: Archive, slot: Slot) -> str:
    """How the attempt before ended; "" for the first."""
    rows = archive.query(
        "SELECT outcome FROM slots WHERE schedule_id = ? AND slot = ? AND attempt = ?",
        slot.schedule_id,
        slot.slot,
        slot.attempt - 1,
    )
    return str(rows[0]["outcome"]) if rows else ""


def _complete(path: Path, slot: Slot) -> bool:
    with Archive.open(path, create=False) as archive:
        rows = archive.query(
            "SELECT outcome FROM runs WHERE slot_id = ? ORDER BY id DESC LIMIT 1", slot.id
        )
    return bool(rows) and rows[0]["outcome"] == "complete"


def _lacking(path: Path, title: str, days: Span, since: str) -> list[Task]:
    """What the issues of the days lack, as one errand, and days before `since` without the issue
    that the rhythm of the title expects, which may have come late."""
    first, last = map(date.fromisoformat, days)
    found: list[Task] = []
    with Archive.open(path, create=False) as archive:
        try:
            lacking = gaps(archive, title, first, last)
        except ArchiveError:  # never crawled
            return []
        (row,) = archive.query("SELECT id FROM titles WHERE name = ?", title)
        wanted = gap_crawl.asks(archive, row["id"], lacking)
        late = lacking_days(archive, title, first, date.fromisoformat(since) - timedelta(1))
    if wanted:
        found.append((Errand("gaps", tuple(wanted)), None))
    found += [(None, (day.isoformat(), day.isoformat())) for day in late]
    return found


def _revisit(archive: Archive, title: str) -> Errand:
    (row,) = archive.query("SELECT id FROM titles WHERE name = ?", title)
    looks = revisits_due(archive, row["id"], utc())
    return Errand(
        "revisit", tuple(a for one in looks for a in revisit_asks(archive, one.article_id))
    )


def slot_of(archive: Archive, slot_id: int) -> Slot:
    """The row.  Raises ArchiveError when there is none."""
    slot = slots.by_id(archive, slot_id)
    if slot is None:
        raise ArchiveError(f"{archive.path}: no slot {slot_id}; see: baokan schedule list")
    return slot
