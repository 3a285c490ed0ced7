"""The Redis of a fleet: its scripts, its format, and what is wrong with it in one line.

Nothing but JSON is kept there: whoever reaches it can lead workers to addresses (which the guard
still looks at), but cannot make them run code.  The scripts are one transaction each.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from crawler.fleet.errors import FrontierError, explain, passes, shown, wrong_address

PREFIX = "baokan:"
# Of what is kept there.  A fleet speaks one format; another version of baokan is refused.
FORMAT = "1"
OLDEST = (7, 0)  # the first with scripts that may be kept out of a full memory

SECONDS = 5.0  # that an answer may take
_SCRIPTS = (
    "begin", "acquire", "take", "settle", "drain", "renew", "release", "leave", "hold",
    "drop",
)  # fmt: skip
_USES = {
    "begin": ("push",),
    "acquire": ("finish",),
    "drop": ("finish",),
    "take": ("push",),
    "settle": ("push", "finish"),
}


class Fleet:
    """A connection.  `lease` (seconds) is what a fleet that is new begins with; with None the
    fleet is looked at, and nothing is written.

    Raises FrontierError when it cannot be made, or the format is another.
    """

    def __init__(self, url: str, lease: float | None) -> None:
        self.url = url
        self.token = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        try:
            self.client: redis.Redis = redis.Redis.from_url(
                url,
                socket_timeout=SECONDS,
                socket_connect_timeout=SECONDS,
                retry=Retry(NoBackoff(), 1),  # once: the connection of a Redis that was restarted
                decode_responses=True,
            )
        except ValueError as error:
            raise wrong_address(error, url) from error
        try:
            self._check(lease)
            self._scripts = {
                name: self.client.register_script(script_text(name)) for name in _SCRIPTS
            }
        except redis.RedisError as error:
            raise explain(error, url) from error

    def _check(self, lease: float | None) -> None:
        version = str(self.info("server").get("redis_version", "0"))
        numbers = tuple(int(part) for part in version.split(".")[:2])
        if numbers < OLDEST:
            wanted = ".".join(map(str, OLDEST))
            raise FrontierError(
                f"{shown(self.url)}: Redis {version} is too old; {wanted} at least"
            )
        config = PREFIX + "config"
        found, told = self.client.hmget(config, "format", "lease")
        if lease is not None and (
            not found or not told
        ):  # otherwise not written, so that a full Redis can be looked at
            self.client.hsetnx(config, "format", FORMAT)
            self.client.hsetnx(config, "lease", str(lease))
            found, told = self.client.hmget(config, "format", "lease")
        self.lease = float(told or lease or 30.0)  # seconds, the same for all workers
        if str(found or FORMAT) != FORMAT:
            raise FrontierError(
                f"{shown(self.url)}: the fleet there is of another version of baokan (format"
                f" {found!s}, here {FORMAT}); use that version, or another database of this Redis"
            )

    def info(self, section: str) -> dict[str, Any]:
        """What Redis says of itself.  Raises redis.RedisError."""
        told: dict[str, Any] = self.client.info(section)
        return told

    def sure_info(self, section: str) -> dict[str, Any]:
        """The same; raises FrontierError."""
        try:
            return self.info(section)
        except redis.RedisError as error:
            raise explain(error, self.url) from error

    def run(self, script: str, *values: str | bytes | int | float) -> Any:
        """Run one of the scripts in lua/.  Raises redis.RedisError."""
        return self._scripts[script](keys=[PREFIX], args=list(values))

    def sure(self, script: str, *values: str | bytes | int | float) -> Any:
        """The same; raises FrontierError."""
        try:
            return self.run(script, *values)
        except redis.RedisError as error:
            raise explain(error, self.url) from error

    def get(self, command: str, name: str, *values: str | int) -> Any:
        """One command on a key of the fleet's.  Raises FrontierError."""
        try:
            return self.client.execute_command(command, PREFIX + name, *values)  # type: ignore[no-untyped-call]
        except redis.RedisError as error:
            raise explain(error, self.url) from error

    def get_all(self, commands: Iterable[tuple[str | int, ...]]) -> list[Any]:
        """The answers to commands, each with the name of a key of the fleet's, in one go.  Raises
        FrontierError."""
        pipe = self.client.pipeline(transaction=False)
        for command, name, *values in commands:
            pipe.execute_command(command, f"{PREFIX}{name}", *values)  # type: ignore[no-untyped-call]
        try:
            return pipe.execute()
        except redis.RedisError as error:
            raise explain(error, self.url) from error

    def milliseconds(self) -> int:
        """The time by the clock of Redis, which leases and waits go by.  Raises FrontierError."""
        try:
            seconds, micro = self.client.time()
        except redis.RedisError as error:
            raise explain(error, self.url) from error
        return int(seconds) * 1000 + int(micro) // 1000

    def close(self) -> None:
        """Close the connection."""
        self.client.close()


@cache
def script_text(script: str) -> str:
    """One of the scripts in lua/, with the functions that it uses."""
    folder = files("crawler.fleet") / "lua"

    def read(name: str) -> str:
        return (folder / f"{name}.lua").read_text("utf-8")

    body = "".join(read(name) for name in _USES.get(script, ()))
    if script in ("settle", "drain"):
        # What brings nothing new makes room, and may run when the memory is full.
        head = "#!lua\n" if script == "settle" else "#!lua flags=allow-oom\n"
        return head + "".join(read(name) for name in _USES["settle"]) + read("settle")
    head, _, rest = read(script).partition("\n")
    return f"{head}\n{body}{rest}"


def as_json(value: Any) -> str:
    """As messages are kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


__all__ = ["FORMAT", "PREFIX", "Fleet", "as_json", "passes", "script_text"]
