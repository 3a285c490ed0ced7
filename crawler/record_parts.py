"""All records of an archive, read from its WARC files into files of their own: JSON Lines or
Parquet, a file a batch, so that what was interrupted is gone on with."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from archive.errors import ArchiveError
from archive.rereading import Source
from archive.shelf import Shelf
from archive.store import Archive
from crawler.engines import Engine
from crawler.reader import reader
from crawler.reread import BATCH, Reading, Work, batches, in_order, read_batch
from crawler.titles import Title

Form = Literal["jsonl", "parquet"]
FORMS: tuple[Form, ...] = ("jsonl", "parquet")

COLUMNS = ("reader", "title_name", "capture_id", "warc_file", "warc_offset", "url", "fetched_at",
           "status", "verdict", "reason", "record")  # fmt: skip


def write(
    archive: Archive, title: Title, rules: Path | None, sources: Sequence[Source], engine: Engine,
    folder: Path, form: Form,
) -> Iterator[tuple[int, bool]]:  # fmt: skip
    """Write the parts of a title that `folder` lacks; yields for each how many captures are in
    it, and whether it was there.

    A part is named by the first and the last capture of its batch and the digest of the reader,
    and gets its name when it is whole.  Parts of another reader, and one that ends otherwise by
    now (captures have come), are made anew.  Raises ArchiveError.
    """
    by = reader(rules)
    cut = [sources[at : at + BATCH] for at in range(0, len(sources), BATCH)]
    names = {_name(title, batch, by, form): batch for batch in cut}
    mine = re.compile(rf"{re.escape(title.name)}-\d{{10}}-\d{{10}}-[0-9a-f]+\.{form}(\.partial)?")
    for path in folder.iterdir():
        if mine.fullmatch(path.name) and path.name not in names:
            path.unlink()
    there = {name for name in names if (folder / name).exists()}
    for name in there:
        yield len(names[name]), True
    wanted = {name: batch for name, batch in names.items() if name not in there}
    work = batches(archive, [source for batch in wanted.values() for source in batch])
    given = (archive.shelf.absolute(), title, rules, form, by)
    made = in_order(engine, part_of, work, *given)
    for (name, batch), (_, data) in zip(wanted.items(), made, strict=True):
        _put(folder / name, data)
        yield len(batch), False


def _name(title: Title, batch: Sequence[Source], by: str, form: Form) -> str:
    digest = by.rpartition("(")[2].rstrip(")")
    first, last = (one.capture_id for one in (batch[0], batch[-1]))
    return f"{title.name}-{first:010d}-{last:010d}-{digest}.{form}"


def _put(path: Path, data: bytes) -> None:
    draft = path.with_name(f"{path.name}.partial")
    try:
        draft.write_bytes(data)
        os.replace(draft, path)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error


def part_of(
    shelf: Shelf, title: Title, rules: Path | None, form: Form, by: str, batch: Sequence[Work]
) -> bytes:
    """The bytes of a part: a row for each article that the answers hold, and for each answer that
    holds none."""
    readings = read_batch(shelf, title, rules, batch)
    rows = [
        {"reader": by} | row
        for work, reading in zip(batch, readings, strict=True)
        for row in _rows(title, work, reading)
    ]
    if form == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        return "".join(f"{line}\n" for line in lines).encode()
    return _parquet([row | {"record": _text(row["record"])} for row in rows])


def _rows(title: Title, work: Work, reading: Reading) -> Iterator[dict[str, Any]]:
    source, place = work.source, work.place
    row = {
        "title_name": title.name,
        "capture_id": source.capture_id,
        "warc_file": place.file,
        "warc_offset": place.offset,
        "url": source.url,
        "fetched_at": source.fetched_at,
        "status": source.status,
    }
    if isinstance(reading, str):
        yield row | {"verdict": "unreadable", "reason": reading, "record": None}
        return
    row |= {"verdict": reading.verdict, "reason": reading.reason}
    articles = [one for one in (reading.article, *reading.articles) if one is not None]
    for article in articles:
        yield row | {"record": article.as_dict()}
    if not articles:
        yield row | {"record": None}


def _text(record: dict[str, Any] | None) -> str | None:
    return None if record is None else json.dumps(record, ensure_ascii=False, sort_keys=True)


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa  # the extra `parquet`; large
    import pyarrow.parquet as pq

    numbers = ("capture_id", "warc_offset", "status")
    schema = pa.schema([(n, pa.int64() if n in numbers else pa.string()) for n in COLUMNS])
    file = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file, compression="zstd")
    return file.getvalue()
