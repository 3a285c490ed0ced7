"""Newspapers that do not exist, for a year on a fast clock: their issues, and what befalls them.

Everything follows from seed and number.  Times are aware, UTC; days are days in Shanghai.
"""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from crawler.clock import SHANGHAI
from crawler.titles import Title

PRINTED = timedelta(hours=5, minutes=30)  # an issue is out at half past five
_ADDRESS = re.compile(r"(\d{4}-\d\d)/(\d\d)/(\w+\.htm)")
CHANGES = ("author", "date", "body", "summary", "wall", "shell", "moved", "one page", "accepted")
_WORDS = (
    "湖滨渡口新船茶叶信件桥洞灯火书店街区学校医院早稻果园电梯旧城展览山路雨水工人清晨码头".strip()
)
_NAMES = "方晴 白露 韩宁 宋禾 秦苇 田白 彭夏 何觅 唐雨 贺澜".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Change:
    """The site is another one from `begin` (the first day of it) until before `end`."""

    kind: str
    begin: date
    end: date


@dataclass(frozen=True, slots=True)
class Paper:
    """One of them.  `first` is its first day, `days` how many there are."""

    number: int
    seed: int
    first: date
    days: int
    outages: tuple[tuple[datetime, datetime], ...] = ()
    change: Change | None = None
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    pages: int = 2
    late: dict[date, timedelta] = field(default_factory=dict)
    never: frozenset[date] = frozenset()

    @property
    def name(self) -> str:
        """Of its title."""
        return f"paper_{self.number:03d}"

    @property
    def base(self) -> str:
        """Its folder."""
        return f"http://{self.name.replace('_', '-')}.press.example/html/"

    def title(self) -> Title:
        """Its record."""
        rhythm = "daily" if len(self.weekdays) == 7 else ",".join(map(str, self.weekdays))
        issue = "{YYYY}-{MM}/{DD}/node_1.htm"
        options = {"editions": [{"issue": issue}]}
        publication = f"{_WORDS[self.number % 30 :][:2]}日报"
        return Title(self.name, publication, "founder_classic", self.base, rhythm=rhythm,
                     options=options)  # fmt: skip

    def out_at(self, day: date) -> datetime | None:
        """When the issue of a day is out; None where there is none."""
        if day.isoweekday() not in self.weekdays or day in self.never:
            return None
        if not self.first <= day < self.first + timedelta(self.days):
            return None
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
        return (midnight + PRINTED + self.late.get(day, timedelta())).astimezone(UTC)

    def down(self, at: datetime) -> bool:
        """Whether the host does not answer."""
        return any(begin <= at < end for begin, end in self.outages)

    def changed(self, at: datetime) -> Change | None:
        """The change that holds at that time."""
        day = at.astimezone(SHANGHAI).date()
        if self.change and self.change.begin <= day < self.change.end:
            return self.change
        return None

    def answer(self, url: str, at: datetime) -> tuple[int, bytes]:
        """(status, body) of an address at that time."""
        if not url.startswith(self.base):
            return 404, b""
        change = self.changed(at)
        kind = change.kind if change else ""
        if kind == "moved":
            return 404, b"<html><body>404</body></html>"
        if kind == "wall":
            return 200, _WALL.encode()
        found = _ADDRESS.fullmatch(url.removeprefix(self.base))
        if found is None:
            return 404, b"<html><body>404</body></html>"
        date_, file = date.fromisoformat(f"{found[1]}-{found[2]}"), found[3]
        out = self.out_at(date_)
        if out is None or out > at:
            return 404, b"<html><body>404</body></html>"
        name, _, number = file.removesuffix(".htm").partition("_")
        if name == "node":
            return 200, self._page(date_, int(number), kind).encode()
        if self._stumbles(url, at):
            return 500, b""
        return 200, self._article(date_, int(number), kind).encode()

    def numbers(self, day: date) -> list[list[int]]:
        """The numbers of the articles of each page."""
        rng = random.Random(f"{self.seed} {self.number} {day}")
        counts = [rng.randint(4, 7) for _ in range(self.pages)]
        return [[100 * page + n for n in range(count)] for page, count in enumerate(counts, 1)]

    def urls(self, day: date) -> list[str]:
        """The addresses of the articles of a day."""
        folder = f"{self.base}{day:%Y-%m/%d}/"
        return [f"{folder}content_{n}.htm" for page in self.numbers(day) for n in page]

    def _stumbles(self, url: str, at: datetime) -> bool:
        """One article of two thousand is not given this hour."""
        return random.Random(f"{url} {at:%Y-%m-%d %H}").random() < 0.0005

    def _page(self, day: date, page: int, kind: str) -> str:
        pages = self.numbers(day)
        others = range(1, len(pages) + 1) if kind != "one page" else (1,)
        links = "".join(f"<a href=node_{n}.htm>第{n:02d}版：要闻{n}</a>\n" for n in others)
        listed = "" if kind == "shell" else "".join(
            f"<li><a href=content_{n}.htm>{self._headline(day, n)}</a></li>\n"
            for n in pages[page - 1]
        )  # fmt: skip
        return _NODE.format(day=f"{day.year}年{day.month}月{day.day}日", page=page, links=links,
                            listed=listed)  # fmt: skip

    def _headline(self, day: date, number: int) -> str:
        rng = random.Random(f"{self.number} {day} {number}")
        return "".join(rng.choices(_WORDS, k=rng.randint(9, 16)))

    def _article(self, day: date, number: int, kind: str) -> str:
        rng = random.Random(f"{self.number} {day} {number} text")
        title = self._headline(day, number)
        author = rng.choice(_NAMES) if rng.random() < 0.92 else ""
        paragraphs = [prose(rng) for _ in range(rng.randint(2, 5))]
        printed = f"{day.year}年{day.month:02d}月{day.day:02d}日"
        info = f"<div class=info>作者:{author} 来源:湖滨日报 日期:{printed}</div>"
        text = "\n".join(f"<p>　　{one}</p>" for one in paragraphs)
        if kind in ("author", "accepted"):
            info = f"<div class=info>来源:湖滨日报 日期:{printed}</div>"
        if kind == "date":
            info = f"<div class=info>作者:{author} 来源:湖滨日报</div>"
        if kind == "body":  # the text comes by a script; a summary stands in its place
            text = f"<p>　　{paragraphs[0][:45]}。</p>"
        if kind == "summary":
            return _SUMMARY.format(title=title, summary=paragraphs[0][:60])
        return _ARTICLE.format(title=html.escape(title), info=info, text=text)


def prose(rng: random.Random) -> str:
    """A paragraph of 80 to 200 characters."""
    parts = ["".join(rng.choices(_WORDS, k=rng.randint(8, 16))) for _ in range(rng.randint(8, 14))]
    return "，".join(parts) + "。"


def paper(number: int, seed: int, first: date, days: int) -> Paper:
    """Paper `number`: two of five are dailies, one in five comes on weekdays, the rest weekly."""
    rng = random.Random(f"{seed} {number}")
    weekdays = ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5),
                (rng.randint(1, 7),), (rng.randint(1, 7),))[number % 5]  # fmt: skip
    dates = [first + timedelta(n) for n in range(days)]
    change = _change(rng, number, first, days, weekdays)
    late = {day: timedelta(hours=rng.randint(2, 14)) for day in dates if rng.random() < 0.02}
    late |= {day: timedelta(hours=rng.randint(20, 40)) for day in dates if rng.random() < 0.003}
    never = frozenset(day for day in dates[20:] if rng.random() < 0.003)
    outages = []
    for _ in range(max(1, days // 90)):
        begin = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(
            hours=rng.uniform(20 * 24, days * 24))  # fmt: skip
        outages.append((begin, begin + timedelta(hours=rng.choice((1, 5, 12, 30, 72)))))
    return Paper(number, seed, first, days, tuple(outages), change, weekdays, rng.randint(2, 3),
                 late, never)  # fmt: skip


def _change(
    rng: random.Random, number: int, first: date, days: int, weekdays: tuple[int, ...]
) -> Change | None:
    """Half of the papers change once, when enough of them is known; a week or two later the
    site is as before, or (`accepted`) somebody declares it to be right as it is."""
    known = 25 if len(weekdays) > 1 else 60
    if number % 2 or days < known + 20:
        return None
    kind = CHANGES[number // 2 % len(CHANGES)]
    begin = first + timedelta(rng.randint(known, days - 18))
    lasts = rng.randint(4, 8) if len(weekdays) > 1 else 15
    return Change(kind, begin, date.max if kind == "accepted" else begin + timedelta(lasts))


_NODE = """<html><head><meta charset="utf-8"><title>湖滨日报</title></head><body>
<div class=date>{day}　第{page:02d}版：要闻{page}</div><div id=pageList>
{links}</div><ul class=articles>
{listed}</ul></body></html>"""
_ARTICLE = """<html><head><meta charset="utf-8"><title>{title}-湖滨日报</title></head><body>
<div class=nav><a href=/>首页</a></div><h1>{title}</h1>
{info}
<div id=ozoom>
{text}
</div><div class=footer><p>版权所有:湖滨日报社</p></div></body></html>"""
_SUMMARY = """<html><head><meta charset="utf-8"><title>{title}</title>
<meta name=description content="{summary}"></head><body><div class=v2-top></div>
<section class=v2-main><h2 class=v2-h>{title}</h2><p class=v2-lead>{summary}。</p></section>
</body></html>"""
_WALL = """<html><head><meta charset="utf-8"><title>安全验证</title></head>
<body><p>请完成安全验证后继续访问</p></body></html>"""
