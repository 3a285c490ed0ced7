"""baokan record: keep a page with what is expected of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click
from rich.text import Text

from crawler import fixtures
from crawler.clock import utc
from crawler.commands.given import read_given
from crawler.commands.kept import DEFAULT_FOLDER, orderly, print_differences
from crawler.commands.options import UserError, console
from crawler.compare import Difference, differences, not_compared
from crawler.fixtures import Fixture
from crawler.probe import count
from crawler.probe_text import print_probe


@click.command(name="record")
@click.argument("page", metavar="[FILE|URL|-]", required=False)
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    help=f"The folder of kept pages.  [default: ./{DEFAULT_FOLDER}]",
)
@click.option(
    "--name", default="", help="The page's own folder in it; made of the address if not given."
)
@click.option("--url", default="", help="The address a FILE came from.")
@click.option("--again", is_flag=True, help="Replace a page that is kept already.")
@click.option("--review", metavar="NAME", help="Look at a kept page and sign it.")
@click.option("--by", metavar="WHO", default="", help="Who reviews; required with --review.")
@click.option("--yes", is_flag=True, help="Sign without being asked.")
@click.option("--contact", default="", envvar="BAOKAN_CONTACT", help="As for baokan crawl.")
def command(
    page: str | None,
    folder: Path,
    name: str,
    url: str,
    again: bool,
    review: str | None,
    by: str,
    yes: bool,
    contact: str,
) -> None:
    """Keep a page and what is read from it; baokan check sees when that changes.

    What is read now is no truth until somebody has looked: correct expected.json by hand where
    it is wrong, then sign it with --review.

    \b
    baokan record http://www.example.cn/2022/0804/1187.shtml --contact you@library.example
    baokan record page.html --name bridge
    baokan record --review bridge --by 林苇
    """
    if (page is None) == (review is None):
        raise UserError("name a file, an address, or - to keep; or a kept page with --review NAME")
    if review is None and (by or yes):
        raise UserError("--by and --yes go with --review NAME: a page is looked at, then signed")
    if review is not None and (again or name or url):
        raise UserError("--again, --name and --url go with a page to keep, not with --review")
    if review is not None:
        _review(folder, review, by, yes)
        return
    assert page is not None
    given = read_given(page, url, contact)
    if page == "-" and not (name or url):
        raise UserError("standard input has no name: give --name or --url")
    known = {
        "url": given.url,
        "headers": dict(given.headers),
        "recorded": utc(),
        "fetched": given.fetched,
    }
    name = name or fixtures.name_of(given.url, page)
    kept = orderly(lambda: fixtures.keep(folder, name, given.body, known, again=again))
    reading = kept.read()
    print(f"{folder / name}: kept, not reviewed")
    print(count(reading).sentence())
    if reading.article.kind != "article":
        print(f"this page is no article: {reading.article.kind}", file=sys.stderr)
    print(f"correct expected.json where it is wrong, then: {_sign(folder, name)}")


def _review(folder: Path, name: str, by: str, yes: bool) -> None:
    if not by.strip():
        raise UserError("a review needs a name: --by WHO")
    kept: Fixture = orderly(lambda: fixtures.load(folder, name))
    out, reading = console(), kept.read()
    print_probe(reading, out, full=False)
    read = fixtures.expected_of(reading.article)
    found = differences(kept.expected, read)
    out.print(Text(f"\n{folder / name / fixtures.EXPECTED}: {_against(found)}"), soft_wrap=True)
    print_differences(found, out)
    if left := not_compared(kept.expected, read):
        out.print(Text(f"  says nothing of: {', '.join(left)}"), soft_wrap=True)
    if not yes and not click.confirm("\nIs expected.json what the page says?"):
        raise UserError(
            f"{folder / name}: not reviewed; correct {fixtures.EXPECTED} and come back"
        )
    signed = orderly(lambda: fixtures.review(folder, name, by.strip(), utc()))
    assert signed.reviewed
    print(f"{folder / name}: reviewed by {signed.reviewed['by']} at {signed.reviewed['at'][:10]}")


def _against(found: list[Difference]) -> str:
    return "expects otherwise than is read (expected → read):" if found else "expects what is read"


def _sign(folder: Path, name: str) -> str:
    into = "" if folder == DEFAULT_FOLDER else f" --into {shlex.quote(str(folder))}"
    return f"baokan record --review {shlex.quote(name)} --by YOUR-NAME{into}"
