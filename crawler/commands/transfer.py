"""The progress of bytes that are brought from one place to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def transfer_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where that is a terminal; what is given is told (bytes done, bytes
    to do)."""
    stderr = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
               TimeRemainingColumn())  # fmt: skip
    quiet = not stderr.is_terminal
    with Progress(*columns, console=stderr, disable=quiet, transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda size, total: progress.update(task, completed=size, total=total)
