"""Records out of the JSON that the archive keeps of them."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from archive.records import Article


def article_of(record: Mapping[str, Any]) -> Article:
    """The article that `Article.as_dict()` was made of.

    A record of an older version has fewer fields, one of a newer version more: what is not there
    is empty, what is not known is left out.
    """
    article: Article = _made(Article, record)
    return article


def _made(kind: Any, record: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = [f.name for f in fields(kind) if f.name in record]
    return kind(**{name: _value(hints[name], record[name]) for name in known})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not type(None))
    if is_dataclass(hint):
        return _made(hint, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
