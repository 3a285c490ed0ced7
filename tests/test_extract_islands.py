"""Texts that stand only in the data of a script."""

from __future__ import annotations

import json

import pytest

from crawler.extract import extract

LINES = [
    f"湖边第{n}户渔民说，今年春天水色清亮，鱼群又回到了浅滩上来，岸边的人也多了。"
    for n in range(8)
]
BODY = "\n".join(LINES)
SHELL = (
    "<html><head><title>湖水清了</title></head>"
    "<body><h1>湖水清了</h1><div id=app></div>{}</body></html>"
)


@pytest.mark.parametrize(
    "script",
    [
        f'<script type="application/ld+json">{json.dumps({"articleBody": BODY})}</script>',
        "<script id=__NEXT_DATA__ type=application/json>"
        f"{json.dumps({'props': [{'id': 7, 'content': ''.join(f'<p>{n}</p>' for n in LINES)}]})}"
        "</script>",
        f"<script>window.__STATE__ = {json.dumps({'a': {'t': BODY}})};</script>",
    ],
)
def test_the_text_of_an_empty_shell(script: str) -> None:
    article = extract(SHELL.format(script))
    assert (article.kind, article.title, article.body) == ("article", "湖水清了", BODY)
    assert "script" in article.provenance["dom"]


def test_a_page_with_a_text_keeps_its_own() -> None:
    shown = "<div>" + "".join(f"<p>{line}</p>" for line in LINES[:4]) + "</div>"
    other = json.dumps({"articleBody": "别处的一篇长文，与这一页毫不相干。" * 40})
    article = extract(SHELL.format(f"{shown}<script type=application/ld+json>{other}</script>"))
    assert article.body == "\n".join(LINES[:4])
    assert "dom" not in article.provenance


@pytest.mark.parametrize(
    "data", ["{", '{"a": "短。"}', "[1, 2]", "{" * 5000, '{"a": "' + "x" * 9000 + '"}']
)
def test_data_without_a_text_is_no_article(data: str) -> None:
    assert extract(SHELL.format(f"<script>{data}</script>")).body == ""
