"""The benchmarks of the archive run, and say what they measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.capture_bytes import sizes
from tests.test_benchmarks import run


def test_the_cost_of_verifying_is_shown() -> None:
    done = run("verify.py", "--captures", "100", "--rounds", "1", "--bound", "1")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^verify +[\d.]+ +1\.00 *$", done.stdout, re.M)
    assert re.search(r"^100 captures, \d+ MB in WARC: [\d,]+ a minute$", done.stdout, re.M)
    done = run("verify.py", "--captures", "100", "--rounds", "1", "--bound", "1000000000")
    assert (done.returncode, done.stderr.splitlines()[-1].startswith("Error: fewer")) == (1, True)


def test_searching_is_compared_with_a_scan() -> None:
    done = run("search.py", "--articles", "200", "--scan")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^200 queries, .*: [\d,]+ hits, 0 wrong, 0 lacking$", done.stdout, re.M)
    assert re.search(r"^index 1 MB, text \d MB: \d\.\d{3}$", done.stdout, re.M)
    assert "2 characters" in done.stdout


def test_ways_to_index_are_compared() -> None:
    pytest.importorskip("jieba", reason="jieba is of the bench extra")
    done = run("search_alternatives.py", "--articles", "200")
    assert done.returncode == 0, done.stderr
    assert re.search(r"│ baokan +│ [\d.]+ +│ [\d,]+ +│( 1\.000 +│){4} 0 ", done.stdout)


def test_pages_are_measured_as_captures(tmp_path: Path) -> None:
    texts = ["短" * 100, "长" * 100, "".join(map(chr, range(0x4E00, 0x4E00 + 5000)))]
    pages = [tmp_path / f"{number}.html" for number in range(3)]
    for page, text in zip(pages, texts, strict=True):
        page.write_text(text, "utf-8")
    short, long = sizes(pages)  # the first is left out
    assert 300 < short < 2000
    assert 5_000 < long < 17_000  # packed
