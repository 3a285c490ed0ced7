"""Which issues of an e-paper to ask for: by calendars, date grammar, links to the issue before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from archive.records import Ask, Found, Issue
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.editions import Edition, edition_on
from crawler.platforms.epaper_grammar import (
    Address,
    Grammar,
    calendar_of,
    filled,
    front_template,
)
from crawler.platforms.issue_calendar import read_calendar
from crawler.platforms.press_days import day_of, days

_DAYS_BACK = 10  # how far before today the newest issue is looked for
_NEAR = timedelta(31)  # the newest issue is so near the span that walking back to it is cheap


@dataclass(frozen=True, slots=True)
class Onward:
    """What follows from one issue about others."""

    calendar: tuple[Issue, ...] = ()
    asks: tuple[Ask, ...] = ()


class Dates:
    """The days of one title."""

    def __init__(self, editions: list[Edition], grammars: list[Grammar]) -> None:
        self._editions = editions
        self._grammars = {grammar.name: grammar for grammar in grammars}
        self._first = grammars[0]

    def _template(self, front: Address) -> str:
        """Where the issues of other days are, from the front page of one."""
        index = next((g.index for g in self._grammars.values() if g.read(front.url)), "")
        return front_template(front, index)

    def span(self, since: date, until: date) -> list[Ask]:
        """Requests for every day of a span that the editions cover: a calendar a month where the
        platform has them, else one request a day."""
        asks: dict[str, Ask] = {}
        for day in days(since, until):
            edition = edition_on(self._editions, day)
            assert edition is not None  # starts() has looked
            for ask in self._month(edition, day, since, until):
                asks.setdefault(ask.url, ask)
        return list(asks.values())

    def _month(self, edition: Edition, day: date, since: date, until: date) -> list[Ask]:
        """The calendar of the month of `day`, for the days on which the edition holds."""
        grammar = self._grammars.get(edition.platform, self._first)
        calendar = edition.calendar or calendar_of(edition.issue, grammar.calendar)
        if not calendar:
            return [_issue(edition.issue, day)]
        first, last = _month_of(day)
        first = max(first, since, edition.since or first)
        last = min(last, until, edition.until or last)
        context = {
            "since": first.isoformat(), "until": last.isoformat(), "template": edition.issue,
        }  # fmt: skip
        return [Ask(filled(calendar, day), "calendar", context)]

    def calendar(self, ask: Ask, page: Fetched) -> Found:
        """The issues of a month; without a readable calendar every day is tried."""
        since, until = _span_of(ask)
        known = {} if answers.unread(page) else read_calendar(page.body, page.url)
        months = {(day.year, day.month) for day in known}
        near = until if "newest" in ask.context else since
        if (near.year, near.month) not in months:
            return self._without_calendar(ask, since, until)
        template = ask.context["template"]
        first, last = _month_of(near)
        span = days(max(since, first), min(until, last))
        asks = [_listed(template, day, known[day]) for day in span if day in known]
        today = day_of(page)
        absent = [day for day in span if day not in known and (today is None or day < today)]
        if "newest" in ask.context:
            edition = Edition(template)
            before = days(since, first - timedelta(1)) if since < first else []
            further = {a.url: a for day in before for a in self._month(edition, day, since, until)}
            asks += further.values()
        return Found(
            "calendar",
            calendar=tuple(_absent(day, template) for day in absent),
            asks=tuple(asks),
        )

    def _without_calendar(self, ask: Ask, since: date, until: date) -> Found:
        newest, template = ask.context.get("newest", ""), ask.context["template"]
        asks = [_issue(template, day) for day in days(since, until)]
        if newest and date.fromisoformat(ask.context["newest_day"]) - until <= _NEAR:
            asks = [_walk(newest, ask.context["newest_day"], since, until)]
        return Found("no calendar", asks=tuple(asks), reason="no calendar of the month")

    def span_from(self, ask: Ask, newest: Address, *, asked: bool = False) -> Found:
        """The requests for a span of a title without editions, from its newest issue: its
        address gives those of other days.  `asked`: that is the page at hand, which will not be
        asked for again."""
        since, until = _span_of(ask)
        until = min(until, newest.day)
        if until < since:
            return Found("no issue", reason=f"the newest issue is that of {newest.day}")
        template = self._template(newest)
        calendar = calendar_of(template, self._first.calendar)
        words = _words(since, until)
        if not asked:
            words |= {"newest": newest.url, "newest_day": str(newest.day)}
        if calendar:
            first = Ask(filled(calendar, until), "calendar", words | {"template": template})
            return Found("list", asks=(first,))
        if template and newest.day - until > _NEAR:
            return Found("list", asks=tuple(_issue(template, d) for d in days(since, until)))
        return Found("list", asks=(_walk(newest.url, str(newest.day), since, until),))

    def back(self, ask: Ask, here: Address, previous: Address | None) -> Onward:
        """What follows from 上一期 on the page at `here`, in a crawl that walks back over a span:
        the issue before, and the days between, which had none."""
        if ask.kind == "page" or "since" not in ask.context:
            return Onward()
        since, until = _span_of(ask)
        if here.day <= since:
            return Onward()
        template = self._template(here)
        if previous is None:
            return Onward(asks=_before(here.day, template, since, until))
        between = days(previous.day + timedelta(1), here.day - timedelta(1))
        absent = [_absent(day, template) for day in between if since <= day <= until]
        if previous.day < since:
            return Onward(tuple(absent))
        return Onward(tuple(absent), (_walk(previous.url, str(previous.day), since, until),))

    def instead(self, ask: Ask) -> tuple[Ask, ...]:
        """What to ask where a walk back over a span has met a dead link: each day before."""
        front = next((a for g in self._grammars.values() if (a := g.read(ask.url))), None)
        if front is None or "since" not in ask.context:
            return ()
        return _before(front.day, self._template(front), *_span_of(ask))

    def newest(self, page: Fetched, fallback: str) -> Ask | None:
        """The first of a few days, from the day of the capture back, on which the newest issue
        may have appeared; None where the address of that day is not known."""
        today = day_of(page)
        edition = edition_on(self._editions, today) if today else None
        if today is None or edition is None:
            return None
        context = {"date": str(today), "left": str(_DAYS_BACK), "fallback": fallback}
        return Ask(filled(edition.issue, today), "issue", context)

    def earlier(self, ask: Ask) -> Found:
        """No issue on a day tried as the newest: the day before, or what the entry said."""
        left, fallback = int(ask.context["left"]) - 1, ask.context.get("fallback", "")
        day = date.fromisoformat(ask.context["date"]) - timedelta(1)
        edition = edition_on(self._editions, day)
        if left > 0 and edition is not None:
            context = {"date": str(day), "left": str(left), "fallback": fallback}
            return Found("list", asks=(Ask(filled(edition.issue, day), "issue", context),))
        if fallback:
            return Found("list", asks=(Ask(fallback, "issue", {"linked": "1"}),))
        return Found("error", reason=f"no issue on the {_DAYS_BACK} days up to the capture")


def _absent(day: date, template: str) -> Issue:
    return Issue(day.isoformat(), filled(template, day), exists=False)


# `linked` in the context: something says that this issue has appeared.  Where it is not there,
# that is no day without an issue.


def _issue(template: str, day: date) -> Ask:
    return Ask(filled(template, day), "issue", {"date": day.isoformat()})


def _listed(template: str, day: date, url: str) -> Ask:
    """The issue of a day that a calendar lists, under the address that it gives, if any."""
    address = urljoin(filled(template, day), url) if url else filled(template, day)
    return Ask(address, "issue", {"date": day.isoformat(), "linked": "1"})


def _walk(url: str, day: str, since: date, until: date) -> Ask:
    """An issue on the way back over a span."""
    return Ask(url, "issue", {"date": day, "linked": "1", **_words(since, until)})


def _before(day: date, template: str, since: date, until: date) -> tuple[Ask, ...]:
    """Each day of the span before `day`; none where the address of a day is not known."""
    last = min(until, day - timedelta(1))
    return tuple(_issue(template, day) for day in days(since, last)) if template else ()


def _month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    following = (first + timedelta(31)).replace(day=1)
    return first, following - timedelta(1)


def _words(since: date, until: date) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}


def _span_of(ask: Ask) -> tuple[date, date]:
    return date.fromisoformat(ask.context["since"]), date.fromisoformat(ask.context["until"])
