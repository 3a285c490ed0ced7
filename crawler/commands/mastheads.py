"""baokan mastheads: what the footers of a title said, from when to when."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from archive.masthead_history import Span, history
from crawler.commands.options import archive_option, list_options, open_archive, show_rows


@click.command(name="mastheads")
@click.argument("title")
@click.option("--kind", default="", metavar="KIND", help="Only facts of a kind, as organiser.")
@list_options
@archive_option
def command(title: str, kind: str, as_json: bool, limit: int | None, archive_path: Path) -> None:
    """List what mastheads and footers of TITLE said, and when that changed.

    \b
    baokan mastheads xinxiang
    baokan mastheads xinxiang --kind icp --json
    """
    with open_archive(archive_path) as archive:
        spans = [span for span in history(archive, title) if kind in ("", span.kind)][:limit]
    rows = [dataclasses.asdict(span) for span in spans]
    if not as_json:
        rows = [row | _shown(span) for row, span in zip(rows, spans, strict=True)]
    columns = ("kind", "value", "from", "to", "change")
    show_rows(rows, columns, as_json=as_json, empty="no such fact is archived")


def _shown(span: Span) -> dict[str, Any]:
    change = "ended" if span.state == "ended" else ""
    if span.replaced_by:
        change = f"→ {span.replaced_by}"
    return {"from": span.first_seen[:10], "to": span.last_seen[:10], "change": change}
