"""Which crawls run at the moment, and asking something of them."""

from __future__ import annotations

from dataclasses import dataclass

from archive import live, schedules
from archive.errors import ArchiveError
from archive.live import Open, Wanted
from archive.store import Archive
from crawler.clock import utc
from crawler.lock import is_locked


@dataclass(frozen=True, slots=True)
class Seen:
    """An open run.  `state`: running, paused, stopping, or died: nobody works on it, and the
    same command goes on with it."""

    run: Open
    state: str


def seen(archive: Archive, titles: tuple[str, ...] = ()) -> list[Seen]:
    """The open runs of these titles, or of all.  Raises ArchiveError for an unknown title."""
    known = {row["name"] for row in archive.query("SELECT name FROM titles")}
    known |= {row["title"] for row in archive.query("SELECT title FROM schedules")}
    for title in titles:
        if title not in known:
            raise ArchiveError(f"{archive.path}: no title {title!r} is archived or scheduled")
    found = [run for run in live.open_runs(archive) if not titles or run.title in titles]
    return [Seen(run, _state(archive, run)) for run in found]


def _state(archive: Archive, run: Open) -> str:
    if not is_locked(archive, run.title):
        return "died"
    if run.wanted == "stop":
        return "stopping"
    return str(run.told.get("state", "running"))


def living(archive: Archive, titles: tuple[str, ...] = ()) -> list[Open]:
    """The runs of these titles, or of all, whose process lives."""
    return [one.run for one in seen(archive, titles) if one.state != "died"]


def ask(archive: Archive, runs: list[Open], wanted: Wanted) -> None:
    """Ask something of runs.  Raises ArchiveError."""
    with archive.transaction() as connection:
        for run in runs:
            live.want(connection, run.crawl_id, wanted)


def ended(archive: Archive, run: Open) -> str:
    """How a run ended, as one line; "" while it goes on."""
    (row,) = archive.query(
        "SELECT ended_at, outcome, reason, responses, new FROM runs WHERE id = ?", run.run_id
    )
    if row["ended_at"] is None:
        return ""
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{row['outcome']}{reason}, {row['responses']} answers, {row['new']} new articles"


PAUSED = "baokan pause"


def pause(archive: Archive, title: str) -> list[str]:
    """Hold the title's crawl, and start none from its schedule; what was done, as lines."""
    done = []
    if runs := living(archive, (title,)):
        ask(archive, runs, "pause")
        done.append(f"{title}: the crawl pauses; the requests under way still end")
    with archive.transaction() as connection:
        if schedules.pause(connection, title, PAUSED, utc()):
            done.append(f"{title}: the schedule is paused")
    return done


def resume(archive: Archive, title: str) -> list[str]:
    """Undo `pause`, whoever paused; what was done, as lines."""
    done = []
    if runs := [run for run in living(archive, (title,)) if run.wanted == "pause"]:
        ask(archive, runs, "run")
        done.append(f"{title}: the crawl goes on")
    with archive.transaction() as connection:
        if schedules.resume(connection, title):
            done.append(f"{title}: the schedule goes on")
    return done
