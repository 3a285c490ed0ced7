"""What has to hold after a simulated year, told from the archive and the script of the press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.store import Archive
from benchmarks.year_crawl import runs_of
from benchmarks.year_press import Paper
from crawler.clock import SHANGHAI

_AFTER = timedelta(days=3)  # alarms of a change that is over are closed by the next crawl


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was counted, and a line for each thing that ought not to be."""

    titles: int = 0
    slots: int = 0
    runs: int = 0
    pages: int = 0
    articles: int = 0
    issues: int = 0
    changes: int = 0
    alarms: int = 0
    lacking: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    false: tuple[str, ...] = ()

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def holds(self, days: int) -> bool:
        """Whether every bar is kept to."""
        bad = self.lacking or self.doubled or self.missed
        return not bad and len(self.false) <= days / 30.4

    def lines(self, days: int) -> list[str]:
        """For people."""
        archived, told = self.issues - len(self.lacking), self.changes - len(self.missed)
        monthly = len(self.false) / (days / 30.4)
        bad = {"LACKING": self.lacking, "DOUBLED": self.doubled, "MISSED": self.missed,
               "FALSE": self.false}  # fmt: skip
        return [
            f"titles, days                                 {self.titles}, {days}",
            f"slots, runs                                  {self.slots}, {self.runs}",
            f"pages asked                                  {self.pages}",
            f"issues that were there, of them archived     {self.issues}, {archived}",
            f"articles archived                            {self.articles}",
            f"runs, crawls, articles or revisions doubled  {len(self.doubled)}",
            f"site changes, alarmed in the first run       {self.changes}, {told}",
            f"alarms, without a cause, of these a month    {self.alarms}, {len(self.false)}, "
            f"{monthly:.2f}",
            *(f"{word} {one}" for word, found in bad.items() for one in found[:20]),
        ]


def check(path: Path, papers: list[Paper]) -> Verdict:
    """Look for what is lacking, doubled, not alarmed, or alarmed without a cause."""
    with Archive.open(path) as archive:
        runs = list(runs_of(archive))
        issues, lacking = _lacking(archive, papers, runs)
        changes, missed = _unalarmed(archive, papers, runs)
        counts = archive.query(
            "SELECT (SELECT count(*) FROM articles) AS articles,"
            " (SELECT count(*) FROM slots) AS slots, (SELECT count(*) FROM captures) AS pages,"
            " (SELECT count(*) FROM alarms) AS alarms"
        )[0]
        return Verdict(
            titles=len(papers), runs=len(runs), issues=issues, changes=changes,
            lacking=tuple(lacking), doubled=tuple(_doubled(archive)), missed=tuple(missed),
            false=tuple(_false(archive, papers)), **counts,
        )  # fmt: skip


def _lacking(
    archive: Archive, papers: list[Paper], runs: list[dict[str, Any]]
) -> tuple[int, list[str]]:
    """(how many issues, those of which the issue or an article is not archived).  An issue
    counts when a crawl of its title could still have found it: it was out before the last one."""
    known = {
        (row["name"], row["date"])
        for row in archive.query(
            "SELECT t.name, i.date FROM issues i JOIN titles t ON t.id = i.title_id WHERE appeared"
        )
    }
    urls = {row["url"] for row in archive.query("SELECT url FROM articles")}
    urls |= {row["url"] for row in archive.query("SELECT url FROM article_urls")}
    last = {run["name"]: run["started_at"] for run in runs if run["outcome"] == "complete"}
    wanted, lacking = 0, []
    for one in papers:
        seen = datetime.fromisoformat(last[one.name])
        for number in range(one.days):
            day = one.first + timedelta(number)
            out = one.out_at(day)
            if out is None or out > seen or one.down(seen) or one.changed(seen):
                continue
            wanted += 1
            missing = [url for url in one.urls(day) if url not in urls]
            if (one.name, day.isoformat()) not in known:
                lacking.append(f"{one.name} {day}: no issue")
            elif missing:
                lacking.append(f"{one.name} {day}: {len(missing)} articles")
    return wanted, lacking


def _doubled(archive: Archive) -> Iterator[str]:
    for row in archive.query(
        "SELECT slot_id, count(*) AS n FROM runs r JOIN crawls c ON c.id = r.crawl_id"
        " WHERE slot_id IS NOT NULL AND r.outcome = 'complete' AND errand = 'crawl'"
        " GROUP BY slot_id, c.since, c.until, c.title_id HAVING n > 1"
    ):
        yield f"slot {row['slot_id']} was crawled {row['n']} times"
    for row in archive.query(
        "SELECT schedule_id, slot, count(*) AS n FROM slots WHERE outcome = 'complete'"
        " GROUP BY schedule_id, slot HAVING n > 1"
    ):
        yield f"slot {row['slot']} of schedule {row['schedule_id']} is complete {row['n']} times"
    for row in archive.query(
        "SELECT url FROM articles GROUP BY title_id, url HAVING count(*) > 1"
    ):
        yield f"article {row['url']}"
    for row in archive.query(
        "SELECT article_id FROM revisions GROUP BY article_id, text_hash, title"
        " HAVING count(DISTINCT record) < count(*)"
    ):
        yield f"revision of article {row['article_id']}"


def _unalarmed(
    archive: Archive, papers: list[Paper], runs: list[dict[str, Any]]
) -> tuple[int, list[str]]:
    """(changes that a crawl has met, those of which the first such crawl raised no alarm)."""
    raised = Counter(row["first_run"] for row in archive.query("SELECT first_run FROM alarms"))
    met, missed = 0, []
    for one in papers:
        first = next((run for run in runs if run["name"] == one.name and _meets(one, run)), None)
        if one.change is None or first is None:
            continue
        met += 1
        if not raised[first["id"]]:
            told = f"{first['id']} ({first['outcome']}, {first['articles']} articles)"
            missed.append(f"{one.name} {one.change.kind} from {one.change.begin}: run {told}")
    return met, missed


def _meets(one: Paper, run: dict[str, Any]) -> bool:
    """Whether a crawl has been given pages of the changed site."""
    if run["errand"] != "crawl" or run["outcome"] in ("unreachable", "killed", "running"):
        return False
    at = datetime.fromisoformat(run["started_at"])
    change = one.changed(at)
    if change is None or run["responses"] == 0:
        return False
    if change.kind in ("wall", "moved"):
        return True
    days = (run["since"], run["until"])
    first, last = (date.fromisoformat(str(day)) for day in days)
    span = (first + timedelta(n) for n in range((last - first).days + 1))
    return any((out := one.out_at(day)) is not None and out <= at for day in span)


def _false(archive: Archive, papers: list[Paper]) -> Iterator[str]:
    """Alarms that nothing in the script of the press explains."""
    by_name = {one.name: one for one in papers}
    for row in archive.query(
        "SELECT a.*, t.name FROM alarms a LEFT JOIN titles t ON t.id = a.title_id"
    ):
        one = by_name.get(row["name"])
        if one is None or not _explained(one, row):
            told = f"{row['kind']} {row['field']} {row['source']}: {row['message']}"
            yield f"{row['name']} {row['raised_at'][:16]} {told}"


def _explained(one: Paper, row: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(row["raised_at"])
    day = at.astimezone(SHANGHAI).date()
    if one.change and one.change.begin <= day and (
        one.change.end == date.max or day < one.change.end + _AFTER
    ):  # fmt: skip
        return True
    margin = timedelta(days=2)
    if any(begin - timedelta(hours=1) <= at <= end + margin for begin, end in one.outages):
        return row["kind"] in ("outcome", "missing issue", "nothing")
    if row["kind"] in ("missing issue", "nothing"):
        near = (day - timedelta(n) for n in range(3))
        return any(d in one.late or d in one.never for d in near)
    return False
