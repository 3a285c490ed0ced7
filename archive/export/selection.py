"""Which WARC files a package has to hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.store import Archive
from archive.warc import OPEN

# A title's captures, and what they refer to: the capture with the bytes, which may be another
# title's.  A 304 refers to a version that may be a revisit itself.
_WANTED = """
WITH RECURSIVE own(id) AS (
    SELECT c.id FROM captures c JOIN runs r ON r.id = c.run_id JOIN crawls k ON k.id = r.crawl_id
    WHERE k.title_id = ?
), wanted(id) AS (
    SELECT id FROM own
    UNION SELECT c.refers_to FROM wanted w JOIN captures c ON c.id = w.id
    WHERE c.refers_to IS NOT NULL
)
"""
_OWN = _WANTED + "SELECT DISTINCT warc_file FROM captures WHERE id IN own"
_HELD = (
    _WANTED + "SELECT warc_file, warc_offset FROM captures WHERE id IN wanted AND id NOT IN own"
)
_DANGLING = """
SELECT count(*) AS count FROM captures c JOIN captures h ON h.id = c.refers_to
WHERE h.warc_file IN (SELECT value FROM json_each(?))
    AND c.warc_file IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Files of a package, by name."""

    title_id: int | None  # None: all titles
    files: tuple[Path, ...]  # finished, in the order of their names
    open: tuple[str, ...]  # left out: a running crawl still writes them
    held: Mapping[str, frozenset[int]]  # offsets in files that are there for these records alone
    dangling: int  # revisits whose bytes are in a file that is left out

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.files)


def select(archive: Archive, title: str | None) -> Selection:
    """All WARC files, or those of a title and those that hold what its revisits refer to.

    Raises ArchiveError for a title that is not there, for nothing to package, and for a file that
    the archive names and that is missing.
    """
    if title is None:
        title_id, held = None, {}
        rows = archive.query("SELECT DISTINCT warc_file FROM captures")
        # A record of which a kill has left no row is proof, too.
        names = archive.shelf.names()
    else:
        title_id = _title_id(archive, title)
        rows = archive.query(_OWN, title_id)
        held = _held(archive, title_id, {row["warc_file"] for row in rows})
        names = set(held)
    names |= {row["warc_file"] for row in rows}
    shelf = archive.shelf
    paths = [shelf.find(name) for name in sorted(names)]
    files = tuple(path for path in paths if path.suffix != OPEN)
    still_open = tuple(sorted({path.name for path in paths if path.suffix == OPEN}))
    if not files:
        what = "all of it is still being written" if still_open else "nothing was captured"
        raise ArchiveError(f"{archive.path}: no WARC file to package; {what}")
    return Selection(title_id, files, still_open, held, _dangling(archive, files, still_open))


def _title_id(archive: Archive, title: str) -> int:
    rows = archive.query("SELECT id FROM titles WHERE name = ?", title)
    if not rows:
        raise ArchiveError(f"{archive.path}: no title {title!r}; look with: baokan stats")
    return int(rows[0]["id"])


def _held(archive: Archive, title_id: int, own: set[str]) -> dict[str, frozenset[int]]:
    held: dict[str, set[int]] = {}
    for row in archive.query(_HELD, title_id):
        if row["warc_file"] not in own:
            held.setdefault(row["warc_file"], set()).add(row["warc_offset"])
    return {name: frozenset(offsets) for name, offsets in held.items()}


def _dangling(archive: Archive, files: tuple[Path, ...], still_open: tuple[str, ...]) -> int:
    if not still_open:
        return 0
    left_out = json.dumps([name.removesuffix(OPEN) for name in still_open])
    packed = json.dumps([path.name for path in files])
    return int(archive.query(_DANGLING, left_out, packed)[0]["count"])
