"""Every kind of page of the reading room in a real browser: two widths, two languages, light and
dark; the faults that axe-core finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import AXE, chromium, show, watched
from tests.reading_room import Room, links
from tests.test_web_demo import HERE, demo, room  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow

_MOST_OF_A_KIND = 2


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(room: Room) -> list[str]:  # noqa: F811
    """Addresses of every kind of page that some page leads to, and of one that is not there."""
    waiting, known, kinds = [HERE], {HERE}, Counter[str]()
    found = [f"{HERE}/nothing", f"{HERE}/search?q=夜市", f"{HERE}/search?q=没有这个词"]
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+|(?<=/)demo_\w+|=[^&]*", "#", path)
        if kinds[kind] == _MOST_OF_A_KIND:
            continue
        answer = room.get(path)
        if "html" not in answer.headers["content-type"]:
            continue  # a file
        kinds[kind] += 1
        found.append(path)
        for one in links(answer):
            inside = one.startswith(HERE) and "lang=" not in one
            if inside and one not in known:
                known.add(one)
                waiting.append(one)
    assert {re.split("[/?]", path.removeprefix(HERE))[1] for path in found if path != HERE} >= {
        "article", "diff", "issue", "page", "title", "calendar", "person", "people", "runs",
        "capture", "charts", "queries", "nothing",
    }  # fmt: skip
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_page_is_whole(
    browser: Browser,
    room: Room,  # noqa: F811
    pages: list[str],
    language: str,
    width: int,
) -> None:
    tab, seen = watched(
        browser, room.base, locale=language, viewport={"width": width, "height": 900}
    )
    for path in pages:
        assert show(tab, room.base + path), path
        found = tab.evaluate(
            "({wide: document.documentElement.scrollWidth, lang: document.documentElement.lang,"
            " heads: document.querySelectorAll('h1').length, title: document.title})"
        )
        assert found["wide"] <= width, path
        assert found["heads"] == 1, path
        assert found["title"], path
        assert found["lang"] == ("en" if language == "en-GB" else "zh-Hans"), path
    missing = [one for one in seen.errors if "404" in one and "/nothing" in one]
    assert seen.errors == missing
    assert len(missing) == 1
    assert (seen.outside, seen.ran) == ([], [])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(
    browser: Browser,
    room: Room,  # noqa: F811
    pages: list[str],
    scheme: Any,
    width: int,
) -> None:
    if not AXE.exists():
        pytest.skip(f"no axe-core at {AXE}: npm install --prefix .ci")
    tab, _ = watched(
        browser,
        room.base,
        locale="zh-CN",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    axe = AXE.read_text()
    faults: list[str] = []
    for path in pages:
        assert show(tab, room.base + path), path
        tab.evaluate(axe)
        said = tab.evaluate("axe.run({resultTypes: ['violations']})")
        faults += [
            f"{path}: {one['id']} {node['html'][:160]}"
            for one in said["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
    assert faults == []


def test_axe_sees_a_fault(browser: Browser) -> None:
    """What says that there are none can say that there are some."""
    if not AXE.exists():
        pytest.skip(f"no axe-core at {AXE}: npm install --prefix .ci")
    tab = browser.new_page()
    tab.set_content("<html lang='zh-Hans'><title>x</title><main><img src='data:,'></main>")
    tab.evaluate(AXE.read_text())
    said = tab.evaluate("axe.run({resultTypes: ['violations']})")
    assert "image-alt" in {one["id"] for one in said["violations"]}
