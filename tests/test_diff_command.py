"""`baokan diff` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.records import Article
from tests.crawling import Result, baokan
from tests.helpers import DAY_1, DAY_2, DAY_3, bring, new_archive, open_crawl

URL = "http://lakeside.example/1.html"
TEXTS = ("渡口来了三条船。风不大。", "渡口来了五条船。风不大。", "渡口来了五条船。 风不大.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_archive(tmp_path) as archive:
        for at, text in zip((DAY_1, DAY_2, DAY_3), TEXTS, strict=True):
            article = Article(title="[b]渡口[/b] :cn:", body=text)
            bring(archive, open_crawl(archive, at=at), URL, article, at=at)
        other = Article(title="桥", body="桥通了。")
        bring(archive, open_crawl(archive), "http://lakeside.example/2.html", other)
    return tmp_path / "archive.db"


def call(path: Path, *arguments: str) -> Result:
    return baokan("diff", *arguments, "--archive", path)


def test_the_newest_two_or_any_two(path: Path) -> None:
    assert "nothing but trivial changes" in call(path, "1").out
    assert "width 1" in call(path, "1").out
    assert "渡口来了[-三-]{+五+}条船。" in call(path, URL, "1", "2").out
    assert "revision 1 → 3" in call(path, "1", "1").out
    assert "[-五-]{+三+}" in call(path, "1", "2", "1").out
    assert call(path, "1", "--all").out.count("revision ") == 2
    assert DAY_1 in call(path, "1", "1", "2").out


def test_json_is_an_array_of_comparisons(path: Path) -> None:
    (found,) = json.loads(call(path, "1", "1", "2", "--json").out)
    assert list(found) == ["old", "new", "changed", "fields", "body", "trivial"]
    assert found["changed"] is True
    assert found["body"][0]["parts"][1] == {"op": "removed", "text": "三", "was": None}


def test_one_text_is_no_error(path: Path) -> None:
    done = call(path, "2")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "one text only" in done.out
    assert call(path, "2", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "code"), [(("9",), 1), (("1", "7"), 1), (("1", "1", "2", "3"), 2)]
)
def test_what_is_not_there_is_one_line(path: Path, arguments: tuple[str, ...], code: int) -> None:
    done = call(path, *arguments)
    assert (done.code, done.err.count("\n"), done.out) == (code, 1, "")
