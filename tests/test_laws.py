"""The laws of the house that no single test of a part would notice."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.catalogue import catalogue, spider_of
from crawler.polite import LEAST_DELAY, PolitenessError, check
from crawler.run import project_settings
from crawler.spider import PressSpider

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
IMPOLITE = re.compile("delay|robots|concurren|agent|cookie", re.I)
TITLE_LINES = 10


def modules(package: str) -> list[str]:
    """The dotted names of a package's modules."""
    files = sorted((ROOT / package.replace(".", "/")).rglob("*.py"))
    names = [str(p.relative_to(ROOT).with_suffix("")).replace(os.sep, ".") for p in files]
    return [name.removesuffix(".__init__") for name in names]


def loaded_by(package: str) -> set[str]:
    """What a fresh interpreter has loaded after importing every module of a package."""
    names = modules(package)
    assert names, package
    code = f"import sys, {', '.join(names)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT,
                          check=True)  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("archive", "scrapy twisted lxml.html parsel protego crawler spiders"),
        ("crawler.extract", "scrapy twisted parsel protego sqlite3 sqlite_utils socket ssl"
         " http.client urllib.request asyncio archive.store archive.queue archive.errors"
         " crawler.session crawler.clock crawler.platforms spiders"),
        ("crawler.platforms", "scrapy twisted sqlite3 sqlite_utils archive.store"
         " crawler.session crawler.clock spiders"),
        ("crawler", "spiders"),
    ],
)  # fmt: skip
def test_imports_run_downwards(package: str, forbidden: str) -> None:
    loaded = loaded_by(package)
    assert package in loaded
    assert not {name for name in forbidden.split() if name in loaded}


def imports(path: Path) -> set[str]:
    """The modules that a file names in its imports, wherever in the file they stand."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize(
    "path", sorted((ROOT / "crawler/extract").glob("*.py")), ids=lambda p: p.name
)
def test_extraction_has_no_clock_no_chance_and_no_network(path: Path) -> None:
    named = {name.split(".")[0] for name in imports(path)}
    assert not named & {"time", "random", "socket", "os", "sqlite3", "subprocess", "secrets"}
    text = path.read_text("utf-8")
    for clock in (".now(", ".today(", "utcnow("):
        assert clock not in text


@pytest.mark.parametrize("folder", ["archive", "crawler", "spiders", "tests"])
def test_no_file_is_long(folder: str) -> None:
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    counted = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in files}
    assert {name: lines for name, lines in counted.items() if lines > MOST_LINES} == {}


def test_a_title_is_a_declaration_of_ten_lines() -> None:
    files = sorted((ROOT / "spiders/catalogue").glob("*.toml"))
    assert files
    for path in files:
        text = path.read_text("utf-8")
        records = text.split("[[title]]")[1:]
        assert len(records) == len(tomllib.loads(text)["title"])
        for record in records:
            lines = [
                x for x in record.splitlines() if x.strip() and not x.lstrip().startswith("#")
            ]
            assert len(lines) + 1 <= TITLE_LINES, record


def test_a_title_has_no_method_and_no_politeness_of_its_own() -> None:
    titles = catalogue()
    assert titles
    for title in titles:
        spider = spider_of(title.name)
        assert spider.__mro__[1] is PressSpider
        assert set(vars(spider)) == {"name", "title", "__module__", "__doc__"}
        assert not [key for key in title.options if IMPOLITE.search(key)]
        check(project_settings(), spider)
    assert not hasattr(PressSpider, "download_delay")
    assert PressSpider.custom_settings is None


def test_settings_that_must_hold() -> None:
    settings = project_settings()
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getfloat("DOWNLOAD_DELAY") >= LEAST_DELAY >= 1.0
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPCACHE_ENABLED",
                 "REDIRECT_ENABLED", "METAREFRESH_ENABLED", "RETRY_ENABLED", "COOKIES_ENABLED",
                 "AUTOTHROTTLE_ENABLED"):  # fmt: skip
        assert not settings.getbool(name), name
    assert 0 < settings.getint("DOWNLOAD_MAXSIZE") <= 64 * 1024 * 1024
    assert 0 < settings.getint("DOWNLOAD_TIMEOUT") <= 120
    assert 0 < settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert set(settings.getdict("DOWNLOAD_SLOTS")) == set(ours.LOOPBACK_HOSTS)
    assert settings["USER_AGENT"].startswith("baokan/")
    # Nothing that every library can read forever would be in a WARC file otherwise.
    assert settings.getdict("DEFAULT_REQUEST_HEADERS")["Accept-Encoding"] == "gzip, deflate"


def spider(**attributes: Any) -> type[PressSpider]:
    """A title's spider with things of its own."""
    base = spider_of(catalogue()[0].name)
    return type("Own", (base,), attributes)


def refused(settings: Settings, cls: type[PressSpider]) -> str:
    """What the check says to a spider; its custom settings are taken as Scrapy takes them."""
    cls.update_settings(settings)
    with pytest.raises(PolitenessError) as error:
        check(settings, cls())
    assert "\n" not in str(error.value)
    return str(error.value)


LOWERED: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0.99,
    "DOWNLOAD_DELAY_JITTER": 0.5,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 3,
    "DOWNLOAD_SLOTS": {"lakeside.example": {"delay": 0}},
    "DOWNLOADER_MIDDLEWARES": {"crawler.robots.RobotsMiddleware": None},
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "DOWNLOADER": "own.Downloader",
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOAD_HANDLERS": {"http": None},
    "RANDOMIZE_DOWNLOAD_DELAY": True,  # a jitter of half the delay
    "AUTOTHROTTLE_ENABLED": True,  # shortens a host's Crawl-delay to DOWNLOAD_DELAY
    "DEFAULT_REQUEST_HEADERS": {"User-Agent": "Mozilla/5.0"},  # goes before USER_AGENT
    "DOWNLOAD_HANDLERS_BASE": {"http": "own.Handler"},
    "REDIRECT_ENABLED": True,  # the request is never settled: it leaves the frontier's sight
    "METAREFRESH_ENABLED": True,
    "RETRY_ENABLED": True,
    "HTTPCACHE_ENABLED": True,  # answers that were not fetched, and are not captured
    "REMOTE_CONTROL_ENABLED": True,
    "TELNETCONSOLE_ENABLED": True,
    "EXTENSIONS_BASE": {},
    "ADDONS": {"own.Addon": 0},
    "SPIDER_MIDDLEWARES": {"own.Middleware": 10},
}


@pytest.mark.parametrize("priority", ["project", "spider", "cmdline"])
@pytest.mark.parametrize(
    ("name", "value"),
    LOWERED.items(),
)
def test_nobody_lowers_politeness(name: str, value: Any, priority: str) -> None:
    settings = project_settings()
    if priority == "spider":
        said = refused(settings, spider(custom_settings={name: value}))
    else:
        settings.set(name, value, priority=priority)
        said = refused(settings, spider())
    assert name in said


def test_a_delay_that_is_no_number_is_refused() -> None:
    settings = project_settings()
    settings.set("DOWNLOAD_DELAY", "nan", priority="cmdline")
    refused(settings, spider())


@pytest.mark.parametrize(
    "attribute",
    ["download_delay", "max_concurrent_requests", "user_agent"],
)
def test_a_spider_has_no_politeness_of_its_own(attribute: str) -> None:
    refused(project_settings(), spider(**{attribute: 0}))


def test_a_longer_delay_is_nobodys_business() -> None:
    settings = project_settings()
    settings.set("DOWNLOAD_DELAY", 30, priority="cmdline")
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 1, priority="cmdline")
    check(settings, spider()())
