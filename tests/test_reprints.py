"""One text in several titles: which is the first printing, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from archive import reading
from archive.records import Article
from archive.store import Archive
from tests.helpers import bring, open_crawl, prose, rows

TITLES = {"lakeside": "湖滨晚报", "harbour": "渡口日报", "tea": "茶信周刊"}
FIRST = Article(title="茶船入湖", body=prose(5, 300), published="2024-03-02", source="湖滨晚报")
COPIES = {
    "lakeside": FIRST,
    "harbour": replace(FIRST, title="一船新茶", published="2024-03-03T08:00+08:00"),
    "tea": replace(FIRST, published="2024-03-05"),
}


def print_in(archive: Archive, name: str, article: Article) -> str:
    """A title prints an article; what the archive makes of it."""
    crawl = open_crawl(archive, name, publication=TITLES[name])
    return bring(archive, crawl, f"http://{name}.example/{article.title}", article).article


def firsts(archive: Archive) -> dict[str, str | None]:
    """Title → the title of the first printing that its copy points to."""
    sql = (
        "SELECT t.name, f.name FROM articles a JOIN titles t ON t.id = a.title_id"
        " LEFT JOIN articles o ON o.id = a.reprint_of LEFT JOIN titles f ON f.id = o.title_id"
    )
    return {str(name): first for name, first in rows(archive, sql)}


@pytest.mark.parametrize("order", list(permutations(TITLES)))
def test_the_earliest_day_is_the_first_in_any_order(
    archive: Archive, order: tuple[str, ...]
) -> None:
    assert [print_in(archive, name, COPIES[name]) for name in order] == [
        "new", "reprint", "reprint"]  # fmt: skip
    assert firsts(archive) == {"lakeside": None, "harbour": "lakeside", "tea": "lakeside"}


@pytest.mark.parametrize("order", list(permutations(["lakeside", "harbour"])))
def test_on_one_day_the_one_that_names_no_other_source(
    archive: Archive, order: tuple[str, ...]
) -> None:
    for name in order:
        print_in(archive, name, replace(COPIES[name], published="2024-03-02"))
    assert firsts(archive) == {"lakeside": None, "harbour": "lakeside"}


@pytest.mark.parametrize("order", list(permutations(["lakeside", "harbour"])))
def test_a_copy_without_a_day_is_not_the_first(archive: Archive, order: tuple[str, ...]) -> None:
    days = {"lakeside": "2024-03-02", "harbour": None}
    for name in order:
        print_in(archive, name, replace(FIRST, source=None, published=days[name]))
    assert firsts(archive) == {"lakeside": None, "harbour": "lakeside"}


def test_each_copy_shows_the_others(archive: Archive) -> None:
    for name, article in COPIES.items():
        print_in(archive, name, article)
    for (number,) in rows(archive, "SELECT id FROM articles"):
        others = reading.article(archive, number)["reprints"]
        assert len(others) == 2
        assert number not in [other["id"] for other in others]


def test_another_text_is_no_reprint(archive: Archive) -> None:
    print_in(archive, "lakeside", FIRST)
    assert print_in(archive, "harbour", replace(FIRST, body=prose(6, 300))) == "new"
    assert firsts(archive) == {"lakeside": None, "harbour": None}


def test_short_texts_are_no_reprints(archive: Archive) -> None:
    short = Article(title="天气", body="晴，东风三级。" * 9, published="2024-03-02")
    print_in(archive, "lakeside", short)
    assert print_in(archive, "harbour", short) == "new"


def test_one_title_does_not_reprint_itself(archive: Archive) -> None:
    print_in(archive, "lakeside", FIRST)
    again = replace(FIRST, title="茶船再入湖", published="2024-04-01")
    assert print_in(archive, "lakeside", again) == "new"
    assert firsts(archive) == {"lakeside": None}


def test_width_and_punctuation_of_the_copy_do_not_hide_it(archive: Archive) -> None:
    print_in(archive, "lakeside", FIRST)
    copy = replace(FIRST, body=FIRST.body.replace("，", ",").replace("。\n", "。  \n\n"))
    assert print_in(archive, "harbour", replace(copy, published="2024-03-09")) == "reprint"
    assert firsts(archive)["harbour"] == "lakeside"
