"""Small archives with WARC files, for the tests of the exports.  All text is invented."""

from __future__ import annotations

import bisect
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import surt
from fastwarc.warc import ArchiveIterator, WarcRecord

from archive import captures
from archive.exchange import Exchange
from archive.records import Article, Found, Visit
from archive.runs import Opened
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from tests.helpers import DAY_1, DAY_2, hand_out, new_archive, open_crawl, prose

SOFTWARE = "baokan/test"
HOME = "http://lakeside.example"
HILLS = "http://hills.example"
ROBOTS = b"User-agent: *\nDisallow: /admin/\n"


def page(number: int) -> bytes:
    """The bytes of an article's page."""
    return f"<h1>第{number}篇</h1><p>{prose(number)}</p>".encode()


def keep(
    archive: Archive,
    crawl: Opened,
    writer: WarcWriter,
    url: str,
    payload: bytes,
    *,
    at: str = DAY_1,
    number: int | None = None,
    status: int = 200,
    same: int | None = None,
    **other: Any,
) -> int:
    """Write a response as a crawl does, with the article `number` where one is given; returns the
    id of the capture.  `same` is the capture that a 304 confirms."""
    headers = [("Content-Type", "text/html"), ("Content-Length", str(len(payload)))]
    answer = Exchange(
        url=url,
        at=at,
        method=other.pop("method", "GET"),
        request_headers=[("Host", url.split("/")[2]), *other.pop("request_headers", [])],
        status=status,
        reason="OK",
        protocol="HTTP/1.1",
        response_headers=headers + other.pop("response_headers", []),
        payload=payload,
        **other,
    )
    digest = payload_digest(payload)
    known = captures.same_payload(archive.connection, digest)
    if same is not None:
        rows = archive.query("SELECT id, url, fetched_at, digest FROM captures WHERE id = ?", same)
        digest, known = rows[0]["digest"], rows[0]  # type: ignore[assignment]
    told = (known["id"], known["url"], known["fetched_at"]) if known else None
    capture = writer.write(answer, told, digest)
    if number is None:
        return archive.keep(crawl.run_id, capture)
    article = Article(title=f"第{number}篇", body=prose(number), published="2026-01-05")
    ask_id = hand_out(archive, crawl, url)
    archive.ingest(crawl.run_id, Visit(ask_id, "done", at, (capture,), Found("article", article)))
    return int(archive.query("SELECT max(id) AS id FROM captures")[0]["id"])


def shelf(folder: Path) -> Path:
    """An archive of two titles.  `hills` has the same robots.txt as `lakeside`, fetched later, so
    that its record refers to a file of `lakeside`; returns the path of the archive."""
    with new_archive(folder) as archive:
        lakeside = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "lakeside-1", SOFTWARE)
        keep(archive, lakeside, writer, f"{HOME}/robots.txt", ROBOTS)
        for number in range(4):
            keep(archive, lakeside, writer, f"{HOME}/{number}.html", page(number), number=number)
        first = int(archive.query("SELECT id FROM captures WHERE url LIKE '%/0.html'")[0]["id"])
        keep(archive, lakeside, writer, f"{HOME}/0.html", b"", at=DAY_2, status=304, same=first)
        form = b"day=2026-01-05&page=2"
        keep(archive, lakeside, writer, f"{HOME}/list.asp", b"<ul><li>x</ul>", method="POST",
             form=form, query=form.decode(),
             request_headers=[("Content-Type", "application/x-www-form-urlencoded"),
                              ("Content-Length", str(len(form)))])  # fmt: skip
        writer.close()
        hills = open_crawl(archive, "hills", publication="山岭月刊")
        writer = WarcWriter(archive.warc_folder, "hills-1", SOFTWARE)
        keep(archive, hills, writer, f"{HILLS}/robots.txt", ROBOTS, at=DAY_2)
        for number in range(10, 12):
            keep(archive, hills, writer, f"{HILLS}/{number}.html", page(number), number=number)
        keep(archive, hills, writer, f"{HILLS}/10.html", page(10), at=DAY_2, number=10)
        keep(archive, hills, writer, f"{HILLS}/11.html", page(99), at=DAY_2, number=99)
        writer.close()
        for name in ("a1", "b2"):
            (archive.files_folder / name).mkdir(parents=True)
            (archive.files_folder / name / f"{name}.pdf").write_bytes(b"%PDF-" + name.encode())
        (archive.files_folder / ".hills.part").write_bytes(b"half")
        (archive.warc_folder / ".hills.lock").touch()
        return archive.path


class Wacz:
    """Reads a WACZ as a replay program does: by .idx, member and offset."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self.described = json.loads(self.zip.read("datapackage.json"))
        meta, *blocks = self.zip.read("indexes/index.idx").decode().splitlines()
        self.meta = json.loads(meta.removeprefix("!meta 0 "))
        self.blocks = [
            (line.split(" {")[0], json.loads(line[line.index("{") :])) for line in blocks
        ]
        self.pages = [json.loads(line) for line in self.zip.open("pages/pages.jsonl")][1:]

    def names(self, folder: str) -> list[str]:
        """Files in a folder of the package."""
        names = self.zip.namelist()
        return [n.removeprefix(f"{folder}/") for n in names if n.startswith(f"{folder}/")]

    def lines(self) -> list[str]:
        """The whole index."""
        return (
            gzip.decompress(self.zip.read(f"indexes/{self.meta['filename']}"))
            .decode()
            .splitlines()
        )

    def look_up(self, url: str) -> list[dict[str, Any]]:
        """The entries of an address, found by halving the .idx and reading members."""
        key = surt.surt(url) + " "
        begin = max(bisect.bisect_left([prefix for prefix, _ in self.blocks], key) - 1, 0)
        found = []
        for prefix, where in self.blocks[begin:]:
            if prefix > key and not prefix.startswith(key):
                break
            with self.zip.open(f"indexes/{self.meta['filename']}") as file:
                file.seek(where["offset"])
                member = gzip.decompress(file.read(where["length"])).decode()
            found += [json.loads(x[x.index("{") :]) | {"timestamp": x.split(" ")[1]}
                      for x in member.splitlines() if x.startswith(key)]  # fmt: skip
        return found

    @contextmanager
    def record(self, entry: dict[str, Any]) -> Iterator[WarcRecord]:
        """The record that an entry of the index points to, and nothing behind it."""
        with self.zip.open(f"archive/{entry['filename']}") as file:
            file.seek(int(entry["offset"]))
            data = file.read(int(entry["length"]))
        records = ArchiveIterator(io.BytesIO(data), parse_http=True)
        yield next(records)

    def payload(self, entry: dict[str, Any]) -> bytes:
        """The bytes of a page, after the reference of a revisit."""
        with self.record(entry) as record:
            if entry["mime"] != "warc/revisit":
                return bytes(record.reader.read())
            url = record.headers["WARC-Refers-To-Target-URI"]
            day = record.headers["WARC-Refers-To-Date"]
        stamp = "".join(c for c in day[:19] if c.isdigit())
        others = [one for one in self.look_up(url) if one["mime"] != "warc/revisit"]
        if entry["digest"] != "-":
            others = [one for one in others if one["digest"] == entry["digest"]]
        nearest = min(others, key=lambda one: abs(int(one["timestamp"]) - int(stamp)))
        return self.payload(nearest)
