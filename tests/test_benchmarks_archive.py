"""The benchmarks of the archive run, and say what they measured."""

from __future__ import annotations

import re

from tests.test_benchmarks import run


def test_the_cost_of_verifying_is_shown() -> None:
    done = run("verify.py", "--captures", "100", "--rounds", "1", "--bound", "1")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^verify +[\d.]+ +1\.00 *$", done.stdout, re.M)
    assert re.search(r"^100 captures, \d+ MB in WARC: [\d,]+ a minute$", done.stdout, re.M)
    done = run("verify.py", "--captures", "100", "--rounds", "1", "--bound", "1000000000")
    assert (done.returncode, done.stderr.splitlines()[-1].startswith("Error: fewer")) == (1, True)
