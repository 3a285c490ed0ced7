"""A thousand titles and the issues of a year, drawn from stated distributions.

How many titles share a host, and how many are newspapers, websites and magazines, is that of the
catalogue; the rest is assumed and said here.  Times are seconds from the first midnight, in
Shanghai.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler import settings
from crawler.catalogue import catalogue

HOUR, DAY = 3600.0, 86400.0

# Newspapers: all days, on workdays, once a week.
_RHYTHMS = ((range(7), 0.7), (range(5), 0.15), (range(3, 4), 0.15))
_PAGES = (8, 0.5, 4, 48)  # 版 of a newspaper: median, spread (of the logarithm), least, most
_A_PAGE = (3, 7)  # articles
_WEBSITE = (40, 80)  # articles a day
_MAGAZINE = (20, 45)  # articles, on the 1st and the 16th of a month of 30 days
_LATE, _VERY_LATE = 0.04, 0.005  # shares: by some hours, by one to four days
_ANSWER = (0.4, 0.8)  # seconds that a host takes: median, spread
_CRAWL_DELAY = (0.05, 5.0)  # share of robots.txt with a longer delay, and which
_OUTAGE_DAYS = 60  # between two times that a host is down, on average
_OUTAGE = (1.5 * HOUR, 1.6)  # how long: median, spread; one in a hundred takes two days and a half


@dataclass(slots=True)
class Issue:
    """`requests` are those for all of it, of them `files` for PDFs and pictures and `articles`."""

    title: int
    appears: float
    day: int
    requests: int
    files: int
    articles: int = 0
    archived: float | None = None


@dataclass(slots=True)
class Host:
    """`interval`: seconds between two requests, the delay or what an answer takes."""

    answer: float
    interval: float
    outages: list[tuple[float, float]]


@dataclass(slots=True)
class Title:
    """`hour`: at which second of the day its slot is; `appears`: day → moment of its issue."""

    number: int
    host: int
    hour: float
    issues: list[Issue] = field(default_factory=list)
    appears: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Press:
    """All of it."""

    hosts: list[Host]
    titles: list[Title]
    seconds: float

    @property
    def issues(self) -> list[Issue]:
        """Those of all titles."""
        return [issue for title in self.titles for issue in title.issues]


def press(count: int, days: int, seed: int, *, files: bool = True, outages: bool = True) -> Press:
    """So many titles; with `files` a PDF and a picture of each page are asked for, too."""
    chance = random.Random(f"press {seed}")
    records = catalogue()
    kinds = [record.kind for record in records]
    shared = list(Counter(urlsplit(record.entry).hostname for record in records).values())
    made = Press([], [], days * DAY)
    while len(made.titles) < count:
        host = _host(chance, days, outages=outages)
        made.hosts.append(host)
        for _ in range(min(chance.choice(shared), count - len(made.titles))):
            hour = chance.uniform(5.5, 8.5) * HOUR
            title = Title(len(made.titles), len(made.hosts) - 1, hour)
            title.issues = _issues(chance, title.number, chance.choice(kinds), days, files=files)
            title.appears = {issue.day: issue.appears for issue in title.issues}
            made.titles.append(title)
    return made


def _host(chance: random.Random, days: int, *, outages: bool) -> Host:
    answer = min(30.0, chance.lognormvariate(0, _ANSWER[1]) * _ANSWER[0])
    share, longer = _CRAWL_DELAY
    delay = longer if chance.random() < share else settings.DOWNLOAD_DELAY
    down = []
    at = chance.expovariate(1 / _OUTAGE_DAYS) * DAY
    while at < days * DAY:
        seconds = chance.lognormvariate(0, _OUTAGE[1]) * _OUTAGE[0]
        down.append((at, at + seconds))
        at += seconds + chance.expovariate(1 / _OUTAGE_DAYS) * DAY
    return Host(answer, max(delay, answer), down if outages else [])


def _issues(
    chance: random.Random, title: int, kind: str, days: int, *, files: bool
) -> list[Issue]:
    (weekdays,) = chance.choices([r for r, _ in _RHYTHMS], [w for _, w in _RHYTHMS])
    median, spread, least, most = _PAGES
    usual = median * chance.lognormvariate(0, spread)
    made = []
    for day in range(days):
        if kind == "newspaper" and day % 7 in weekdays:
            pages = min(most, max(least, round(usual * chance.uniform(0.8, 1.2))))
            articles = sum(chance.randint(*_A_PAGE) for _ in range(pages))
        elif kind == "website":
            pages, articles = 0, chance.randint(*_WEBSITE)
        elif kind == "magazine" and day % 30 in (0, 15):
            pages, articles = 0, chance.randint(*_MAGAZINE)
        else:
            continue
        asked_files = 2 * pages if files else 0
        appears = day * DAY + chance.uniform(0.5, 5.5) * HOUR
        late = chance.random()
        if late < _VERY_LATE:
            appears += chance.uniform(1, 4) * DAY
        elif late < _VERY_LATE + _LATE:
            appears += chance.expovariate(1 / 4) * HOUR
        requests = 1 + pages + articles + asked_files
        made.append(Issue(title, appears, day, requests, asked_files, articles))
    return made
