"""baokan export: the archive in a form that other programs take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from archive.export.bag import write_bag
from archive.export.wacz import SUFFIX, write_wacz
from archive.store import Archive
from crawler.clock import utc
from crawler.commands.export_articles import export_articles
from crawler.commands.export_options import Selection, format_options, selection_options
from crawler.commands.options import UserError, archive_option, open_archive
from crawler.commands.transfer import transfer_bar
from crawler.version import VERSION

_SOFTWARE = f"baokan {VERSION}"
_PATH = click.Path(path_type=Path)


@click.command(name="export")
@click.option("--wacz", type=_PATH, metavar="FILE", help="WARC files, index and pages to replay.")
@click.option("--bagit", type=_PATH, metavar="FOLDER", help="The whole archive as a bag.")
@format_options
@selection_options
@click.option("--text", is_flag=True, help="With --wacz: texts in the page list, for search.")
@click.option(
    "--contact",
    default="",
    envvar="BAOKAN_CONTACT",
    metavar="MAIL|URL",
    help="With --bagit: the bag's Source-Organization.  [env: BAOKAN_CONTACT]",
)
@archive_option
def command(
    wacz: Path | None,
    bagit: Path | None,
    text: bool,
    contact: str,
    archive_path: Path,
    title: str | None,
    since: str,
    until: str,
    issue: str | None,
    article: tuple[str, ...],
    query: str,
    **formats: Path | None,
) -> None:
    """Take along the captures (WACZ), everything (BagIt), or articles as data and references.

    A WACZ replays in https://replayweb.page and in pywb, without baokan.  A bag says itself
    whether it is whole.  Of articles all are taken, or those of a title, a span of days, an issue,
    with an id, or that a search finds.  For text formats - is standard output.  Nothing is
    overwritten; what is not finished is called ….partial.

    \b
    baokan export --wacz press.wacz
    baokan export --wacz hunan_daily.wacz --title hunan_daily --text
    baokan export --bagit press-2026 --contact you@library.example
    baokan export --csv articles.csv --title hunan_daily --since 2022-08-01 --until 2022-08-31
    baokan export --jsonl - --query '乡村振兴 date:2022-08' | head
    baokan export --epub hunan_daily.epub --title hunan_daily --issue 2022-08-04
    """
    selection = Selection(title, since, until, issue, article, query)
    named = {"wacz": wacz, "bagit": bagit} | formats
    given = [(name, path) for name, path in named.items() if path]
    if len(given) != 1:
        raise UserError("say what to make, one thing at a time: --wacz FILE, --csv FILE …")
    name, path = given[0]
    _check(name, path, selection, text)
    with open_archive(archive_path) as archive:
        if name not in ("wacz", "bagit"):
            with archive.moment():
                export_articles(archive, name, path, selection)
            return
        with transfer_bar(path.name) as step:
            said = _bag(archive, path, contact, step) if name == "bagit" else ""
            said = said or _wacz(archive, path, title, text, step)
    click.echo(said)


def _check(name: str, path: Path, selection: Selection, text: bool) -> None:
    if text and name != "wacz":
        raise UserError("--text goes with --wacz")
    if name == "bagit" and selection.given():
        raise UserError(f"{selection.given()[0]}: a bag holds the whole archive")
    if name != "wacz":
        return
    if others := [option for option in selection.given() if option != "--title"]:
        raise UserError(f"{others[0]}: a WACZ holds the whole archive, or a --title")
    if path.suffix != SUFFIX:
        raise UserError(f"{path}: the name of a WACZ has to end in {SUFFIX}")


def _wacz(
    archive: Archive, path: Path, title: str | None, text: bool, step: Callable[[int, int], None]
) -> str:
    packed = write_wacz(
        archive, path, title=title, text=text, software=_SOFTWARE, at=utc(), step=step
    )
    for name in packed.open:
        _note(f"{name} is left out: a crawl is still writing it")
    if packed.dangling:
        _note(f"{packed.dangling} records refer to pages in what is left out; export again later")
    return (
        f"{path}: {packed.files} WARC files, {packed.bytes / 1e6:.1f} MB,"
        f" {packed.records} records, {packed.pages} pages"
    )


def _bag(archive: Archive, folder: Path, contact: str, step: Callable[[int, int], None]) -> str:
    bagged = write_bag(archive, folder, contact=contact, software=_SOFTWARE, at=utc(), step=step)
    if bagged.missing:
        _note(f"{len(bagged.missing)} page files are missing, such as {bagged.missing[0]}")
    return (
        f"{folder}: {bagged.files} files, {bagged.warc_files} of them WARC,"
        f" {bagged.bytes / 1e6:.1f} MB"
    )


def _note(text: str) -> None:
    print(f"baokan: {text}", file=sys.stderr)
