"""A diff (archive/diff.py) as a fragment of HTML: text, `<del>`, `<ins>` and classes, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from archive.diff import Diff, Part, Piece, folded

_TAGS = {"removed": "del", "added": "ins"}
_CLASSES = {
    "removed": ("del", "removed"),
    "added": ("ins", "added"),
    "moved away": ("del", "moved"),
    "moved here": ("ins", "moved"),
}


def diff_html(found: Diff) -> str:
    """The fields as a table, the body as paragraphs with long unchanged stretches folded."""
    rows = "".join(
        f"<tr><th>{escape(change.name)}</th><td>{_parts(change.parts)}</td></tr>"
        for change in found.fields
    )
    table = f'<table class="fields">{rows}</table>' if rows else ""
    return f'{table}<div class="body">{"".join(_pieces(found.body))}</div>{_trivial(found)}'


def _pieces(pieces: Sequence[Piece]) -> Iterable[str]:
    for piece in folded(pieces):
        if isinstance(piece, int):
            yield f'<p class="unchanged">… {piece} 句未变 · {piece} sentences unchanged …</p>'
        elif piece.kind == "same":
            yield f"<span>{_text(piece.new)}</span>"
        elif piece.kind == "changed":
            yield f'<span class="changed">{_parts(piece.parts)}</span>'
        else:
            tag, name = _CLASSES[piece.kind]
            yield f'<{tag} class="{name}">{_text(piece.old or piece.new)}</{tag}>'


def _parts(parts: Iterable[Part]) -> str:
    return "".join(
        f"<{_TAGS[part.op]}>{_text(part.text)}</{_TAGS[part.op]}>"
        if part.op in _TAGS
        else _text(part.text)
        for part in parts
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _trivial(found: Diff) -> str:
    if not found.trivial:
        return ""
    counted = ", ".join(f"{escape(name)} {count}" for name, count in found.trivial.items())
    return f'<p class="trivial">忽略的细微变化 · trivial changes: {counted}</p>'
