"""baokan reprints: which texts were printed more than once, and by whom first."""

from __future__ import annotations

from pathlib import Path

import click

from archive.family_list import families, members
from archive.reading import find_article
from archive.store import Archive
from crawler.commands.options import archive_option, list_options, open_archive, show_rows


@click.command(name="reprints")
@click.argument("wanted", metavar="[ARTICLE|TITLE]", required=False)
@list_options
@archive_option
def command(wanted: str | None, as_json: bool, limit: int | None, archive_path: Path) -> None:
    """List the largest families of reprints (转载), those of TITLE, or the family of ARTICLE.

    The headline may have changed, a source line may have come, a paragraph may be gone, the
    piece may be cut to half or set in the other script.  The first printing is the earliest day
    of publication; of one day the one that names no other source.

    \b
    baokan reprints
    baokan reprints hunan_daily --limit 50
    baokan reprints 12
    """
    with open_archive(archive_path) as archive:
        titles = {row["name"] for row in archive.query("SELECT name FROM titles")}
        if wanted is None or wanted in titles:
            _families(archive, wanted, as_json, limit)
        else:
            _family(archive, find_article(archive, wanted), as_json, limit)


def _families(archive: Archive, title: str | None, as_json: bool, limit: int | None) -> None:
    found = families(archive, title, limit)
    columns = ("family", "members", "titles", "first", "publication", "published", "title")
    show_rows(found, columns, as_json=as_json, empty="no text was printed by two titles")


def _family(archive: Archive, article_id: int, as_json: bool, limit: int | None) -> None:
    (row,) = archive.query("SELECT family_id FROM articles WHERE id = ?", article_id)
    found = members(archive, row["family_id"], article_id)[:limit]
    columns = ("id", "published", "publication", "source", "first", "kind", "containment", "title")
    show_rows(found, columns, as_json=as_json, empty=f"article {article_id} was printed once")
