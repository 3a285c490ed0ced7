"""One request and its response, before they are written anywhere."""

from __future__ import annotations

from dataclasses import dataclass

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as near to the wire as the downloader shows them."""

    url: str
    at: str  # UTC, when the response was complete
    method: str
    request_headers: Headers
    status: int
    reason: str
    protocol: str  # HTTP/1.1
    response_headers: Headers  # without Transfer-Encoding: the chunks are gone
    payload: bytes  # as sent: still compressed where the server compressed it
    ip: str = ""
    form: bytes = b""  # what a POST has sent
    query: str = ""  # the same, as the query of an address

    @property
    def asked(self) -> str:
        """The address that the archive knows the capture by: a form is its query there."""
        return f"{self.url}?{self.query}" if self.query else self.url
