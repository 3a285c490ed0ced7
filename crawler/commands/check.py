"""baokan check: read the kept pages again and show what differs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.text import Text

from crawler import fixtures
from crawler.clock import utc
from crawler.commands.kept import DEFAULT_FOLDER, orderly, print_differences
from crawler.commands.options import UserError, console
from crawler.compare import Difference, differences, not_compared
from crawler.fixtures import FixtureError


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out for one kept page; `damaged` is the line about a page that cannot be read."""

    name: str
    damaged: str = ""
    reviewed: bool = False
    edited: bool = False
    found: list[Difference] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # fields that nothing is expected of


@click.command(name="check")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_FOLDER)
@click.option(
    "--accept", metavar="NAME", multiple=True, help="Expect what is read now of this page."
)
@click.option("--by", metavar="WHO", default="", help="With --accept: who reviewed it.")
def command(folder: Path, accept: tuple[str, ...], by: str) -> None:
    """Read the kept pages of FOLDER again and show what differs from before.

    FOLDER is ./fixtures if not given.  Exit code 0 when all agree, 1 when a page differs or is
    damaged.

    \b
    baokan check
    baokan check --accept bridge --by 林苇
    """
    if by and not accept:
        raise UserError("--by goes with --accept NAME; to review a page: baokan record --review")
    for name in accept:
        _accept(folder, name, by.strip())
    if accept:
        return
    names = orderly(lambda: fixtures.names(folder))
    if not names:
        raise UserError(f"{folder}: no kept page in it; baokan record keeps one")
    stderr = Console(stderr=True)
    progress = track(names, "reading", console=stderr, disable=not stderr.is_terminal)
    checked = [_check(folder, name) for name in progress]
    _print(folder, checked, console())
    sys.exit(1 if any(one.found or one.damaged for one in checked) else 0)


def _check(folder: Path, name: str) -> Checked:
    try:
        kept = fixtures.load(folder, name)
        read = fixtures.expected_of(kept.read().article)
    except FixtureError as error:
        return Checked(name, damaged=str(error))
    except Exception as error:
        # One page that the reader fails on must not hide the others; it is in the exit code.
        return Checked(name, damaged=f"{folder / name}: {type(error).__name__}: {error}")
    found, left = differences(kept.expected, read), not_compared(kept.expected, read)
    return Checked(name, "", kept.reviewed is not None, kept.edited, found, left)


def _print(folder: Path, checked: list[Checked], out: Console) -> None:
    for one in checked:
        if one.damaged:
            print(f"baokan: {one.damaged}", file=sys.stderr)
        if one.found:
            state = "reviewed" if one.reviewed else "not reviewed"
            out.print(
                Text(f"{folder / one.name}: differs ({state}; expected → read)", "bold"),
                soft_wrap=True,
            )
            print_differences(one.found, out)
        if one.edited:
            line = f"{folder / one.name}: {fixtures.EXPECTED} was edited after its review"
            out.print(Text(line), soft_wrap=True)
        if one.left:
            line = f"{folder / one.name}: not compared, not expected: {', '.join(one.left)}"
            out.print(Text(line), soft_wrap=True)
    damaged = sum(bool(one.damaged) for one in checked)
    differ = sum(bool(one.found) for one in checked)
    reviewed = sum(one.reviewed for one in checked)
    waiting = len(checked) - damaged - reviewed
    agree = len(checked) - damaged - differ
    print(
        f"{len(checked)} page{'s' * (len(checked) != 1)}: {agree} agree, {differ} differ,"
        f" {damaged} damaged; {reviewed} reviewed, {waiting} not reviewed"
    )
    if waiting:
        print("a page that is not reviewed proves nothing yet: baokan record --review NAME")


def _accept(folder: Path, name: str, by: str) -> None:
    kept = orderly(lambda: fixtures.load(folder, name))
    read = fixtures.expected_of(kept.read().article)
    found = differences(kept.expected, read)
    if kept.expected == read and not by:
        print(f"{folder / name}: nothing differs")
        return
    print_differences(found, console())
    orderly(lambda: fixtures.accept(folder, name, read))
    if by:
        orderly(lambda: fixtures.review(folder, name, by, utc()))
    print(f"{folder / name}: accepted, {f'reviewed by {by}' if by else 'not reviewed'}")
