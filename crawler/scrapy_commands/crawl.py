"""`scrapy crawl`, with the same end as `baokan crawl`: the exit code of the run row."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError


class Command(ScrapyCrawl):
    """Run one spider of the catalogue; arguments: -a since=… -a until=… -a entry=…"""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; sets the exit code from the run row."""
        # Scrapy imports every command for each of its calls: what we need is loaded here only.
        from archive.errors import ArchiveError
        from crawler.polite import PolitenessError
        from crawler.run import Job, run
        from crawler.span import SpanError
        from crawler.spider import PressSpider
        from crawler.titles import TitleError

        if len(args) != 1:
            raise UsageError("name one spider")
        assert self.crawler_process is not None
        assert self.settings is not None
        try:
            spider = self.crawler_process.spider_loader.load(args[0])
            assert issubclass(spider, PressSpider)
        except KeyError:
            raise UsageError(f"unknown title {args[0]!r}; see: scrapy list") from None
        given = {
            name: self.settings[name]
            for name in self.settings
            if self.settings.getpriority(name) == 40  # -s NAME=VALUE
        }
        try:
            ended = run([Job(spider, given, opts.spargs)])
        except (ArchiveError, PolitenessError, SpanError, TitleError, TypeError) as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = 1 if isinstance(error, ArchiveError) else 2
            return
        self.exitcode = ended[-1].exit_code
        if ended[-1].reason:
            print(f"scrapy crawl: {ended[-1].outcome}: {ended[-1].reason}", file=sys.stderr)
