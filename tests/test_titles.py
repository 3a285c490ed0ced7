"""Records of the catalogue: what is accepted, and how a wrong one is named."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from crawler.catalogue import Catalogue, catalogue
from crawler.platforms import PLATFORMS, platform_for
from crawler.titles import Title, TitleError, adhoc_title

CATALOGUE = Path(__file__).parents[1] / "spiders" / "catalogue"
GOOD = """
[[title]]
name = "lakeside"
publication = "湖滨日报"
platform = "site"
entry = "http://lakeside.example/"
"""


def load(tmp_path: Path, text: str) -> list[Title]:
    (tmp_path / "north.toml").write_text(text, "utf-8")
    loaded = Catalogue([tmp_path])
    return [loaded.load(name).title for name in loaded.list()]


def test_a_record_is_read(tmp_path: Path) -> None:
    (title,) = load(tmp_path, GOOD)
    assert (title.name, title.kind, title.options) == ("lakeside", "newspaper", {})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (GOOD + GOOD, "the name is taken"),
        (GOOD.replace("publication", "publisher"), "publication"),
        (GOOD + 'colour = "red"\n', "unknown key colour"),
        (GOOD.replace('"lakeside"', '"Lake Side"'), "lower-case"),
        (GOOD.replace("http://", "ftp://"), "no http address"),
        (GOOD.replace("lakeside.example", "lakeside.example:port"), "no http address"),
        (GOOD + 'kind = "poster"\n', "newspaper, magazine"),
        (GOOD + 'seen = "2022-13"\n', "a year or a month"),
        (GOOD + "seen = 2022\n", "must be a string"),
        (GOOD + 'options = "none"\n', "options must be a table"),
        (GOOD.replace('"湖滨日报"', '" "'), "publication is empty"),
        (GOOD + 'cn = "43-0001"\n', "cn is none"),
        (GOOD + 'issn = "10024980"\n', "issn is none"),
    ],
)
def test_a_wrong_record_is_named_with_its_file(tmp_path: Path, wrong: str, says: str) -> None:
    with pytest.raises(TitleError, match=r"^north\.toml: (lakeside|Lake Side): ") as error:
        load(tmp_path, wrong)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("name = ", '"name" = '), 'line 2: a title without a line name = "…"'),
        (GOOD.replace("name = ", "nickname = "), 'line 2: a title without a line name = "…"'),
        (GOOD.replace('lakeside"', 'lake\\u0073ide"', 1), "not that of the title"),
        (
            GOOD.replace("name = ", '"name" = ') + '[title.options]\nname = "other"\n',
            "not that of the title",
        ),
        (GOOD + GOOD.replace("name = ", "name == ").replace("lakeside", "l", 1), "without a line"),
    ],
)
def test_a_name_that_a_quick_look_misses_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(TitleError, match=r"^north\.toml: ") as error:
        load(tmp_path, text)
    assert says in str(error.value)


@pytest.mark.parametrize("text", ["[[title]", '[titles]\nname = "x"', 'title = "x"'])
def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(TitleError, match=r"^north\.toml: "):
        load(tmp_path, text)


def test_a_title_can_be_moved_and_is_checked_again() -> None:
    title = Title("lakeside", "湖滨日报", "site", "http://lakeside.example/")
    assert dataclasses.replace(title, entry="http://127.0.0.1:80/x/").entry.endswith("/x/")
    with pytest.raises(TitleError, match="no http address"):
        dataclasses.replace(title, entry="somewhere")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:8000/", "site_127_0_0_1_8000"),
        ("https://www.Lakeside.example/news/", "site_www_lakeside_example"),
        ("http://[::1]:8000/", "site_1_8000"),
        ("http://湖滨.example/", "site_xn____" + "湖滨".encode("idna").decode()[4:] + "_example"),
    ],
)
def test_any_address_makes_a_title(url: str, name: str) -> None:
    title = adhoc_title(url)
    assert (title.name, title.platform, title.entry, title.kind) == (name, "site", url, "website")


@pytest.mark.parametrize(
    "url", ["", "lakeside.example", "file:///etc/hosts", "http://", "http://a..b/"]
)
def test_what_is_no_address_makes_none(url: str) -> None:
    with pytest.raises(TitleError):
        adhoc_title(url)


def test_every_title_of_the_catalogue_has_a_working_platform() -> None:
    titles = catalogue()
    assert {"xinxiang", "hunan_daily", "people_daily"} <= {title.name for title in titles}
    for title in titles:
        assert platform_for(title) is not None


def test_no_record_of_the_catalogue_is_longer_than_ten_lines() -> None:
    for path in CATALOGUE.glob("*.toml"):
        for record in path.read_text("utf-8").split("[[title]]")[1:]:
            assert len(record.strip().splitlines()) < 10, record


def test_an_unknown_platform_is_named() -> None:
    title = Title("lakeside", "湖滨日报", "stone", "http://lakeside.example/")
    with pytest.raises(TitleError, match=f"lakeside: unknown platform 'stone'.*{min(PLATFORMS)}"):
        platform_for(title)


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_an_unknown_option_is_named(platform: str) -> None:
    title = Title("lake", "湖滨日报", platform, "http://lake.example/", options={"colour": 1})
    with pytest.raises(TitleError, match="lake: unknown option colour"):
        platform_for(title)
