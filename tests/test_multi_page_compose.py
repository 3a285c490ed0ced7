"""One text out of the pages of an article: whatever the order of arrival, nothing twice, nothing
lost."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.compose import Reading, compose, same_headline
from archive.record_json import article_of
from archive.records import (
    Article,
    Dateline,
    Fact,
    Image,
    Jump,
    PageLink,
    Pagination,
    Person,
)
from archive.store import Archive
from tests.helpers import bring, new_archive, open_crawl, prose, rows

FIRST = "http://lakeside.example/a/12345.htm"


def text(seed: int) -> str:
    return prose(seed, 120)


def reading(number: int, body: str, **fields: Any) -> Reading:
    known = Pagination(number, FIRST, 3)
    return Reading(number, Article(title="新渡口通航", body=body, pagination=known, **fields))


def joined(*readings: Reading) -> str:
    return compose(readings).article.body


def test_what_pages_repeat_stands_once() -> None:
    a, b, c = (text(n).split("\n") for n in (1, 2, 3))
    note = "（本文为湖滨晚报读书周征文获奖作品）"
    pages = [
        reading(1, "\n".join([*a, note])),
        reading(2, "\n".join(["新渡口通航（2）", a[-1], *b, note])),
        reading(3, "\n".join([b[-1], *c, a[0], note])),
    ]
    assert joined(*pages).split("\n") == [*a, *b, *c, note]


def test_short_lines_that_are_alike_by_chance_stay() -> None:
    pages = [reading(1, text(1) + "\n他说。"), reading(2, "他说。\n" + text(2))]
    assert joined(*pages) == pages[0].article.body + "\n" + pages[1].article.body


def test_page_with_the_whole_text_wins_only_when_it_has_all() -> None:
    one, two = reading(1, text(1)), reading(2, text(2))
    both = text(1) + "\n" + text(2)
    for number in (0, 3):
        composed = compose([one, two, reading(number, both + "\n尾声。")])
        assert composed.article.body == both + "\n尾声。"
        assert composed.whole == number
    short = reading(0, text(1) + "\n" + text(2).partition("\n")[0])
    composed = compose([one, two, short])
    assert (composed.article.body, composed.whole) == (both, None)


def test_credits_and_pictures_of_every_page_are_the_article_s() -> None:
    editor = Person("陆远", "责任编辑", "责任编辑：陆远")
    writer = Person("章远", "记者", "记者 章远")
    pictures = tuple(Image(f"http://lakeside.example/{n}.jpg") for n in range(3))
    article = compose(
        [
            reading(2, text(2), editors=(editor,), source="湖滨晚报", source_raw="来源：湖滨晚报",
                    images=pictures[1:], authors=(writer,)),
            reading(1, text(1), authors=(writer,), images=pictures[:2]),
        ]
    ).article  # fmt: skip
    assert (article.authors, article.editors, article.images) == ((writer,), (editor,), pictures)
    assert (article.source, article.source_raw) == ("湖滨晚报", "来源：湖滨晚报")
    assert article.provenance["source"] == "page 2"


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        (("渡口（1）", "渡口（2）"), "渡口"),
        (("渡口", "渡口(2)"), "渡口"),
        (("渡口（1）", "渡口（9）"), "渡口（1）"),
        (("江河记（2）", "江河记（2）"), "江河记（2）"),
    ],
)
def test_number_behind_the_headline_goes_only_where_the_pages_count(
    titles: tuple[str, str], wanted: str
) -> None:
    pages = [reading(n, text(n)) for n in (1, 2)]
    pages = [
        replace(p, article=replace(p.article, title=t)) for p, t in zip(pages, titles, strict=True)
    ]
    assert compose(pages).article.title == wanted


def test_headlines_of_one_article() -> None:
    assert same_headline("新渡口昨日通航", "新渡口昨日通航（2）")
    assert same_headline(None, "新渡口昨日通航")
    assert not same_headline("新渡口昨日通航", "旧码头今日拆除")


def test_missing_pages_are_counted() -> None:
    composed = compose([reading(1, text(1)), reading(3, text(3))], 4)
    assert (composed.kept, composed.expected) == (2, 4)


PARAGRAPHS = [p for n in range(40) for p in text(n).split("\n") if len(p) >= 30]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_twice_and_nothing_lost_in_any_order(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=3, max_size=9, unique=True))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(chosen)), min_size=1, max_size=3)))
    pieces = [chosen[a:b] for a, b in itertools.pairwise([0, *cuts, len(chosen)])]
    again = data.draw(st.booleans())
    pages = []
    for number, piece in enumerate(pieces, 1):
        border = pages[-1].article.body.split("\n")[-1:] if again and pages else []
        pages.append(reading(number, "\n".join([*filter(None, border), *piece])))
    order = data.draw(st.permutations(pages))
    assert joined(*order).split("\n") == chosen


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_order_of_arrival_does_not_matter(tmp_path: Any, order: tuple[int, ...]) -> None:
    links = tuple(PageLink(n, FIRST.replace(".htm", f"_{n}.htm"), "link") for n in (2, 3))
    urls = [FIRST, *(link.url for link in links)]
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        for at, index in enumerate(order):
            article = Article(
                url=urls[index],
                title=f"新渡口通航（{index + 1}）",
                body=text(index + 1),
                published="2024-03-02" if index == 0 else None,
                pagination=Pagination(index + 1, FIRST, 3, links if index == 0 else ()),
            )
            outcome = bring(archive, crawl, urls[index], article, kind="part")
            assert outcome.article == ("new" if at == 0 else "part")
        assert _state(archive) == [
            (FIRST, "新渡口通航", "\n".join(map(text, (1, 2, 3))), 1, "2024-03-02", 3, 3)
        ]
        assert rows(archive, "SELECT count(*), max(number) FROM revisions") == [(1, 1)]
        ((record,),) = rows(archive, "SELECT record FROM revisions")
        assert json.loads(record)["body"] == _state(archive)[0][2]
        assert rows(archive, "SELECT parts, new, same FROM runs") == [(2, 1, 0)]


def _state(archive: Archive) -> list[tuple[Any, ...]]:
    return rows(
        archive,
        "SELECT url, title, body, revision, published, parts, parts_expected FROM articles",
    )


def test_records_survive_their_json() -> None:
    full = Article(
        url=FIRST,
        authors=(Person("章远", "记者", "x"),),
        dateline=Dateline("本报讯", "本报"),
        continued_to=Jump("2", "下转第二版"),
        images=(Image("http://lakeside.example/1.jpg"),),
        keywords=("渡口",),
        masthead=(Fact("icp", "1", "1"),),
        pagination=Pagination(1, FIRST, 3, (PageLink(2, FIRST, "link"),)),
        provenance={"title": "h1"},
        unread=("x",),
    )
    assert article_of(json.loads(json.dumps(full.as_dict()))) == full
    assert article_of({"title": "旧", "of_a_newer_version": 1}) == Article(title="旧")
