"""Words of the search page, and the ways to write a query that it explains."""

from __future__ import annotations

SEARCH: dict[str, tuple[str, str]] = {
    "hits": ("找到 %s 篇", "%s found"),
    "no_hits": (
        "没有找到。试试更短的词，或去掉筛选。",
        "Nothing. Try a shorter word or fewer filters.",
    ),
    "order_best": ("最相关", "Best first"),
    "order_newest": ("最新", "Newest first"),
    "narrow": ("缩小范围", "Narrow down"),
    "filtered_by": ("筛选", "Filters"),
    "remove_filter": ("去掉这个筛选", "remove this filter"),
    "by_paper": ("报刊", "Title"),
    "by_place": ("地区", "Place"),
    "by_date": ("年份", "Year"),
    "by_on_page": ("版", "Page"),
    "by_status": ("现状", "Status"),
    "take_along": ("带走", "Take along"),
    "cite": ("引用", "Cite"),
    "feed": ("订阅", "Feed"),
    "ways": ("怎样检索", "How to search"),
    "you_type": ("输入", "You type"),
    "you_find": ("找到", "You find"),
    "no_query": ("没有检索词。", "There is no query."),
    "wrong_query": ("检索式有误：%s", "The query means nothing: %s"),
}

PAGES_OF_FIGURES: dict[str, tuple[str, str]] = {
    "charts": ("图表", "Charts"),
    "chart_days": ("各报每日稿件", "Articles by day and title"),
    "chart_fields": ("各项著录的比例", "Fields that were found"),
    "chart_flows": ("谁转载谁", "Who reprints whom"),
    "as_table": ("看成表格", "As a table"),
    "since": ("从哪天起", "From day"),
    "until": ("到哪天止", "To day"),
    "queries": ("查询", "Queries"),
    "queries_lead": (
        "常用的查询，在 Datasette 里打开；可改参数，可看 SQL，可取 CSV 或 JSON。",
        "Ready-made queries, opened in Datasette: fill in what they ask for, see their SQL,"
        " take CSV or JSON.",
    ),
    "own_sql": ("自己写 SQL", "SQL of your own"),
    "own_sql_lead": (
        "search_match() 把检索式变成索引认得的样子，search_snippet() 给出有词的那一段：",
        "search_match() makes of a query what the index understands, search_snippet() shows"
        " where it stands:",
    ),
}

SQL_EXAMPLE = """SELECT id, title, search_snippet(body, '图书馆') AS piece FROM articles
WHERE id IN (SELECT rowid FROM article_search
    WHERE article_search MATCH search_match('图书馆 -广告'))
ORDER BY published DESC"""

# What is typed, and what is found by it in Chinese and in English.
WAYS: tuple[tuple[str, str, str], ...] = (
    (
        "图书馆 开放",
        "两个词都有，不论先后；一个字也可以",
        "both words, anywhere; one character will do",
    ),
    ("圖書館", "简体、繁体一样", "simplified and traditional alike"),
    ("“夜间开放”", "连在一起的词句", "the words as they stand"),
    ("图书馆 OR 书店", "有其中之一；也可写 |", "one of them; | does, too"),
    ("图书馆 -广告", "没有后面的词；也可写 NOT", "without the second; NOT does, too"),
    ("(书店 OR 图书馆) 开放", "括号分组", "grouped"),
    ("标题:图书馆", "在标题里；也可写 title:", "in the headline; title: does, too"),
    (
        "作者:李明 来源:日报",
        "按署名、来源；也可写 author: source:",
        "by credits and source; author: source:",
    ),
    ("cov*", "外文词的开头", "Latin words that begin so"),
    (
        "日期:2022-08 版:A03",
        "某日、某月、某年，某版；date: page:",
        "by day, month, year, page; date: page:",
    ),
    ("日期:2022-08-01..2022-08-15", "一段日期", "a span of days"),
    (
        "报刊:湖南日报 地区:湖南",
        "某种报刊、某地的报刊；paper: place:",
        "one title, titles of a place; paper: place:",
    ),
    ("现状:vanished", "网上已消失的稿件；status:", "articles that vanished from the web; status:"),
)
