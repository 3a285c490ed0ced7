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
from tests.forty import FORTY, NIGHTLY, Results, write
from tests.helpers import new_archive, open_crawl

# Presses of tests are on this machine.  Read by crawler/settings.py, which comes later.
os.environ["BAOKAN_LOOPBACK"] = "1"

# Time is not asserted: a busy machine would fail.
settings.register_profile("baokan", deadline=None)
settings.load_profile("baokan")


ROUNDS = "--rounds"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(ROUNDS, type=int, default=1, help="so many seeds for each nightly test")
    parser.addoption("--forty", action="store_true", help="write the table of docs/reliability.md")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Forty(config))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file without one of the forty need not be read to find those of a tier."""
    tier = config.option.markexpr in ("every_change", "release", "nightly")
    if tier and collection_path.suffix == ".py" and collection_path.name.startswith("test_"):
        return "forty(" not in collection_path.read_text("utf-8") or None
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "round_seed" in metafunc.fixturenames:
        # A nightly run sets its own base; every worker of it has the same.
        base = int(os.environ.get("BAOKAN_SEED", "7"))
        rounds = metafunc.config.getoption(ROUNDS)
        metafunc.parametrize("round_seed", [base * 1000 + number for number in range(rounds)])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("forty")
        if mark is None:
            continue
        item.user_properties.append(("forty", list(mark.args)))
        for number in mark.args:
            # The longest forms of a test are marked `release` by hand, so that a minute suffices.
            if not item.get_closest_marker("release"):
                item.add_marker(FORTY[number].tier.replace(" ", "_"))
            if number in NIGHTLY:
                item.add_marker("nightly")


class _Forty:
    """Notes how the forty end, and writes the table with --forty."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.results = config, Results()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        numbers = dict(report.user_properties).get("forty")
        if not isinstance(numbers, list) or (report.when != "call" and report.passed):
            return
        expected = getattr(report, "wasxfail", None)
        outcome = "xfailed" if expected is not None else report.outcome
        reason = (expected or "").removeprefix("reason: ")
        if expected is None and report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
        elif report.failed:
            reason = "see the run"
        self.results.add(numbers, report.nodeid.removeprefix("tests/"), outcome, reason)

    def pytest_sessionfinish(self) -> None:
        if self.config.getoption("--forty") and not hasattr(self.config, "workerinput"):
            write(Path(__file__).parent.parent / "docs/reliability.md", self.results)


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
