"""The reading room in a real browser: nothing sticks out on a phone, and all text can be read.

The policy of the pages allows no script to measure them with: copies without headers are shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.server import Hit, Reply, Server, replying
from tests.helpers import new_archive
from tests.reading_room import Room, links
from tests.test_probe_page import browse
from tests.test_web_demo import HERE, demo, room  # noqa: F401 - fixtures
from tests.test_web_hostile import fill

pytestmark = pytest.mark.slow

PATHS = (
    "", "/article/1", "/issue/3", "/page/5", "/title/demo_daily", "/title/demo_magazine", "/runs",
    "/calendar/demo_daily", "/people", "/capture/4", "/nothing", "/diff/13",
)  # fmt: skip

# Shows every copy in a frame of one width, and writes down how wide it is and which text has too
# little contrast (WCAG 2.1, 1.4.3) with what lies behind it.
HARNESS = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><body><script>
const names = %s, width = %d, out = {};
const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map(x => x / 255)
  .map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4)
  .reduce((sum, x, n) => sum + x * [.2126, .7152, .0722][n], 0);
function behind(view, element) {
  for (let one = element; one; one = one.parentElement) {
    const color = rgb(view.getComputedStyle(one).backgroundColor);
    if (color.length == 3 || color[3] > 0) return color;
  }
  return [255, 255, 255];
}
function faint(page, view) {
  const found = [];
  for (const one of page.querySelectorAll("body *:not(svg *)")) {
    const own = [...one.childNodes].some(n => n.nodeType == 3 && n.data.trim());
    if (!own || !one.getClientRects().length) continue;
    const pair = [light(rgb(view.getComputedStyle(one).color)), light(behind(view, one))].sort();
    const ratio = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
    if (ratio < 4.5) found.push(one.className + ":" + one.tagName + " " + ratio.toFixed(2));
  }
  return [...new Set(found)];
}
for (const name of names) {
  const frame = document.createElement("iframe");
  frame.width = width; frame.height = 900; frame.src = "/" + name;
  frame.onload = () => {
    const page = frame.contentDocument, view = page.defaultView;
    out[name] = {wide: page.documentElement.scrollWidth, faint: faint(page, view),
      paper: light(behind(view, page.body))};
    if (Object.keys(out).length == names.length) {
      const said = document.createElement("pre");
      said.id = "out"; said.textContent = JSON.stringify(out);
      document.body.append(said);
    }
  };
  document.body.append(frame);
}
</script>"""


def copy(of: Room, path: str, style: str) -> bytes:
    """A page with its style sheet inside, and its pictures left out."""
    text = of.get(path).text
    text = re.sub('<link rel="stylesheet"[^>]*>', lambda _: f"<style>{style}</style>", text)
    return re.sub(r"<(?:img|image) [^>]*>", "", text).encode()


@pytest.fixture(scope="module")
def copies(
    room: Room,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, dict[str, Reply]]]:
    """The demo's pages, and those of an archive of hostile text, on a server of this machine."""
    style = room.get("/-/baokan/style.css").text
    pages = {f"demo{n}": copy(room, HERE + path, style) for n, path in enumerate(PATHS)}
    folder = tmp_path_factory.mktemp("hostile")
    with new_archive(folder) as archive:
        fill(archive)
    hostile = Room(folder / "archive.db")
    try:
        shown = [one for one in links(hostile.get(HERE)) if "/search" not in one]
        shown += [f"{HERE}/diff/1", f"{HERE}/issue/1", f"{HERE}/page/1", f"{HERE}/capture/1"]
        for n, path in enumerate(one for one in shown if one.startswith(HERE)):
            pages[f"hostile{n}"] = copy(hostile, path, style)
    finally:
        hostile.close()
    replies = {f"/{name}": Reply(body) for name, body in pages.items()}
    log: list[Hit] = []
    with Server(
        replying(lambda path: replies.get(path, Reply(b"", 404)), log), "127.0.0.1", 0
    ) as server:
        for width in (390, 1280):
            replies[f"/{width}"] = Reply((HARNESS % (json.dumps(list(pages)), width)).encode())
        yield server.base, replies


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_and_all_text_can_be_read(
    copies: tuple[str, dict[str, Reply]], tmp_path: Path, width: int, scheme: str
) -> None:
    base, replies = copies
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    done = browse(tmp_path, "--window-size=1400,1000", "--virtual-time-budget=60000",
                  "--dump-dom", *dark, f"{base}/{width}")  # fmt: skip
    found = re.search('<pre id="out">(.*?)</pre>', done.stdout, re.S)
    assert found, done.stdout[-2000:]
    said: dict[str, Any] = json.loads(unescape(found[1]))
    assert len(said) == len(replies) - 2 > len(PATHS) + 8
    assert {name: one["wide"] for name, one in said.items() if one["wide"] > width} == {}
    assert {name: one["faint"] for name, one in said.items() if one["faint"]} == {}
    assert {one["paper"] > 0.5 for one in said.values()} == {scheme == "light"}
