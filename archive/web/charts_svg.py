"""What the charts share: a static SVG without script, style sheet, `style` attribute or font.

Texts are the archive's and hostile: what XML 1.0 forbids (section 2.2) and what turns the reading
direction is taken out, the rest is escaped.  Text on white has a contrast of 4.5 or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

INK, QUIET, RULE, PAPER = "#1f2328", "#57606a", "#d8dde3", "#ffffff"
# Okabe and Ito's colours for every kind of sight, without the yellow that is lost on white; told
# apart by their lightness, too.
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#b07d00", "#4d4d4d")
SANS = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a picture for a table beside it; numbers stay numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def plain(text: str) -> str:
    """The text in one line, as XML may hold it; not escaped."""
    return " ".join(_DIRECTION.sub("", _FORBIDDEN.sub("", text)).split())


def safe(text: str) -> str:
    """The text for the inside of an element."""
    return escape(plain(text))


def width_of(text: str, size: float) -> float:
    """About how wide a text is in pixels; Chinese characters are square."""
    return sum(size if ord(char) > 0x2E7F else size * 0.58 for char in text)


def fitted(text: str, room: float, size: float) -> str:
    """The text, cut with … where it is wider than the room (pixels); not escaped."""
    text = plain(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def number(value: float) -> str:
    """A coordinate: two decimals at most, never `nan`."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value == value else "0"


def text(x: float, y: float, content: str, *, size: float = 12, more: str = "") -> str:
    """A line of text; `more` are further attributes, made by the caller."""
    told = f' font-size="{number(size)}"' if size != 12 else ""
    return f'<text x="{number(x)}" y="{number(y)}"{told}{more}>{safe(content)}</text>'


def rect(x: float, y: float, width: float, height: float, fill: str, told: str = "") -> str:
    """A rectangle; `told` is what it says when it is pointed at."""
    box = (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}"'
        f' height="{number(height)}" fill="{fill}"'
    )
    return f"{box}><title>{safe(told)}</title></rect>" if told else f"{box}/>"


def line(x: float, y: float, to_x: float, to_y: float, colour: str = RULE) -> str:
    """A thin line."""
    ends = f'x1="{number(x)}" y1="{number(y)}" x2="{number(to_x)}" y2="{number(to_y)}"'
    return f'<line {ends} stroke="{colour}"/>'


def picture(name: str, title: str, width: float, height: float, parts: Iterable[str]) -> str:
    """The whole document, which may stand inside an HTML page as it is.  `name` makes its id,
    `title` is the heading and what a screen reader says."""
    size = f'width="{number(width)}" height="{number(height)}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}"'
            f' viewBox="0 0 {number(width)} {number(height)}" {size} font-family="{SANS}"'
            f' font-size="12" fill="{INK}">',
            f'<title id="{name}">{safe(title)}</title>',
            f'<rect {size} fill="{PAPER}"/>',
            text(20, 30, fitted(title, width - 40, 17), size=17, more=' font-weight="bold"'),
            *parts,
            "</svg>\n",
        )
    )


def empty_picture(name: str, title: str, said: str) -> str:
    """A picture that says that there is nothing to show."""
    frame = '<rect x="20" y="46" width="600" height="84" rx="4" fill="none"'
    said_text = text(320, 93, said, size=14, more=f' text-anchor="middle" fill="{QUIET}"')
    dashed = f'{frame} stroke="{RULE}" stroke-dasharray="4 4"/>'
    return picture(name, title, 640, 150, (dashed, said_text))


def first_and_rest(rows: Sequence[str], most: int) -> tuple[Sequence[str], Sequence[str]]:
    """The first names, and those that are one row together: several or none."""
    return (rows, ()) if len(rows) <= most else (rows[: most - 1], rows[most - 1 :])
