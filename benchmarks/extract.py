"""Our extractor and its peers on the same pages: right, wrong, and how long it takes.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pages
import peak
import peers
import scoring
import timing
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

OURS = "baokan"
OWN_PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
WIDE = 160  # columns, where the output is no terminal
Reader = Callable[[pages.Page], peers.Record]


@dataclass(slots=True)
class Result:
    """What one tool did: a score a page with truth, seconds a page, the fields that it gave."""

    scores: list[dict[str, Any]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    gives: set[str] = field(default_factory=set)
    raised: int = 0  # pages on which it raised an exception
    peak: float | None = None  # MiB


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/extract.py
  .venv/bin/python benchmarks/extract.py tests/corpus --peers trafilatura,gne
  .venv/bin/python benchmarks/extract.py ../pages --peers none --rounds 5 --json result.json

What the lines of the table mean: docs/benchmarks.md."""
)
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=OWN_PAGES,
)
@click.option(
    "--peers", "wanted", default="all", show_default=True, metavar="NAMES",
    help=f"all (that are installed), none, or some of: {', '.join(peers.PEERS)}.",
)  # fmt: skip
@click.option(
    "--rounds", default=3, show_default=True, type=click.IntRange(min=1),
    help="How often each page is timed; the quickest counts.",
)  # fmt: skip
@click.option("--memory", is_flag=True, help="Peak memory too: a fresh process for each tool.")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the figures, and each page's, to this file.",
)  # fmt: skip
def main(folder: Path, wanted: str, rounds: int, memory: bool, json_file: Path | None) -> None:
    """Read the pages of FOLDER (default tests/pages) and print one table.

    The pages are those of every manifest.jsonl below FOLDER, or else its .html files.
    """
    try:
        found = pages.load(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not found:
        raise click.ClickException(f"{folder}: no manifest.jsonl and no .html file")
    readers: dict[str, Reader] = {OURS: lambda page: peers.baokan(page.data, page.url)}
    left_out: dict[str, list[str]] = {}
    for name in _chosen(wanted):
        peer = peers.PEERS[name]
        if reason := peer.missing():
            left_out.setdefault(reason, []).append(peer.distribution)
        else:
            readers[name] = lambda page, read=peer.read: read(page.text, page.url)
    for reason, names in left_out.items():
        click.echo(f"left out: {', '.join(names)} ({reason})", err=True)
    peers.stay_offline()
    with peers.quiet():
        results, parses = run(found, readers, rounds)
    if memory:
        for name, result in results.items():
            result.peak = peak.measure(name, folder)
    figures = summary(found, results, parses)
    show(figures)
    if json_file:
        per_page = {name: _pages(found, result) for name, result in results.items()}
        report = {**figures, "rounds": rounds, "per_page": per_page}
        json_file.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _chosen(wanted: str) -> list[str]:
    if wanted in ("all", "none"):
        return list(peers.PEERS) if wanted == "all" else []
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    if unknown := [name for name in names if name not in peers.PEERS]:
        known = ", ".join(peers.PEERS)
        raise click.BadParameter(f"{unknown[0]!r} is none of {known}", param_hint="--peers")
    return list(dict.fromkeys(names))


def run(
    found: list[pages.Page], readers: dict[str, Reader], rounds: int
) -> tuple[dict[str, Result], list[float]]:
    """Read, score and time every page with every tool: (results, seconds of a bare parse)."""
    results = {name: Result() for name in readers}
    parses = []
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for page in progress.track(found, description="pages"):
            for name, read in readers.items():  # untimed: it also warms the tool up
                _answer(page, read, results[name])
            works: dict[str, timing.Work] = {timing.PARSE: timing.bare_parse(page.text)}
            for name, read in readers.items():
                works[name] = lambda read=read, page=page: read(page)
            best = timing.interleaved(works, rounds)
            parses.append(best.pop(timing.PARSE))
            for name, seconds in best.items():
                results[name].seconds.append(seconds)
    return results, parses


def _answer(page: pages.Page, read: Reader, result: Result) -> None:
    got: peers.Record = {}
    try:
        got = read(page)
    except Exception:
        result.raised += 1
    result.gives |= {key for key, value in got.items() if value}
    if page.truth:
        result.scores.append(scoring.score_page(page.truth, got))


def summary(
    found: list[pages.Page], results: dict[str, Result], parses: list[float]
) -> dict[str, Any]:
    """The table's figures, as JSON has them."""
    trafilatura = results["trafilatura"].seconds if "trafilatura" in results else None
    tools = {}
    for name, result in results.items():
        timed = [pair for pair in zip(result.seconds, parses, strict=True) if pair[0] < math.inf]
        ratios = [own / parse for own, parse in timed]
        tools[name] = {
            "version": None if name == OURS else peers.PEERS[name].version(),
            "accuracy": scoring.totals(result.scores, result.gives),
            "x_parse_median": statistics.median(ratios) if ratios else None,
            "x_parse_p95": timing.percentile(ratios, 0.95) if ratios else None,
            "ms_median": statistics.median(own for own, _ in timed) * 1000 if timed else None,
            "x_trafilatura": _faster(trafilatura, result.seconds),
            "raised": result.raised,
            "peak_mib": result.peak,
        }
    return {
        "pages": len(found),
        "kib_median": statistics.median(len(page.data) for page in found) / 1024,
        "parse_ms_median": statistics.median(parses) * 1000,
        "asked": scoring.asked(results[OURS].scores),
        "tools": tools,
    }


def _faster(theirs: list[float] | None, own: list[float]) -> float | None:
    """How many times as fast as `theirs`, median over the pages."""
    pairs = zip(theirs or [], own, strict=theirs is not None)
    ratios = [a / b for a, b in pairs if max(a, b) < math.inf]
    return statistics.median(ratios) if ratios else None


def show(figures: dict[str, Any]) -> None:
    """Print the table: a line a measure, a column a tool."""
    tools = figures["tools"]
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("")
    table.add_column("pages", justify="right")
    for name in tools:
        table.add_column(name, justify="right", no_wrap=True)
    for measure in scoring.MEASURES:
        if count := figures["asked"].get(measure):
            cells = [_cell(tool["accuracy"][measure], ".3f") for tool in tools.values()]
            table.add_row(measure, str(count), *cells)
    for label, key, form in (
        ("× parse, median", "x_parse_median", ".1f"),
        ("× parse, p95", "x_parse_p95", ".1f"),
        ("ms, median", "ms_median", ".2f"),
        ("× trafilatura's speed", "x_trafilatura", ".1f"),
        ("peak MiB", "peak_mib", ".0f"),
        ("pages it raised on", "raised", "d"),
    ):
        cells = [_cell(tool[key], form) for tool in tools.values()]
        if any(cell not in ("–", "0") for cell in cells):
            table.add_row(label, str(figures["pages"]), *cells)
    versions = [f"{name} {tool['version']}" for name, tool in tools.items() if tool["version"]]
    out = Console() if sys.stdout.isatty() else Console(width=WIDE)
    out.print(table)
    out.print(
        f"{figures['pages']} pages, median {figures['kib_median']:.0f} KiB; a bare lxml parse "
        f"takes {figures['parse_ms_median']:.2f} ms, median"
    )
    out.print(", ".join([f"Python {sys.version.split()[0]}", *versions]))


def _cell(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _pages(found: list[pages.Page], result: Result) -> list[dict[str, Any]]:
    scores = iter(result.scores)
    return [
        {"page": page.name, "ms": seconds * 1000 if seconds < math.inf else None}
        | (next(scores) if page.truth else {})
        for page, seconds in zip(found, result.seconds, strict=True)
    ]


if __name__ == "__main__":
    main()
