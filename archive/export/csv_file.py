"""CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, by which Excel knows it, CR LF.

Text from the web must not become a formula: where a cell would begin with one, an apostrophe
stands in front, which spreadsheets take for "this is text".
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from archive.export.entry import Credit, Entry
from archive.export.text import clean

COLUMNS = (
    "id", "title_name", "publication", "kind", "publisher", "place", "cn", "issn", "issue_date",
    "issue_label", "page_label", "page_name", "column", "kicker", "title", "subtitle", "authors",
    "author_roles", "editors", "published", "published_precision", "source", "language", "url",
    "status", "first_seen", "last_seen", "missing_since", "revision", "capture_digest",
    "captured_at", "images", "body",
)  # fmt: skip
BOM = "\ufeff"
_BETWEEN = "；"  # names of one cell; what is printed between names on a page, too

# `=1+1`, also behind blanks and in the full-width forms that some spreadsheets fold; and what has
# apostrophes in front already, so that taking one away always gives the text back.
_FORMULA = re.compile(r"'*(?:[\t\r]|\s*[=+\-@＝＋－＠])")


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The header and a row for each entry, each with its end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield (BOM + _taken(buffer)).encode()
    for entry in entries:
        writer.writerow([value if isinstance(value, int) else cell(value) for value in row(entry)])
        yield _taken(buffer).encode()


def cell(text: str) -> str:
    """The text, without control characters, as a spreadsheet shows it and never computes it."""
    text = clean(text)
    return f"'{text}" if _FORMULA.match(text) else text


def row(entry: Entry) -> list[str | int]:
    """The values of COLUMNS, as they are in the archive."""
    capture = entry.capture
    return [
        entry.id, entry.title_name, entry.publication, entry.kind, entry.publisher, entry.place,
        entry.cn, entry.issn, entry.issue_date, entry.issue_label, entry.page_label,
        entry.page_name, entry.column, entry.kicker, entry.title, entry.subtitle,
        _names(entry.authors), _BETWEEN.join(one.role for one in entry.authors),
        _names(entry.editors), entry.published, entry.precision, entry.source, entry.language,
        entry.url, entry.status, entry.first_seen, entry.last_seen, entry.missing_since,
        entry.revision, capture.digest if capture else "", capture.at if capture else "",
        "\n".join(image.url for image in entry.images), "\n".join(entry.paragraphs),
    ]  # fmt: skip


def _names(credits: Iterable[Credit]) -> str:
    return _BETWEEN.join(one.name for one in credits)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
