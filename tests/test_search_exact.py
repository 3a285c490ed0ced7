"""Search finds what a look at every text finds, no more and no less: in both scripts, at every
length, with every operator, while articles come, change and vanish."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import opencc
import pytest
import sqlite_utils

from archive import search_rows, sightings
from archive.records import Article, Person
from archive.search import Search
from archive.search_text import fold
from archive.store import Archive
from tests.helpers import DAY_1, DAY_3, bring, new_archive, open_crawl

_PLAIN = "台湾国会发后里面云南东风台"
_ALPHABET = _PLAIN + "臺灣國會發後裡雲東風" + "，。 \n"
_DAYS = ("2022-07-31", "2022-08-01", "2022-08-04", "2021-12-31", "2022-08", "2022", None)


@dataclass
class Text:
    """What the archive has been told of an article."""

    title: str
    body: str
    people: str
    source: str
    day: str | None
    page: str


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, dict[int, Text]]]:
    """An archive of 400 short articles of two titles; some of them were revised."""
    chance = random.Random(3)
    texts: dict[int, Text] = {}

    def words(most: int) -> str:
        return "".join(chance.choices(_ALPHABET, k=chance.randint(1, most)))

    with new_archive(tmp_path_factory.mktemp("exact")) as archive:
        crawls = [open_crawl(archive, name) for name in ("lakeside", "harbour")]
        for number in range(500):
            at = number if number < 400 else chance.randrange(400)
            text = Text(
                words(6),
                words(30),
                words(3),
                words(4),
                chance.choice(_DAYS),
                "A0" + str(1 + at % 3),
            )
            article = Article(
                title=text.title, body=text.body, source=text.source, published=text.day,
                authors=(Person(text.people, "记者", "x"),), page_label=text.page,
            )  # fmt: skip
            out = bring(archive, crawls[at % 2], f"http://p.example/{at}", article, at=DAY_1)
            if out.article_id:
                texts[out.article_id] = text
        yield archive, texts


Test = Callable[[Text], bool]


def leaf(chance: random.Random) -> tuple[str, Test]:
    """A word or a field, and what it asks for."""
    script = opencc.OpenCC("s2t").convert if chance.random() < 0.4 else str
    word = "".join(chance.choices(_PLAIN, k=chance.choice((1, 1, 2, 2, 3, 4))))
    typed, want = script(word), fold(word)
    name = chance.choice(("", "", "", "title", "author", "source", "body"))
    pick = {"title": "title", "author": "people", "source": "source", "body": "body"}
    if name:
        return f"{name}:{typed}", lambda t: want in fold(getattr(t, pick[name]))
    return typed, lambda t: any(want in fold(x) for x in (t.title, t.body, t.people, t.source))


def tree(chance: random.Random, depth: int) -> tuple[str, Test]:
    """A query, and what it asks for."""
    if depth == 0 or chance.random() < 0.4:
        return leaf(chance)
    (one, left), (other, right) = tree(chance, depth - 1), tree(chance, depth - 1)
    kind = chance.choice(("and", "or", "not"))
    if kind == "and":
        return f"({one}) {other}", lambda t: left(t) and right(t)
    if kind == "or":
        return f"({one} OR {other})", lambda t: left(t) or right(t)
    return f"({one} -({other}))", lambda t: left(t) and not right(t)


@pytest.mark.slow
def test_six_hundred_queries_find_what_a_scan_finds(kept: tuple[Archive, dict[int, Text]]) -> None:
    archive, texts = kept
    chance = random.Random(8)
    hits = 0
    for _ in range(600):
        query, asks = tree(chance, chance.randrange(3))
        truth = {at for at, text in texts.items() if asks(text)}
        search = Search(archive.connection, query)
        assert search.count == len(truth), query
        for newest in (True, False):
            found = search.ids(1000, newest=newest)
            assert len(found) == len(truth), query
            assert set(found) == truth, query
        hits += len(truth)
    assert hits > 10_000
    assert len(texts) > 350


@pytest.mark.parametrize(
    ("filters", "asks"),
    [
        ({"date": "2022-08"}, lambda t: (t.day or "").startswith("2022-08")),
        ({"date": "2021..2022-07"}, lambda t: (t.day or "") in ("2022-07-31", "2021-12-31")),
        ({"date": "2022"}, lambda t: (t.day or "").startswith("2022")),
        ({"date": "..2021"}, lambda t: (t.day or "").startswith("2021")),
        ({"page": "A1"}, lambda t: t.page == "A01"),
        ({"paper": "harbour", "page": "A02"}, lambda t: t.page == "A02"),
        ({"status": "live"}, lambda t: True),
        ({"status": "vanished"}, lambda t: False),
    ],
)
@pytest.mark.parametrize("word", ["", "台湾", "風"])
def test_filters(
    kept: tuple[Archive, dict[int, Text]], filters: dict[str, str], asks: Test, word: str
) -> None:
    archive, texts = kept
    titles = dict(
        archive.connection.execute(
            "SELECT a.id, t.name FROM articles a JOIN titles t ON t.id = a.title_id"
        ).fetchall()
    )
    want = fold(word)
    truth = [
        at
        for at, t in texts.items()
        if asks(t)
        and any(want in fold(x) for x in (t.title, t.body, t.people, t.source))
        and titles[at] == filters.get("paper", titles[at])
    ]
    assert sorted(Search(archive.connection, word, filters).ids(1000)) == sorted(truth)


def test_newest_first_is_by_day_and_without_a_day_last(
    kept: tuple[Archive, dict[int, Text]], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, texts = kept
    whole = Search(archive.connection, "台").ids(1000, newest=True)
    days = [texts[at].day or "" for at in whole]
    assert days == sorted(days, reverse=True)
    assert "" in days
    # The same, day by day and page by page, as in an archive with too many hits to sort them all.
    monkeypatch.setattr("archive.search_order._MOST_SORTED", len(whole))
    monkeypatch.setattr(Search, "count", len(whole) + 1)
    paged = [
        at
        for offset in range(0, len(whole), 7)
        for at in Search(archive.connection, "台").ids(7, offset, newest=True)
    ]
    assert paged == whole


def test_of_too_many_hits_those_in_headlines_come_first(
    kept: tuple[Archive, dict[int, Text]], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, texts = kept
    every = Search(archive.connection, "台").ids(1000)
    monkeypatch.setattr("archive.search_order._TOO_COMMON", len(every) - 1)
    whole = Search(archive.connection, "台").ids(1000)
    assert sorted(whole) == sorted(every)
    lower = [(fold("台") not in fold(texts[at].title), -at) for at in whole]
    assert lower == sorted(lower)
    assert {late for late, _ in lower} == {False, True}
    paged = [
        at
        for offset in range(0, len(whole), 7)
        for at in Search(archive.connection, "台").ids(7, offset)
    ]
    assert paged == whole


def test_status_is_searched_as_it_changes(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, "http://p.example/1", Article(title="渡口", body="船来了。"))
    with archive.transaction() as connection, search_rows.changing(connection, 1):
        connection.execute("UPDATE articles SET status = 'vanished' WHERE id = 1")
    assert Search(archive.connection, "渡口 status:vanished").count == 1
    assert Search(archive.connection, "渡口 status:live").count == 0
    with archive.transaction() as connection:
        sightings.seen(connection, 1, DAY_3, crawl.crawl_id, None)
    assert Search(archive.connection, "渡口 status:live").count == 1
    assert Search(archive.connection, "渡口 status:vanished").count == 0


def test_a_rebuilt_index_has_the_same_terms(
    kept: tuple[Archive, dict[int, Text]], tmp_path: Path
) -> None:
    archive, _ = kept
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as target:
        archive.connection.backup(target)
    target.close()
    with Archive.open(copy) as other:
        for opened in (archive, other):
            opened.connection.execute(
                "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'article_search', 'row')"
            )
        with other.transaction() as connection:
            assert search_rows.rebuild(connection) > 350
        terms = [
            [tuple(row) for row in opened.connection.execute("SELECT * FROM temp.words")]
            for opened in (archive, other)
        ]
        assert terms[0] == terms[1]
        assert len(terms[0]) > 100


def test_the_plain_library_does_not_pretend_to_find(
    kept: tuple[Archive, dict[int, Text]],
) -> None:
    archive, _ = kept
    plain = sqlite_utils.Database(archive.path, execute_plugins=False)
    with pytest.raises(ValueError, match="not configured"):
        list(plain.table("articles").search("台湾"))
    plain.close()
