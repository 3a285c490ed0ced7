"""baokan titles: what can be crawled."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive.store import Archive
from archive.verified import verified
from crawler.catalogue import catalogue
from crawler.clock import press_day
from crawler.commands.options import archive_option, list_options, show_rows
from crawler.standing import STANDINGS, standing
from crawler.titles import Title


@click.command(name="titles")
@click.argument("words", nargs=-1)
@click.option("--province", default="", metavar="NAME", help="Of a place, as 湖南 or 全国.")
@click.option("--platform", default="", metavar="NAME", help="founder: all that begin with it.")
@click.option("--kind", default="", metavar="NAME", help="newspaper, magazine or website.")
@click.option("--standing", "wanted", type=click.Choice(STANDINGS), help="How far to trust it.")
@list_options
@archive_option
def command(
    words: tuple[str, ...],
    province: str,
    platform: str,
    kind: str,
    wanted: str | None,
    as_json: bool,
    limit: int | None,
    archive_path: Path,
) -> None:
    """List the titles of the catalogue, or those that match all WORDS.

    Standing: verified, a complete crawl of it is in your archive; documented, the evidence for its
    address is at most two years old; stale, it is older: try baokan scout first.

    \b
    baokan titles 湖南 --kind newspaper
    baokan titles --platform founder --standing documented
    """
    today = press_day()
    proved = _proved(archive_path)
    rows = []
    for title in catalogue():
        row = _row(title) | {"standing": standing(title, today, proved)}
        text = " ".join(row.values()).casefold()
        if (
            all(word.casefold() in text for word in words)
            and (not province or title.place == province)
            and (not platform or f"{title.platform}_".startswith(f"{platform}_"))
            and (not kind or title.kind == kind)
            and (not wanted or row["standing"] == wanted)
        ):
            rows.append(row)
    show_rows(
        rows[:limit],
        ("id", "publication", "kind", "place", "platform", "seen", "standing"),
        as_json=as_json,
        empty="no title matches; baokan scout URL makes a record for a site",
    )
    if len(rows) > 20:
        shown = f", the first {limit} shown" if limit and limit < len(rows) else ""
        print(f"{len(rows)} titles{shown}", file=sys.stderr)


def _row(title: Title) -> dict[str, str]:
    return {
        "id": title.name,
        "publication": title.publication,
        "kind": title.kind,
        "place": title.place,
        "platform": title.platform,
        "entry": title.entry,
        "publisher": title.publisher,
        "cn": title.cn,
        "issn": title.issn,
        "encoding": title.encoding,
        "seen": title.seen,
    }


def _proved(path: Path) -> set[tuple[str, str]]:
    """What the archive has proved; nothing where there is none."""
    if not path.is_file():
        return set()
    with Archive.open(path, create=False) as archive:
        return verified(archive)
