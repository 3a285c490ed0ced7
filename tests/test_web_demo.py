"""The reading room of the demo archive: every page in both languages, every link of every page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from archive.store import Archive
from tests.crawling import ROOT
from tests.reading_room import POLICY, SANDBOX, Answer, Room, assert_strict, links

HERE = "/-/baokan/archive"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "archive.db"
    command = [sys.executable, "-m", "crawler.cli", "demo", "--archive", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def room(demo: Path) -> Iterator[Room]:
    room = Room(demo)
    try:
        yield room
    finally:
        room.close()


@pytest.fixture(scope="module")
def ids(demo: Path) -> dict[str, int]:
    """Numbers of the demo's rows by what they are; crawls bring articles in any order."""
    wanted = {
        "reprint": "SELECT article FROM reprint_list WHERE NOT first",
        "first": "SELECT article FROM reprint_list WHERE first",
        "changed": "SELECT id FROM articles WHERE revision > 1",
        "gone": "SELECT id FROM articles WHERE status = 'missing'",
        "jump": "SELECT from_article FROM jumps",
        "jump_end": "SELECT to_article FROM jumps",
        "pictures": "SELECT article_id FROM images ORDER BY article_id LIMIT 1",
        "issue": "SELECT id FROM issues WHERE date = '2022-08-04'",
        "no_issue": "SELECT id FROM issues WHERE NOT appeared",
        "page": "SELECT p.id FROM pages p JOIN issues i ON i.id = issue_id"
        " WHERE i.date = '2022-08-04' AND p.label = '01'",
        "capture": "SELECT capture_id FROM articles WHERE revision > 1",
        "pdf": "SELECT min(id) FROM captures WHERE content_type = 'application/pdf'",
        "png": "SELECT min(id) FROM captures WHERE content_type = 'image/png'",
        "revisit": "SELECT min(id) FROM captures WHERE kind = 'revisit' AND status = 200",
    }
    with Archive.open(demo) as archive:
        return {
            name: archive.connection.execute(sql).fetchone()[0] for name, sql in wanted.items()
        }


# Path, in Chinese, in English: what the page has to say.
FACTS: dict[str, tuple[list[str], list[str]]] = {
    "": (
        ["馆藏", "新荷评论", "澧江日报", "柳溪镇二十七口山塘重新蓄水", "这次没找到", "有请求失败"],
        ["Holdings", "newspaper", "magazine", "4 August 2022", "some requests failed"],
    ),
    "/article/{reprint}": (
        ["一条街的烟火，一座城的账本", "澧江市培育夜间市集工作综述", "【开栏语】", "全媒体记者",
         "方知夏", "2022年8月4日 09:26:41", "北京时间", "首发", "原文照登", "label 来源"],
        ["4 August 2022, 09:26:41", "Beijing time", "first printing", "copy", "Evidence"],
    ),
    "/article/{first}": (["本文是首发", "第01版", "要闻"], ["the first printing", "Page 01"]),
    "/article/{changed}": (["第 2 稿，共 2 稿", "上一稿"], ["Revision 2 of 2", "Previous rev"]),
    "/article/{changed}?revision=1": (["第 1 稿，共 2 稿", "下一稿"], ["Next revision"]),
    "/article/{gone}": (["这次没找到", "HTTP 404"], ["was not there at the last look"]),
    "/article/{jump}": (["下转第"], ["Continued on page"]),
    "/article/{jump_end}": (["上接第"], ["Continued from page"]),
    "/article/{pictures}": (["图片未收藏", "第三种作业"], ["The picture is not archived"]),
    "/diff/{changed}": (["<del>", "<ins>", "1 → 2"], ["Old", "New"]),
    "/issue/{issue}": (
        ["4 版，12 篇稿件", "图片新闻", "本版责编：林苇", "前一期"],
        ["4 pages, 12 articles", "page credit", "Earlier issue"],
    ),
    "/issue/{no_issue}": (["当日无报"], ["did not appear"]),
    "/page/{page}": (["<svg", "<polygon", "本版 PDF", "后一版"], ["PDF of this page"]),
    "/title/demo_daily": (
        ["澧江日报", "founder_classic", "每天", "国内统一刊号", "CN43-0000", "现行", "完成"],
        ["daily", "CN number", "current", "complete", "Newest issues"],
    ),
    "/title/demo_magazine": (["杂志", "湘ICP备00000001号"], ["magazine", "ICP record"]),
    "/calendar/demo_daily": (["<svg", "无缺"], ["No gaps"]),
    "/people": (["何觅", "编辑"], ["Who is credited"]),
    "/people?q=%E4%BD%95": (["何觅"], ["何觅"]),
    "/people?q=%25": (["没有这样的名字"], ["There is no such name"]),
    "/person?name=%E4%BD%95%E8%A7%85": (["何觅", "同名者"], ["Namesakes", "新荷评论"]),
    "/runs": (["有请求失败", "新 26", "改动 1", "HTTP 500, 3 times"], ["26 new", "1 revised"]),
    "/runs?title=demo_daily": (["新 23", "完成"], ["23 new"]),
    "/capture/{capture}": (["GET /", "HTTP/1.1 200", "WARC"], ["Request", "Response"]),
    "/capture/{revisit}": (["重访", "字节同于"], ["Same bytes as"]),
    "/capture/{pdf}": (["内容不是文字"], ["The body is no text"]),
    "/capture/{png}": (["<img"], ["<img"]),
}  # fmt: skip


@pytest.mark.parametrize("path", FACTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_says_what_is_so(
    room: Room, ids: dict[str, int], path: str, language: str
) -> None:
    page = room.get(HERE + path.format(**ids), {"Accept-Language": language})
    assert page.status == 200
    assert_strict(page)
    text = unescape(page.text)
    for said in FACTS[path][language == "en"]:
        assert said in text, said
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in page.text
    assert len(re.findall("<h1[ >]", page.text)) == 1
    assert_accessible(page)


def assert_accessible(page: Answer) -> None:
    """Landmarks, labels, heads of tables, links with words, ids that are there once."""
    for landmark in ("<header", "<main", "<footer", 'class="skip"'):
        assert landmark in page.text
    found = re.findall(r'\sid="([^"]*)"', page.text)
    assert Counter(found).most_common(1)[0][1] == 1, Counter(found).most_common(3)
    for name in re.findall(r'aria-labelledby="([^"]*)"', page.text):
        assert name in found
    for field in re.findall(r"<(?:input|select)[^>]*>", page.text):
        (name,) = re.findall(r'id="([^"]*)"', field)
        assert f'<label for="{name}">' in page.text
    for attributes, inner in re.findall(r"<a\s([^>]*)>(.*?)</a>", page.text, re.S):
        assert re.sub("<[^>]*>|\\s", "", inner) or "aria-label" in attributes or "<g>" in inner
    for head in re.findall(r"<th(?: [^>]*)?>", page.text):
        assert "scope=" in head
    for box in re.findall(r'<(?:div class="scroll|pre)[^>]*>', page.text):
        assert 'tabindex="0"' in box
    for image in re.findall(r"<img[^>]*>", page.text):
        assert re.search('alt="[^"]+"', image)


def test_every_link_of_every_page_leads_somewhere(room: Room) -> None:
    """A walk over the whole reading room; of Datasette's own pages and of the search only the
    answer is looked at."""
    waiting, seen, of = [HERE], {HERE}, Counter[str]()
    while waiting:
        path = waiting.pop()
        answer = room.get(path)
        if "/search" in path and answer.status == 404:
            continue  # a page of its own, which need not be there
        assert answer.status == 200, path
        if not path.startswith("/-/baokan/"):
            continue
        of[path.removeprefix(HERE).split("/")[1].split("?")[0] if path != HERE else "home"] += 1
        kind = answer.headers["content-type"]
        if kind != "text/html; charset=utf-8":
            continue
        assert_strict(answer)
        for link in links(answer):
            if "lang=" not in link and link not in seen:
                seen.add(link)
                waiting.append(link)
    assert of["article"] >= 49
    assert set(of) >= {"home", "article", "diff", "issue", "page", "title", "calendar", "people",
                       "person", "runs", "capture", "file"}  # fmt: skip
    assert of["file"] >= 8


def test_no_capture_comes_as_anything_that_runs(room: Room, demo: Path) -> None:
    with Archive.open(demo) as archive:
        rows = archive.query("SELECT id, content_type FROM captures")
    kinds = Counter[tuple[str, str]]()
    for row in rows:
        answer = room.get(f"{HERE}/capture/{row['id']}/raw")
        assert answer.status == 200
        assert answer.headers["content-security-policy"] == SANDBOX
        assert answer.headers["x-content-type-options"] == "nosniff"
        kind = answer.headers["content-type"]
        kinds[row["content_type"].partition(";")[0], kind] += 1
        disposition = answer.headers.get("content-disposition", "")
        assert disposition.startswith("attachment") == (kind == "application/pdf")
    assert set(kinds) == {
        ("text/html", "text/plain; charset=utf-8"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/xml", "text/plain; charset=utf-8"),
        ("application/pdf", "application/pdf"),
        ("image/png", "image/png"),
    }


def test_the_front_leads_to_the_only_archive(room: Room) -> None:
    assert room.get("/").path == HERE
    assert room.get("/archive").status == 200  # the data of Datasette is still there
    assert room.get("/.json").status == 200


WRONG = (
    "/article/0", "/article/999999", "/article/x", "/article/1?revision=99", "/diff/999",
    "/issue/999", "/page/999", "/title/nobody", "/calendar/nobody", "/person?name=nobody",
    "/person", "/runs?title=nobody", "/capture/9999", "/capture/9999/raw", "/nothing", "/",
    f"/file/{'0' * 64}", "/file/..%2f..%2farchive.db", "/article/999999999999999",
)  # fmt: skip
NO_ARCHIVE = ("", "/", "/other", "/_internal", "/other/article/1")


@pytest.mark.parametrize("path", WRONG)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_there_is_a_page_that_says_so(room: Room, path: str, language: str) -> None:
    page = room.get(HERE + path, {"Accept-Language": language})
    assert page.status == 404
    assert_strict(page)
    assert ("Not found" if language == "en" else "找不到") in page.text
    assert f'href="{HERE}"' in page.text


@pytest.mark.parametrize("path", NO_ARCHIVE)
def test_what_is_no_archive_is_not_found(room: Room, path: str) -> None:
    page = room.get("/-/baokan" + path)
    assert page.status == 404
    assert_strict(page)


def test_the_language_is_asked_for_remembered_and_guessed(room: Room) -> None:
    def language(path: str = HERE, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return re.findall('<html lang="([^"]*)"', room.get(path, named).text)[0]

    assert language() == "zh-Hans"
    assert language(Accept_Language="fr-FR,de;q=0.5") == "zh-Hans"
    assert language(Accept_Language="en-GB,en;q=0.9,zh;q=0.8") == "en"
    assert language(Accept_Language="en;q=0.5,zh-CN;q=0.9") == "zh-Hans"
    assert language(HERE + "?lang=en") == "en"
    assert language(HERE + "?lang=zh", Accept_Language="en") == "zh-Hans"
    assert language(HERE + "?lang=xx", Accept_Language="en") == "en"
    assert language(Cookie="baokan_lang=en") == "en"
    assert language(HERE + "?lang=zh", Cookie="baokan_lang=en") == "zh-Hans"
    chosen = room.get(HERE + "/people?q=1&lang=en")
    assert re.match("baokan_lang=en;.*SameSite=lax", chosen.headers["set-cookie"], re.I)
    assert "/people?q=1&amp;lang=zh" in chosen.text
    assert "set-cookie" not in room.get(HERE).headers
    assert "Accept-Language" in room.get(HERE).headers["vary"]


def test_the_style_sheet_loads_nothing(room: Room) -> None:
    style = room.get("/-/baokan/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert style.headers["content-security-policy"] == POLICY
    assert "url(" not in style.text
    assert "@import" not in style.text
