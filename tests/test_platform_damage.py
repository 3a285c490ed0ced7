"""Whatever a site sends, no platform raises: damaged pages, foreign pages, noise."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Ask
from crawler.platforms import PLATFORMS, platform_for, recognise
from crawler.platforms.base import Fetched
from crawler.titles import Title
from tests.presses.papers import all_presses
from tests.presses.walk import BASE, title_of

PRESSES = all_presses()
KINDS = ("entry", "calendar", "issue", "page", "list", "article", "part", "any")
CONTEXTS = (
    {"date": "2024-08-02"},
    {"date": "2024-08-02", "left": "3", "fallback": ""},
    {"since": "2024-08-01", "until": "2024-08-03", "template": BASE + "/{YYYY}{MM}/{DD}/1.html"},
    {"date": "2024-08-02", "since": "2024-08-01", "until": "2024-08-03"},
    {"year": "2024", "issue_label": "2024年第1期", "date": "2024-08-02", "post": "1"},
)
CAPTURED = datetime(2024, 8, 5, 4, 0, tzinfo=UTC)
BODIES = [
    (press, path, body)
    for press in PRESSES
    for path, body in list(press.files.items())[:6]
    if isinstance(body, bytes)
]


def needed(kind: str, context: dict[str, str]) -> bool:
    """Requests that the platforms themselves could make."""
    if kind == "calendar":
        return "template" in context
    if kind in ("issue", "page"):
        return "date" in context
    return True


@settings(deadline=None)  # the first call imports the reader
@given(
    st.integers(0, len(BODIES) - 1), st.sampled_from(KINDS), st.sampled_from(CONTEXTS),
    st.integers(0, 4000), st.binary(max_size=40), st.sampled_from([200, 200, 200, 403, 404, 500]),
)  # fmt: skip
def test_a_damaged_page_of_a_press(
    chosen: int, kind: str, context: dict[str, str], at: int, noise: bytes, status: int
) -> None:
    press, path, body = BODIES[chosen]
    if not needed(kind, context):
        return
    damaged = body[:at] + noise + body[at + len(noise) :] if at % 2 else body[:at] + noise
    platform = platform_for(title_of(press))
    page = Fetched(BASE + path, status, damaged, {"content-type": "text/html"}, CAPTURED)
    found = platform.read(Ask(page.url, kind, context), page)
    assert found.verdict
    for ask in found.asks:
        assert ask.url.startswith(("http://", "https://"))
    if status != 200:
        assert found.article is None
        assert not found.articles
    recognise(page)


@settings(deadline=None)  # the first call imports the reader
@given(st.sampled_from(PLATFORMS), st.sampled_from(KINDS), st.integers(0, len(BODIES) - 1))
def test_a_page_of_another_platform(name: str, kind: str, chosen: int) -> None:
    _, path, body = BODIES[chosen]
    platform = platform_for(Title("lake", "湖滨日报", name, BASE + "/"))
    context = {"date": "2024-08-02"}
    if not needed(kind, context):
        return
    page = Fetched(BASE + path, 200, body, {}, CAPTURED)
    assert platform.read(Ask(page.url, kind, context), page).verdict
