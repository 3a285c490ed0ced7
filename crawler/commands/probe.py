"""baokan probe: what the reader took each line of a page for."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from crawler.commands.given import read_given
from crawler.commands.options import UserError, console
from crawler.extract import examine
from crawler.probe import as_dict, count
from crawler.probe_page import probe_page
from crawler.probe_text import print_probe


@click.command(name="probe")
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", default="", help="The address a FILE came from.")
@click.option("--full", is_flag=True, help="Wrap long lines, do not cut them.")
@click.option(
    "--html", "html", type=click.Path(path_type=Path), help="Write one HTML file, to look at."
)
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@click.option("--contact", default="", envvar="BAOKAN_CONTACT", help="As for baokan crawl.")
def command(
    page: str, url: str, full: bool, html: Path | None, as_json: bool, contact: str
) -> None:
    """Show what each line of a page was taken for: body, a field, boilerplate or unread.

    Then come all fields with their values, the strings they were read from and the rules or
    selectors that gave them.  Exit code 1 when the page is no article.

    \b
    baokan probe page.html --url http://www.example.cn/2022/0804/1187.shtml
    baokan probe http://www.example.cn/2022/0804/1187.shtml --html probe.html
    """
    given = read_given(page, url, contact)
    reading = examine(given.body, given.url, given.headers, captured=given.captured)
    if html:
        try:
            html.write_text(probe_page(reading), "utf-8", errors="replace")
        except OSError as error:
            raise UserError(f"{html}: {error.strerror}") from error
        print(f"{html}: {count(reading).sentence()}", file=sys.stderr)
    if as_json:
        click.echo(json.dumps(as_dict(reading), ensure_ascii=False, indent=1))
    elif not html:
        print_probe(reading, console(), full=full)
    if reading.article.kind != "article":
        print(f"this page is no article: {reading.article.kind}", file=sys.stderr)
        sys.exit(1)
