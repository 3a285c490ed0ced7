"""One run of one crawl: the archive, the title's lock, the WARC files, and how it all ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from archive import queue, runs
from archive.crash_points import reached
from archive.errors import ArchiveError, DiskFullError
from archive.exchange import Exchange
from archive.queue import Asked, as_text
from archive.records import Ask, Capture, Found, Outcome, Visit
from archive.store import Archive
from archive.warc import WarcWriter
from archive.warc_mend import mend
from crawler import page_files
from crawler.after_run import look_after, ways
from crawler.clock import utc
from crawler.conditional import held_by
from crawler.contact import contact_for
from crawler.guard import GuardedResolver, GuardError, allows_loopback, check_url
from crawler.host_waits import HostWaits
from crawler.lock import lock_title
from crawler.logs import event
from crawler.polite import PolitenessError, check, user_agent
from crawler.queues import is_shared, open_queue
from crawler.warc_about import about

if TYPE_CHECKING:
    from crawler.spider import PressSpider

# Sent with `visit` and `outcome` after each visit that was settled.
visit_settled = object()


def session_of(crawler: Crawler) -> Session:
    """The session of a crawl, which Scrapy makes before every other component."""
    session = crawler.get_extension(Session)
    assert session is not None, "crawler.session.Session is missing in EXTENSIONS"
    return session


class Session:
    """Opened with the crawl, closed with it.  Raises ArchiveError, PolitenessError or the
    platform's errors when the crawl cannot begin; nothing has been asked then."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        assert crawler.spider is not None
        self.spider: PressSpider = crawler.spider  # type: ignore[assignment]
        self.in_flight: dict[int, Asked] = {}
        self.stopped = self.reason = ""  # why the run ends early; closed: its outcome
        self.paused = False  # nothing is handed out, until somebody says go on
        self.exit_code: int | None = None
        self._captures: dict[int, list[Capture]] = {}
        self._asked = self.settled_count = 0
        self.began = utc()
        check(settings := crawler.settings, self.spider)
        ways(settings)
        self._check_entry(allows_loopback(settings))
        entry, path = self.spider.title.entry, Path(settings["BAOKAN_ARCHIVE"])
        contact = contact_for(path, settings["BAOKAN_CONTACT"], entry)
        agent = user_agent(contact, entry)
        settings.set("BAOKAN_CONTACT", contact, priority="cmdline")
        settings.set("USER_AGENT", agent, priority="cmdline")
        self._most_pages = settings.getint("BAOKAN_MAX_PAGES")
        starts = self.spider.starts()
        self.archive = Archive.open(path)
        self.archive.vanish_seconds = settings.getfloat("BAOKAN_VANISH_SECONDS")
        waits = list(map(float, settings.getlist("BAOKAN_RETRY_WAITS")))
        with ExitStack() as undo:
            undo.callback(self.archive.close)
            self._lock = undo.enter_context(lock_title(self.archive, self.spider.name))
            mend(self.archive.warc_folder)
            # Under the lock it is ours alone; what a kill left of it is no file of anything.
            self._part = f".{self.spider.name}.part"
            with suppress(OSError):
                (self.archive.files_folder / self._part).unlink()
            self.hosts = HostWaits(self.archive, waits)
            self.queue = open_queue(self, starts, agent)
            self.opened = self.queue.opened
            undo.pop_all()
        stamp = "".join(c for c in utc()[:19] if c.isdigit())
        prefix = f"{self.spider.name}-{stamp}-{self.opened.run_id:05d}"
        told = about(self.archive, self.spider.title, self.opened)
        self._warc = WarcWriter(self.archive.warc_folder, prefix, agent, told)
        for url, verdict in queue.verdicts(self.archive.connection, self.opened.crawl_id):
            self.spider.platform.learn(url, verdict)
        crawler.signals.connect(self._opened, signals.engine_started)
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._broken, signals.spider_error)
        crawler.signals.connect(self._broken, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Session:
        """Scrapy's constructor."""
        return cls(crawler)

    def _check_entry(self, loopback: bool) -> None:
        GuardedResolver.loopback = loopback
        try:
            check_url(self.spider.title.entry, loopback=loopback)
        except GuardError as error:
            raise PolitenessError(str(error)) from error

    def _opened(self) -> None:
        seconds = self.crawler.settings.getfloat("BAOKAN_MAX_SECONDS")
        if seconds:
            asyncio.get_running_loop().call_later(
                seconds, self.stop, "limit", f"the time limit of {seconds:g} s was reached"
            )

    def pending(self) -> bool:
        """Whether the crawl has requests that wait for their turn."""
        return not self.stopped and self.queue.pending()

    def take(self, busy: Sequence[str]) -> Asked | None:
        """Hand out the next request; None when there is none, or a bound is reached."""
        if self.paused:
            return None
        if self._most_pages and self._asked >= self._most_pages:
            if not self.in_flight:
                self.stop("limit", f"the limit of {self._most_pages} pages was reached")
            return None
        try:
            asked = self.queue.take(busy)
        except ArchiveError as error:
            self._give_up(error)
            return None
        if asked is not None:
            self.in_flight[asked.id] = asked
            self._asked += 1
        elif not self.in_flight:
            self._stop_when_all_wait()
        return asked

    def _stop_when_all_wait(self) -> None:
        """End the run where nothing is left but requests to hosts that wait for too long."""
        reasons = [self.hosts.hopeless(host) for host in self.queue.hosts()]
        if reasons and all(reasons):
            self.stop("unreachable", reasons[0])

    def keep(self, exchange: Exchange, ask_id: int | None) -> None:
        """Write a response into WARC.  Its row waits for the visit that it belongs to."""
        asked = self.in_flight.get(ask_id) if ask_id is not None else None
        reached("before capture")
        try:
            digest, held = held_by(self.archive, exchange)
            about = {"ask": as_text(asked)} if asked else None
            capture = self._warc.write(exchange, held, digest, about)
            reached("capture written")
            if ask_id is None:
                self.archive.keep(self.opened.run_id, capture)
            else:
                self._captures.setdefault(ask_id, []).append(capture)
        except ArchiveError as error:
            self._give_up(error)
            raise

    def keep_file(self, ask: Ask, body: bytes) -> Found:
        """Write the PDF or picture of a page beside the archive.  Its row waits for the visit."""
        try:
            return page_files.read(ask, body, self.archive.files_folder, self._part)
        except ArchiveError as error:
            self._give_up(error)
            raise

    def settle(self, visit: Visit) -> None:
        """Ingest a visit; on failure the request stays in flight and is asked again next time."""
        asked = self.in_flight[visit.ask_id]
        try:
            visit, outcome = self._ingest(visit)
            self.queue.settled(asked)
        except ArchiveError as error:
            self._give_up(error)
            return
        finally:
            self.in_flight.pop(visit.ask_id, None)
        if visit.found is not None:
            self.spider.platform.learn(asked.url, visit.found.verdict)
        self.settled_count += 1
        self.crawler.signals.send_catch_log(visit_settled, visit=visit, outcome=outcome)

    def _ingest(self, visit: Visit) -> tuple[Visit, Outcome]:
        try:
            return visit, self.archive.ingest(self.opened.run_id, visit)
        except ArchiveError:
            raise
        except Exception as error:
            # A record that cannot be stored must not come back at every start: the request has
            # failed, its captures stay.
            reason = f"cannot be stored: {type(error).__name__}: {error}"
            visit = Visit(visit.ask_id, "failed", visit.at, visit.captures, reason=reason)
            return visit, self.archive.ingest(self.opened.run_id, visit)

    def captured(self, ask_id: int) -> tuple[Capture, ...]:
        """What was fetched for a request, taken out once."""
        return tuple(self._captures.pop(ask_id, ()))

    def _give_up(self, error: ArchiveError) -> None:
        self.stop("disk full" if isinstance(error, DiskFullError) else "error", str(error))

    def stop(self, outcome: str, reason: str) -> None:
        """End the run early: nothing more is handed out, what is under way is finished."""
        if self.stopped:
            return
        self.stopped, self.reason = outcome, reason
        self._event("run.stopping", outcome=outcome, reason=reason)
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=outcome))

    def _event(self, name: str, **keys: Any) -> None:
        event(name, title=self.spider.name, run=self.opened.run_id, **keys)

    def _broken(self, failure: Failure) -> None:
        # A mistake of ours: the request would stay in flight, and its host busy, for ever.
        self.stop("error", f"{type(failure.value).__name__}: {failure.value}")

    def _closed(self, reason: str) -> None:
        self.close("" if reason == "finished" else "interrupted", "")

    def close(self, stopped: str, reason: str) -> None:
        """Finish the WARC file and the run row, once; sets `exit_code`."""
        if self.exit_code is not None:
            return
        stopped, reason = self.stopped or stopped, self.reason or reason
        self.exit_code = runs.EXIT_CODES[stopped or "error"]
        try:
            self._warc.close()
            self.exit_code = self.queue.close(stopped, reason)
            row = self.archive.query("SELECT * FROM runs WHERE id = ?", self.opened.run_id)[0]
            self.stopped, self.reason = row["outcome"], row["reason"]
            if not is_shared(self):  # a shard has a part of the crawl
                look_after(self.archive, self.opened.run_id, self.crawler.settings)
        except ArchiveError as error:
            # The run row stays open; the next run of the crawl finds it so and says `killed`.
            self.stopped, self.reason = self.stopped or "error", self.reason or str(error)
            if isinstance(error, DiskFullError):
                self.stopped = "disk full"
            self.exit_code = runs.EXIT_CODES[self.stopped]
        finally:
            told = {"outcome": self.stopped, "reason": self.reason, "exit_code": self.exit_code}
            self._event("run.closed", **told)
            with suppress(Exception):
                self.archive.close()
            self._lock.close()
