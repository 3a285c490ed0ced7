"""What people type, and what it is taken for."""

from __future__ import annotations

import pytest

from archive.search_match import NOTHING, expression
from archive.search_query import QueryError, parse
from archive.search_text import MARK


def names(kind: str, value: str) -> list[str]:
    """The titles of an archive with two of them."""
    known = {"湖南日报": "hunan_daily", "hunan_daily": "hunan_daily", "湖南": "hunan_daily"}
    return [known[value]] if value in known else []


def asked(query: str) -> str:
    """What FTS5 is asked, with the private mark as §."""
    return expression(parse(query), names).replace(MARK, "§")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("渡口", '"渡口"'),
        ("渡", '"渡"*'),
        ("新渡口", '"新渡 渡口"'),
        ("渡口 通航", '("渡口" AND "通航")'),
        ("渡口　通航", '("渡口" AND "通航")'),
        ("渡口 AND 通航", '("渡口" AND "通航")'),
        ("渡口 OR 码头", '("渡口" OR "码头")'),
        ("渡口|码头", '("渡口" OR "码头")'),
        ("甲乙 丙丁 or 戊己", '(("甲乙" AND "丙丁") OR "戊己")'),
        ("渡口 -码头", '(("渡口") NOT "码头")'),
        ("渡口 NOT 码头", '(("渡口") NOT "码头")'),
        ("渡口 NOT", '"渡口"'),
        ("(渡口 OR 码头) 通航", '(("渡口" OR "码头") AND "通航")'),
        ("（渡口 OR 码头）通航", '(("渡口" OR "码头") AND "通航")'),
        ("渡口 ) 通航", '("渡口" AND "通航")'),
        ("(渡口", '"渡口"'),
        ('"渡口 通航"', '"渡口 通航"'),
        ("“渡口通航”", '"渡口 口通 通航"'),
        ("「渡口」", '"渡口"'),
        ('"渡口', '"渡口"'),
        ("渡口，首日", '("渡口" AND "首日")'),
        ("COVID-19", '"covid 19"'),
        ("cov*", '"cov"*'),
        ("GDP增长", '"gdp 增长"'),
        ("增长12%", '"增长 长 12"'),
        ("2022年8月4日", '"2022 年 8 月 4 日"*'),
        ("title:渡口", 'title : "渡口"'),
        ("标题：渡口", 'title : "渡口"'),
        ("作者:章远 source:日报", '(people : "章远" AND source : "日报")'),
        ('title:"渡口通航"', 'title : "渡口 口通 通航"'),
        ("title:(渡口 -码头)", '((title : "渡口") NOT title : "码头")'),
        ("title: 渡口", '("title" AND "渡口")'),
        ("臺灣", '"台湾"'),
        ("ＡＢＣ", '"abc"'),
        ("paper:hunan_daily 渡口", '(facets : ("§t68756e616e5f6461696c79") AND "渡口")'),
        ("报刊:湖南日报", 'facets : ("§t68756e616e5f6461696c79")'),
        ("place:湖南", 'facets : ("§t68756e616e5f6461696c79")'),
        ("date:2022", 'facets : ("§y2022")'),
        ("date:2022-08", 'facets : ("§m202208")'),
        ("date:2022年8月4日", 'facets : ("§d20220804")'),
        ("date:2022-08-30..2022-09-01", 'facets : ("§d20220830" OR "§d20220831" OR "§d20220901")'),
        ("date:2021-12..2023-01", 'facets : ("§m202112" OR "§y2022" OR "§m202301")'),
        ("page:A03", 'facets : ("§p61x3")'),
        ("版:3", 'facets : ("§px3")'),
        ("status:vanished", 'facets : ("§svanished")'),
        ("-渡口", '((facets : ("§slive" OR "§smissing" OR "§svanished")) NOT "渡口")'),
    ],
)
def test_a_query_is_read_as_a_person_means_it(query: str, expected: str) -> None:
    assert asked(query) == expected


@pytest.mark.parametrize(
    "query", ["", " ", "，。", '""', "OR", "AND", "NOT", "()", "*", "title:", "-"]
)
def test_a_query_without_a_word_finds_nothing(query: str) -> None:
    assert expression(parse(query), names) in (NOTHING, '"title"')


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date:2022-13", "date:2022-13: write 2022"),
        ("date:2022-02-30", "write 2022"),
        ("date:2023..2022", "write 2022"),
        ("date:..", "write 2022"),
        ("status:gone", "status:gone: one of live, missing, vanished"),
        ("paper:nowhere_daily", "no title of the archive is called so"),
        ("place:海南", "no title of the archive"),
    ],
)
def test_a_filter_without_a_meaning_is_an_error_that_says_what_to_write(
    query: str, said: str
) -> None:
    with pytest.raises(QueryError, match=said.replace("..", r"\.\.")):
        asked(query)
