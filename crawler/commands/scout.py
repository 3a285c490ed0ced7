"""baokan scout: look at a press site, and write the record that crawls it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from crawler.catalogue import catalogue, spider_of
from crawler.clock import press_day
from crawler.commands.options import UserError, console
from crawler.fetch import Fetcher, FetchError
from crawler.platforms.base import Fetched
from crawler.scout import Walk, scout, walked
from crawler.scout_check import moved
from crawler.scout_record import as_toml, record_of, suggested_name
from crawler.scout_table import print_walk, print_way, write_probe
from crawler.titles import Title, adhoc_title


@click.command(name="scout")
@click.argument("site", metavar="URL|TITLE")
@click.option("--name", default="", help="Name of the record.  [default: from the address]")
@click.option("--publication", default="", help="Its 报刊名.  [default: as the site says]")
@click.option(
    "--html", "html", type=click.Path(path_type=Path), help="Write the probe page of article 1."
)
@click.option(
    "--write", "file", type=click.Path(path_type=Path), help="Append the record to a TOML file."
)
@click.option("--contact", default="", envvar="BAOKAN_CONTACT", help="As for baokan crawl.")
def command(
    site: str, name: str, publication: str, html: Path | None, file: Path | None, contact: str
) -> None:
    """Find out which platform a press site is on, read a little of it, write its record.

    Follows the entry to the newest issue, reads a page or two and three articles, as politely as
    a crawl, and prints the TOML record that crawls the site.  For a TITLE of the catalogue it
    checks whether the record still holds, and what moved.  Exit code 1 when no article could be
    read, or when the record of a title does not hold.

    \b
    baokan scout http://epaper.example.cn/ --contact you@library.example
    baokan scout http://epaper.example.cn/ --write spiders/catalogue/hunan.toml
    baokan scout hunan_daily --contact you@library.example
    """
    get = _getter(contact)
    known = _known(site)
    try:
        if known is not None:
            sys.exit(_check(known, get, html))
        title = replace(adhoc_title(site), name=name or suggested_name(site))
        scouted = scout(title, get)
    except FetchError as error:
        raise UserError(str(error)) from error
    print_way(scouted, console())
    walk = scouted.best
    if walk is None:
        for tried in scouted.walks:
            print(f"baokan: {tried.title.platform}: {tried.problem}", file=sys.stderr)
        print("baokan: no article could be read, so that no record is written", file=sys.stderr)
        sys.exit(1)
    _show(walk, html)
    record = record_of(walk, press_day())
    _offer(replace(record, publication=publication or record.publication), file)


def _known(site: str) -> Title | None:
    """The title of the catalogue that `site` names, or whose entry it is."""
    if site.startswith(("http://", "https://")):
        return next((title for title in catalogue() if title.entry == site), None)
    return spider_of(site).title


def _getter(contact: str) -> Callable[[str, str], Fetched]:
    fetcher = Fetcher(contact)
    progress = Console(stderr=True, highlight=False, markup=False, emoji=False)

    def get(url: str, post: str) -> Fetched:
        if progress.is_terminal:
            progress.print(f"  {url}", style="dim")
        return fetcher.get(url, post=post)

    return get


def _show(walk: Walk, html: Path | None) -> None:
    print_walk(walk, console())
    if html is None:
        return
    try:
        written = write_probe(walk, html)
    except OSError as error:
        raise UserError(f"{html}: {error.strerror}") from error
    if written:
        print(f"{html}: what each line of article 1 was taken for", file=sys.stderr)


def _offer(record: Title, file: Path | None) -> None:
    """Print the record, or append it to a file in which its name is free."""
    text = as_toml(record)
    if file is None:
        click.echo(f"\n{text}", nl=False)
        return
    try:
        old = file.read_text("utf-8") if file.exists() else ""
        taken = f'name = "{record.name}"' in old
        if taken or any(title.name == record.name for title in catalogue()):
            raise UserError(f"the name {record.name} is taken; give another with --name")
        file.write_text(old + ("\n" if old else "") + text, "utf-8")
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}") from error
    click.echo(f"\n{file}: {record.name} was added")


def _check(title: Title, get: Callable[[str, str], Fetched], html: Path | None) -> int:
    """Print whether the record of a title holds; 0 when it does."""
    out = console()
    walk = walked(title, None, get)
    _show(walk, html)
    differences = list(moved(title, walk, press_day()))
    out.print()
    if not differences:
        out.print(f"{title.name}: the record holds")
        return 0
    for line in differences:
        out.print(f"{title.name}: {line}")
    scouted = scout(title, get)
    print_way(scouted, out)
    if scouted.best is not None and scouted.best.sign is not None:
        out.print("\nThe record as it would be written today:\n")
        click.echo(as_toml(record_of(scouted.best, press_day())), nl=False)
    return 1
