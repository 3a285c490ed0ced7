"""Look at a press site: which platform it is on, and whether that platform can read it.

The entry's redirects are followed, the platforms are asked for their marks on what stands at the
end, and the likeliest of them walks a little way: one issue, a page or two, three articles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from archive.identity import url_key
from archive.records import Article, Ask, Found, Issue, Page
from crawler.fetch import FetchError
from crawler.platforms import platform_for, recognise
from crawler.platforms.base import TOLD, Fetched, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import links_of
from crawler.platforms.redirects import redirects
from crawler.titles import Title, TitleError

Get = Callable[
    [str, str], Fetched
]  # address, how it is sent as a POST → the answer; raises FetchError

_MOST_HOPS = 3
_MOST_PLATFORMS = 3
_MOST_ARTICLES = 3
_MOST_PAGES = 2
_MOST_REQUESTS = 24  # of one platform's walk; a site without marks is searched as far


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a walk and what came of it."""

    kind: str
    url: str
    status: int
    found: Found
    page: Fetched | None = None

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles that the answer holds."""
        own = (self.found.article,) if self.found.article else ()
        return own if self.found.verdict in ("article", "part") else self.found.articles


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one platform came on one site."""

    title: Title
    sign: Sign | None
    steps: tuple[Step, ...] = ()
    problem: str = ""

    @property
    def articles(self) -> list[tuple[Step, Article]]:
        """What was read, each with the step that gave it, the first three."""
        found = [(step, article) for step in self.steps for article in step.articles]
        return found[:_MOST_ARTICLES]

    @property
    def issue(self) -> Issue | None:
        """The first issue that was reached."""
        return next((s.found.issue for s in self.steps if s.found.issue and s.found.pages), None) \
            or next((s.found.issue for s in self.steps if s.found.issue), None)  # fmt: skip

    @property
    def pages(self) -> list[Page]:
        """The pages (版) that were read."""
        return [page for step in self.steps for page in step.found.pages]


@dataclass(slots=True)
class Scouted:
    """What became of an entry: the way to it, and the walk of the platform that fits."""

    entry: str
    chain: list[Fetched] = field(default_factory=list)
    walks: list[Walk] = field(default_factory=list)  # tried in vain, then the one that fits

    @property
    def best(self) -> Walk | None:
        """The walk that reached articles."""
        return next((walk for walk in self.walks if walk.articles), None)


def scout(title: Title, get: Get) -> Scouted:
    """Try `title.entry` with every platform whose marks it shows, then with `site`.

    `title` gives name and publication.  Raises FetchError when the entry itself gives no answer.
    """
    known: dict[str, Fetched] = {}

    def once(url: str, post: str) -> Fetched:
        key = f"{url_key(url)} {post}"
        if key not in known:
            known[key] = get(url, post)
        return known[key]

    scouted = Scouted(title.entry, follow(title.entry, once))
    for name, sign in _signs(scouted.chain)[:_MOST_PLATFORMS]:
        walk = walked(replace(title, platform=name, options=sign.options), sign, once)
        scouted.walks.append(walk)
        if walk.articles:
            return scouted
    scouted.walks.append(walked(replace(title, platform="site", options={}), None, once))
    return scouted


def follow(entry: str, get: Get) -> list[Fetched]:
    """The entry's page and those that it sends its reader on to, by refresh, script or frame."""
    chain = [get(entry, "")]
    seen = {url_key(entry)}
    for _ in range(_MOST_HOPS):
        page = chain[-1]
        tree = parse(text_of_page(page.body, page.headers)) if page.status == 200 else None
        if tree is None:
            break
        frames = [x.url for x in links_of(tree, page.url) if x.via == "frame"]
        onward = next((u for u in (*redirects(tree, page.url), *frames)), "")
        if not onward or url_key(onward) in seen:
            break
        seen.add(url_key(onward))
        chain.append(get(onward, ""))
    return chain


def _signs(chain: list[Fetched]) -> list[tuple[str, Sign]]:
    """Platforms by the marks on the last page that shows any."""
    for page in reversed(chain):
        if page.status == 200 and (signs := recognise(page)):
            return signs
    return []


def walked(title: Title, sign: Sign | None, get: Get) -> Walk:
    """Crawl the title a little way, as the crawl would."""
    try:
        platform = platform_for(title)
        queue = platform.starts(None, None)
    except TitleError as error:
        return Walk(title, sign, problem=str(error))
    steps: list[Step] = []
    asked = {url_key(ask.url) for ask in queue}
    while queue and len(steps) < _MOST_REQUESTS and not _enough(steps):
        queue.sort(key=lambda ask: -ask.priority)
        ask = queue.pop(0)
        if ask.kind == "page" and sum(len(s.found.pages) for s in steps) >= _MOST_PAGES:
            continue
        step = _step(ask, get, platform.read)
        steps.append(step)
        if step.page is not None:
            platform.learn(step.page.url, step.found.verdict)
        for further in step.found.asks:
            if url_key(further.url) not in asked:
                asked.add(url_key(further.url))
                queue.append(further)
    problem = "" if any(step.articles for step in steps) else _problem(steps)
    return Walk(title, sign, tuple(steps), problem)


def _enough(steps: list[Step]) -> bool:
    return sum(len(step.articles) for step in steps) >= _MOST_ARTICLES


def _step(ask: Ask, get: Get, read: Callable[[Ask, Fetched], Found]) -> Step:
    try:
        page = get(ask.url, ask.context.get("post", ""))
    except FetchError as error:
        return Step(ask.kind, ask.url, 0, Found("failed", reason=str(error)))
    if page.status >= 400 and ask.kind not in TOLD:
        found = Found("missing", reason=f"HTTP {page.status}")
        return Step(ask.kind, ask.url, page.status, found)
    context: Mapping[str, Any] = ask.context
    if page.url != ask.url:
        context = {"asked_as": ask.url, **ask.context}
    found = read(replace(ask, url=page.url, context=context), page)
    return Step(ask.kind, ask.url, page.status, found, page)


def _problem(steps: list[Step]) -> str:
    told = [step for step in steps if step.found.reason]
    if told:
        last = told[-1]
        return f"{urlsplit(last.url).path or '/'}: {last.found.reason}"
    return "no article was found"
