"""The option that names the Redis of a fleet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from crawler.commands.options import UserError
from crawler.run import project_settings

if TYPE_CHECKING:
    from crawler.fleet.redis import Fleet

frontier_option = click.option(
    "--frontier", envvar="BAOKAN_FRONTIER", default="", metavar="redis://…",
    help="The Redis of a fleet, such as redis://:PASSWORD@host:6379/0.  [env: BAOKAN_FRONTIER]",
)  # fmt: skip


def check_frontier(url: str) -> str:
    """The address.  Raises UserError when there is none, or nothing here can speak to it."""
    if not url:
        raise UserError("name the Redis of the fleet: --frontier redis://host:6379/0")
    if find_spec("redis") is None:
        raise UserError("a fleet needs redis-py: pip install 'baokan[fleet]'")
    return url


@contextmanager
def fleet_at(url: str, *, looking: bool = False) -> Iterator[Fleet]:
    """A connection for the block; whoever is only `looking` writes nothing.  Raises UserError or
    FrontierError."""
    check_frontier(url)
    from crawler.fleet.redis import Fleet  # the extra `fleet` may not be there

    lease = None if looking else project_settings().getfloat("BAOKAN_LEASE_SECONDS")
    fleet = Fleet(url, lease)
    try:
        yield fleet
    finally:
        fleet.close()
