"""Which pages a file belongs to, whatever comes first, and which failures count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive import page_files
from archive.records import Ask, Found, Issue, Page, PageFile
from archive.store import Archive
from crawler.page_files import asks
from tests.helpers import DAY_1, DAY_2, DAY_3, bring, close_crawl, new_archive, open_crawl, rows

BASE = "http://lakeside.example/"
WHOLE = BASE + "2022-08-04.pdf"
DAY = {"date": "2022-08-04"}


def page(label: str, pdf: str = WHOLE, issue: str = "") -> Found:
    return Found(
        "page",
        issue=Issue("2022-08-04", BASE, issue),
        pages=(Page(label, f"{BASE}{label}", pdf=pdf, picture=f"{BASE}{label}.jpg"),),
    )


def file(name: str = "aa", kind: Any = "pdf") -> Found:
    return Found(
        page_files.KIND,
        file=PageFile(kind, "sha256:" + name, 9, "application/pdf", f"aa/{name}.pdf"),
    )


def fetched(archive: Archive, opened: Any, found: Found, at: str = DAY_1, **more: Any) -> None:
    url, context = more.get("url", WHOLE), {**DAY, "page_label": "01", "file": "pdf"}
    bring(archive, opened, url, found, kind=page_files.KIND, at=at,
          context=context | more.get("context", {}))  # fmt: skip


def kept(archive: Archive) -> list[tuple[str, str, str]]:
    return rows(
        archive,
        "SELECT p.label, i.label, f.digest FROM page_files f JOIN pages p ON p.id = page_id"
        " JOIN issues i ON i.id = issue_id ORDER BY p.label, f.id",
    )


@pytest.mark.parametrize("order", ["12f", "1f2"])
def test_a_file_of_the_whole_issue_belongs_to_each_page(tmp_path: Path, order: str) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        for one in order:
            if one == "f":
                fetched(archive, opened, file())
            else:
                bring(archive, opened, f"{BASE}0{one}", page(f"0{one}"), kind="page", context=DAY)
        assert kept(archive) == [("01", "", "sha256:aa"), ("02", "", "sha256:aa")]


def test_a_page_found_late_does_not_get_what_an_earlier_crawl_fetched(tmp_path: Path) -> None:
    # today.pdf is another one every day.
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        bring(archive, opened, f"{BASE}01", page("01"), kind="page", context=DAY)
        fetched(archive, opened, file())
        close_crawl(archive, opened)
        opened = open_crawl(archive, at=DAY_2)
        bring(archive, opened, f"{BASE}02", page("02"), kind="page", context=DAY, at=DAY_2)
        assert [row[0] for row in kept(archive)] == ["01"]


def test_the_newest_version_is_the_one_seen_last(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        for name, at in (("aa", DAY_1), ("bb", DAY_2), ("aa", DAY_3)):
            opened = open_crawl(archive, at=at)
            bring(archive, opened, f"{BASE}01", page("01"), kind="page", context=DAY, at=at)
            fetched(archive, opened, file(name), at)
            close_crawl(archive, opened)
        assert rows(archive, "SELECT digest, first_seen, last_seen FROM page_files") == [
            ("sha256:aa", DAY_1, DAY_3),
            ("sha256:bb", DAY_2, DAY_2),
        ]


def test_a_file_that_moved_is_that_of_its_first_address(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        bring(archive, opened, f"{BASE}01", page("01"), kind="page", context=DAY)
        moved = {"asked_as": WHOLE, "page_label": ""}
        fetched(archive, opened, file(), url="http://cdn.example/x/9", context=moved)
        assert rows(archive, "SELECT url FROM page_files") == [(WHOLE,)]


def test_two_issues_of_a_day_are_told_apart(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        for label in ("2022年第15期", "2022年第16期"):
            found = page("01", f"{BASE}{label[-3:-1]}.pdf", label)
            bring(archive, opened, f"{BASE}{label[-3:-1]}", found, kind="page", context=DAY)
        context = {"issue_label": "2022年第16期"}
        fetched(archive, opened, file(), url=f"{BASE}16.pdf", context=context)
        assert kept(archive) == [("01", "2022年第16期", "sha256:aa")]


def test_what_is_asked_for_a_page() -> None:
    found = page("A01", issue="2022年第15期")
    context = DAY | {"issue_label": "2022年第15期", "page_label": "A01"}
    assert list(asks(Ask(BASE, "page", DAY, 2), found)) == [
        Ask(WHOLE, "page file", context | {"file": "pdf"}, 3, -10),
        Ask(f"{BASE}A01.jpg", "page file", context | {"file": "picture"}, 3, -10),
    ]
    nameless = Found("page", pages=(Page("1", BASE, pdf=WHOLE),))
    assert list(asks(Ask(BASE, "page"), nameless)) == []  # of no issue: the page is not kept
    assert [ask.context["date"] for ask in asks(Ask(BASE, "page", DAY), nameless)] == [DAY["date"]]


@pytest.mark.parametrize(("kind", "code"), [("picture", 0), ("pdf", 3)])
def test_a_picture_that_fails_leaves_the_crawl_complete(
    tmp_path: Path, kind: str, code: int
) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        day = Found("no issue", issue=Issue("2022-08-05", exists=False))
        bring(archive, opened, f"{BASE}none", day, kind="issue")
        context = DAY | {"page_label": "01", "file": kind}
        bring(archive, opened, WHOLE, None, state="failed", kind=page_files.KIND, context=context,
              reason="HTTP 503, 3 times")  # fmt: skip
        assert close_crawl(archive, opened) == code
        # Either is asked again by the next crawl.
        open_crawl(archive, at=DAY_2)
        queued = rows(archive, "SELECT url, context FROM frontier WHERE state = 'queued'")
        assert [url for url, _ in queued] == [WHOLE]
