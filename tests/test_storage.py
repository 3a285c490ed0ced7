"""Backups and shards in an object storage, against a real S3 server on loopback."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.storage import Storage, StorageError, is_storage
from archive.warc import WarcWriter
from tests.crawling import Process, baokan, rows, wait_for
from tests.fleet import LEASE, many_hosts, needs_redis, redis_server
from tests.merging import COUNTS, URL, A, B, C, assert_whole, looked_at, merged, shard
from tests.object_storage import Bucket, bucket, demo, s3_server

__all__ = ["bucket", "demo", "s3_server"]


@pytest.mark.parametrize(
    ("place", "storage"),
    [
        ("s3://press/a", True),
        ("file:///a", True),
        ("a/b", False),
        ("C://a", False),
        ("/a:b", False),
    ],
)
def test_an_address_is_told_from_a_folder(place: str, storage: bool) -> None:
    assert is_storage(place) is storage


def test_a_backup_in_a_storage_brings_what_is_new(bucket: Bucket, tmp_path: Path) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A)}, "first")
    done = baokan("backup", "s3://press/one", "--archive", one)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("s3://press/one: 1 articles, 1 captures, 2 files; copied 2 of them")
    first = bucket.keys("one/")
    assert set(first) == {"archive.db", "archive.db.head", "archive.warc/first-001.warc.gz"}
    shard(tmp_path / "one", {URL: looked_at(B)}, "second")
    done = baokan("backup", "s3://press/one/", "--archive", one)
    assert "3 files; copied 2 of them" in done.out
    bucket.fetch("one/", tmp_path / "restored")
    assert_whole(tmp_path / "restored" / "archive.db")
    assert rows(tmp_path / "restored" / "archive.db", COUNTS) == rows(one, COUNTS)
    assert not [path for path in one.parent.iterdir() if path.name.endswith(".part")]


def test_what_a_run_still_writes_is_put_there_up_to_its_last_record(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[WarcWriter] = []
    close = WarcWriter.close
    monkeypatch.setattr(WarcWriter, "close", lambda self: writers.append(self))
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    (file,) = (tmp_path / "one" / "archive.warc").iterdir()
    assert file.suffix == ".open"
    with file.open("ab") as grown:
        grown.write(file.read_bytes()[:40])  # a record that is being written
    for count in (2, 1):  # the second time it has not grown
        done = baokan("backup", "s3://press/one", "--archive", one)
        assert f"2 files; copied {count} of them" in done.out
    close(writers[0])
    bucket.fetch("one/", tmp_path / "restored")
    assert_whole(tmp_path / "restored" / "archive.db")


def test_a_place_that_holds_something_else_is_left_alone(bucket: Bucket, tmp_path: Path) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    other = shard(tmp_path / "other", {URL: looked_at(B)})
    bucket.put("full/letters.txt", b"mine")
    done = baokan("backup", "s3://press/full", "--archive", one)
    assert (done.code, done.err) == (
        1, "baokan: s3://press/full: holds letters.txt; name an empty or a new place\n"
    )  # fmt: skip
    assert baokan("backup", "s3://press/one", "--archive", one).code == 0
    before = bucket.keys()
    done = baokan("backup", "s3://press/one", "--archive", other)
    assert done.code == 1
    assert "is the backup of another archive" in done.err
    assert bucket.keys() == before


@pytest.mark.slow
def test_shards_in_a_storage_merge_as_those_on_the_disk(bucket: Bucket, tmp_path: Path) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A, B), f"{URL}?2": looked_at(C)}, "one")
    two = shard(tmp_path / "two", {URL: looked_at(A, C)}, "two")
    near, far = tmp_path / "near.db", tmp_path / "far.db"
    merged(near, one, two)
    for path in (one, two):
        assert baokan("backup", f"s3://press/{path.parent.name}", "--archive", path).code == 0
    done = baokan(
        "merge", "s3://press/one/archive.db", "s3://press/two/archive.db", "--archive", far
    )
    assert (done.code, done.err) == (0, "")
    assert rows(far, COUNTS) == rows(near, COUNTS)
    assert_whole(far)
    again = baokan("merge", "s3://press/one/archive.db", "--archive", far)
    assert "0 articles, 0 revisions, 0 captures were new" in again.out
    others = rows(far, "SELECT other FROM merges ORDER BY 1")
    assert others == [("s3://press/one/archive.db",), ("s3://press/two/archive.db",)]


@pytest.mark.slow
def test_a_file_that_has_grown_in_the_storage_is_brought_anew(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shard of a worker, merged while the worker writes to it, and when it has ended."""
    all_of_it = tmp_path / "all.db"
    one = tmp_path / "one" / "archive.db"
    writers: list[WarcWriter] = []
    close = WarcWriter.close
    monkeypatch.setattr(WarcWriter, "close", lambda self: writers.append(self))
    shard(tmp_path / "one", {URL: looked_at(A)}, "same")
    assert baokan("backup", "s3://press/one", "--archive", one).code == 0
    assert baokan("merge", "s3://press/one/archive.db", "--archive", all_of_it).code == 0
    assert_whole(all_of_it)
    close(writers[0])
    shard(tmp_path / "one", {f"{URL}?2": looked_at(B)}, "later")
    close(writers[1])
    assert baokan("backup", "s3://press/one", "--archive", one).code == 0
    done = baokan("merge", "s3://press/one/archive.db", "--archive", all_of_it)
    assert "1 articles, 1 revisions, 1 captures were new" in done.out
    assert_whole(all_of_it)
    assert rows(all_of_it, "SELECT count(*) FROM articles") == [(2,)]


@pytest.mark.slow
def test_page_files_are_brought_from_a_storage(bucket: Bucket, demo: Path, tmp_path: Path) -> None:
    assert baokan("backup", "s3://press/demo", "--archive", demo).code == 0
    into = tmp_path / "all.db"
    done = baokan("merge", f"s3://press/demo/{demo.name}", "--archive", into)
    assert (done.code, done.err) == (0, "")
    assert rows(into, COUNTS) == rows(demo, COUNTS)
    assert_whole(into)
    assert list((tmp_path / "all.files").rglob("*.pdf"))


@pytest.mark.slow
def test_a_storage_that_is_away_is_said_in_one_line(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shard(tmp_path / "one", {URL: looked_at(A)})
    away = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "SECRET-KEY", "AWS_MAX_ATTEMPTS": "1"}  # fmt: skip
    place = "s3://press/one"
    for command in (
        ("backup", place, "--archive", one),
        ("offload", place, "--archive", one),
        ("merge", f"{place}/archive.db", "--archive", tmp_path / "into.db"),
    ):
        done = baokan(*command, **away)
        assert (done.code, done.err.count("\n")) == (1, 1), done.err
        assert "Could not connect" in done.err
        assert "SECRET-KEY" not in done.err
    assert_whole(one)
    with pytest.raises(StorageError, match=r"gs://x: needs another package: .*gcsfs"):
        Storage("gs://x")
    (one.with_suffix(".warc") / ".storage").write_text(place)
    (one.with_suffix(".warc") / "same-001.warc.gz").unlink()
    done = baokan("verify", "--archive", one, **away)
    assert (done.code, done.err.count("\n")) == (1, 1), "that is no damage"
    assert "Could not connect" in done.err


@needs_redis
@pytest.mark.slow
def test_a_worker_puts_its_shard_into_a_storage_while_it_works(
    bucket: Bucket, tmp_path: Path
) -> None:
    into = tmp_path / "all.db"
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 8) as press:
        titles = str(press.record(tmp_path / "titles"))
        settings = {"BAOKAN_FRONTIER": server.url, "BAOKAN_TITLES": titles,
                    "BAOKAN_CONTACT": "me@library.example", "BAOKAN_STORAGE_SECONDS": "0.5",
                    "BAOKAN_LEASE_SECONDS": LEASE}  # fmt: skip
        assert baokan("fleet", "begin", "many_hosts", **settings).code == 0
        worker = Process("worker", "--until-done", "--archive", tmp_path / "shard.db",
                         "--storage", "s3://press/worker", **settings)  # fmt: skip
        wait_for(lambda: "shard.db.head" in bucket.keys("worker/"), worker)
        assert baokan("merge", "s3://press/worker/shard.db", "--archive", into).code == 0
        assert_whole(into)
        done = worker.end()
        assert done.code == 0, done.err
    assert baokan("merge", "s3://press/worker/shard.db", "--archive", into).code == 0
    assert_whole(into)
    assert rows(into, "SELECT count(*), count(DISTINCT url) FROM articles") == [(32, 32)]
    assert rows(into, COUNTS) == rows(tmp_path / "shard.db", COUNTS)


@needs_redis
@pytest.mark.slow
def test_a_storage_that_is_away_in_the_end_is_a_bad_end(bucket: Bucket, tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server:
        told = ("worker", "--until-done", "--frontier", server.url, "--archive")
        here = ("--storage", "s3://press/worker", "--contact", "me@library.example")
        assert baokan(*told, tmp_path / "none.db", *here).code == 0, "there was nothing to put"
        away = baokan(*told, tmp_path / "shard.db", *here, AWS_ENDPOINT_URL="http://127.0.0.1:9",
                      AWS_MAX_ATTEMPTS="1")  # fmt: skip
        assert (away.code, away.err.count("\n")) == (1, 1), away.err
        shard(tmp_path / "one", {URL: looked_at(A)})
        bucket.put("worker/letters.txt", b"mine")
        done = baokan(*told, tmp_path / "one" / "archive.db", *here)
        assert done.code == 1
        assert "s3://press/worker: holds letters.txt" in done.err
