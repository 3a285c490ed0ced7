"""Fixtures that many tests share."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from archive.runs import Opened
from archive.store import Archive
from tests.helpers import new_archive, open_crawl

# Presses of tests are on this machine.  Read by crawler/settings.py, which comes later.
os.environ["BAOKAN_LOOPBACK"] = "1"

# Time is not asserted: a busy machine would fail.
settings.register_profile("baokan", deadline=None)
settings.load_profile("baokan")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive."""
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def crawl(archive: Archive) -> Opened:
    """A crawl that was just opened in it."""
    return open_crawl(archive)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes; the test is skipped where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", place],
                          capture_output=True, check=False)  # fmt: skip
    if done.returncode:
        pytest.skip("mounting a small file system is not permitted here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
