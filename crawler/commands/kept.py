"""What the commands about kept pages share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from crawler.commands.options import UserError
from crawler.compare import Difference
from crawler.fixtures import FixtureError
from crawler.probe import visible

DEFAULT_FOLDER = Path("fixtures")
T = TypeVar("T")


def orderly(work: Callable[[], T]) -> T:
    """Do it; what the folder or a kept page is at fault for is one line and exit code 2."""
    try:
        return work()
    except FixtureError as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError(f"{error.filename}: {error.strerror}") from error


def print_differences(found: list[Difference], out: Console) -> None:
    """A field's name, then its lines, indented; old parts begin with `-`, new ones with `+`."""
    styles = {"-": "red", "+": "green", "@": "cyan"}
    for one in found:
        if len(one.lines) == 1:
            out.print(Text(f"  {one.field}: {visible(one.lines[0])}"), soft_wrap=True)
            continue
        out.print(Text(f"  {one.field}:"))
        for line in one.lines:
            out.print(Text(f"    {visible(line)}", styles.get(line[:1], "")), soft_wrap=True)
