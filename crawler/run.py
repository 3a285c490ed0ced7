"""Run crawls in this process, one after the other, and end them in time when asked to."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.error import ReactorNotRunning

from archive.runs import EXIT_CODES
from crawler.session import Session, visit_settled
from crawler.slot_end import STOPPED
from crawler.spider import PressSpider

logger = logging.getLogger(__name__)

# Seconds that requests under way get to finish after SIGTERM or Ctrl-C.
GRACE_SECONDS = 7.0
# And seconds that the end itself may take after the second signal.
LAST_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl to run: the spider, its arguments, and settings that differ from the defaults."""

    spider: type[PressSpider]
    settings: dict[str, Any]
    arguments: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None  # called when its turn has come


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl's run ended."""

    name: str
    run_id: int
    crawl_id: int
    exit_code: int
    outcome: str
    reason: str


Watcher = Callable[[Session, Any, Any], None]


def project_settings() -> Settings:
    """crawler/settings.py, wherever the command was started."""
    os.environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
    return get_project_settings()


def run(
    jobs: Iterable[Job],
    *,
    opened: Callable[[Session], None] | None = None,
    visited: Watcher | None = None,
    stopping: Callable[[], None] | None = None,
) -> list[Ended]:
    """Run the jobs in order; stops after the first that was interrupted.

    `opened` is told each session that begins, `visited` each visit that was settled, `stopping`
    that a signal came.  Raises what keeps a crawl from beginning (ArchiveError, TitleError,
    SpanError, PolitenessError).  Once a process: Twisted cannot start twice.
    """
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    reactor = _reactor()
    settings = project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)  # the command has its own
    process = CrawlerProcess(settings)
    runner = _Runner(process, opened, visited, stopping)
    done = runner.all(jobs)
    if not done.called:
        done.addBoth(lambda result: _stop(reactor, result))
        reactor.callLater(0, runner.watch_signals)
        process.start(stop_after_crawl=False)
    runner.finish()
    if runner.error is not None:
        raise runner.error
    return runner.ended


def _reactor() -> Any:
    # Only after install_reactor(): importing it installs the default one.
    from twisted.internet import reactor

    return reactor


def _stop(reactor: Any, result: Any) -> Any:
    with suppress(ReactorNotRunning):  # a signal may have stopped it already
        reactor.stop()
    return result


class _Runner:
    def __init__(
        self,
        process: CrawlerProcess,
        opened: Callable[[Session], None] | None,
        visited: Watcher | None,
        stopping: Callable[[], None] | None,
    ) -> None:
        self.process = process
        self.opened, self.visited, self.stopping = opened, visited, stopping
        self.session: Session | None = None
        self.ended: list[Ended] = []
        self.error: BaseException | None = None
        self.signalled = False

    @inlineCallbacks
    def all(self, jobs: Iterable[Job]) -> Generator[Deferred[Any], Any, None]:
        stopped: set[str] = set()  # titles that somebody wants to end: no further job of theirs
        try:
            for job in jobs:
                if self.signalled:
                    break
                if job.spider.name in stopped:
                    continue
                if job.before is not None:
                    job.before()
                settings = project_settings()
                settings.setdict(job.settings, priority="cmdline")
                crawler = Crawler(job.spider, settings)
                crawling = self.process.crawl(crawler, **job.arguments)
                with suppress(RuntimeError):  # it could not begin: the next line says why
                    self.session = crawler.get_extension(Session)
                if self.session is not None:
                    self._begin(crawler, self.session)
                yield crawling
                self.finish()
                stopped |= {one.name for one in self.ended if one.reason == STOPPED}
        except BaseException as error:  # also Ctrl-C: the Deferred would swallow it
            self.error = error

    def _begin(self, crawler: Crawler, session: Session) -> None:
        if self.visited is not None:
            tell = self.visited

            def settled(visit: Any, outcome: Any) -> None:
                tell(session, visit, outcome)

            crawler.signals.connect(settled, visit_settled, weak=False)
        if self.opened is not None:
            self.opened(session)

    def finish(self) -> None:
        """Close the session (again is harmless) and note how it ended."""
        session, self.session = self.session, None
        if session is None:
            return
        session.close("interrupted" if self.signalled else "error", "")
        assert session.exit_code is not None
        self.ended.append(
            Ended(
                session.spider.name,
                session.opened.run_id,
                session.opened.crawl_id,
                session.exit_code,
                session.stopped,
                session.reason,
            )
        )

    def watch_signals(self) -> None:
        """The first signal ends the run gracefully, but no request may hold us longer than the
        grace; the second ends it at once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            graceful = signal.getsignal(number)

            def handle(signum: int, frame: FrameType | None, graceful: Any = graceful) -> None:
                self.signalled = True
                if self.stopping is not None:
                    self.stopping()
                graceful(signum, frame)
                reactor = _reactor()
                reactor.callFromThread(reactor.callLater, GRACE_SECONDS, self._give_up)
                for again in (signal.SIGINT, signal.SIGTERM):  # Scrapy has put its own there
                    signal.signal(again, self._at_once)

            signal.signal(number, handle)

    def _at_once(self, signum: int, frame: FrameType | None) -> None:
        # The archive may be in the middle of a transaction: it is closed when its turn comes, and
        # left as a kill would leave it when that does not come soon.
        _reactor().callFromThread(self._give_up)
        late = threading.Timer(LAST_SECONDS, os._exit, [EXIT_CODES["interrupted"]])
        late.daemon = True
        late.start()

    def _give_up(self) -> None:
        # An error, so that it is seen: a warning is only shown with --verbose.
        logger.error("interrupted; requests that did not end in time are asked again")
        if self.session is not None:
            self.session.close("interrupted", "a signal; some requests were left in flight")
        if sys.stderr.isatty():
            sys.stderr.write("\x1b[?25h")  # the progress bar has hidden the cursor
            sys.stderr.flush()
        os._exit(EXIT_CODES["interrupted"])
