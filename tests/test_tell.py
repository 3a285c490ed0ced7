"""People are told of alarms once, by a real webhook and a real mail server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from archive import alarms
from archive.alarms import Alarm
from archive.store import Archive
from crawler.clock import utc
from crawler.tell import TellError, Ways, tell
from tests.crawling import baokan
from tests.helpers import open_crawl
from tests.mail_server import MailServer

MESSAGE = "0 of 20 articles have authors; 之前都有"


class Hook(ThreadingHTTPServer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.status = 204
        self.bodies: list[dict[str, list[dict[str, object]]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.status < 300:
                    hook.bodies.append(json.loads(body))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def alarmed(archive: Archive) -> Archive:
    """An archive with one open alarm."""
    opened = open_crawl(archive)
    with archive.transaction() as connection:
        alarm = Alarm("field", MESSAGE, "authors", "", 0.0, 1.0)
        assert alarms.put(connection, opened.title_id, opened.run_id, alarm, utc())
    return archive


def test_both_ways_tell_once(alarmed: Archive, hook: Hook, mail: MailServer) -> None:
    ways = Ways(hook.url, mail.address, "a@library.example, b@library.example")
    assert tell(alarmed, ways) == []
    assert tell(alarmed, ways) == []
    ((one,),) = (body["alarms"] for body in hook.bodies)
    assert (one["title"], one["kind"], one["field"]) == ("lakeside", "field", "authors")
    assert one["message"] == MESSAGE
    (message,) = mail.mails
    assert message["Subject"] == "baokan: 1 alarms: lakeside"
    assert message["To"] == "a@library.example, b@library.example"
    assert MESSAGE in message.get_content()  # type: ignore[attr-defined]


def test_what_could_not_be_told_is_told_the_next_time(
    alarmed: Archive, hook: Hook, mail: MailServer
) -> None:
    ways = Ways(hook.url, mail.address, "a@library.example")
    hook.status, mail.refuses = 500, True
    problems = tell(alarmed, ways)
    assert len(problems) == 2
    assert all(len(line.splitlines()) == 1 for line in problems)
    hook.status, mail.refuses = 200, False
    assert tell(alarmed, ways) == []
    assert len(hook.bodies) == len(mail.mails) == 1


def test_an_alarm_that_lasts_is_told_once_and_one_that_comes_again_is_told_again(
    alarmed: Archive, hook: Hook
) -> None:
    ways = Ways(hook.url)
    tell(alarmed, ways)
    alarm = Alarm("field", "still so", "authors")
    with alarmed.transaction() as connection:
        assert not alarms.put(connection, 1, 1, alarm, utc())
    tell(alarmed, ways)
    assert len(hook.bodies) == 1
    with alarmed.transaction() as connection:
        alarms.close_others(connection, 1, ("field",), (), utc())
        assert alarms.put(connection, 1, 1, alarm, utc())
    tell(alarmed, ways)
    assert len(hook.bodies) == 2


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        (Ways("http://chat.example.org/hook"), "BAOKAN_WEBHOOK is no https address"),
        (Ways(smtp="smtp://u:secret@mail.example"), "used together"),
        (Ways(mail_to="a@library.example"), "used together"),
        (Ways(smtp="mail.example:secret", mail_to="a@b.example"), "is not written as smtp://"),
    ],
)
def test_a_way_that_is_written_wrong_is_refused_without_its_password(
    ways: Ways, says: str
) -> None:
    with pytest.raises(TellError, match=says) as error:
        ways.check()
    assert "secret" not in str(error.value)


def test_a_crawl_does_not_begin_with_a_way_that_is_written_wrong(tmp_path: object) -> None:
    result = baokan("crawl", "--start", "http://127.0.0.1:9/", "--archive", f"{tmp_path}/a.db",
                    BAOKAN_WEBHOOK="http://chat.example.org/")  # fmt: skip
    assert result.code == 2
    assert result.err == "baokan: BAOKAN_WEBHOOK is no https address\n"
