"""scrapyd: the project as an egg, on a server that has its dependencies and not the project."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.catalogue import catalogue
from crawler.demo.press import DemoPress
from crawler.reader import reader
from tests.crawling import PATIENCE, ROOT, baokan, rows
from tests.pdfs import pdf

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

# What the project is installed as, in either way.
_OURS = ("baokan", "__editable__", "archive", "crawler", "spiders")


@dataclass(frozen=True)
class Server:
    """A running scrapyd, and the folder of the project that is deployed to it."""

    base: str
    programs: Path
    project: Path

    def ask(self, call: str, **fields: str | list[str]) -> dict[str, Any]:
        """POST with fields, else GET."""
        data = urllib.parse.urlencode(fields, doseq=True)
        post = data.encode() if call in ("schedule.json", "cancel.json") else None
        address = f"{self.base}{call}" + ("" if post else f"?{data}")
        with urllib.request.urlopen(address, post, timeout=PATIENCE) as answer:
            said: dict[str, Any] = json.load(answer)
        assert said["status"] == "ok", said
        return said

    def run(self, spider: str, **fields: str | list[str]) -> None:
        """Schedule a spider, and wait until its job has ended."""
        job = self.ask("schedule.json", project="baokan", spider=spider, **fields)["jobid"]
        end = time.monotonic() + PATIENCE
        while job not in {one["id"] for one in self.ask("listjobs.json")["finished"]}:
            assert time.monotonic() < end, "the job does not end"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """scrapyd in an environment without the project."""
    folder = tmp_path_factory.mktemp("scrapyd")
    programs = environment(folder / "venv")
    project = folder / "project"
    project.mkdir()
    for name in ("archive", "crawler", "spiders"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("scrapy.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = (project / "scrapy.cfg").read_text("utf-8")
    assert "http://localhost:6800/" in config
    (project / "scrapy.cfg").write_text(config.replace(":6800/", f":{port}/"), "utf-8")
    home = folder / "home"
    home.mkdir()
    (home / "scrapyd.conf").write_text(f"[scrapyd]\nhttp_port = {port}\npoll_interval = 0.2\n")
    command = [programs / "python", "-m", "scrapyd"]
    with (home / "scrapyd.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=home, env=clean(), stdout=log, stderr=log)
    try:
        wait_for_port(port, process)
        yield Server(f"http://127.0.0.1:{port}/", programs, project)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def environment(folder: Path) -> Path:
    """A virtual environment with what is installed here, but the project; returns its bin."""
    venv.create(folder, with_pip=False)
    there = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(_OURS):
            (there / path.name).symlink_to(path)
    return folder / "bin"


def clean() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BAOKAN_", "PYTHON"))}
    return kept | {"PYTHONWARNINGS": "ignore"}  # scrapyd warns of its own pkg_resources


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "scrapyd did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("scrapyd does not listen")


def deploy(server: Server, *arguments: str | Path) -> str:
    done = subprocess.run(
        [server.programs / "python", "-m", "scrapyd_client.deploy", *arguments],
        cwd=server.project,
        env=clean(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_environment_has_not_got_the_project(server: Server) -> None:
    done = subprocess.run(
        [server.programs / "python", "-c", "import scrapy, lxml; import crawler"],
        cwd=server.programs,
        env=clean(),
        capture_output=True,
        check=False,
    )
    assert b"No module named 'crawler'" in done.stderr, done.stderr


def test_the_egg_has_every_file_that_is_no_module(server: Server, tmp_path: Path) -> None:
    deploy(server, "--build-egg", tmp_path / "baokan.egg")
    with zipfile.ZipFile(tmp_path / "baokan.egg") as egg:
        inside = set(egg.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "archive", "crawler", "spiders"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert {Path(name).suffix for name in tracked} > {".py", ".sql", ".toml", ".html", ".css"}
    assert set(tracked) <= inside


def test_a_title_is_crawled_by_schedule_json(server: Server, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    said = json.loads(deploy(server, "--version", "1"))
    assert said["spiders"] == len(catalogue())
    names = server.ask("listspiders.json", project="baokan")["spiders"]
    assert names == [title.name for title in catalogue()]
    settings = [f"BAOKAN_ARCHIVE={archive}", "BAOKAN_RETRY_WAITS=0.1,0.1", "BAOKAN_LOOPBACK=1"]
    with DemoPress() as press:
        span = {"since": "2022-08-03", "until": "2022-08-04"}
        server.run("hunan_daily", entry=f"{press.base}/ljrb/", setting=settings, **span)
        server.run("xinxiang", entry=press.base, setting=settings)
    assert rows(archive, "SELECT outcome FROM runs ORDER BY id") == [("complete",), ("failures",)]
    assert rows(archive, "SELECT count(*) FROM articles GROUP BY title_id") == [(23,), (26,)]
    assert rows(archive, "SELECT count(*) FROM page_files") == [(16,)]
    assert rows(archive, "SELECT DISTINCT reader FROM runs") == [(reader(),)]
    assert baokan("verify", "--archive", archive).code == 0


def test_a_pdf_is_read_by_a_process_that_is_started_out_of_the_egg(
    server: Server, tmp_path: Path
) -> None:
    egg = tmp_path / "1.egg"
    deploy(server, "--build-egg", egg)
    code = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from crawler.pdf_lines import lines_of\n"
        "print([line.text for line in lines_of(sys.stdin.buffer.read())])\n"
    )
    done = subprocess.run(
        [server.programs / "python", "-c", code, egg],
        cwd=tmp_path,
        env=clean() | {"PYTHONIOENCODING": "utf-8"},
        input=pdf([[(72, 700, 12, "新桥通车")]]),
        capture_output=True,
        check=False,
    )
    assert "新桥通车" in done.stdout.decode(), done.stderr.decode()
