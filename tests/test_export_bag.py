"""BagIt: the whole archive in a folder, read by the library of the Library of Congress."""

from __future__ import annotations

import random
from pathlib import Path

import bagit
import pytest

from archive.errors import ArchiveError
from archive.export.bag import Bagged, write_bag
from archive.fixity import verify
from archive.store import Archive
from archive.warc import WarcWriter
from tests.crawling import Process, baokan, wait_for
from tests.helpers import DAY_2, open_crawl
from tests.packing import HOME, SOFTWARE, keep, shelf


def export(path: Path, to: Path) -> Bagged:
    with Archive.open(path, create=False) as archive:
        return write_bag(archive, to, contact="you@library.example", software="baokan 0", at=DAY_2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return shelf(tmp_path)


def test_the_bag_is_valid_and_says_what_it_is(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert bag.info["Bagging-Date"] == "2026-01-06"
    assert "you@library.example" in bag.info["Source-Organization"]
    assert {"sha256", "sha512"} <= set(bag.algorithms)
    names = {name.removeprefix("data/") for name in bag.payload_entries()}
    assert "archive.db" in names
    assert {"archive.files/a1/a1.pdf", "archive.files/b2/b2.pdf"} <= names
    assert not [name for name in names if "/." in name], "no locks, no halves"


def test_the_archive_in_the_bag_is_the_archive(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "bag")
    inside = tmp_path / "bag" / "data" / "archive.db"
    with Archive.open(path) as one, Archive.open(inside) as other:
        assert verify(other).findings == []
        assert verify(other).head == verify(one).head
        sql = "SELECT url, text_hash, revision FROM articles ORDER BY id"
        assert one.query(sql) == other.query(sql)


@pytest.mark.parametrize("which", ["archive.db", "archive.warc/hills-1-001.warc.gz"])
def test_a_flipped_byte_is_found(path: Path, tmp_path: Path, which: str) -> None:
    export(path, tmp_path / "bag")
    file = tmp_path / "bag" / "data" / which
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(bagit.BagValidationError, match=Path(which).name):
        bagit.Bag(str(tmp_path / "bag")).validate()


def test_nothing_is_overwritten(path: Path, tmp_path: Path) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(ArchiveError, match="is there already"):
        export(path, tmp_path / "bag")
    assert list((tmp_path / "bag").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["--bagit", "--wacz"])
def test_a_kill_leaves_nothing_under_the_final_name(tmp_path: Path, how: str) -> None:
    path = shelf(tmp_path)
    heavier(path)
    target = tmp_path / ("out.wacz" if how == "--wacz" else "out")
    for _ in range(3):
        process = Process("export", how, target, "--archive", path)
        wait_for(lambda: any(tmp_path.glob("*.partial")), process)
        process.kill()
        process.end()
        assert not target.exists()
    done = baokan("export", how, target, "--archive", path)
    assert done.code == 0, done.err
    assert target.exists()
    assert not list(tmp_path.glob("*.partial"))


def heavier(path: Path) -> None:
    """So large that an export takes longer than it takes to see it begin."""
    with Archive.open(path) as archive:
        crawl = open_crawl(archive, at=DAY_2)
        writer = WarcWriter(archive.warc_folder, "heavy", SOFTWARE)
        noise = random.Random(1).randbytes(40_000_000)
        keep(archive, crawl, writer, f"{HOME}/heavy.pdf", noise)
        writer.close()
