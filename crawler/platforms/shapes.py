"""The shape of an address: what stays the same among all articles (or lists) of one kind."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

# A word that a machine made: UUIDs, 32 hex digits, `I1606VE600020QGP`.
_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.I)
_TOKEN = re.compile(r"[A-Za-z0-9]{8,}")
_DIGITS = re.compile(r"[0-9]+")
_SAFE_VALUE = re.compile(r"[A-Za-z_-]{1,20}")
_FEWEST_DIGITS = 3  # of a machine-made word: `detail2022` (4 in a row) is no such word


def shape(url: str) -> str:
    """A key that is equal for addresses that differ only in numbers, dates and identifiers.

    `http://a.cn/202208/t20220804_12345.html` → `a.cn/{month}/t{date}_{n}.html`.  Scheme,
    `www.` and fragment do not count.  Query parameters stand sorted, their values only when
    they are words (`mod=newspaper`).  Any string has a shape.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.netloc.rpartition("@")[2]).lower().removeprefix("www.")
    except ValueError:  # [ in the host
        return "{invalid}"
    path = "/".join(_segment(segment) for segment in unquote(parts.path).split("/"))
    query = sorted(
        f"{_segment(name)}={_value(value)}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    return f"{host}{path or '/'}" + (f"?{'&'.join(query)}" if query else "")


def has_number(key: str) -> bool:
    """True when the last part of a shape has a number, date or identifier: not a fixed page."""
    path, _, query = key.partition("?")
    return "{" in path.rsplit("/", 1)[-1] or "{n}" in query or "{id}" in query


def has_date(key: str) -> bool:
    """True when a shape has a year, month or day in it, as most articles' addresses do."""
    return any(mark in key for mark in ("{date}", "{month}", "{year}"))


def _segment(segment: str) -> str:
    segment = _UUID.sub("{id}", segment)
    segment = _TOKEN.sub(lambda match: _token(match[0]), segment)
    return _DIGITS.sub(lambda match: _number(match[0]), segment)


def _token(token: str) -> str:
    """`{id}` for a word in which digits and letters alternate, otherwise the word itself."""
    runs = re.findall(r"[0-9]+|[A-Za-z]+", token)
    digits = sum(len(run) for run in runs if run.isdigit())
    return "{id}" if len(runs) >= 4 and digits >= _FEWEST_DIGITS else token


def _number(digits: str) -> str:
    if len(digits) == 8 and _is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])):
        return "{date}"
    if len(digits) == 6 and _is_day(int(digits[:4]), int(digits[4:]), 1):
        return "{month}"
    if len(digits) == 4 and _is_day(int(digits), 1, 1):
        return "{year}"
    return "{n}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1980 <= year < 2100


def _value(value: str) -> str:
    if not value or _SAFE_VALUE.fullmatch(value):
        return value
    return "{n}" if value.isdigit() else "{id}"
