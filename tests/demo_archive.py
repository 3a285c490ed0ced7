"""The archive that `baokan demo` makes, for tests that read it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.crawling import ROOT

DATABASE = "baokan-demo/archive.db"


def make_demo(folder: Path) -> Path:
    """Run `baokan demo` in a folder; returns the archive."""
    shell("baokan demo", folder)
    return folder / DATABASE


def shell(command: str, folder: Path) -> str:
    """Standard output of a command line with this Python's programs; it has to succeed."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BAOKAN_")}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=clean
        | {
            "PATH": programs,
            "PYTHONPATH": str(ROOT),
            "BAOKAN_RETRY_WAITS": "0.1,0.1",
            "BAOKAN_LOOPBACK": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    expected = (0, 3) if command == "baokan demo" else (0,)
    assert done.returncode in expected, done.stderr
    return done.stdout
