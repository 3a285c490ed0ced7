"""The contact is said once: later crawls of the archive have it from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store import Archive
from crawler.contact import contact_for, remembered
from tests.crawling import baokan
from tests.helpers import new_archive, open_crawl

URL = "http://www.press.example/"


def ran(archive: Archive, agent: str) -> None:
    opened = open_crawl(archive)
    with archive.transaction() as connection:
        sql = "UPDATE runs SET user_agent = ? WHERE id = ?"
        connection.execute(sql, (agent, opened.run_id))


def test_the_newest_contact_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    assert contact_for(path, "", URL) == ""
    with new_archive(tmp_path) as archive:
        assert remembered(archive) == ""
        ran(archive, "baokan/0.1.0 (+loopback)")
        assert remembered(archive) == ""
        ran(archive, "baokan/0.1.0 (+old@library.example)")
        ran(archive, "baokan/0.2.0 (+https://library.example/(crawls))")
        ran(archive, "baokan/0.2.0 (+loopback)")
        assert remembered(archive) == "https://library.example/(crawls)"
    assert contact_for(path, "", URL) == "https://library.example/(crawls)"
    assert contact_for(path, "me@library.example", URL) == "me@library.example"
    assert contact_for(path, "", "http://127.0.0.1:8000/") == ""


@pytest.mark.slow
def test_a_crawl_without_a_contact_begins_where_the_archive_knows_one(tmp_path: Path) -> None:
    told = baokan("crawl", "xinxiang", "--archive", tmp_path / "archive.db")
    assert (told.code, "--contact" in told.err) == (2, True)
    with new_archive(tmp_path) as archive:
        ran(archive, "baokan/0.1.0 (+me@library.example)")
    told = baokan("crawl", "xinxiang", "--entry", "http://press.invalid/", "--quiet",
                  "--archive", tmp_path / "archive.db", BAOKAN_RETRY_WAITS="0.1")  # fmt: skip
    assert told.code == 6, told.err
    with Archive.open(tmp_path / "archive.db") as archive:
        agents = archive.query("SELECT user_agent FROM runs ORDER BY id DESC LIMIT 1")
    assert agents[0]["user_agent"].endswith("(+me@library.example)")
