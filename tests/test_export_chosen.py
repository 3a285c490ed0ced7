"""Which articles an export holds, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveError
from archive.export import entries as reading
from archive.export.chosen import choose, find_issue
from archive.export.entry import Credit, china_day
from archive.records import Article
from archive.store import Archive
from tests.entries import entry, press
from tests.helpers import DAY_2, DAY_3, bring, open_crawl

PAPER = ["第1篇", "第2篇", "第3篇"]
AUGUST_4 = date(2022, 8, 4)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(press(tmp_path)) as opened:
        yield opened


def titles(archive: Archive, **wanted: Any) -> list[str]:
    chosen = choose(archive, **wanted)
    found = [one.title for one in chosen.entries()]
    assert chosen.count() == len(found)
    return found


def test_all_in_the_order_of_days(archive: Archive) -> None:
    found = ["山岭4", "山岭0", "山岭1", *PAPER, "山岭3", "山岭2"]
    assert titles(archive) == found


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2022-08-04", "2022-08-04", [*PAPER, "山岭3"]),
        ("2022-08-05", None, ["山岭2"]),
        (None, "2022-08-03", []),
        ("2022-08-01", "2022-08-31", ["山岭1", *PAPER, "山岭3", "山岭2"]),
        ("2022-08-02", "2022-08-31", [*PAPER, "山岭3", "山岭2"]),
        ("2022-08-01", "2022-08-30", [*PAPER, "山岭3", "山岭2"]),
        ("2022-01-01", "2022-12-31", ["山岭0", "山岭1", *PAPER, "山岭3", "山岭2"]),
        ("2022-01-01", "2022-12-30", ["山岭1", *PAPER, "山岭3", "山岭2"]),
    ],
)
def test_a_span_of_days(
    archive: Archive, since: str | None, until: str | None, found: list[str]
) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    assert titles(archive, since=first, until=last) == found


def test_an_article_without_a_date_has_that_of_its_issue(archive: Archive) -> None:
    archive.connection.execute("UPDATE articles SET published = NULL WHERE title = '第2篇'")
    assert titles(archive, since=AUGUST_4, until=AUGUST_4) == [*PAPER, "山岭3"]


def test_title_issue_and_ids(archive: Archive) -> None:
    assert titles(archive, title="lakeside") == PAPER
    issue = find_issue(archive, "2022-08-04", "lakeside")
    assert titles(archive, issue=issue) == PAPER
    assert find_issue(archive, str(issue)) == issue
    ids = {one.title: one.id for one in choose(archive).entries()}
    assert titles(archive, ids=(ids[name] for name in ("山岭2", "第3篇"))) == ["第3篇", "山岭2"]
    assert titles(archive, ids=iter(())) == []
    assert titles(archive, ids=[ids["山岭2"]], title="lakeside") == []


@pytest.mark.parametrize(
    ("wanted", "title", "said"),
    [
        ("999", None, "no issue 999"),
        ("2022-08-04", None, "needs its title"),
        ("2022-08-09", "lakeside", "no issue 2022-08-09"),
        ("2022-08-04", "nobody", "no title 'nobody'"),
    ],
)
def test_an_issue_that_is_not_there(
    archive: Archive, wanted: str, title: str | None, said: str
) -> None:
    with pytest.raises(ArchiveError, match=said):
        find_issue(archive, wanted, title)


def test_a_title_and_an_issue_that_are_not_there(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no title 'nobody'"):
        choose(archive, title="nobody")
    with pytest.raises(ArchiveError, match="no issue 999"):
        choose(archive, issue=999)


def test_what_is_said_of_an_article(archive: Archive) -> None:
    one = next(iter(choose(archive, title="lakeside").entries()))
    assert (one.kicker, one.title, one.subtitle) == ("引题", "第1篇", "副题")
    assert one.authors == (Credit("方知夏", "记者"), Credit("周禾苗", "摄影"))
    assert one.writers == ("方知夏",)
    assert one.editors == (Credit("林苇", "责任编辑"),)
    assert (one.title_name, one.publication, one.kind) == ("lakeside", "湖滨晚报", "newspaper")
    assert (one.publisher, one.cn) == ("湖滨晚报社", "CN43-0000")
    assert one.issn == "", "two are printed: which of them is the paper's cannot be told"
    assert (one.issue_date, one.page_label, one.page_name) == ("2022-08-04", "01", "要闻")
    assert (one.published, one.precision, one.language) == ("2022-08-04", "day", "zh-Hans")
    assert one.paragraphs == ("第1段。", "完。")
    assert [image.caption for image in one.images] == ["灯"]
    assert (one.revision, one.status, one.accessed) == (1, "live", "2026-01-05")
    assert one.capture is not None
    assert one.capture.digest.startswith("sha256:")


def test_the_text_and_the_day_of_access_are_those_of_the_newest_revision(archive: Archive) -> None:
    crawl = open_crawl(archive, "hills", publication="山岭网", at=DAY_3)
    edited = Article(title="山岭2", body="改过。", published="2022-08-05")
    bring(archive, crawl, "http://hills.example/2.html", edited, at=DAY_3)
    *_, one = choose(archive, title="hills").entries()
    assert (one.revision, one.paragraphs) == (2, ("改过。",))
    assert one.accessed == DAY_3[:10] > one.first_seen[:10]
    assert choose(archive).newest() == DAY_3


def test_batches_make_no_difference(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(choose(archive).entries())
    monkeypatch.setattr(reading, "_BATCH", 2)
    assert list(choose(archive).entries()) == whole


def test_what_a_crawl_writes_meanwhile_is_not_in_it(archive: Archive) -> None:
    with Archive.open(archive.path) as writer, archive.moment():
        chosen = choose(archive, title="hills")
        found = chosen.entries()
        next(found)
        crawl = open_crawl(writer, "hills", publication="山岭网", at=DAY_2)
        late = Article(title="后来", body="后来的。", published="2022-08-09")
        bring(writer, crawl, "http://hills.example/late.html", late, at=DAY_2)
        assert "后来" not in [one.title for one in found]
        assert chosen.count() == 5
    assert choose(archive, title="hills").count() == 6


def test_the_day_of_a_newspaper_is_that_of_its_issue() -> None:
    online = {"published": "2022-08-03T23:10+08:00", "issue_date": "2022-08-04"}
    assert entry(**online).date == "2022-08-04"
    assert entry(**online, kind="website").date == "2022-08-03"
    assert entry(published="2022-08", issue_date="").date == "2022-08"


def test_days_of_access_are_chinese_days() -> None:
    assert china_day("2026-01-05T16:30:00.000Z") == "2026-01-06"
    assert china_day("2026-01-05") == ""
    assert china_day("") == ""
