"""What a worker of a fleet tells of itself."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from crawler.clock import utc
from crawler.fleet.redis import as_json
from crawler.version import VERSION

if TYPE_CHECKING:
    from crawler.session import Session


def about(session: Session, crawl_id: str, hosts: int) -> str:
    """What it tells with each renewal, as JSON; crawler/fleet/seen.py reads it."""
    return as_json({
        "machine": socket.gethostname(),
        "pid": os.getpid(),
        "version": VERSION,
        "title": session.spider.name,
        "crawl": crawl_id,
        "shard": str(session.archive.named),
        "hosts": hosts,
        "in_flight": len(session.in_flight),
        "settled": session.settled_count,
        "since": session.began,
        "at": utc(),
    })  # fmt: skip
