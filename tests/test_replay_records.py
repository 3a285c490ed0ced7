"""All records of an archive as files: the same from every engine, gone on with after a kill."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.crawling import Process, baokan, rows, wait_for
from tests.presses.bulk import ARTICLES
from tests.test_replay_engines import cluster, crawled, rules

__all__ = ("crawled", "rules")  # fixtures


def written(archive: Path, folder: Path, *options: object) -> dict[str, bytes]:
    done = baokan("replay", "--records", folder, *options, "--archive", archive)
    assert done.code == 0, done.err
    return parts(folder)


def records(path: Path) -> list[object]:
    """Of one file, those that are articles."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line)["record"] for line in path.read_text("utf-8").splitlines()]
        return [row for row in rows if row]
    column = pyarrow.parquet.read_table(path).column("record").to_pylist()
    return [json.loads(text) for text in column if text]


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_every_engine_writes_the_same_bytes(crawled: Path, tmp_path: Path, form: str) -> None:
    how = ("--form", form)
    here = written(crawled, tmp_path / "here", "--jobs", "1", *how)
    assert len(here) > 1
    assert written(crawled, tmp_path / "pool", "--jobs", "2", *how) == here
    with cluster(tmp_path, 2) as (address, _):
        dask = ("--engine", "dask", "--scheduler", address)
        assert written(crawled, tmp_path / "dask", *dask, *how) == here
    found = [record for name in here for record in records(tmp_path / "here" / name)]
    known = rows(
        crawled, "SELECT record FROM revisions JOIN captures c ON c.id = capture_id ORDER BY c.id"
    )
    assert found == [json.loads(str(record)) for (record,) in known]
    assert len(known) == ARTICLES


@pytest.mark.slow
def test_what_was_killed_goes_on_and_a_new_rule_begins_anew(
    crawled: Path, rules: Path, tmp_path: Path
) -> None:
    whole = written(crawled, tmp_path / "whole", "--jobs", "1")
    folder = tmp_path / "killed"
    running = Process("replay", "--records", folder, "--jobs", "1", "--archive", crawled)
    wait_for(lambda: folder.exists() and list(folder.glob("*.jsonl")), running)
    running.kill()
    running.end()
    there = {name: (folder / name).stat().st_mtime_ns for name in parts(folder)}
    time.sleep(0.01)
    assert written(crawled, folder, "--jobs", "1") == whole
    kept = [name for name in there if name in whole]
    assert kept, "some parts were whole"
    assert all((folder / name).stat().st_mtime_ns == there[name] for name in kept)
    other = written(crawled, folder, "--jobs", "1", "--rules", rules)
    assert len(other) == len(whole)
    assert not set(other) & set(whole), "nothing of the reader before is left"


@pytest.mark.parametrize("also", ["--apply", "--json"])
def test_records_are_compared_with_nothing(tmp_path: Path, also: str) -> None:
    done = baokan("replay", "--records", tmp_path / "x", also, "--archive", tmp_path / "a.db")
    assert done.code == 2
    assert done.err.endswith("--records compares nothing: leave --apply and --json out\n")
