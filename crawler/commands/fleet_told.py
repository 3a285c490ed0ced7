"""A fleet as one JSON object: for `baokan health`, and for the reading room's page of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from archive.errors import ArchiveError
from crawler.commands.fleet_options import fleet_at
from crawler.commands.options import UserError
from crawler.fleet.problems import Problem, problems


def fleet_told(url: str) -> dict[str, Any]:
    """All of FleetSeen, and `problems`; of a Redis that cannot be looked at nothing but
    `problems`."""
    try:
        with fleet_at(url, looking=True) as fleet:
            from crawler.fleet.seen import seen  # the extra `fleet` is there

            found = seen(fleet)
    except (UserError, ArchiveError) as error:
        return {"problems": [asdict(Problem("unreachable", None, str(error)))]}
    return asdict(found) | {"problems": [asdict(one) for one in problems(found)]}


def summary(told: dict[str, Any]) -> str:
    """The fleet in one line; "" where nothing is known of it."""
    if "crawls" not in told:
        return ""
    workers, crawls = told["workers"], told["crawls"]
    machines = len({one["machine"] for one in workers})
    of = f" of {told['most_memory'] / 2**20:.0f}" if told["most_memory"] else ""
    requests = sum(one["open"] for one in crawls)
    return (
        f"{len(workers)} workers on {machines} machines,"
        f" {sum(one['per_second'] for one in workers):.1f} pages a second;"
        f" {len(crawls)} crawls, {sum(one['hosts'] for one in crawls)} hosts"
        f" ({len(told['waits'])} left alone), {requests} requests open,"
        f" {sum(one['requests'] for one in told['stuck'])} stuck;"
        f" Redis {told['memory'] / 2**20:.1f}{of} MiB"
    )
