"""Pages of the reading room in a real Chromium, and all that goes wrong there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
AXE = Path(__file__).parents[1] / ".ci" / "node_modules" / "axe-core" / "axe.min.js"
SHOWN = "Download is starting"  # what Playwright says of an address that is no page


@dataclass
class Seen:
    """What a browser said while pages were open."""

    ran: list[str] = field(default_factory=list)  # dialogs that stored text opened
    outside: list[str] = field(default_factory=list)  # requests to other hosts
    errors: list[str] = field(default_factory=list)  # of the console, and uncaught ones


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips the test where there is none."""
    if CHROMIUM is None:
        pytest.skip("no chromium or google-chrome on PATH to show the pages in")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def watched(browser: Browser, base: str, **settings: Any) -> tuple[Page, Seen]:
    """A tab that writes down what happens in it; `settings` as for `Browser.new_context`."""
    page = browser.new_context(**settings).new_page()
    seen = Seen()

    def dialog(one: Any) -> None:
        seen.ran.append(f"{page.url}: {one.message}")
        one.dismiss()

    page.on("dialog", dialog)
    page.on("pageerror", lambda error: seen.errors.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda one: seen.errors.append(f"{page.url}: {one.text}") if one.type == "error" else None,
    )
    page.on(
        "request",
        lambda one: (
            None
            if one.url.startswith((base, "data:", "file:", "about:"))
            else seen.outside.append(f"{page.url}: {one.url}")
        ),
    )
    return page, seen


def show(page: Page, address: str) -> bool:
    """Opens an address; False if the browser would only save it."""
    try:
        page.goto(address)
    except Error as error:
        if SHOWN in error.message or "ERR_ABORTED" in error.message:
            return False
        raise
    return True
