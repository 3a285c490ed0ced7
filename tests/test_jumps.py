"""Jump lines (下转, 上接) link two articles of an issue and never join them."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.jumps import Part, pairs
from archive.reading import article as read_back
from archive.records import Article, Found, Issue, Jump, Page
from archive.store import Archive
from tests.helpers import DAY_2, bring, close_crawl, new_archive, open_crawl, prose, rows

TITLE = "渡口新船下水三十年来最热闹"


def part(
    number: int, page: str, title: str = TITLE, *, to: str = "", back: str = "", body: str = ""
) -> Article:
    return Article(
        title=title,
        body=body or prose(number),
        page_label=page,
        continued_to=Jump(to, f"下转第{to}版") if to else None,
        continued_from=Jump(back, f"上接第{back}版") if back else None,
    )


def put(archive: Archive, opened: object, number: int, article: Article, at: str = DAY_2) -> None:
    bring(
        archive, opened, f"http://lakeside.example/content_{number}.htm",  # type: ignore[arg-type]
        article, at=at, context={"date": "2022-08-04"},
    )  # fmt: skip


def links(archive: Archive) -> list[tuple[str, str, str]]:
    """(address of the first, of the second, rule), file names only."""
    found = rows(
        archive,
        "SELECT a.url, b.url, rule FROM jumps JOIN articles a ON a.id = from_article"
        " JOIN articles b ON b.id = to_article ORDER BY a.url",
    )
    return [(a.rsplit("_")[-1][:-4], b.rsplit("_")[-1][:-4], rule) for a, b, rule in found]


ISSUE = {
    1: part(1, "01", to="2"),
    2: part(2, "02", back="1", to="4"),
    3: part(3, "04", f"（上接第2版）{TITLE}", back="2"),
    4: part(4, "01", "茶叶和信件一起过桥洞", to="2"),
    5: part(5, "02", "（上接第一版）", back="1"),
    6: part(6, "01", "孩子们在岸上数灯火到天明"),
    7: part(7, "03", "孩子们在岸上数灯火到天明", back="1"),
}
LINKS = [
    ("1", "2", "headline"),
    ("2", "3", "headline"),
    ("4", "5", "only the mark"),
]


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_arrival_makes_no_difference(tmp_path: Path, seed: int) -> None:
    order = list(ISSUE)
    random.Random(seed).shuffle(order)
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        for number in order:
            put(archive, opened, number, ISSUE[number])
        assert links(archive) == LINKS
        assert rows(archive, "SELECT count(*) FROM articles") == [(7,)]
        bodies = {body for (body,) in rows(archive, "SELECT body FROM articles")}
        assert bodies == {article.body for article in ISSUE.values()}  # nothing was joined


def test_pages_that_come_later_may_make_a_mark_uncertain(tmp_path: Path) -> None:
    found = Found(
        "page",
        issue=Issue("2022-08-04", "http://lakeside.example/a"),
        pages=(Page("B02", "http://lakeside.example/b02"),),
    )
    for first in (True, False):
        folder = tmp_path / str(first)
        folder.mkdir()
        with new_archive(folder) as archive:
            opened = open_crawl(archive)
            if first:
                bring(archive, opened, "http://lakeside.example/b02", found, kind="page")
            put(archive, opened, 1, part(1, "A01", to="2"))
            put(archive, opened, 2, part(2, "A02", back="1"))
            assert links(archive) == ([] if first else [("1", "2", "headline")])
            bring(archive, opened, "http://lakeside.example/b02", found, kind="page")
            assert links(archive) == []


def test_a_revision_without_the_mark_removes_the_link(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        put(archive, opened, 1, part(1, "01", to="2"))
        put(archive, opened, 2, part(2, "02", back="1"))
        assert links(archive) == [("1", "2", "headline")]
        close_crawl(archive, opened)
        put(archive, open_crawl(archive, at=DAY_2), 1, part(1, "01"))  # the mark alone is gone
        assert links(archive) == []
        assert rows(archive, "SELECT revision FROM articles ORDER BY id") == [(2,), (1,)]


def test_articles_of_two_issues_never_continue_each_other(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        for number, (day, article) in enumerate(
            [("2022-08-04", part(1, "01", to="2")), ("2022-08-05", part(2, "02", back="1"))]
        ):
            url = f"http://lakeside.example/{number}"
            bring(archive, opened, url, article, context={"date": day})
        assert links(archive) == []


def test_show_says_where_it_goes_on(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        put(archive, opened, 1, part(1, "01", to="2"))
        put(archive, opened, 2, part(2, "02", back="1"))
        first, second = read_back(archive, 1), read_back(archive, 2)
    assert [(a["id"], a["page_label"]) for a in first["continues_at"]] == [(2, "02")]
    assert [(a["id"], a["page_label"]) for a in second["continues"]] == [(1, "01")]
    assert first["continues"] == second["continues_at"] == []


LABELS = ("01", "02", "03", "04")


def piece(number: int, page: str, title: str = TITLE, to: str = "", back: str = "") -> Part:
    return Part(number, page, title, to, back)


@pytest.mark.parametrize(
    ("parts", "labels", "wanted"),
    [
        # 2 = 02 = A02, where no other page has that number.
        ([piece(1, "01", to="2"), piece(2, "02", back="1")], LABELS, [(1, 2)]),
        ([piece(1, "A01", to="2"), piece(2, "A02", back="1")], ("A01", "A02"), [(1, 2)]),
        ([piece(1, "1", to="A02"), piece(2, "2", back="a1")], ("1", "2"), [(1, 2)]),
        ([piece(1, "A01", to="2"), piece(2, "A02", back="A1")], ("A01", "A02", "B02"), []),
        ([piece(1, "A01", to="A2"), piece(2, "B02", back="A1")], ("A01", "A02", "B02"), []),
        ([piece(1, "A01", to="B2"), piece(2, "B02", back="A1")], ("A01", "A02", "B02"), [(1, 2)]),
        # A page of that very label wins over one of the same number.
        ([piece(1, "1", to="2"), piece(2, "2", back="1")], ("1", "2", "A02"), [(1, 2)]),
        # Marks that do not agree.
        ([piece(1, "01", to="3"), piece(2, "02", back="1")], LABELS, []),
        ([piece(1, "01", to="2"), piece(2, "02", back="3")], LABELS, []),
        ([piece(1, "01", to="2"), piece(2, "02")], LABELS, []),
        ([piece(1, "", to="2"), piece(2, "02", back="1")], LABELS, []),
        # Headlines.
        ([piece(1, "01", to="2"), piece(2, "02", "渡口关闭一天", back="1")], LABELS, []),
        ([piece(1, "01", to="2"), piece(2, "02", "渡口新船下水", back="1")], LABELS, [(1, 2)]),
        ([piece(1, "01", to="2"), piece(2, "02", "渡口", back="1")], LABELS, []),
        ([piece(1, "01", to="2"), piece(2, "02", "", back="1")], LABELS, [(1, 2)]),
        # Two that would do: none; the headline decides where it can.
        ([piece(1, "01", to="2"), piece(2, "02", back="1"), piece(3, "02", back="1")], LABELS, []),
        ([piece(1, "01", to="2"), piece(3, "01", to="2"), piece(2, "02", "", back="1")], LABELS,
         []),
        ([piece(1, "01", to="2"), piece(2, "02", back="1"), piece(3, "02", "上接第1版", back="1")],
         LABELS, [(1, 2)]),
        ([piece(1, "01", "春天的茶山", to="2"), piece(2, "02", "（紧接1版）春天的茶山", back="1"),
          piece(3, "01", to="2"), piece(4, "02", "上接第1版", back="1")], LABELS,
         [(1, 2), (3, 4)]),
        # One article that says both of itself.
        ([piece(1, "01", to="1", back="1")], LABELS, []),
    ],
)  # fmt: skip
def test_only_what_is_certain_is_linked(
    parts: list[Part], labels: tuple[str, ...], wanted: list[tuple[int, int]]
) -> None:
    for order in itertools.permutations(parts):
        assert [(a, b) for a, b, _ in pairs(order, labels)] == wanted


PARTS = st.builds(
    Part,
    st.integers(1, 9),
    st.sampled_from(("01", "02", "A1", "B2", "")),
    st.sampled_from((TITLE, "渡口新船下水", "", "茶叶和信件一起过桥洞")),
    st.sampled_from(("", "1", "2", "A1", "B2")),
    st.sampled_from(("", "1", "2", "A1", "B2")),
)


@given(st.lists(PARTS, max_size=7, unique_by=lambda one: one.id), st.randoms())
def test_no_article_has_two_continuations_and_order_never_counts(
    parts: list[Part], dice: random.Random
) -> None:
    labels = ["01", "02", "A1", "B2"]
    found = pairs(parts, labels)
    assert len({a for a, _, _ in found}) == len({b for _, b, _ in found}) == len(found)
    assert all(a != b for a, b, _ in found)
    dice.shuffle(parts)
    dice.shuffle(labels)
    assert pairs(parts, labels) == found
