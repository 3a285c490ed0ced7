"""What a robots.txt says: RFC 9309, with Crawl-delay and Request-rate, which it leaves out."""

from __future__ import annotations

from protego import Protego

ROBOTS_BYTES = 512 * 1024  # RFC 9309 §2.5: at least 500 KiB are read
MOST_DELAY = 3600.0  # seconds; who asks for more does not want to be crawled


def rules_of(status: int, body: bytes) -> Protego | None:
    """The rules that an answer for robots.txt stands for; None: nothing may be fetched.

    RFC 9309 §2.3.1: a page holds them; 4xx, also 401 and 403, means that there are none; 5xx (and
    429) that they are not known.
    """
    if status >= 500 or status == 429:
        return None
    return Protego.parse(text_of(status, body))


def text_of(status: int, body: bytes) -> str:
    """The rules as text; "" for an answer that holds none.  Bytes that are no UTF-8 are left
    out: they stand in comments and in paths, of which none is in GBK where it matters."""
    if status >= 400:
        return ""
    return body[:ROBOTS_BYTES].decode("utf-8-sig", errors="ignore")


def delay_of(rules: Protego, agent: str) -> float:
    """Seconds between two requests that the rules ask `agent` for; 0.0 where they do not.

    The longer of Crawl-delay and of what Request-rate comes to (`3/1m`: 20).
    """
    rate = rules.request_rate(agent)
    by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(float(rules.crawl_delay(agent) or 0.0), by_rate)
