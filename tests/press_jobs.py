"""Crawl several static presses in one process: `python -m tests.press_jobs JOBS RESULTS`.

Both are JSON files.  A job is {"title": TOML of the record, "archive": path, "since": day,
"until": day}; a result is the crawl's exit code, outcome and reason.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crawler.run import Job, run
from crawler.spider import spider_class
from crawler.titles import Block, title_of


def main(jobs: Path, results: Path) -> None:
    told = json.loads(jobs.read_text("utf-8"))
    made = []
    for one in told:
        title = title_of(Block(jobs, one["name"], one["title"]))
        settings = {"BAOKAN_ARCHIVE": one["archive"], "BAOKAN_RETRY_WAITS": "0.1"}
        span = {name: one[name] for name in ("since", "until") if one.get(name)}
        made.append(Job(spider_class(title), settings, span))
    ended = run(made)
    results.write_text(
        json.dumps([[one.exit_code, one.outcome, one.reason] for one in ended]), "utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
