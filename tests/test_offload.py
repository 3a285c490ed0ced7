"""WARC files that were given to an object storage: read there, brought back, never lost."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from archive.fixity import verify
from archive.reading import raw
from archive.shelf import Shelf
from archive.store import Archive
from tests.crawling import Process, baokan, rows, wait_for
from tests.merging import URL, A, assert_whole, looked_at, shard
from tests.object_storage import Bucket, bucket, demo, own_copy, s3_server
from tests.reading_room import Room

__all__ = ["bucket", "demo", "s3_server"]


def put_or_ended(bucket: Bucket, count: int, process: Process) -> bool:
    return len(bucket.keys("demo.warc/")) > count or process.poll() == 0


def test_captures_are_read_where_their_files_are(
    bucket: Bucket, demo: Path, tmp_path: Path
) -> None:
    here = own_copy(demo, tmp_path / "here")
    folder = here.with_suffix(".warc")
    names = {path.name for path in folder.iterdir()}
    ids = [row[0] for row in rows(here, "SELECT id FROM captures")]
    with Archive.open(here) as archive:
        before = {one: raw(archive, one) for one in ids}
    done = baokan("offload", "s3://press/demo.warc", "--archive", here)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"s3://press/demo.warc: {len(names)} files, ")
    assert [path.name for path in folder.iterdir()] == [".storage"]
    assert set(bucket.keys("demo.warc/")) == names
    with Archive.open(here) as archive:
        assert {one: raw(archive, one) for one in ids} == before
        report = verify(archive)
    assert (report.findings, report.captures) == ([], len(ids))
    done = baokan("replay", "--archive", here, "--jobs", "2")
    assert done.code == 0, done.err
    again = baokan("offload", "s3://press/demo.warc", "--archive", here)
    assert again.out == "s3://press/demo.warc: 0 files, 0.0 MB given away\n"
    done = baokan("offload", "s3://press/elsewhere", "--archive", here)
    assert (done.code, "its other files are at s3://press/demo.warc" in done.err) == (1, True)


@pytest.mark.slow
def test_damage_in_the_storage_is_found(bucket: Bucket, demo: Path, tmp_path: Path) -> None:
    here = own_copy(demo, tmp_path / "here")
    assert baokan("offload", "s3://press/demo.warc", "--archive", here).code == 0
    name, size = max(bucket.keys("demo.warc/").items(), key=lambda one: one[1])
    data = bytearray(bucket.get(f"demo.warc/{name}"))
    data[size // 2] ^= 1
    bucket.put(f"demo.warc/{name}", bytes(data))
    done = baokan("verify", "--archive", here)
    assert done.code == 10
    assert re.search(rf"{re.escape(name)} was\s+changed", done.out), done.out


@pytest.mark.slow
def test_what_needs_whole_files_brings_them_back(
    bucket: Bucket, demo: Path, tmp_path: Path
) -> None:
    here = own_copy(demo, tmp_path / "here")
    folder = here.with_suffix(".warc")
    names = {path.name for path in folder.iterdir()}
    assert baokan("offload", "s3://press/demo.warc", "--archive", here).code == 0
    done = baokan("backup", tmp_path / "light", "--archive", here)
    assert done.out.endswith(f"; {len(names)} stay at s3://press/demo.warc\n")
    assert_whole(tmp_path / "light" / here.name)
    done = baokan("export", "--wacz", tmp_path / "demo.wacz", "--archive", here)
    assert done.code == 0, done.err
    assert {path.name for path in folder.iterdir()} == names | {".storage"}
    assert baokan("offload", "s3://press/demo.warc", "--archive", here).code == 0
    here.unlink()
    done = baokan("rebuild", "--archive", here)
    assert done.code == 0, done.err
    counted = "SELECT count(*), count(DISTINCT url) FROM articles"
    assert rows(here, counted) == rows(demo, counted)


def test_another_file_of_that_name_is_not_written_over(bucket: Bucket, tmp_path: Path) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    bucket.put("x.warc/same-001.warc.gz", b"another")
    done = baokan("offload", "s3://press/x.warc", "--archive", one)
    assert (done.code, "another file of this name is there" in done.err) == (1, True)
    assert bucket.get("x.warc/same-001.warc.gz") == b"another"
    assert_whole(one)


def test_a_reader_elsewhere_needs_the_storage_alone(bucket: Bucket, tmp_path: Path) -> None:
    """As on a machine of a Dask cluster, where the folder is not."""
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    assert baokan("offload", "s3://press/one.warc", "--archive", one).code == 0
    with Archive.open(one) as archive:
        shelf, place = archive.shelf, rows(one, "SELECT warc_file FROM captures")[0][0]
    assert shelf == Shelf(one.with_suffix(".warc"), "s3://press/one.warc")
    with Shelf(tmp_path / "nowhere", shelf.storage).open(str(place)) as file:
        assert file.read(2) == b"\x1f\x8b"


@pytest.mark.slow
def test_a_killed_offload_leaves_every_file_somewhere(
    bucket: Bucket, demo: Path, tmp_path: Path
) -> None:
    here = own_copy(demo, tmp_path / "here")
    folder = here.with_suffix(".warc")
    names = {path.name for path in folder.iterdir()}
    for moment in range(len(names)):
        process = Process("offload", "s3://press/demo.warc", "--archive", here)
        wait_for(partial(put_or_ended, bucket, moment, process))
        process.kill()
        process.end()
        left = {path.name for path in folder.iterdir()} - {".storage"}
        assert left | set(bucket.keys("demo.warc/")) == names
        with Archive.open(here) as archive:
            assert verify(archive).findings == []
    assert baokan("offload", "s3://press/demo.warc", "--archive", here).code == 0
    assert {path.name for path in folder.iterdir()} == {".storage"}


@pytest.mark.slow
def test_the_reading_room_reads_from_the_storage_and_says_when_it_is_away(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    assert baokan("offload", "s3://press/one.warc", "--archive", one).code == 0
    addresses = ("/-/baokan/archive/capture/1", "/-/baokan/archive/capture/1/raw")
    for status in (200, 503):
        room = Room(one)
        try:
            found = [room.get(address, {"Accept-Language": "en"}) for address in addresses]
        finally:
            room.close()
        assert [page.status for page in found] == [status, status]
        said = "in an object storage that cannot be read now"
        assert (said in found[0].text) == (said in found[1].text) == (status == 503)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
