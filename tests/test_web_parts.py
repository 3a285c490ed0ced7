"""Small parts of the reading room: words, times, addresses, areas, databases of other kinds."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from archive.web.areas import shapes
from archive.web.moments import day, moment, published
from archive.web.paths import Paths
from archive.web.render import safe_url, size, tag
from archive.web.word_lists import LISTS, named
from archive.web.words import WORDS, language_of, words
from tests.crawling import ROOT
from tests.helpers import new_archive, open_crawl
from tests.reading_room import Room, assert_strict

WEB = ROOT / "archive" / "web"
TEMPLATES = {path.name: path.read_text("utf-8") for path in (WEB / "templates").glob("*.html")}
PYTHON = "\n".join(path.read_text("utf-8") for path in WEB.glob("*.py") if "word" not in path.name)


def test_every_word_is_there_in_both_languages_and_is_used() -> None:
    text = "\n".join(TEMPLATES.values())
    used = set(re.findall(r"\bw\.(\w+)", text + PYTHON))
    quoted = set(re.findall(r'"(\w+)"', text + PYTHON))
    assert used <= set(WORDS)
    made = {name for name in WORDS if name.startswith(("by_", "order_"))}  # w["by_" ~ name]
    assert set(WORDS) <= used | quoted | made
    for name, (chinese, english) in WORDS.items():
        assert chinese.count("%s") == english.count("%s"), name
        assert chinese, name
        assert english, name
    for language in ("zh", "en"):
        assert len(vars(words(language))) == len(WORDS)  # type: ignore[arg-type]


def test_no_template_has_words_of_its_own() -> None:
    for name, text in TEMPLATES.items():
        bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)
        found = set(re.findall(r"[^\W\d_]{2,}", bare))
        assert found <= {"HTTP", "Atom", "JSON"}, name


def test_no_template_switches_escaping_off() -> None:
    for text in TEMPLATES.values():
        assert not re.search(r"\|\s*safe\b|autoescape|tojson|xmlattr", text)


def test_lists_of_words_are_complete() -> None:
    docs = (ROOT / "docs" / "tables.md").read_text("utf-8")
    kinds = re.search(r"^Kinds: (.*?)\n\n", docs, re.M | re.S)
    assert kinds
    assert set(re.findall(r"`(\w+)`", kinds[1])) == set(LISTS["masthead"])
    assert named("complete", "outcome", "zh") == "完成"
    assert named("complete", "outcome", "en") == "complete"
    assert named("something", "outcome", "en") == "something"
    assert named(None, "outcome", "en") == ""


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2022", "2022年", "2022"),
        ("2022-08", "2022年8月", "August 2022"),
        ("2022-08-04", "2022年8月4日", "4 August 2022"),
        ("2022-08-04T09:13+08:00", "2022年8月4日 09:13", "4 August 2022, 09:13"),
        ("2022-08-04T09:13:22+08:00", "2022年8月4日 09:13:22", "4 August 2022, 09:13:22"),
        ("2022-13-04", "2022-13-04", "2022-13-04"),
        ("<b>", "<b>", "<b>"),
        (None, "", ""),
    ],
)
def test_a_day_of_publication_is_as_long_as_it_is_known(
    text: str | None, zh: str, en: str
) -> None:
    assert published(text, "zh") == zh
    assert published(text, "en") == en
    assert day(text, "zh") == zh.split(" ")[0]


def test_a_measured_time() -> None:
    at = "2026-01-05T06:30:00.123Z"
    assert moment(at) == f'<time datetime="{at}">2026-01-05 06:30 UTC</time>'
    assert moment("<b>") == "<b>"
    assert not hasattr(moment("<b>"), "__html__")  # it will be escaped


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"), ("en", "en"), ("zh-TW,zh;q=0.9,en;q=0.8", "zh"), ("fr,en;q=0.3", "en"),
        ("en;q=0,zh;q=0.1", "zh"), ("en;q=x", "zh"), ("*", "zh"), (",;,", "zh"), ("EN-us", "en"),
    ],
)  # fmt: skip
def test_the_language_a_browser_likes_best(header: str, language: str) -> None:
    assert language_of(header) == language


@pytest.mark.parametrize("url", ["http://a.example/", "https://a.example/x?y=渡#z", "HTTP://a.b/"])
def test_addresses_that_may_be_links(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["", None, "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", " http://a.b/",
     "java\nscript:x", "//a.example/", "/x", "http://", "http:/a", "http:\\\\a.b", "ftp://a.b/",
     "http://a.b/\u202e", "vbscript:x", "http://[", "http://a.b/\x00"],
)  # fmt: skip
def test_addresses_that_are_text(url: str | None) -> None:
    assert safe_url(url) == ""


def test_tags_of_languages_and_sizes() -> None:
    assert [tag(one) for one in ("zh-Hant", "en", None, 'x" onload="', "a" * 99)] == [
        "zh-Hant", "en", "zh", "zh", "zh",
    ]  # fmt: skip
    assert [size(n) for n in (0, 999, 12_345, 3_400_000)] == ["0 B", "999 B", "12 KB", "3.4 MB"]


def test_addresses_of_pages() -> None:
    to = Paths("/under", "press 2022", "/under/press~202022")
    home = "/under/-/baokan/press%202022"
    assert to.home == home
    assert to.title("a/b%?", 2) == f"{home}/title/a%2Fb%25%3F?page=2"
    assert to.title("a", 1) == f"{home}/title/a"
    assert to.person("白露&c") == f"{home}/person?name=%E7%99%BD%E9%9C%B2%26c"
    assert to.changes(3, 1, 2) == f"{home}/diff/3?a=1&b=2"
    assert to.file("sha256:ab") == f"{home}/file/ab"
    assert to.year("a", 987) == f"{home}/calendar/a/0987"
    assert to.table("runs", outcome__not="complete") == (
        "/under/press~202022/runs?outcome__not=complete"
    )


SQUARE = "0,0,350,0,350,500,0,500"


@pytest.mark.parametrize(
    ("areas", "size", "drawn", "estimated"),
    [
        (["10,20,340,540"], (350, 550), [["10.0,20.0 340.0,20.0 340.0,540.0 10.0,540.0"]], False),
        (["10,20,90,80,50,95"], (350, 550), [["35.0,110.0 315.0,440.0 175.0,522.5"]], False),
        # A file three times as wide as the site shows it: the same margin left and right.
        (["10,50,340,50,340,500"], (1050, 1650),
         [["30.0,150.0 1020.0,150.0 1020.0,1500.0"]], True),
        (["1,1,340,1,340,500;5,5,9,9", ""], (350, 550),
         [["1.0,1.0 340.0,1.0 340.0,500.0", "5.0,5.0 9.0,5.0 9.0,9.0 5.0,9.0"], []], False),
        (["1,1,600,1,600,500"], (350, 550), [[]], False),  # it would stick out
        (["200,1,340,1,340,50"], (1050, 1650), [[]], False),  # one article tells nothing
        ([SQUARE], (0, 0), [[]], False),
        (["x,y,1,2", "1,2,3", "nan,1,2,3", "1,2"], (350, 550), [[], [], [], []], False),
        ([""], (350, 550), [[]], False),
    ],
)  # fmt: skip
def test_areas_on_the_picture(
    areas: list[str], size: tuple[int, int], drawn: list[list[str]], estimated: bool
) -> None:
    found = shapes(areas, *size)
    assert [list(one) for one in found.polygons] == drawn
    assert found.estimated == estimated


def other_database(path: Path) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE ferry (id)")
    connection.close()
    return path


def test_databases_of_other_kinds_have_no_reading_room(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        open_crawl(archive)
    plain = other_database(tmp_path / "plain.db")
    room = Room(tmp_path / "archive.db", plain)
    try:
        assert room.get("/").path == "/-/baokan/archive"  # the only one
        page = room.get("/-/baokan/plain")
        assert page.status == 404
        assert_strict(page)
        assert "plain 不是报刊档案" in page.text
        menu = room.get("/plain").text
        assert 'href="/-/baokan/archive"' in menu
        assert 'href="/-/baokan/plain"' not in menu
    finally:
        room.close()


@pytest.mark.parametrize("names", [("one.db", "two.db"), ()])
def test_the_front_is_datasettes_own_where_there_is_no_single_archive(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    paths = [tmp_path / name for name in names] or [other_database(tmp_path / "plain.db")]
    for path in paths if names else ():
        with new_archive(tmp_path) as archive:
            archive.connection.execute("VACUUM INTO ?", (str(path),))
    room = Room(*paths)
    try:
        front = room.get("/")
        assert (front.status, front.path) == (200, "/")
        assert f'href="/{paths[0].stem}"' in front.text
        for name in names:
            page = room.get(f"/-/baokan/{Path(name).stem}", {"Accept-Language": "en"})
            assert page.status == 200
            assert "The archive holds no title yet" in page.text
    finally:
        room.close()


def test_under_a_base_url_every_link_stays_there(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        open_crawl(archive)
    room = Room(tmp_path / "archive.db", settings={"base_url": "/press/"})
    try:
        assert room.get("/press/").path == "/press/-/baokan/archive"
        page = room.get("/press/-/baokan/archive")
        for link in re.findall(r'(?:href|src|action)="([^"#]+)"', page.text):
            assert link.startswith("/press/"), link
            assert room.get(link).status == 200 or "/search" in link
    finally:
        room.close()


def test_an_archive_of_another_version_is_named(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        archive.connection.execute("PRAGMA user_version = 3")
    room = Room(tmp_path / "archive.db")
    try:
        page = room.get("/-/baokan/archive")
        assert page.status == 500
        assert_strict(page)
        assert "另一版本" in page.text
    finally:
        room.close()


def test_a_fault_is_a_page_with_the_same_headers(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        archive.connection.execute("DROP TABLE sightings")
    room = Room(tmp_path / "archive.db")
    try:
        page = room.get("/-/baokan/archive", {"Accept-Language": "en"})
        assert page.status == 500
        assert_strict(page)
        assert "The archive cannot be read now" in page.text
        assert str(tmp_path) not in page.text
    finally:
        room.close()
