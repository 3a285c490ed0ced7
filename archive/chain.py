"""Whether the ledger is whole: which of its lines were changed, taken out or moved."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from archive.ledger import line_hash

# A ledger with more broken lines than this was made anew; which was moved where is not asked then.
_MOST_COMPARED = 2_000


@dataclass(slots=True)
class Chain:
    """What became of the lines, by `seq`; `moved`: where each stands → where it was written.

    `broken` are the (kind, row) that the changed and moved lines speak of now: they prove nothing
    for or against their rows.
    """

    lines: int = 0
    head: str = ""
    missing: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    moved: dict[int, int] = field(default_factory=dict)
    broken: set[tuple[str, int]] = field(default_factory=set)


def check(connection: sqlite3.Connection) -> Chain:
    """Walk along the chain once.  A line at the very end that was taken out leaves no trace in
    it: then its row has no line any more."""
    chain = Chain()
    suspects: dict[int, sqlite3.Row] = {}
    last: sqlite3.Row | None = None
    for row in connection.execute("SELECT * FROM ledger ORDER BY seq"):
        expected = last["seq"] + 1 if last else 1
        chain.missing += range(expected, row["seq"])
        if _own(row, row["seq"]) != row["hash"]:
            suspects[row["seq"]] = row
        elif last and last["seq"] == row["seq"] - 1 and row["previous"] != last["hash"]:
            # Its own hash was made anew, but this line still knows the true one.
            suspects.setdefault(last["seq"], last)
        chain.lines += 1
        last = row
    if last:
        chain.head = last["hash"]
    places = [*suspects, *chain.missing][:_MOST_COMPARED]
    for seq, row in suspects.items():
        written = [p for p in places if p != seq and _own(row, p) == row["hash"]]
        chain.broken.add((row["kind"], row["row_id"]))
        if written and len(suspects) <= _MOST_COMPARED:
            chain.moved[seq] = written[0]
        else:
            chain.changed.append(seq)
    chain.missing = [seq for seq in chain.missing if seq not in chain.moved.values()]
    return chain


def _own(row: sqlite3.Row, seq: int) -> str:
    return line_hash(row["previous"], seq, row["kind"], row["row_id"], row["digest"])
