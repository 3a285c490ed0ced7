"""`baokan replay` and `baokan rebuild` on an archive that the demo left."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from archive.exchange import Exchange
from archive.fixity import verify
from archive.records import Article, Found, Visit
from archive.rereading import sources
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from crawler.extract import boilerplate
from crawler.reader import reader
from crawler.replay import Replay
from crawler.reread import readings
from crawler.titles import adhoc_title
from tests.crawling import Process, assert_sound, baokan, rows, wait_for
from tests.helpers import DAY_1, DAY_2, hand_out, new_archive, open_crawl, prose
from tests.presses.multi_page import MultiPagePress
from tests.rereading import ARTICLES, HERE, assert_read_again_alike

pytestmark = pytest.mark.slow

RULES = Path(boilerplate.__file__).parent.parent / "rules"
EDITED_BY = "SELECT DISTINCT article_id FROM people WHERE role = '编辑' AND place = 'infoline'"

LAKESIDE = adhoc_title("http://lakeside.example/")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("demo") / "archive.db"
    done = baokan("demo", "--archive", archive)
    assert done.code == 0, done.err
    return archive


@pytest.fixture
def archive(demo: Path, tmp_path: Path) -> Path:
    shutil.copytree(demo.parent, tmp_path / "copy")
    return tmp_path / "copy" / "archive.db"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Rules that do not know 编辑 as a label any more."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    labels = folder / "labels.toml"
    text = labels.read_text("utf-8")
    assert text.count('  "编辑", "责任编辑",') == 1
    labels.write_text(text.replace('  "编辑", "责任编辑",', '  "责任编辑",'), "utf-8")
    return folder


@pytest.mark.forty(39)
def test_the_same_rules_read_the_whole_demo_alike(archive: Path, tmp_path: Path) -> None:
    done = baokan("replay", "--archive", archive)
    assert done.code == 0, done.out
    assert re.fullmatch(r"\d+ captures read again: 0 differ, 0 are .*\n", done.out)
    assert_read_again_alike(archive, tmp_path / "again.db")


@pytest.mark.forty(39)
def test_a_changed_rule_shows_only_the_pages_that_it_hits(archive: Path, rules: Path) -> None:
    before = rows(archive, ARTICLES)
    hit = {row[0] for row in rows(archive, EDITED_BY)}
    assert 5 < len(hit) < len(before)
    done = baokan("replay", "--rules", rules, "--json", "--archive", archive)
    assert done.code == 1
    found = json.loads(done.out)
    assert {one["article_id"] for one in found} == hit
    assert {one["kind"] for one in found} == {"different"}
    assert all("editors" in [d["field"] for d in one["differences"]] for one in found)
    assert rows(archive, ARTICLES) == before, "nothing is written without --apply"
    assert "编辑" in baokan("replay", "--rules", rules, "--archive", archive).out


def test_a_re_reading_is_no_revision_and_loses_nothing(archive: Path, rules: Path) -> None:
    before = rows(archive, ARTICLES)
    records = {(r[1], r[2]): r[4] for r in before}
    done = baokan("replay", "--rules", rules, "--apply", "--archive", archive)
    assert done.code == 0, done.err
    after = rows(archive, ARTICLES)
    assert [row[:3] for row in after] == [row[:3] for row in before], "no revision more or less"
    assert not rows(archive, EDITED_BY)
    kept = rows(
        archive,
        "SELECT a.url, d.number, d.before, d.changed, d.reader FROM rereadings d"
        " JOIN articles a ON a.id = d.article_id",
    )
    assert {(url, number): old for url, number, old, *_ in kept}.items() <= records.items()
    assert all("editors" in json.loads(str(row[3])) for row in kept)
    assert {row[4] for row in kept} == {reader(rules)} != {reader()}
    assert_sound(archive)
    with Archive.open(archive) as opened:
        assert verify(opened).findings == []
    # The rules of today bring it all back.
    assert baokan("replay", "--apply", "--archive", archive).code == 0
    assert rows(archive, ARTICLES) == before
    assert baokan("replay", "--archive", archive).code == 0


def test_a_kill_leaves_whole_articles_and_the_same_command_goes_on(
    archive: Path, rules: Path
) -> None:
    before = rows(archive, ARTICLES)
    for _ in range(3):
        process = Process("replay", "--rules", rules, "--apply", "--archive", archive)
        count = len(rows(archive, "SELECT 1 FROM rereadings"))
        wait_for(lambda: len(rows(archive, "SELECT 1 FROM rereadings")) > count + 2, process)  # noqa: B023
        process.kill()
        process.end()
        assert_sound(archive)
        with Archive.open(archive) as opened:
            assert verify(opened).findings == []
    done = baokan("replay", "--rules", rules, "--apply", "--archive", archive)
    assert done.code == 0
    assert not rows(archive, EDITED_BY)
    doubled = "SELECT 1 FROM rereadings GROUP BY article_id, number HAVING count(*) > 1"
    assert rows(archive, doubled) == []
    assert baokan("replay", "--apply", "--archive", archive).code == 0
    assert rows(archive, ARTICLES) == before


def test_what_a_broken_reader_had_hidden_is_an_article_after_the_fix(tmp_path: Path) -> None:
    page = "<html><head><title>渡口</title></head><body><h1>渡口通船</h1><div>发布日期:2026-01-05"
    body = (page + f" 来源:湖滨晚报</div><p>{prose(3, 500)}</p></body></html>").encode()
    url = "http://lakeside.example/2026/0105/1.html"
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "lakeside", "baokan/test")
        answer = Exchange(url, DAY_1, "GET", [], 200, "OK", "HTTP/1.1",
                          [("Content-Type", "text/html; charset=utf-8")], body)  # fmt: skip
        capture = writer.write(answer, None, payload_digest(body))
        writer.close()
        empty = Found("empty", reason="no text on the page")
        ask_id = hand_out(archive, crawl, url)
        visit = Visit(ask_id, "refused", DAY_1, (capture,), empty)
        archive.ingest(crawl.run_id, visit)
        ((source, reading),) = readings(archive, LAKESIDE, None,
                                        sources(archive, crawl.title_id), HERE)  # fmt: skip
        assert isinstance(reading, Found)
        replay = Replay(archive, "test reader")
        assert [(one.kind, one.reason) for one in replay.look(source, reading)] == [
            ("new", "渡口通船")
        ]
        replay.apply(source, reading, DAY_2)
        (row,) = archive.query("SELECT title, first_seen, status FROM articles")
        assert row == {"title": "渡口通船", "first_seen": DAY_1, "status": "live"}
        assert replay.look(source, reading) == []
        assert verify(archive).findings == []


def test_what_is_no_article_any_more_is_shown_and_stays(tmp_path: Path) -> None:
    body = b"<html><body><p>404 Not Found</p></body></html>"
    url = "http://lakeside.example/2026/0105/1.html"
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "lakeside", "baokan/test")
        answer = Exchange(url, DAY_1, "GET", [], 200, "OK", "HTTP/1.1", [], body)
        capture = writer.write(answer, None, payload_digest(body))
        writer.close()
        found = Found("article", Article(title="渡口", body=prose(1)))
        ask_id = hand_out(archive, crawl, url)
        archive.ingest(crawl.run_id, Visit(ask_id, "done", DAY_1, (capture,), found))
        ((source, reading),) = readings(archive, LAKESIDE, None,
                                        sources(archive, crawl.title_id), HERE)  # fmt: skip
        assert isinstance(reading, Found)
        replay = Replay(archive, "test reader")
        assert [one.kind for one in replay.apply(source, reading, DAY_2)] == ["lost"]
        assert archive.query("SELECT body FROM articles")[0]["body"] == prose(1)


def test_articles_on_several_pages(tmp_path: Path, rules: Path) -> None:
    archive = tmp_path / "archive.db"
    with MultiPagePress() as press:
        assert baokan("crawl", "--start", press.base + "/", "--archive", archive).code == 0
    assert_read_again_alike(archive, tmp_path / "again.db")
    before = rows(archive, ARTICLES)
    labels = rules / "labels.toml"
    labels.write_text(labels.read_text("utf-8").replace('"责任编辑", ', ""), "utf-8")
    done = baokan("replay", "--rules", rules, "--apply", "--archive", archive)
    assert done.code == 0, done.err
    assert rows(archive, "SELECT count(*) > 0 FROM rereadings") == [(1,)]
    with Archive.open(archive) as opened:
        assert verify(opened).findings == []
    assert baokan("replay", "--apply", "--archive", archive).code == 0
    assert rows(archive, ARTICLES) == before


def test_rules_that_are_none_are_refused_in_one_line(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = baokan("replay", "--rules", tmp_path / "none", "--archive", archive)
    assert (done.code, done.err.count("\n")) == (2, 1)


def test_a_rebuild_does_not_touch_what_is_there(archive: Path) -> None:
    done = baokan("rebuild", "--archive", archive)
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_a_rebuild_that_is_killed_leaves_no_archive(archive: Path) -> None:
    before = rows(archive, ARTICLES)
    archive.unlink()
    draft = archive.with_name("archive.db.rebuild")
    for _ in range(2):
        process = Process("rebuild", "--archive", archive)
        wait_for(draft.exists, process)
        process.kill()
        process.end()
        assert not archive.exists()
    done = baokan("rebuild", "--archive", archive)
    assert done.code == 0, done.err
    assert rows(archive, ARTICLES) == before
    assert not list(archive.parent.glob("*.rebuild*"))
