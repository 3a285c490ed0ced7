"""HTML elements by what they do to the lines of a page."""

from __future__ import annotations


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _set(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul caption founder-content founder-title "
    "founder-author"
)
SKIPPED = _set(  # what no reader sees as text
    "style noscript template select textarea button iframe object embed applet svg canvas "
    "audio map datalist head option input math"
)
HEADINGS = {f"h{n}": n for n in range(1, 7)}
# inline elements that set text large or bold → a name for it, "" where an attribute says it
LOOKS = {"b": "bold", "strong": "bold", "big": "bold", "font": ""}

(SKIP, BLOCK, SPECIAL, BREAK, PICTURE, LINK, INLINE, LOOK, TIME, META, TITLE, SCRIPT) = range(12)
KIND_OF = (
    dict.fromkeys(BLOCKS, BLOCK)
    | dict.fromkeys(LOOKS, LOOK)
    | dict.fromkeys(SKIPPED, SKIP)
    | {"br": BREAK, "hr": BREAK, "img": PICTURE, "amp-img": PICTURE, "a": LINK}
    | {"time": TIME, "meta": META, "link": META, "title": TITLE, "script": SCRIPT}
)
SET_LIKE_PARENT = _set("tr td th p div")  # centred where what holds them is
