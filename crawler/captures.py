"""Every response goes into WARC as it came over the wire, before Scrapy decodes anything."""

from __future__ import annotations

from http.client import responses

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.exchange import Exchange
from crawler.clock import utc
from crawler.posts import query_of
from crawler.session import Session, session_of


class CaptureMiddleware:
    """The downloader middleware nearest to the network."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        """Scrapy's constructor."""
        return cls(session_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response; it goes on unchanged."""
        self.session.keep(exchange(request, response), request.meta.get("ask_id"))
        return response


def exchange(request: Request, response: Response) -> Exchange:
    """The exchange as it can still be seen here.

    The chunks of a chunked body are gone, and so is the order of header names: Transfer-Encoding
    is left out and Content-Length is that of the bytes, as the WARC standard's readers expect.
    """
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() not in (b"transfer-encoding", b"content-length")
    ]
    host = request.url.split("://", 1)[1].split("/", 1)[0].split("?", 1)[0]
    sent = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.headers.items()
        for value in values
    ]
    return Exchange(
        url=response.url,
        at=utc(),
        method=request.method,
        request_headers=[("Host", host), *sent],
        status=response.status,
        reason=responses.get(response.status, ""),
        protocol=response.protocol
        if response.protocol in ("HTTP/1.0", "HTTP/1.1")
        else "HTTP/1.1",
        response_headers=[*headers, ("Content-Length", str(len(response.body)))],
        payload=response.body,
        ip=str(response.ip_address or ""),
        form=request.body if request.method == "POST" else b"",
        query=query_of(request.body) if request.method == "POST" else "",
    )
