"""The HTML file of `baokan probe --html`: whole, harmless, and right in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from crawler.cli import baokan
from crawler.demo.server import Hit, Reply, Server, replying
from crawler.extract import examine
from crawler.probe import SIGNS, field_rows
from crawler.probe_page import probe_page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
PROSE = "新桥昨天通车，三百多名市民走上桥面，看着第一班公交车慢慢驶过，孩子们在岸上数灯火。"
# The page tries to get markup, a script and a picture of its own into the file.
EVIL = "<script>document.title='taken'</script><img src='/stolen.png'>\"'&$title ${headline}"
LONG = "http://press.example/" + "averylongaddresswithoutanyblank" * 9
PAGE = f"""<html lang="zh"><head><title>渡口换了新桥</title></head><body>
<h1>渡口换了新桥{escape(EVIL)}</h1>
<div>来源：湖滨晚报　2022-08-04 09:13　责任编辑：林苇</div>
<p>{PROSE}</p><p>{PROSE}{escape(EVIL)}</p><p>{PROSE}{LONG}</p>
<div>湖滨晚报社主办 湘ICP备00000002号</div>
<div class="related">相关阅读</div><div>橘子船票兑换处三号窗口</div></body></html>"""

# Shows the file in a frame and writes down what a reader would see of it.
HARNESS = """<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><body>
<iframe src="/probe.html" width="{width}" height="900" style="border: 0"></iframe>
<pre id=out></pre>
<script>
document.querySelector("iframe").onload = event => {{
  const page = event.target.contentDocument, view = page.defaultView;
  const seen = kind => [...page.querySelectorAll(".lines ." + kind)]
    .filter(one => view.getComputedStyle(one).display != "none").length;
  const said = {{wide: page.documentElement.scrollWidth, title: page.title,
    paper: view.getComputedStyle(page.body).backgroundColor,
    scripts: page.scripts.length, pictures: page.images.length}};
  for (const kind of {kinds}) {{
    said[kind] = seen(kind);
    page.querySelector("label[for=show-" + kind + "]").click();
    said["hidden_" + kind] = seen(kind);
  }}
  document.getElementById("out").textContent =
    Object.entries(said).map(([name, value]) => name + "=" + value).join("\\n");
}};
</script>"""


def test_the_file_holds_all_lines_and_fields_as_text() -> None:
    reading = examine(PAGE, "http://press.example/1.html")
    tree = html.document_fromstring(probe_page(reading))
    items = tree.xpath('//ol[@class="lines"]/li')
    shown = [(one.get("class"), one.xpath('string(span[@class="text"])')) for one in items]
    assert shown == [(line.kind, line.text) for line in reading.lines]
    assert all(
        one.xpath('string(span[@class="sign"])') == SIGNS[one.get("class")] for one in items
    )
    rows = tree.xpath("//tbody/tr")
    assert [one.xpath("string(th)") for one in rows] == [
        row.field for row in field_rows(reading.article)
    ]
    assert tree.xpath("string(//h1)") == reading.article.title
    assert EVIL in "".join(text for _, text in shown)


def test_the_file_is_whole_in_itself() -> None:
    text = probe_page(examine(PAGE, "http://press.example/1.html"))
    tree = html.document_fromstring(text)
    assert not tree.xpath("//script | //img | //iframe | //object | //style[@src] | //*[@onload]")
    loaded = [link.get("href") for link in tree.xpath("//link")]
    assert loaded == ["data:,"]
    style = "".join(tree.xpath("//style/text()"))
    assert not re.search(r"url\(|@import", style)
    assert "prefers-color-scheme: dark" in style
    assert [a.get("href") for a in tree.xpath("//a")] == ["http://press.example/1.html"]
    assert "default-src 'none'" in text
    assert "$" not in text.replace(escape(EVIL), "")  # the template is filled in


def test_an_address_is_only_a_link_when_it_is_http() -> None:
    tree = html.document_fromstring(probe_page(examine(PAGE, "javascript:alert(1)")))
    assert not tree.xpath("//a")
    assert "javascript:alert(1)" in tree.text_content()


def test_the_command_writes_it_and_says_so(tmp_path: Path) -> None:
    page, target = tmp_path / "page.html", tmp_path / "probe.html"
    page.write_text(PAGE, "utf-8")
    result = CliRunner().invoke(baokan, ["probe", str(page), "--html", str(target)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"{target}: {len(examine(PAGE).lines)} lines: ")
    assert target.read_text("utf-8") == probe_page(examine(page.read_bytes()))


# ------------------------------------------------------------- in a real browser


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, list[Hit]]]:
    """The file and its harness on a server of this machine, and what was asked of it."""
    log: list[Hit] = []
    files = {"/probe.html": probe_page(examine(PAGE, "http://press.example/1.html"))}
    for width in (400, 1280):
        files[f"/{width}"] = HARNESS.format(width=width, kinds=list(SIGNS))
    replies = {path: Reply(text.encode()) for path, text in files.items()}
    with Server(
        replying(lambda p: replies.get(p, Reply(b"", 404)), log), "127.0.0.1", 0
    ) as server:
        yield server.base, log


def browse(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if BROWSER is None:
        pytest.skip("no chromium or google-chrome on PATH to show the file in")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [BROWSER, "--headless=new", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
               "--disable-background-networking", "--disable-component-update", "--disable-sync",
               "--enable-logging=stderr", "--v=0", profile]  # fmt: skip
    if os.geteuid() == 0:  # the browser's sandbox does not start for root
        command.append("--no-sandbox")
    return subprocess.run(
        [*command, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=180
    )


@pytest.mark.slow
@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it(
    served: tuple[str, list[Hit]], tmp_path: Path, width: int, scheme: str
) -> None:
    base, log = served
    log.clear()
    dark = ["--force-dark-mode"] if scheme == "dark" else []
    done = browse(tmp_path, "--window-size=1400,1000", "--dump-dom", *dark, f"{base}/{width}")
    said = dict(re.findall(r"^(?:<[^\n]*>)?(\w+)=([^<\n]*)", done.stdout, re.M))
    lines = [line.kind for line in examine(PAGE).lines]
    assert int(said["wide"]) == width  # nothing sticks out to the right
    assert (said["scripts"], said["pictures"]) == ("0", "0")
    assert said["title"].startswith("渡口换了新桥")
    for kind in SIGNS:
        assert (said[kind], said[f"hidden_{kind}"]) == (str(lines.count(kind)), "0")
    light = sum(map(int, re.findall(r"\d+", said["paper"])[:3])) > 3 * 128
    assert light == (scheme == "light")
    assert "CONSOLE" not in done.stderr
    assert [hit.path for hit in log] == [f"/{width}", "/probe.html"]


@pytest.mark.slow
def test_a_browser_draws_it_from_a_file(tmp_path: Path) -> None:
    target, picture = tmp_path / "probe.html", tmp_path / "probe.png"
    target.write_text(probe_page(examine(PAGE)), "utf-8")
    done = browse(tmp_path, "--window-size=1280,900", f"--screenshot={picture}", target.as_uri())
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (1280, 900)
    assert len(data) > 10_000  # an empty page is smaller by far
    assert "CONSOLE" not in done.stderr
