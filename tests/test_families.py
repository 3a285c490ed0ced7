"""Families of reprints, as articles are stored, revised and merged."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import opencc
import pytest

from archive import family_list, shingle_rows
from archive.errors import ArchiveError
from archive.family_rows import components
from archive.records import Article
from archive.store import Archive
from benchmarks.invented import KINDS, Newsroom
from tests.crawling import baokan
from tests.helpers import DAY_1, DAY_2, bring, new_archive, one, open_crawl, prose, rows

PARAGRAPHS = [prose(n, 200).replace("\n", "") for n in range(20, 26)]
STORY = "\n".join(PARAGRAPHS)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as archive:
        yield archive


def put(
    archive: Archive,
    name: str,
    body: str,
    day: str | None = "2026-01-05",
    *,
    title: str = "渡口",
    source: str | None = None,
    number: int | None = None,
    at: str = DAY_1,
) -> str:
    crawl = open_crawl(archive, name, publication=name, at=at)
    number = number or one(archive, "SELECT count(*) FROM articles") + 1
    article = Article(title=title, body=body, published=day, source=source)
    return bring(archive, crawl, f"http://{name}.example/{number}.html", article, at=at).article


def families(archive: Archive) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    for family, number in rows(
        archive, "SELECT family_id, id FROM articles WHERE family_id IS NOT NULL"
    ):
        found.setdefault(family, set()).add(number)
    return list(found.values())


OTHERS = {
    "source line": "来源：甲报 记者白露\n" + STORY,
    "dropped": "\n".join(PARAGRAPHS[:2] + PARAGRAPHS[3:]),
    "half": "\n".join(PARAGRAPHS[:3]),
    "third": "\n".join(PARAGRAPHS[4:]),
    "edited": STORY.replace("春天", "秋日").replace("孩子", "老人"),
    "traditional": opencc.OpenCC("s2t").convert(STORY),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_reprint_is_known_whatever_the_desk_did(archive: Archive, kind: str) -> None:
    assert put(archive, "a", STORY, "2026-01-04") == "new"
    assert put(archive, "b", OTHERS[kind], title="另一个题目") == "reprint"
    assert rows(archive, "SELECT reprint_of FROM articles ORDER BY id") == [(None,), (1,)]


def test_all_of_them_are_one_family_in_any_order(tmp_path: Path) -> None:
    texts = {"a": STORY, "b": OTHERS["half"], "c": OTHERS["traditional"], "d": OTHERS["dropped"]}
    for number, order in enumerate(permutations(texts)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with new_archive(folder) as archive:
            for name in order:
                put(archive, name, texts[name], f"2026-01-0{ord(name) - 96}")
            assert families(archive) == [{1, 2, 3, 4}], order
            first = one(archive, "SELECT first_article FROM families")
            assert order[first - 1] == "a"


def test_a_round_up_welds_nothing(archive: Archive) -> None:
    stories = [prose(n, 900) for n in range(5)]
    for number, story in enumerate(stories):
        put(archive, f"p{number}", story)
        put(archive, f"q{number}", story)
    digest = "\n".join(story[:170] for story in stories)
    put(archive, "digest", digest)
    assert sorted(map(sorted, families(archive))) == [[2 * n + 1, 2 * n + 2] for n in range(5)]


def test_short_texts_and_bulletins_of_one_form_are_kept_out(archive: Archive) -> None:
    form = "{}月{}日，水文站通报渡口水位{}米，比前一日高{}厘米，流量每秒{}方。" * 4 + prose(6, 200)
    rng = random.Random(1)
    for day in range(1, 6):
        values = [rng.randint(1, 900) for _ in range(20)]
        put(archive, "abc"[day % 3], form.format(*values), f"2026-01-0{day}")
    for name in "ab":
        put(archive, name, "晴，东风三级，气温十二度。", title="天气")
    assert families(archive) == []


def test_a_standing_text_is_no_reprint(archive: Archive) -> None:
    for day in range(1, 5):
        put(archive, "a", STORY, f"2026-01-0{day}", title=f"征稿启事{day}")
    put(archive, "b", STORY, "2026-01-05")
    assert rows(archive, "SELECT kind FROM families") == [("standing",)]
    assert rows(archive, "SELECT count(*) FROM articles WHERE reprint_of IS NOT NULL") == [(0,)]
    assert family_list.families(archive) == []


def test_a_text_that_one_title_printed_twice_is_a_family_and_no_reprint(archive: Archive) -> None:
    put(archive, "a", STORY, "2026-01-04")
    assert put(archive, "a", OTHERS["dropped"], "2026-01-05") == "new"
    assert rows(archive, "SELECT kind FROM families") == [("repeats",)]
    assert rows(archive, "SELECT count(*) FROM articles WHERE reprint_of IS NOT NULL") == [(0,)]


def test_a_revision_may_leave_the_family_and_come_back(archive: Archive) -> None:
    put(archive, "a", STORY, "2026-01-04", number=1)
    put(archive, "b", OTHERS["half"], number=1)
    put(archive, "c", OTHERS["third"], number=1)
    assert families(archive) == [{1, 2, 3}]
    assert put(archive, "a", prose(99, 900), "2026-01-04", number=1, at=DAY_2) == "revised"
    assert families(archive) == []
    assert rows(archive, "SELECT reprint_of FROM articles ORDER BY id") == [(None,)] * 3
    assert put(archive, "a", STORY, "2026-01-04", number=1, at="2026-01-09T06:30:00.000Z")
    assert families(archive) == [{1, 2, 3}]


def test_the_same_article_again_changes_nothing(archive: Archive) -> None:
    def state() -> list[list[tuple[object, ...]]]:
        tables = ("shingles", "reprint_pairs", "families")
        return [rows(archive, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]

    put(archive, "a", STORY, number=1)
    put(archive, "b", OTHERS["edited"], number=1)
    before = state()
    put(archive, "b", OTHERS["edited"], number=1, at=DAY_2)
    assert state() == before


def test_what_too_many_texts_share_is_looked_up_no_more(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shingle_rows, "MOST_TEXTS", 5)
    preamble = prose(7, 400)
    for number in range(12):
        put(archive, f"t{number}", preamble + "\n" + prose(100 + number, 700))
    assert one(archive, "SELECT count(*) FROM common_shingles") > 0
    widest = "SELECT count(*) AS n FROM shingles GROUP BY hash ORDER BY n DESC LIMIT 1"
    assert one(archive, widest) <= 6


def test_groups_are_what_links_hold_together() -> None:
    assert components([1, 2, 3, 4, 5], [(1, 2), (2, 3)]) == [[1, 2, 3], [4], [5]]
    assert components([], []) == []


def test_recall_and_precision_on_invented_articles(archive: Archive) -> None:
    newsroom, chance = Newsroom(5), random.Random(5)
    stories = [(n, newsroom.article(n)) for n in range(400)]
    bases = [n for n, _ in stories if not newsroom.is_bulletin(n)][:150]
    for number, base in enumerate(bases):
        kind = KINDS[number % len(KINDS)]
        stories.append((base, newsroom.reprint(stories[base][1], kind, chance)))
    chance.shuffle(stories)
    roots = {}
    for number, (root, body) in enumerate(stories, 1):
        put(archive, f"t{number}", body, title=f"第{number}篇", number=number)
        roots[number] = root
    pairs = [(x, y) for family in families(archive) for x in family for y in family if x < y]
    right = sum(roots[x] == roots[y] for x, y in pairs)
    assert right >= 0.97 * len(bases)
    assert right >= 0.99 * len(pairs)


def test_the_command_lists_families_and_members(archive: Archive) -> None:
    put(archive, "a", STORY, "2026-01-04", source="甲报")
    put(archive, "b", OTHERS["half"], title="半篇", source="a")
    put(archive, "c", prose(55, 900))
    path = archive.path
    done = baokan("reprints", "--archive", path)
    assert (done.code, done.out.count("\n")) == (0, 2)
    for wanted in ("2", "http://b.example/2.html"):
        assert "extended" in baokan("reprints", wanted, "--archive", path).out
    assert "part" in baokan("reprints", "1", "--archive", path).out
    assert "printed once" in baokan("reprints", "3", "--archive", path).out
    assert baokan("reprints", "b", "--archive", path).out == done.out
    assert "also in: b 2026-01-05 2 (part, 100%)" in baokan("show", "1", "--archive", path).out
    with pytest.raises(ArchiveError):
        family_list.families(archive, "nowhere")
