"""Apache Parquet, for DuckDB, pandas, Polars and R: real types, compressed with Zstandard.

Needs pyarrow, which is large and which nothing else here needs: `pip install 'baokan[parquet]'`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from archive.errors import ArchiveError
from archive.export.entry import Entry
from archive.export.record_dict import as_dict
from archive.export.text import clean

_ROWS = 1000  # of a row group, which is in memory at once
_UTC_TIMES = ("first_seen", "last_seen", "missing_since")


def write(file: IO[bytes], entries: Iterable[Entry]) -> None:
    """Write the file, a row group at a time.  Raises ArchiveError where pyarrow is not there."""
    pa, pq = _pyarrow()
    schema = _schema(pa)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _groups(entries):
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def check() -> None:
    """Raises ArchiveError where pyarrow is not there."""
    _pyarrow()


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ArchiveError(
            "Parquet files need pyarrow; install it with: pip install 'baokan[parquet]'"
        ) from None
    return pyarrow, pyarrow.parquet


def _schema(pa: Any) -> Any:
    text, number = pa.string(), pa.int64()
    utc, day = pa.timestamp("ms", tz="UTC"), pa.date32()
    credit = pa.list_(pa.struct([("name", text), ("role", text), ("affiliation", text)]))
    image = pa.list_(pa.struct([("url", text), ("caption", text), ("credit", text)]))
    capture = [("digest", text), ("at", utc), ("url", text), ("warc_file", text),
               ("warc_offset", number)]  # fmt: skip
    return pa.schema(
        [
            ("id", number), ("title_name", text), ("publication", text), ("kind", text),
            ("publisher", text), ("place", text), ("cn", text), ("issn", text),
            ("issue_id", number), ("issue_date", day), ("issue_label", text),
            ("page_label", text), ("page_name", text), ("column", text), ("kicker", text),
            ("title", text), ("subtitle", text), ("authors", credit), ("editors", credit),
            ("published", text), ("published_precision", text), ("published_day", day),
            ("published_at", pa.timestamp("s", tz="Asia/Shanghai")), ("source", text),
            ("language", text), ("url", text), ("status", text), ("first_seen", utc),
            ("last_seen", utc), ("missing_since", utc), ("revision", number),
            ("capture", pa.struct(capture)), ("images", image), ("provenance", text),
            ("body", pa.list_(text)),
        ]
    )  # fmt: skip


def _groups(entries: Iterable[Entry]) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for entry in entries:
        rows.append(_row(entry))
        if len(rows) == _ROWS:
            yield rows
            rows = []
    if rows:
        yield rows


def _row(entry: Entry) -> dict[str, Any]:
    row = as_dict(entry)
    row |= {name: _time(row[name]) for name in _UTC_TIMES}
    row["issue_date"] = _day(entry.issue_date)
    # A month or a year is no day, and a day no time: these are in `published` alone.
    row["published_day"] = _day(entry.published[:10])
    row["published_at"] = _time(entry.published)
    if row["capture"]:
        row["capture"] = row["capture"] | {"at": _time(row["capture"]["at"])}
    row["provenance"] = json.dumps(row["provenance"], ensure_ascii=False, sort_keys=True)
    return {name: _storable(value) for name, value in row.items()}


def _storable(value: Any) -> Any:
    """Text is UTF-8 in Arrow: what has no UTF-8 is dropped, as everywhere."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable(one) for name, one in value.items()}
    return value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> datetime | None:
    """A time with its zone; None for a day alone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
