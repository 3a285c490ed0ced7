"""baokan diff: what changed between two texts of an article."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from archive.diff import Diff, Part, diff, folded
from archive.errors import ArchiveError
from archive.reading import find_article
from archive.store import Archive
from crawler.commands.options import UserError, archive_option, console, open_archive

_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "moved away": ("[<", "<]"),
          "moved here": ("{>", ">}")}  # fmt: skip
_STYLES = {"removed": "red strike", "added": "green underline", "moved away": "dim yellow strike",
           "moved here": "yellow"}  # fmt: skip


@click.command(name="diff")
@click.argument("wanted", metavar="ARTICLE")
@click.argument("numbers", nargs=-1, metavar="[A B]", type=click.IntRange(1, 1_000_000))
@click.option("--all", "every", is_flag=True, help="Each change from the first text on.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, an object a comparison.")
@archive_option
def command(
    wanted: str, numbers: tuple[int, ...], every: bool, as_json: bool, archive_path: Path
) -> None:
    """Show what changed between the revisions A and B of ARTICLE (its id or address).

    Without numbers the newest revision and the one before; with one number, that and the newest.
    The text is compared sentence by sentence and character by character; white space, width of
    punctuation, shape of quotation marks and view counts are folded away and counted.

    \b
    baokan diff 12
    baokan diff 12 1 3
    baokan diff http://www.example.cn/2022/0804/1187.shtml --all
    """
    if len(numbers) > 2:
        raise UserError("two numbers of revisions at the most")
    with open_archive(archive_path) as archive:
        article_id = find_article(archive, wanted)
        rows = _revisions(archive, article_id)
    pairs = _pairs(article_id, rows, numbers, every)
    if not pairs:
        said = "[]" if as_json else f"article {article_id} has one text only, seen {_at(rows[1])}"
        click.echo(said)
        return
    found = [(rows[a], rows[b], _compared(rows[a], rows[b])) for a, b in pairs]
    if as_json:
        click.echo(json.dumps([_as_dict(*one) for one in found], ensure_ascii=False, indent=1))
        return
    for one in found:
        _print(article_id, *one, console())


def _revisions(archive: Archive, article_id: int) -> dict[int, dict[str, Any]]:
    rows = archive.query(
        "SELECT r.number, r.seen_at, r.record, r.capture_id, c.url, c.warc_file, c.warc_offset"
        " FROM revisions r LEFT JOIN captures c ON c.id = r.capture_id WHERE r.article_id = ?"
        " ORDER BY r.number",
        article_id,
    )
    return {row["number"]: row for row in rows}


def _pairs(
    article_id: int, rows: dict[int, dict[str, Any]], numbers: tuple[int, ...], every: bool
) -> list[tuple[int, int]]:
    for number in numbers:
        if number not in rows:
            raise ArchiveError(f"article {article_id} has no revision {number}")
    known, newest = sorted(rows), max(rows)
    if every:
        return list(pairwise(known))
    if len(numbers) == 2:
        return [(numbers[0], numbers[1])]
    if numbers:
        return [(numbers[0], newest)]
    return [(known[-2], newest)] if len(known) > 1 else []


def _compared(old: dict[str, Any], new: dict[str, Any]) -> Diff:
    return diff(json.loads(old["record"]), json.loads(new["record"]))


def _at(row: dict[str, Any]) -> str:
    place = f", capture {row['capture_id']}" if row["capture_id"] else ""
    return f"{row['seen_at']}{place}"


def _as_dict(old: dict[str, Any], new: dict[str, Any], found: Diff) -> dict[str, Any]:
    def told(row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name != "record"}

    return {"old": told(old), "new": told(new), "changed": found.changed} | dataclasses.asdict(
        found
    )


def _print(
    article_id: int, old: dict[str, Any], new: dict[str, Any], found: Diff, out: Console
) -> None:
    out.print(f"article {article_id}: revision {old['number']} → {new['number']}", style="bold")
    for sign, row in (("-", old), ("+", new)):
        place = f" {row['warc_file']} at byte {row['warc_offset']}" if row["warc_file"] else ""
        out.print(f"{sign} {_at(row)}{place}", style="dim", soft_wrap=True)
    for change in found.fields:
        out.print(Text(f"{change.name}: ", "bold") + _text(change.parts, out), soft_wrap=True)
    if any(piece.kind != "same" for piece in found.body):
        out.print(_body(found, out), soft_wrap=True)
    if not found.changed:
        out.print("nothing but trivial changes" if found.trivial else "nothing changed")
    if found.trivial:
        counted = ", ".join(f"{name} {count}" for name, count in found.trivial.items())
        out.print(f"trivial changes, not shown: {counted}", style="dim")


def _body(found: Diff, out: Console) -> Text:
    text = Text()
    for piece in folded(found.body):
        if isinstance(piece, int):
            before = "" if not text or text.plain.endswith("\n") else "\n"
            text.append(f"{before}… {piece} sentence{'s' * (piece != 1)} unchanged …\n", "dim")
        elif piece.kind == "same":
            text.append(piece.new)
        elif piece.kind == "changed":
            text.append_text(_text(piece.parts, out))
        else:
            text.append_text(_marked(piece.kind, piece.old or piece.new, out))
    return text


def _text(parts: Iterable[Part], out: Console) -> Text:
    text = Text()
    for part in parts:
        text.append_text(_marked(part.op, part.text, out))
    return text


def _marked(kind: str, text: str, out: Console) -> Text:
    """Coloured on a terminal, with signs elsewhere; a line break stays outside of them."""
    if kind == "same":
        return Text(text)
    inner = text.rstrip("\n")
    if out.is_terminal:
        return Text(inner, _STYLES[kind]) + Text(text[len(inner) :])
    begin, end = _MARKS[kind]
    return Text(f"{begin}{inner}{end}{text[len(inner) :]}")
