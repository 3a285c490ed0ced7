"""What is wrong with a crawl, by its own figures and those of the title's earlier ones.

Nothing here looks at a clock or an archive.  The thresholds are made for some hundred titles a
day: a field that is compared in each of 10,000 crawls a month must not raise an alarm by chance,
so a finding needs both a chance below `CHANCE` and a difference that a person would call one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.alarms import Alarm
from archive.figures import Figures
from archive.run_fields import LENGTH, SHORT
from crawler.odds import few, many, scarce

CHANCE = 1e-5  # a finding that comes by chance more often than this is none
FEWEST = 2  # earlier crawls that have to be known before anything is compared with them
SHARE = 0.15  # a field is lost when so much less of the articles have it than ever before
_SOME = 3  # articles an issue: where so many always were, none is no chance
_SURE = 0.3  # a rule counts when it gave a field in so many articles before
_LEAST_DISK = 1 << 30  # bytes
_CRAWLS_LEFT = 3  # and room for so many crawls like this one

# Kinds that say that the site is another one, so that going on would archive what is no article.
SITE_CHANGED = (
    "field", "rule", "length", "challenge", "nothing", "moved", "pages", "articles", "leaks",
)  # fmt: skip
# All kinds that a run can show, and close again.
KINDS = (*SITE_CHANGED, "outcome", "errors", "unread", "time", "disk")


def judge(now: Figures, past: Sequence[Figures]) -> list[Alarm]:
    """What is wrong; `past` are earlier crawls of the title that were well, newest first."""
    found = [*_outcome(now), *_challenges(now), *_leaks(now, past), *_disk(now)]
    if len(past) >= FEWEST:
        found += [*_errors(now, past), *_time(now, past), *_unread(now, past)]
        found += [*_counts(now, past), *_fields(now, past)]
    return found


def _outcome(now: Figures) -> Iterator[Alarm]:
    if now.outcome == "nothing":
        yield Alarm("nothing", "everything was answered, and there was no article in it")
    elif now.outcome in ("unreachable", "error", "disk full", "killed"):
        yield Alarm("outcome", f"the crawl ended as {now.outcome}", source=now.outcome)
    if now.lost:
        yield Alarm("moved", now.lost)


def _challenges(now: Figures) -> Iterator[Alarm]:
    asked = max(now.responses, 1)
    if now.challenges >= 3 or now.challenges > 0.05 * asked:
        yield Alarm(
            "challenge",
            f"{now.challenges} of {asked} answers were a bot check or a log-in wall",
            measured=now.challenges / asked,
            expected=0.0,
        )


def _leaks(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    before = max((_per(one.leaks, one.articles) for one in past), default=0.0)
    share = _per(now.leaks, now.articles)
    chance = many(now.leaks, now.articles, before + 0.02) if now.articles else 1.0
    if now.leaks >= 2 and share > before + SHARE and chance < CHANCE:
        yield Alarm(
            "leaks",
            f"{now.leaks} of {now.articles} texts seem to hold a footer",
            measured=share,
            expected=before,
        )


def _disk(now: Figures) -> Iterator[Alarm]:
    if now.disk_free is None:
        return
    wanted = max(_LEAST_DISK, _CRAWLS_LEFT * now.bytes)
    if now.disk_free < wanted:
        yield Alarm(
            "disk",
            f"{now.disk_free / 2**20:.0f} MiB are free on the archive's disk",
            measured=float(now.disk_free),
            expected=float(wanted),
        )


def _errors(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    before = max(_per(one.failed, one.failed + one.responses) for one in past)
    asked = now.failed + now.responses
    share = _per(now.failed, asked)
    if share > before + SHARE and many(now.failed, asked, before + 0.02) < CHANCE:
        yield Alarm(
            "errors", f"{now.failed} of {asked} requests failed", measured=share, expected=before
        )


def _time(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    """Longer than ever by far, for as many answers."""
    each = max(_per(one.seconds, max(one.responses, 1)) for one in past)
    expected = each * max(now.responses, 1)
    if now.seconds > 5 * expected and now.seconds > expected + 1800:
        yield Alarm(
            "time",
            f"it took {now.seconds / 60:.0f} minutes instead of {expected / 60:.0f}",
            measured=now.seconds,
            expected=expected,
        )


def _unread(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    before = max(_per(one.unread, one.articles) for one in past)
    each = _per(now.unread, now.articles)
    if now.articles >= 3 and too_much_unread(each, before):
        yield Alarm(
            "unread",
            f"{each:.1f} lines an article are explained by no rule",
            measured=each,
            expected=before,
        )


def too_much_unread(each: float, before: float) -> bool:
    """Whether so many unread lines an article are too many, where `before` were the most."""
    return each > 3 * before + 2


def _counts(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    """Pages an issue and articles an issue, or articles a crawl where there are no issues."""
    if now.outcome not in ("complete", "failures"):
        return
    whole = [one for one in past if one.outcome in ("complete", "failures")]
    dated = [one for one in whole if one.issues]
    if now.issues and len(dated) >= FEWEST:
        if now.pages:  # none: single articles were asked for, that an earlier crawl did not get
            pages = [(one.pages, one.issues) for one in dated]
            yield from _too_few("pages", now.pages, now.issues, pages)
        counts = [(one.articles, one.issues) for one in dated]
        none = now.articles == 0 and min(_per(*one) for one in counts) >= _SOME
        yield from _too_few("articles", now.articles, now.issues, counts, none_is_odd=none)
    elif len(whole) >= FEWEST and not now.issues and not dated:
        counts = [(one.articles + one.unchanged, 1) for one in whole]
        yield from _too_few("articles", now.articles + now.unchanged, 1, counts)


def _too_few(
    kind: str,
    count: int,
    issues: int,
    before: Sequence[tuple[int, int]],
    *,
    none_is_odd: bool = False,
) -> Iterator[Alarm]:
    """Half of the pages; or less than half of the articles, and too few to be chance by the mean
    (or `none_is_odd`: there are none, and that is odd enough)."""
    least = min(_per(*one) for one in before)
    mean = _per(sum(n for n, _ in before), sum(i for _, i in before))
    each = _per(count, issues)
    # Pages are set by a plan, so that few are known to be enough; articles come as they come.
    if kind == "pages":
        # At a weekend there may be half of them; a week is enough to know.
        week = sum(i for _, i in before) >= 7
        found = each < 0.5 * least or (week and each == 0.5 * least)
    else:
        chance = scarce(count, mean * issues) < CHANCE
        found = each < 0.5 * least and (chance or none_is_odd)
    if found:
        yield Alarm(
            kind,
            f"{each:.1f} {kind} an issue instead of {mean:.1f} (never below {least:.1f})"
            if kind == "pages" or issues > 1 or before[0][1] > 1
            else f"{each:.0f} {kind} instead of {mean:.1f} (never below {least:.0f})",
            measured=each,
            expected=mean,
        )


def _fields(now: Figures, past: Sequence[Figures]) -> Iterator[Alarm]:
    if not now.articles:
        return
    read = [one for one in past if one.articles]
    if len(read) < FEWEST:
        return
    names = {name for one in read for name in one.fields}
    for name in sorted(names):
        yield from _field(name, now.fields.get(name, {}), [p.fields.get(name, {}) for p in read])


def _field(
    name: str, now: Mapping[str, int], past: Sequence[Mapping[str, int]]
) -> Iterator[Alarm]:
    """Whether the field is lost, and each rule that gave it; a class of length is like a rule."""
    articles = sum(now.values())
    known = [one for one in past if sum(one.values())]
    if not articles or len(known) < FEWEST:
        return
    if name != LENGTH:
        had = [(sum(one.values()) - one.get("", 0), sum(one.values())) for one in known]
        have = articles - now.get("", 0)
        yield from _lost(Alarm("field", "", name), have, articles, had)
    if name == LENGTH and (short := _short(now.get(SHORT, 0), articles, known)):
        yield short
        return
    sources = {source for one in known for source in one if source}
    for source in sorted(sources):
        had = [(one.get(source, 0), sum(one.values())) for one in known]
        kind = "length" if name == LENGTH else "rule"
        if _per(sum(h for h, _ in had), sum(n for _, n in had)) >= _SURE:
            alarm = Alarm(kind, "", "body" if name == LENGTH else name, source)
            yield from _lost(alarm, now.get(source, 0), articles, had)


def _short(short: int, articles: int, past: Sequence[Mapping[str, int]]) -> Alarm | None:
    """Whether more texts than ever are as short as a summary: a few articles are enough to tell,
    where a class of length that is lacking takes many."""
    most = max(_per(one.get(SHORT, 0), sum(one.values())) for one in past)
    hits, tries = sum(one.get(SHORT, 0) for one in past), sum(sum(one.values()) for one in past)
    share = max((hits + 1) / (tries + 2), most)
    measured = _per(short, articles)
    if measured <= most + SHARE or many(short, articles, share) >= CHANCE:
        return None
    told = f"{short} of {articles} articles have a text of {SHORT} characters; before, "
    told += f"{hits} of {tries} had"
    return Alarm("length", told, "body", SHORT, measured, _per(hits, tries))


def _lost(
    alarm: Alarm, have: int, articles: int, before: Sequence[tuple[int, int]]
) -> Iterator[Alarm]:
    """The alarm, when `have` of the articles is less than ever and less than chance allows."""
    least = min(_per(*one) for one in before)
    hits, tries = sum(h for h, _ in before), sum(n for _, n in before)
    # What was always there may yet be lacking once: as if two articles more had been seen.
    share = min((hits + 1) / (tries + 2), least + 0.1)
    measured = _per(have, articles)
    if measured < least - SHARE and few(have, articles, share) < CHANCE:
        what = f"{alarm.field} by “{alarm.source}”" if alarm.source else alarm.field
        what = f"a text of {alarm.source} characters" if alarm.kind == "length" else what
        yield Alarm(
            alarm.kind,
            f"{have} of {articles} articles have {what}; before, {hits} of {tries} had",
            alarm.field,
            alarm.source,
            measured,
            _per(hits, tries),
        )


def _per(count: float, of: float) -> float:
    return count / of if of else 0.0
