"""baokan show: read one article, with what is known about it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError
from archive.proof import proof
from archive.reading import article, at_revision, find_article, raw, revision_capture
from crawler.commands.options import archive_option, open_archive, show_rows
from crawler.readable import print_article


@click.command(name="show")
@click.argument("wanted", metavar="ARTICLE")
@click.option("--revision", type=click.IntRange(1, 1_000_000), metavar="N", help="An older text.")
@click.option("--raw", "as_raw", is_flag=True, help="The page's bytes, as captured.")
@click.option("--proof", "as_proof", is_flag=True, help="Where each field comes from.")
@click.option("--json", "as_json", is_flag=True, help="All that is known, as one JSON object.")
@archive_option
def command(
    wanted: str,
    revision: int | None,
    as_raw: bool,
    as_proof: bool,
    as_json: bool,
    archive_path: Path,
) -> None:
    """Show ARTICLE, given by its id or its address.

    \b
    baokan show 12
    baokan show 12 --revision 1
    baokan show 12 --proof
    baokan show http://www.example.cn/2022/0804/1187.shtml --raw > page.html
    """
    with open_archive(archive_path) as archive:
        article_id = find_article(archive, wanted)
        one = article(archive, article_id)
        if as_raw:
            capture_id = one["capture_id"]
            if revision:
                capture_id = revision_capture(archive, article_id, revision)
            if capture_id is None:
                raise ArchiveError(f"{archive_path}: article {article_id} has no capture")
            sys.stdout.buffer.write(raw(archive, capture_id)[1])
            return
        if revision:
            one = at_revision(archive, one, revision)
        if as_proof:
            _print_proof(proof(archive, article_id, one["revision"]), as_json)
            return
    if as_json:
        click.echo(json.dumps(one, ensure_ascii=False, indent=1))
        return
    print_article(_shown(one))


def _print_proof(fields: list[dict[str, Any]], as_json: bool) -> None:
    for field in fields if not as_json else ():
        value = field["value"]
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        field["value"] = text.replace("\n", " ")[:24] + ("…" if len(text) > 24 else "")
    show_rows(fields, ("field", "value", "rule"), as_json=as_json, empty="no field")
    if as_json or not fields or "url" not in fields[0]:
        return
    responses = [fields[0], *next((f["further"] for f in fields if f["field"] == "body"), [])]
    for one in responses:
        place = f"{one['warc_file']} at byte {one['warc_offset']}"
        click.echo(
            f"capture {one['capture_id']}: {one['fetched_at']}, {one['status']}, {one['url']}"
        )
        click.echo(f"  {one['digest']}, {place}")
        click.echo(f"  fetched by {one['fetched_by']}, read by {one['read_by']}")
        click.echo(f"  ledger {one['ledger']}")


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    capture = one["capture"]
    known = [
        ("issue", " ".join(f"{p['date']} {p['label']} {p['name']}" for p in one["places"])),
        ("addresses", " ".join(u["url"] for u in one["urls"])),
        ("page files", " ".join(f["file"] for f in one["page_files"])),
        ("continued on", _others(one["continues_at"])),
        ("continued from", _others(one["continues"])),
        ("pages", _pages(one)),
        ("seen", f"{one['first_seen']} – {one['last_seen']}, {one['status']}"),
        (
            "sightings",
            "; ".join(f"{s['kind']} {s['seen_at']}: {s['reason']}" for s in one["sightings"]),
        ),
        ("revisions", ", ".join(f"{r['number']} ({r['seen_at']})" for r in one["revisions"])),
        (
            "also in",
            "; ".join(
                f"{r['publication']} {r['published'] or ''} {r['id']}{_how(r)}"
                for r in one["reprints"]
            ),
        ),
        ("related", "; ".join(f"{r['kind']} {r['id']} {r['title']}" for r in one["related"])),
        (
            "capture",
            f"{capture['id']}: {capture['warc_file']} at byte {capture['warc_offset']}, "
            f"{capture['digest'][:19]}…"
            if capture
            else "",
        ),
    ]
    return one | {"known": [(name, text) for name, text in known if text]}


def _how(row: dict[str, Any]) -> str:
    """How near a reprint is, where it is not letter for letter the same."""
    if row["kind"] in (None, "copy"):
        return ""
    return f" ({row['kind']}, {row['containment']:.0%})"


def _others(rows: list[dict[str, Any]]) -> str:
    return "; ".join(f"article {r['id']} (page {r['page_label']}) {r['title']}" for r in rows)


def _pages(one: dict[str, Any]) -> str:
    """`3 of 4 pages; not archived: 3 http://…`; empty for an article on one page."""
    rows = one["article_parts"]
    if not rows:
        return ""
    missing = [r for r in rows if r["capture_id"] is None and r["number"] and not r["left_out"]]
    text = f"{one['parts']} of {one['parts_expected']} pages"
    if any(r["whole"] and not r["number"] for r in rows):
        text += ", from the page with the whole text"
    if one["parts"] < one["parts_expected"] and missing:
        text += "; not archived: " + ", ".join(f"{r['number']} {r['url']}" for r in missing)
    return text
