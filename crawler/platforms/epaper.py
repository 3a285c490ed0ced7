"""E-papers (数字报) of every vendor: issue (期) → page (版) → article (稿件).

A platform file gives the grammar of its addresses; everything else is the same for all of them
and stands here and in the `epaper_…` files.  Options of a title:

    editions  where the issue of a day is, and for which days that holds: see `editions`
    hosts     further hosts of the title; some papers keep pages and articles on two

Requests carry in their context `date` (2022-02-12) and, for articles, `page_label` (A01) and
`page_name` (头版), as far as they are known.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from urllib.parse import urlsplit

from archive.records import Article, Ask, Entry, Found, Issue, Page
from crawler.extract import extract
from crawler.platforms import answers, parts, press_days
from crawler.platforms.base import Fetched
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.editions import edition_on, editions_of, not_known
from crawler.platforms.epaper_dates import Dates
from crawler.platforms.epaper_grammar import Address, Grammar, newest_of
from crawler.platforms.epaper_page import Sheet, read_sheet
from crawler.platforms.epaper_scope import Scope
from crawler.platforms.links import links_of
from crawler.platforms.pdf_article import article_of_pdf, is_pdf, pdf_of
from crawler.platforms.pseudo import REASONS, kind_of, pseudo
from crawler.platforms.redirects import redirects
from crawler.titles import Title, TitleError

# An issue is finished before the next one is begun, a page's articles before its sisters.
_ISSUE, _PAGE, _ARTICLE = 0, 10, 20
_MOST_HOPS = 2
_STALE_DAYS = 14  # an entry whose newest issue is older may have been left behind


class Epaper:
    """A newspaper on an e-paper system.  Raises TitleError for options that cannot be used."""

    def __init__(self, title: Title, grammar: Grammar) -> None:
        if unknown := set(title.options) - {"editions", "hosts"}:
            raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
        self.title = title
        self.editions = editions_of(title)
        self.grammars = [grammar]
        for edition in self.editions:
            if edition.platform and edition.platform not in [g.name for g in self.grammars]:
                self.grammars.append(_grammar_of(title, edition.platform))
        self.scope = Scope(title, self.address)
        self.dates = Dates(self.editions, self.grammars)

    def address(self, url: str) -> Address | None:
        """What an address says in the grammar of the title, or that of other days."""
        return next((a for g in self.grammars if (a := g.read(url)) is not None), None)

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The entry, which shows the newest issue; for a span the calendars of its months, or
        one request a day.

        Raises TitleError for a span with one end or none of its days, and for days whose
        address is not known.
        """
        if since is None and until is None:
            if self.editions and all(edition.until for edition in self.editions):
                last = max(edition.until for edition in self.editions if edition.until)
                raise not_known(self.title, self.editions, date.fromordinal(last.toordinal() + 1))
            return [Ask(self.title.entry, "entry", priority=_ISSUE)]
        span = press_days.span(self.title, since, until)
        for day in span if self.editions else ():
            if edition_on(self.editions, day) is None:
                raise not_known(self.title, self.editions, day)
        if not self.editions:
            context = {"since": span[0].isoformat(), "until": span[-1].isoformat()}
            return [Ask(self.title.entry, "entry", context, priority=_ISSUE)]
        return self.dates.span(span[0], span[-1])

    def read(self, ask: Ask, page: Fetched) -> Found:
        """The issue, page or article of an answer, and the requests that follow from it."""
        if ask.kind == "calendar":
            return self.dates.calendar(ask, page)
        if ask.kind == "article" and is_pdf(page):
            return article_of_pdf(ask, page)
        if problem := answers.unread(page):
            return self._unanswered(ask, problem, page)
        before = ask.context.get("asked_as", ask.url)
        if urlsplit(before).netloc != urlsplit(page.url).netloc and not self.scope.holds(page.url):
            return Found("elsewhere", reason=f"sent on to {page.url}, which is not the title's")
        if ask.kind in ("article", "part"):
            return self._article(ask, page)
        here = self.address(page.url)
        if here is None or here.kind != "page":
            return self._stub(ask, page)
        return self._sheet(ask, page, here)

    def learn(self, url: str, verdict: str) -> None:
        """Nothing: the address grammar says what a page is."""

    def _unanswered(self, ask: Ask, problem: Found, page: Fetched) -> Found:
        """No page: no issue that day, or an entry that is closed while its issues are there."""
        if problem.verdict == "not html":  # where a page or an article should be
            return Found("error", reason=f"{problem.reason}: {page.body[:60]!r}")
        if ask.kind == "entry" and "since" not in ask.context:
            newest = self.dates.newest(page, "")
            return problem if newest is None else Found("list", asks=(newest,))
        if ask.kind != "issue" or problem.verdict != "missing":
            return problem
        if "left" in ask.context:
            return self.dates.earlier(ask)
        if "linked" in ask.context:  # it has appeared, or nothing would lead there
            return dataclasses.replace(problem, asks=self.dates.instead(ask))
        day = ask.context.get("date", "")
        issue = Issue(day, ask.url, exists=False) if day else None
        return Found("no issue", issue=issue, reason=problem.reason)

    def _stub(self, ask: Ask, page: Fetched) -> Found:
        """An entry or an issue's index: it sends the reader on, holds a frame or lists issues;
        the newest counts."""
        tree = parse(text_of_page(page.body, page.headers))
        if tree is None:
            return Found("empty", reason="the page is empty")
        targets = redirects(tree, page.url)
        links = links_of(tree, page.url)
        sent = [a for url in targets if (a := self.address(url))]
        linked = [a for x in links if (a := self.address(x.url)) and self.scope.holds(x.url)]
        newest = newest_of(sent) or newest_of(linked)
        if newest is not None:
            return self._onward(ask, page, newest)
        hops = int(ask.context.get("hops", "0")) + 1
        onward = targets or [
            x.url for x in links if x.via in ("frame", "iframe") and self.scope.on_host(x.url)
        ]
        if onward and hops <= _MOST_HOPS:
            if not self.scope.on_host(onward[0]):
                return Found("elsewhere", reason=f"sent on to {onward[0]}, not the title's host")
            context = dict(ask.context) | {"hops": str(hops)}
            return Found("list", asks=(Ask(onward[0], ask.kind, context, priority=_ISSUE),))
        return answers.instead_of(page, f"the {ask.kind} page leads to no issue")

    def _onward(self, ask: Ask, page: Fetched, newest: Address) -> Found:
        if not self.scope.on_host(newest.url):
            return Found("elsewhere", reason=f"sent on to {newest.url}, not the title's host")
        asked, day = ask.context.get("date", ""), newest.day.isoformat()
        if asked and asked != day:
            return Found("error", reason=f"asked for the issue of {asked}, got that of {day}")
        if "since" in ask.context:
            return self.dates.span_from(ask, newest)
        today = press_days.day_of(page)
        if ask.kind == "entry" and today and (today - newest.day).days > _STALE_DAYS:
            newer = self.dates.newest(page, newest.url)
            if newer is not None:
                return Found("list", asks=(newer,))
        context = {**ask.context, "date": day, "linked": "1"}
        context.pop("hops", None)
        return Found("list", asks=(Ask(newest.url, "issue", context, priority=_ISSUE),))

    def _sheet(self, ask: Ask, page: Fetched, here: Address) -> Found:
        day, asked = here.day.isoformat(), ask.context.get("date", "")
        if asked and day != asked:
            return Found("error", reason=f"asked for the issue of {asked}, got that of {day}")
        if ask.kind == "entry" and "since" in ask.context:
            onward = self.dates.span_from(ask, here, asked=True)
            if not any(further.url == here.url for further in onward.asks):
                return onward
            ask = dataclasses.replace(ask, kind="issue")  # this is where the walk back begins
        source = text_of_page(page.body, page.headers)
        tree = parse(source)
        sheet = (
            None
            if tree is None
            else read_sheet(tree, here, source, self.address, self.scope.on_host)
        )
        if sheet is None:
            return answers.instead_of(page, "no page label, page list or article on the page")
        if ask.kind != "page" and not (sheet.page.entries or sheet.sisters or sheet.loose):
            return Found("error", reason="an empty shell: no article and no further page")
        back = self.dates.back(ask, here, sheet.previous)
        if "until" in ask.context and day > ask.context["until"]:
            return Found("list", calendar=back.calendar, asks=back.asks)
        first = here.url if ask.kind != "page" else ask.context.get("issue", "")
        return Found(
            "page" if ask.kind == "page" else "issue",
            issue=Issue(day, first),
            pages=(sheet.page,),
            calendar=back.calendar,
            asks=(*_asks(sheet, day, first, ask.depth + 1), *back.asks),
        )

    def _article(self, ask: Ask, page: Fetched) -> Found:
        article = extract(page.body, page.url, page.headers, captured=page.captured)
        if filler := pseudo(article, ask.context.get("listed", "")):
            return Found("pseudo", pseudo=filler, reason=REASONS[filler.kind])
        has_content = bool(article.body or article.images)
        if article.kind in ("list", "empty") and article.title and has_content:
            # The address is an article's. Short news and lone pictures stand between the menus of
            # their issue, and look like lists.
            article = dataclasses.replace(article, kind="article")
        if article.kind == "empty" and (found := self._pdf(ask, page, article)):
            return found
        if article.kind != "article":
            return answers.not_an_article(article)
        article = _with_context(article, ask, self.address(page.url))
        return parts.found(ask, article, self.scope.holds)

    def _pdf(self, ask: Ask, page: Fetched, article: Article) -> Found | None:
        """The request for the PDF that has the text of a page without one."""
        tree = parse(text_of_page(page.body, page.headers))
        url = "" if tree is None else pdf_of(tree, page.url, (ask.context.get("page_pdf", ""),))
        if not url or not self.scope.on_host(url):
            return None
        told = {"title": article.title, "kicker": article.kicker}
        context = dict(ask.context) | {key: value for key, value in told.items() if value}
        context["asked_as"] = page.url  # the article's address, too: pages list this one
        further = Ask(url, "article", context, ask.depth + 1, _ARTICLE)
        return Found("list", asks=(further,), reason="its text is in a PDF")


def _grammar_of(title: Title, name: str) -> Grammar:
    from crawler.platforms import module_of

    grammar = getattr(module_of(title, name), "GRAMMAR", None)
    if not isinstance(grammar, Grammar):
        raise TitleError(f"{title.name}: editions: {name} is no e-paper platform")
    return grammar


def _asks(sheet: Sheet, day: str, first: str, depth: int) -> list[Ask]:
    own = dataclasses.replace(sheet.page, label=sheet.page.label if sheet.printed_label else "")
    asks = [article_ask(entry, own, day, depth) for entry in own.entries]
    for sister in sheet.sisters:
        asks += [article_ask(entry, sister, day, depth) for entry in sister.entries]
    asks += [article_ask(entry, None, day, depth) for entry in sheet.loose]
    context = {"date": day, "issue": first}
    asks += [Ask(sister.url, "page", context, depth, _PAGE) for sister in sheet.sisters]
    return asks


def article_ask(entry: Entry, on: Page | None, day: str, depth: int) -> Ask:
    """The request for an article that a page lists, with what its issue says of it."""
    context = {"date": day}
    if on is not None:
        context |= {"page_label": on.label, "page_name": on.name, "page_pdf": on.pdf}
    if kind_of(entry.title):
        context["listed"] = entry.title
    context = {key: value for key, value in context.items() if value}
    return Ask(entry.url, "article", context, depth, _ARTICLE)


def _with_context(article: Article, ask: Ask, address: Address | None) -> Article:
    """The article with what its issue says of it, where the page itself is silent."""
    known = dict(ask.context)
    if address:
        known.setdefault("date", address.day.isoformat())
        if address.label:
            known.setdefault("page_label", address.label)
    fills: dict[str, str | None] = {}
    provenance = dict(article.provenance)
    day = known.get("date")
    stated = provenance.get("published", "").startswith("address")  # a surer reading is ours
    if day and (article.published is None or stated):
        fills |= {"published": day, "published_precision": "day", "published_raw": None}
        provenance["published"] = "e-paper: day of the issue"
    if day and article.issue_label is None:
        fills["issue_label"] = day
        provenance["issue_label"] = "e-paper: day of the issue"
    for field in ("page_label", "page_name"):
        if known.get(field) and getattr(article, field) is None:
            fills[field] = known[field]
            provenance[field] = "e-paper: page of the issue"
    return dataclasses.replace(article, **fills, provenance=provenance)  # type: ignore[arg-type]
