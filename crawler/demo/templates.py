"""Fills the HTML templates of the demo press."""

from __future__ import annotations

import html
from functools import cache
from importlib import resources
from string import Template


class Markup(str):
    """HTML that is ready to be put into a page as it is."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    folder = resources.files(__package__).joinpath("templates")
    return Template(folder.joinpath(f"{name}.html").read_text("utf-8"))


def fill(template: str, **values: str) -> Markup:
    """`templates/<template>.html` with every `$name` filled in; text is escaped, Markup is not.

    Raises KeyError for a name without a value.
    """
    ready = {k: v if isinstance(v, Markup) else html.escape(v) for k, v in values.items()}
    return Markup(_template(template).substitute(ready))


def tag(name: str, text: str, **attributes: str) -> Markup:
    """One element; text is escaped unless it is Markup, attributes always are.

    `class_` is the attribute class.  An img or link has no end tag.
    """
    inner = text if isinstance(text, Markup) else html.escape(text)
    named = "".join(
        f' {key.rstrip("_")}="{html.escape(value)}"' for key, value in attributes.items()
    )
    end = "" if name in ("img", "link") else f"</{name}>"
    return Markup(f"<{name}{named}>{inner}{end}")


def lines(parts: list[Markup]) -> Markup:
    """The parts, one a line."""
    return Markup("\n".join(parts))
