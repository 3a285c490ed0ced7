"""The page that it all started from, when it lies beside the checkout: exact in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.records import Article
from crawler.extract import extract
from tests.layouts import LAYOUTS, Parts, bylines_in_one_line, full_width, take_apart

SEED = Path(__file__).parents[2] / "shared" / "seed" / "seed.txt"
VARIANTS = ("as printed", "full width", "spaced names", "one line spaced", "one line glued")
FACTS = {
    "organiser": "中共湖南省委《新湘评论》杂志社",
    "telephone": "0731-81127526",
    "fax": "0731-81127526",
    "report_telephone": "0731-81125971",
    "report_email": "xxpl1919@163.com",
    "icp": "湘ICP备15001833号",
    "police": "43010202000800",
    "copyright": "《新湘评论》杂志社",
}


@pytest.fixture(scope="module")
def parts() -> Parts:
    if not SEED.is_file():
        pytest.skip("the seed text is not beside the checkout (../shared/seed/seed.txt)")
    return take_apart(SEED.read_text("utf-8"))


def vary(parts: Parts, variant: str) -> Parts:
    reporter = "湖南日报全媒体记者王为薇"
    glued, spaced = "通讯员彭国清梁涛贺大瑀", "通讯员 彭国清 梁涛 贺大瑀"
    if variant == "full width":
        return full_width(parts)
    if variant == "spaced names":
        return bylines_in_one_line(parts, ("湖南日报全媒体记者 王为薇", spaced))
    if variant == "one line spaced":
        return bylines_in_one_line(parts, (f"{reporter} {spaced}",))
    if variant == "one line glued":
        return bylines_in_one_line(parts, (f"{reporter} {glued}",))
    return parts


def check(article: Article, parts: Parts) -> None:
    assert article.kind == "article"
    assert article.title == "不断夺取禁毒人民战争新胜利"
    assert article.kicker is None
    assert article.subtitle == "湖南开展禁毒工作综述"
    assert (article.source, article.source_raw) == ("湖南日报", "湖南日报")
    assert article.published == "2022-08-04T09:13:22+08:00"
    assert article.published_precision == "second"
    assert [(p.name, p.role, p.place) for p in article.editors] == [("张米", "编辑", "infoline")]
    assert [(p.name, p.role, p.affiliation, p.place) for p in article.authors] == [
        ("王为薇", "全媒体记者", "湖南日报", "byline"),
        ("彭国清", "通讯员", "", "byline"),
        ("梁涛", "通讯员", "", "byline"),
        ("贺大瑀", "通讯员", "", "byline"),
    ]
    assert article.column == "全民禁毒你我同行"
    assert article.editorial_note == "\n".join(parts.paragraphs[:2])
    assert article.editorial_note.startswith("【开栏语】")
    assert article.body == parts.body
    assert article.body.endswith("省禁毒委副主任李介德说。")
    assert {f.kind: f.value for f in article.masthead} == FACTS
    assert article.unread == ()
    assert article.language == "zh-Hans"


def test_the_dump_itself(parts: Parts) -> None:
    check(extract(SEED.read_bytes()), parts)


def test_the_dump_as_text(parts: Parts) -> None:
    check(extract(SEED.read_text("utf-8")), parts)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_dump_varied(parts: Parts, variant: str) -> None:
    varied = vary(parts, variant)
    lines = [*varied.above, "", varied.title, varied.deck, "", varied.info, ""]
    lines += [line for p in varied.paragraphs for line in (p, "")] + list(varied.footer)
    check(extract("\n".join(lines).encode()), varied)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_dump_in_a_layout(parts: Parts, layout: str, variant: str) -> None:
    varied = vary(parts, variant)
    article = extract(LAYOUTS[layout](varied), "http://hupan.example/a/1.html")
    check(article, varied)
    assert article.encoding == ("gb18030" if layout == "tables" else "utf-8")


def test_boilerplate_never_in_the_body(parts: Parts) -> None:
    for layout in LAYOUTS.values():
        body = extract(layout(parts)).body.split("\n")
        assert not set(body) & {*parts.footer, *parts.above, parts.info, parts.title, parts.deck}
