"""Two months on a fast clock, with everything that the whole year of benchmarks/year.py has."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.crawling import ROOT


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nothing_is_lost_doubled_or_overlooked() -> None:
    command = [sys.executable, "-m", "benchmarks.year", "--titles", "10", "--days", "60"]
    done = subprocess.run([*command, "--kills", "1"], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = dict(re.findall(r"^(\S.*?)  +(.+)$", done.stdout, re.M))
    there, archived = told["issues that were there, of them archived"].split(", ")
    assert there == archived != "0"
    changes, alarmed = told["site changes, alarmed in the first run"].split(", ")
    assert changes == alarmed != "0"
    assert told["kills of the schedulers"] == "2"
