"""Content codings of HTTP (RFC 9110 §8.4.1): bytes as they were before the server packed them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

# A few megabytes can unpack to gigabytes; no page is larger than this.
MOST_BYTES = 256 * 1024 * 1024


def decoded(headers: Iterable[tuple[str, str]] | Mapping[str, str], payload: bytes) -> bytes:
    """The payload without its gzip or deflate coding; other codings are left as they are.

    Header names in lower case.  Raises ValueError for bytes that are not what the header says,
    are cut short, or unpack to more than MOST_BYTES.
    """
    coding = dict(headers).get("content-encoding", "").strip().lower()
    if not payload or coding not in ("gzip", "x-gzip", "deflate"):
        return payload
    try:
        if coding == "deflate":
            # Zlib format says the standard; many servers send the bare stream.
            bare = payload[0] & 0x0F != 8 or int.from_bytes(payload[:2], "big") % 31
            return _inflate(payload, -15 if bare else 15)[0]
        whole = b""
        while payload:  # members may follow each other; zeros behind the last are padding
            part, payload = _inflate(payload, 31, len(whole))
            whole += part
            payload = payload.lstrip(b"\0")
        return whole
    except zlib.error as error:
        raise ValueError(f"its {coding} coding is broken ({error})") from error


def _inflate(payload: bytes, wbits: int, before: int = 0) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(wbits)
    content = stream.decompress(payload, MOST_BYTES - before + 1)
    if before + len(content) > MOST_BYTES:
        raise ValueError(f"unpacks to more than {MOST_BYTES >> 20} MiB")
    if not stream.eof:
        raise ValueError("its compressed bytes are cut short")
    return content, stream.unused_data
