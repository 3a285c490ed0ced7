"""What a file is, told by its first bytes: PDF, JPEG, PNG, GIF, WebP; how large a picture is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_PDF_WITHIN = 1024  # bytes before %PDF- that readers put up with (ISO 32000-1, annex H.3.4.1)


@dataclass(frozen=True, slots=True)
class FileKind:
    """`width` and `height` are pixels, of pictures whose header says so."""

    content_type: str
    suffix: str  # .pdf, .jpg, .png, .gif, .webp
    width: int | None = None
    height: int | None = None


def file_kind(body: bytes) -> FileKind | None:
    """The kind of a PDF or a picture; None for anything else, whatever it was sent as."""
    if b"%PDF-" in body[: _PDF_WITHIN + 5]:
        return FileKind("application/pdf", ".pdf")
    if body.startswith(b"\xff\xd8\xff"):
        return FileKind("image/jpeg", ".jpg", *_jpeg_size(body))
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind("image/png", ".png", *_numbers(body, 16, 20, 4, "big"))
    if body.startswith((b"GIF87a", b"GIF89a")):
        return FileKind("image/gif", ".gif", *_numbers(body, 6, 8, 2, "little"))
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return FileKind("image/webp", ".webp")
    return None


def _numbers(
    body: bytes, first: int, second: int, length: int, order: Literal["big", "little"]
) -> tuple[int | None, int | None]:
    if len(body) < second + length:
        return None, None
    one, other = body[first : first + length], body[second : second + length]
    return int.from_bytes(one, order), int.from_bytes(other, order)


def _jpeg_size(body: bytes) -> tuple[int | None, int | None]:
    """From the frame header (SOF), behind segments that each say how long they are."""
    at = 2
    while at + 9 <= len(body):
        if body[at] != 0xFF:
            return None, None
        marker = body[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = _numbers(body, at + 5, at + 7, 2, "big")
            return width, height
        elif marker in (0x01, 0xD8) or 0xD0 <= marker <= 0xD7:  # markers without a segment
            at += 2
        else:
            at += 2 + max(2, int.from_bytes(body[at + 2 : at + 4], "big"))
    return None, None
