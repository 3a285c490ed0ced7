"""Templates made into pages: everything is escaped, and a name that is not there is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from archive.web.moments import day, moment, published
from archive.web.word_lists import named
from archive.web.words import words

# Control characters, and those that turn the direction of what stands around them: no text of a
# newspaper needs them, and a name that holds one would be shown as another.
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�")
_UNSEEN |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298)), "�")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def page(template: str, language: str, values: Mapping[str, Any]) -> str:
    """A whole page; templates know the interface words as `w`."""
    w = words("en" if language == "en" else "zh")
    return _environment().get_template(template).render(values, w=w, language=language)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("archive.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": _in_language(day),
        "moment": moment,
        "published": _in_language(published),
        "named": _in_language(named),
        "number": lambda value: f"{value:,}",
        "safe_url": safe_url,
        "tag": tag,
        "size": size,
    }
    return made


def _shown(value: object) -> object:
    """What is put out of a value: nothing of None, and no control characters."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def visible(text: str) -> str:
    """The text with a sign in the place of each character that hides or turns others."""
    return text.translate(_UNSEEN)


def _in_language(function: Any) -> Any:
    @pass_context
    def call(context: Context, value: Any, *more: Any) -> Any:
        return function(value, *more, context["language"])

    return call


def safe_url(url: str | None) -> str:
    """The address, if a link may lead there: http or https and nothing that a browser would read
    otherwise; else ""."""
    url = url or ""
    if not url.isprintable() or "\\" in url or url != url.strip():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def tag(language: str | None) -> str:
    """The value of a `lang` attribute for a text of the archive; `zh` where nothing is known."""
    return language if language and _TAG.fullmatch(language) else "zh"


def size(count: int) -> str:
    """Bytes for people: `607 B`, `12 KB`, `3.4 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:,.1f} MB"
