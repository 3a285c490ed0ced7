"""Where reading is done: in this process, in a pool of processes, or on a Dask cluster.

Whoever uses an engine does not know which: it submits functions and waits for their results.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any, Literal

Name = Literal["pool", "dask"]
NAMES: tuple[Name, ...] = ("pool", "dask")


class EngineError(Exception):
    """The engine cannot be had, or its processes died; one line for people."""


class Engine:
    """`ahead`: how many pieces of work ought to be submitted before the first result is waited
    for.  Without an executor the work is done here, when it is submitted."""

    def __init__(self, executor: Executor | None, ahead: int) -> None:
        self._executor, self.ahead = executor, ahead

    def submit(self, function: Callable[..., Any], *values: Any) -> Any:
        """Begin a piece of work; returns what `result` takes."""
        if self._executor is None:
            return function(*values)
        try:
            return self._executor.submit(function, *values)
        except BrokenProcessPool as error:
            raise EngineError(_DIED) from error

    def result(self, answer: Any) -> Any:
        """Wait for the result.  Raises EngineError when its process died, and what the function
        raised."""
        if not isinstance(answer, Future):
            return answer
        try:
            return answer.result()
        except BrokenProcessPool as error:
            raise EngineError(_DIED) from error
        except Exception as error:
            if type(error).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError"):
                raise EngineError(f"{_DIED}: {error}") from error
            raise


_DIED = "a process that read captures died; the same command begins again"


@contextmanager
def engine(name: Name, jobs: int, scheduler: str = "") -> Iterator[Engine]:
    """An engine for the block.

    `pool`: `jobs` processes, this one alone for 1.  `dask`: the cluster at `scheduler`
    (tcp://host:8786), or one of `jobs` processes on this machine; its dashboard is told on
    standard error.  Raises EngineError when it cannot be had.
    """
    if name == "dask":
        with _dask(jobs, scheduler) as found:
            yield found
    elif jobs == 1:
        yield Engine(None, 1)
    else:
        # Not forked from here: threads of a progress bar may hold locks.
        context = get_context("forkserver")
        with ProcessPoolExecutor(jobs, mp_context=context) as executor:
            yield Engine(executor, 2 * jobs + 1)


@contextmanager
def _dask(jobs: int, scheduler: str) -> Iterator[Engine]:
    if find_spec("distributed") is None:
        raise EngineError("--engine dask needs Dask: pip install 'baokan[dask]'")
    if scheduler and not re.match(r"\w+://[^/]", scheduler):
        raise EngineError(f"{scheduler}: no Dask scheduler answers: give it as tcp://host:8786")
    import dask.config
    from distributed import Client, LocalCluster  # half a second

    # Workers look at their own stack a hundred times a second, for a page of the dashboard.
    dask.config.set({"distributed.worker.profile.enabled": False})
    try:
        if scheduler:
            client = Client(scheduler, timeout=10, set_as_default=False)
            cluster = None
        else:
            cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, silence_logs=40,
                                   dashboard_address="127.0.0.1:0")  # fmt: skip
            # Results need not go by way of the scheduler, which is in this process.
            client = Client(cluster, set_as_default=False, direct_to_workers=True)
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())
        raise EngineError(f"{scheduler}: no Dask scheduler answers: {told}") from error
    print(f"baokan: Dask's dashboard: {client.dashboard_link}", file=sys.stderr)
    try:
        threads = sum(client.nthreads().values()) or jobs
        executor = client.get_executor(pure=False)
        yield Engine(executor, 2 * threads + 1)
    finally:
        with suppress(Exception):  # a scheduler that is gone
            client.close()
        if cluster is not None:
            cluster.close()


def cores() -> int:
    """How many processes this one may keep busy."""
    return (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
