"""Spans of press days."""

from __future__ import annotations

from datetime import date

from crawler.clock import press_day


class SpanError(ValueError):
    """A day or a span that is none; the message says what was expected."""


def parse_day(text: str, name: str) -> date | None:
    """`2022-08-04` as a date, "" as None.  Raises SpanError naming the option."""
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise SpanError(f"{name}: {text!r} is no day; write it as 2022-08-04") from None


def parse_span(since: str, until: str) -> tuple[date | None, date | None]:
    """Both ends of a span, inclusive; without `until` it reaches to today in Shanghai.

    Raises SpanError for a day that is none, an end before its begin, or an end alone.
    """
    first, last = parse_day(since, "since"), parse_day(until, "until")
    if last and not first:
        raise SpanError("until: give since, too")
    if first and (last or press_day()) < first:
        raise SpanError(f"since: {first} is later than {last or 'today'}")
    return first, last or (press_day() if first else None)
