"""Search: exact inside a run of Chinese characters, calm with whatever people type."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.records import Article, Person
from archive.search import Search
from archive.search_query import QueryError
from archive.search_text import fold, tokens
from archive.store import Archive
from tests.helpers import DAY_2, bring, new_archive, open_crawl

CJK = re.compile(r"[\u4e00-\u9fff]+")


def keep(archive: Archive, *bodies: str) -> None:
    """Archive articles with these texts, ids from 1."""
    crawl = open_crawl(archive)
    for number, body in enumerate(bodies, 1):
        article = Article(title=f"{number}号", body=body)
        bring(archive, crawl, f"http://lakeside.example/{number}", article)


def ids(archive: Archive, query: str) -> list[int]:
    """The ids of what a query finds, in order of id."""
    return sorted(Search(archive.connection, query).ids(10_000))


FERRY = "湖滨新渡口通航，首日运送3200人次。船名ABC-7号；Ｗｉｆｉ全船覆盖。"


@pytest.mark.parametrize(
    "query",
    ["湖", "口", "航", "渡口", "通航", "新渡口", "湖滨新渡口通航", "首日 渡口", "3200", "3200人次",
     "abc", "ABC-7号", "wifi", "ｗｉｆｉ", "全船覆盖", "３２００", "“渡口”", '"新渡口通航"',
     "渡口，首日", '"abc-7号"', '"3200人次"', '"日运送3200人"', '"通航，首日"', '"Wifi 全"',
     "覆", '渡口 "首日运"'],
)  # fmt: skip
def test_found(archive: Archive, query: str) -> None:
    keep(archive, FERRY, "今日天气晴。")
    assert ids(archive, query) == [1]


@pytest.mark.parametrize(
    "query",
    ["航首", "通航首日", "口渡", "新口", "湖滨口", "320", "200", "ab", "渡口 天气", "东风", "",
     " ", "，", '""', '"', "*", "NOT", "abcd", "7", '"3200渡口"', '"号7"',
     '"渡口 首日"', '"人3200"'],
)  # fmt: skip
def test_not_found(archive: Archive, query: str) -> None:
    keep(archive, FERRY.replace("7号", "柒号"), "今日天气晴。")
    assert ids(archive, query) == []


def test_headline_people_and_source_are_searched_too(archive: Archive) -> None:
    story = Article(
        title="茶船入湖",
        kicker="春运",
        source="渡口日报",
        body="船到了。",
        authors=(Person("章远", "记者", "记者 章远"), Person("李简", "记者", "记者 李简")),
    )
    bring(archive, open_crawl(archive), "http://lakeside.example/1", story)
    for query in ("茶船", "春运", "渡口日报", "章远", "李简", "船到"):
        assert ids(archive, query) == [1]
    assert ids(archive, "远李") == [], "names do not run into each other"
    assert ids(archive, "运茶") == []


def test_a_headline_comes_before_a_mention(archive: Archive) -> None:
    crawl = open_crawl(archive)
    for number, (title, body) in enumerate(
        [("天气", "渡口有风。" + "晴。" * 9), ("渡口", "晴。")]
    ):
        url = f"http://lakeside.example/{number}"
        bring(archive, crawl, url, Article(title=title, body=body))
    found = Search(archive.connection, "渡口").hits()
    assert [hit.row["title"] for hit in found] == ["渡口", "天气"]
    assert len(Search(archive.connection, "晴").hits(1)) == 1


def test_after_a_revision_the_old_words_are_gone(archive: Archive) -> None:
    crawl = open_crawl(archive)
    url = "http://lakeside.example/1"
    old = Article(title="旧渡口", body="木船停航。", authors=(Person("章远", "记者", "x"),))
    new = replace(old, title="新渡口", body="铁船通航。", authors=(Person("李简", "记者", "x"),))
    bring(archive, crawl, "http://lakeside.example/0", Article(title="邻", body="木船与铁船"))
    bring(archive, crawl, url, old)
    assert ids(archive, "木船") == [1, 2]
    for article, present, absent in [
        (new, "铁船通航 李简 新渡", "停航 章远 旧 木船停"),
        (old, "木船停航 章远 旧渡", "通航 李简 新 铁船通"),
    ]:
        assert bring(archive, crawl, url, article, at=DAY_2).article == "revised"
        assert ids(archive, present) == [2]
        for word in absent.split():
            assert ids(archive, word) == []
    archive.connection.execute(
        "INSERT INTO article_search (article_search) VALUES ('integrity-check')"
    )


def test_search_agrees_with_plain_substrings(archive: Archive) -> None:
    rng = random.Random(11)
    alphabet = "春风化雨水" + "，。 \n" + "a3Ａ㐀𠮷"
    bodies = ["".join(rng.choices(alphabet, k=rng.randint(1, 14))) for _ in range(300)]
    keep(archive, *bodies)
    texts = {n: unicodedata.normalize("NFKC", body) for n, body in enumerate(bodies, 1)}
    queries = {"".join(rng.choices("春风化雨水㐀𠮷", k=length)) for length in (1, 2, 2, 3, 3, 4)
               for _ in range(40)}  # fmt: skip
    hits = 0
    for query in sorted(queries):
        truth = [n for n, text in texts.items() if query in text]
        assert ids(archive, query) == truth, query
        hits += len(truth)
    assert hits > 1000
    for one, other in [("春", "风化"), ("雨水", "𠮷"), ("水", "a")]:
        assert ids(archive, f"{one} {other}") == sorted(
            set(ids(archive, one)) & set(ids(archive, other))
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with new_archive(tmp_path_factory.mktemp("search")) as archive:
        keep(archive, FERRY)
        yield archive.connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.text(alphabet='渡口湖ab3"*^():-+{}' "'，\\ \n\0NEAROT・゛“」|"),
                 st.lists(st.sampled_from(["渡口", '"', "AND", "NEAR(", "title:", "*", "-", "・",
                                           "OR", "(", ")", "|", "标题：", "NOT", "湖滨"]))
                 .map(" ".join)))  # fmt: skip
@example("\ud800")
@example("title: 渡口 OR (")
@example("NEAR(渡口 通航, 1)")
@example("・")
@example("渡口 " * 90)
@example("(" * 19 + "渡口")
@example("渡" * 2000)
def test_any_query_is_answered(index: sqlite3.Connection, query: str) -> None:
    with contextlib.suppress(QueryError):  # too long: the next test
        search = Search(index, query)
        assert len(search.hits()) == search.count


@pytest.mark.parametrize("query", ["渡口 " * 3000, "(" * 30 + "渡口", "渡 " * 500, "渡" * 5000])
def test_a_query_that_is_too_long_is_refused(index: sqlite3.Connection, query: str) -> None:
    with pytest.raises(QueryError, match=r"more than|at most"):
        Search(index, query)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_every_character_is_indexed(run: str) -> None:
    folded = fold(run)
    first = {term[0] for term in tokens(run).split()}
    assert set(folded) <= first
