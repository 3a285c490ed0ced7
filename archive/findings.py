"""What `baokan verify` has compared and found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: `what` kind of thing, `where`, and how it shows."""

    what: str  # line, capture, revision, sighting, rereading, article, warc file, page file
    where: str
    detail: str


@dataclass(slots=True)
class Report:
    """What was compared, and what was found."""

    lines: int = 0
    rows: int = 0
    captures: int = 0
    articles: int = 0
    files: int = 0
    bytes: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what is odd, and no damage
