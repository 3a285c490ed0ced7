"""The log: each event is one line that can be read again, whatever a site has put into it."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store import Archive
from crawler.logs import event, start_log
from tests.crawling import ROOT, BulkPress, baokan, bulk_press
from tests.docs_text import cells

DOCS = (ROOT / "docs/logs.md").read_text("utf-8")
NAME = re.compile(r"(?:run|request|host|alarm)\.[a-z]+")
LINE = re.compile(
    r"\S+Z (INFO|WARNING|ERROR) ([a-z]+(?:\.[a-z]+)?)((?: [a-z_]+=(?:\S+|\".*?\"))*)"
)


def crawl(press: BulkPress, folder: Path, *options: str | Path) -> None:
    told = baokan("crawl", "xinxiang", "--entry", press.base, "--archive", folder / "archive.db",
                  "--quiet", "--max-pages", "40", *options)  # fmt: skip
    assert told.code == 4, told.err


@pytest.mark.slow
def test_a_crawl_logs_each_request_once_in_both_forms(tmp_path: Path) -> None:
    text, objects = tmp_path / "crawl.log", tmp_path / "crawl.jsonl"
    with bulk_press(tmp_path / "press") as press:
        crawl(press, tmp_path, "--log", text, "--log-json", objects)
        asked = press.asked()
    told = [json.loads(line) for line in objects.read_text("utf-8").splitlines()]
    assert told[0]["event"] == "run.opened"
    assert told[-1] | {"at": ""} == {
        "at": "", "level": "INFO", "event": "run.closed", "title": "xinxiang", "run": 1,
        "outcome": "limit", "reason": "the limit of 40 pages was reached", "exit_code": 4,
    }  # fmt: skip
    settled = [one for one in told if one["event"] == "request.settled"]
    urls = Counter(one["url"].removeprefix(press.base.rstrip("/")) for one in settled)
    assert urls == Counter(asked)
    lines = text.read_text("utf-8").splitlines()
    assert len(lines) == len(told)
    assert all(LINE.fullmatch(line) for line in lines)


@pytest.mark.slow
def test_a_log_that_was_moved_away_is_made_anew_and_children_write_there_too(
    tmp_path: Path,
) -> None:
    path = tmp_path / "crawl.log"
    with bulk_press(tmp_path / "press") as press:
        crawl(press, tmp_path, "--log", path)
        path.rename(tmp_path / "crawl.log.1")
        archive = ("--archive", tmp_path / "archive.db")
        cron = ("--cron", "* * * * *", "--jitter", "0", "--entry", press.base)
        assert baokan("schedule", "add", "xinxiang", *cron, *archive).code == 0
        with Archive.open(tmp_path / "archive.db") as opened, opened.transaction() as connection:
            connection.execute("UPDATE schedules SET added_at = '2026-01-01T00:00:00.000Z'")
        told = baokan("run-due", *archive, BAOKAN_LOG=str(path))
    assert told.code == 0, told.err
    assert "run.closed" in path.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    told = baokan("crawl", "xinxiang", "--log", tmp_path / "none" / "x.log")
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "x.log: cannot be written" in told.err


@pytest.mark.forty(33)
@given(st.text(), st.text())
def test_no_text_breaks_a_line(tmp_path_factory: pytest.TempPathFactory, a: str, b: str) -> None:
    path = tmp_path_factory.mktemp("log") / "x.log"
    for form in ("line", "json"):
        handler = start_log(path, form)  # type: ignore[arg-type]
        logging.getLogger().addHandler(handler)
        try:
            event("request.settled", level=logging.WARNING, url=a, reason=b)
            logging.getLogger("other").warning("%s", a)
        finally:
            logging.getLogger().removeHandler(handler)
            handler.close()
    raw = path.read_bytes().decode("utf-8")
    lines = raw.split("\n")
    assert (len(lines), lines[-1]) == (5, "")
    assert all(line.isprintable() for line in lines)
    assert json.loads(lines[2])["event"] == "request.settled"


def test_the_docs_list_the_events_of_the_code() -> None:
    found = set()
    for path in (ROOT / "crawler").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and NAME.fullmatch(text):
                found.add(text)
    listed = {cell.strip("`") for cell in cells(DOCS)} - {"event"}
    assert found == listed - {"message"}
