"""urllib that connects to no address that the guard refuses: for pages fetched by hand."""

from __future__ import annotations

import http.client
import socket
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from crawler.guard import check_ip, environment_allows_loopback


def opener(url: str, *handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """An opener for `url`.  Where the environment names a proxy, that one looks names up."""
    host = urlsplit(url).hostname or ""
    if urllib.request.getproxies().get(urlsplit(url).scheme) and not _bypassed(host):
        return urllib.request.build_opener(*handlers)
    return urllib.request.build_opener(*handlers, _Http, _Https)


def _bypassed(host: str) -> bool:
    return bool(urllib.request.proxy_bypass(host))


def _connect(place: tuple[str, int], timeout: Any = None, source: Any = None) -> socket.socket:
    """socket.create_connection(), which looks at each address before it connects to it."""
    host, port = place
    problem: OSError | None = None
    loopback = environment_allows_loopback()
    for family, kind, protocol, _, address in socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        check_ip(str(address[0]), host, loopback=loopback)
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise problem or OSError(f"{host} has no address")


class _HttpConnection(http.client.HTTPConnection):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = _connect


class _HttpsConnection(http.client.HTTPSConnection):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._create_connection = _connect


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpConnection, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_HttpsConnection, req)
