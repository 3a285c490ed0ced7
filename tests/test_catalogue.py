"""The catalogue as a whole: what stands in it can be crawled, and loading one title is cheap."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pytest
from scrapy.settings import Settings

from crawler.catalogue import Catalogue, catalogue
from crawler.clock import press_day
from crawler.platforms import module_of
from crawler.platforms.editions import editions_of
from crawler.platforms.epaper_grammar import Grammar, filled
from crawler.standing import standing
from crawler.titles import Title, TitleError, blocks_of
from tests.crawling import baokan

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "spiders" / "catalogue"
DAY = date(2024, 8, 1)
# The first page of an issue is reached through these.
INDEXES = ("IssueIndex.htm", "Index.Html", "_plist.htm")


@pytest.fixture(scope="module")
def titles() -> list[Title]:
    return catalogue()


def test_at_least_600_titles_of_at_least_18_platforms_load(titles: list[Title]) -> None:
    assert len(titles) >= 600
    assert len({title.platform for title in titles}) >= 18
    assert len({title.place for title in titles}) >= 34


def test_the_readme_says_how_many_they_are(titles: list[Title]) -> None:
    assert f"**{len(titles)} titles**" in (ROOT / "README.md").read_text("utf-8")


def test_one_record_alone_is_what_the_whole_file_says() -> None:
    loader = Catalogue([FOLDER])
    parsed = [
        Title(**record)
        for path in sorted(FOLDER.glob("*.toml"))
        for record in tomllib.loads(path.read_text("utf-8"))["title"]
    ]
    assert [block.name for block in blocks_of(FOLDER)] == [title.name for title in parsed]
    assert [loader.load(title.name).title for title in parsed] == parsed


def test_records_are_short() -> None:
    lengths = [len(block.text.strip().splitlines()) for block in blocks_of(FOLDER)]
    assert median(lengths) <= 8
    assert max(lengths) <= 10


# Two papers in one e-paper: 雄关周末 is the weekend edition of 嘉峪关日报.
SHARED = {"jygrb.jygxw.com"}


def test_no_two_titles_have_one_entry(titles: list[Title]) -> None:
    entries = (title.entry.partition("://")[2].removeprefix("www.") for title in titles)
    count = Counter(entry.rstrip("/").lower() for entry in entries)
    assert {entry for entry, number in count.items() if number > 1} == SHARED


def test_a_publication_is_named_as_it_is_printed(titles: list[Title]) -> None:
    assert [title.name for title in titles if re.search("[()（）]", title.publication)] == []


def test_names_are_words(titles: list[Title]) -> None:
    assert [title.name for title in titles if len(title.name) > 35] == []
    assert [title.name for title in titles if re.search(r"[a-z]{18}|[a-z]ribao", title.name)] == []


def test_addresses_of_issues_are_in_the_grammar_of_their_platform(titles: list[Title]) -> None:
    checked = 0
    for title in titles:
        grammar = getattr(module_of(title, title.platform), "GRAMMAR", None)
        if not isinstance(grammar, Grammar):
            continue
        for edition in editions_of(title):
            name = edition.platform or title.platform
            url = filled(edition.issue, DAY)
            address = module_of(title, name).GRAMMAR.read(url)
            if address is None:
                assert url.endswith(INDEXES), (title.name, url)
            else:
                assert (address.kind, address.day) == ("page", DAY), (title.name, url)
            checked += 1
    assert checked > 400


def test_scrapy_lists_them_all(titles: list[Title]) -> None:
    assert Catalogue.from_settings(Settings({"SPIDER_MODULES": ["spiders"]})).list() == [
        title.name for title in titles
    ]


def test_a_package_that_is_not_there_is_named() -> None:
    assert find_spec("no_such_package") is None
    with pytest.raises(TitleError, match="no package no_such_package"):
        Catalogue.from_settings(Settings({"SPIDER_MODULES": ["no_such_package"]}))


@pytest.mark.parametrize(
    ("seen", "today", "want"),
    [
        ("2024-11", date(2026, 11, 30), "documented"),
        ("2024-10", date(2026, 11, 1), "stale"),
        ("2024", date(2026, 12, 31), "documented"),
        ("2024", date(2027, 1, 1), "stale"),
        ("", date(2026, 1, 1), "stale"),
    ],
)
def test_standing_by_the_age_of_the_evidence(seen: str, today: date, want: str) -> None:
    title = Title("lake", "湖滨日报", "site", "http://lake.example/", seen=seen)
    assert standing(title, today, set()) == want
    assert standing(title, today, {("lake", "http://mirror.example/")}) == want
    assert standing(title, today, {("lake", "http://lake.example/")}) == "verified"


def test_a_press_on_this_machine_proves_nothing() -> None:
    title = Title("lake", "湖滨日报", "site", "http://127.0.0.1:8000/", seen="2020")
    assert standing(title, date(2026, 1, 1), {("lake", title.entry)}) == "stale"


def own(folder: Path, text: str) -> str:
    (folder / "own.toml").write_text(text, "utf-8")
    return str(folder)


RECORD = """
[[title]]
name = "lake_daily"
publication = "湖滨日报"
platform = "founder_new"
entry = "http://lake.example/"
place = "湖南"
"""


def test_a_folder_of_ones_own_is_read_besides(tmp_path: Path) -> None:
    result = baokan("titles", "湖滨", "--json", BAOKAN_TITLES=own(tmp_path, RECORD))
    assert '"id": "lake_daily"' in result.out
    taken = RECORD.replace("lake_daily", "hunan_daily")
    result = baokan("titles", BAOKAN_TITLES=own(tmp_path, taken))
    assert (result.code, result.err) == (2, "baokan: own.toml: hunan_daily: the name is taken\n")
    result = baokan("titles", BAOKAN_TITLES=str(tmp_path / "none"))
    assert result.code == 2
    assert "is no folder" in result.err


@pytest.mark.parametrize(
    ("options", "some", "none"),
    [
        (["--province", "湖南"], "hunan_daily", "people_daily"),
        (["--platform", "founder"], "hunan_daily", "xinxiang"),
        (["--platform", "founder_new"], "people_daily", "hunan_daily"),
        (["--kind", "magazine"], "xinxiang", "hunan_daily"),
        (["湖南", "日报"], "hunan_daily", "people_daily"),
    ],
)
def test_titles_are_filtered(options: list[str], some: str, none: str) -> None:
    out = baokan("titles", *options).out
    assert f"\n{some} " in out
    assert f"\n{none} " not in out


def test_titles_are_filtered_by_standing(tmp_path: Path) -> None:
    records = RECORD + f'seen = "{press_day().year}"\n'
    records += RECORD.replace("lake_daily", "old_lake_daily") + 'seen = "2016"\n'
    folder = own(tmp_path, records)
    for wanted, name in (("documented", "lake_daily"), ("stale", "old_lake_daily")):
        out = baokan("titles", "湖滨", "--standing", wanted, "--json", BAOKAN_TITLES=folder).out
        assert [row["id"] for row in json.loads(out)] == [name]


def test_a_table_has_one_line_a_title_and_whole_names(titles: list[Title]) -> None:
    lines = baokan("titles").out.splitlines()
    assert [line.split()[0] for line in lines] == ["id", *(title.name for title in titles)]


def test_an_archive_is_looked_at_and_never_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert baokan("titles", "湖南", "--archive", str(path)).code == 0
    assert not path.exists()
