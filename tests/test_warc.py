"""WARC files: what goes in comes out, and what a crash or a full disk leaves can be read."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st

from archive import captures, reading, warc, warc_read
from archive.coding import decoded
from archive.errors import ArchiveError, DiskFullError
from archive.exchange import Exchange
from archive.records import Capture
from archive.shelf import Shelf
from archive.warc import WarcWriter, payload_digest
from archive.warc_mend import mend
from tests.helpers import DAY_1, new_archive, open_crawl


def exchange(number: int, payload: bytes, **headers: str) -> Exchange:
    """A response of a small server, number `number`."""
    return Exchange(
        url=f"http://lakeside.example/{number}?page=1#x",
        at=DAY_1,
        method="GET",
        request_headers=[("Host", "lakeside.example"), ("User-Agent", "baokan/test")],
        status=200,
        reason="OK",
        protocol="HTTP/1.1",
        response_headers=[
            ("Content-Type", "text/html; charset=gbk"),
            *headers.items(),
            ("Content-Length", str(len(payload))),
        ],
        payload=payload,
        ip="127.0.0.1",
    )


def payloads(count: int, size: int = 300) -> list[bytes]:
    """Bytes that no compression makes smaller."""
    rng = random.Random(count)
    return [rng.randbytes(size + rng.randrange(size)) for _ in range(count)]


def write(folder: Path, bodies: list[bytes], *, close: bool = True) -> list[Capture]:
    """Write one file of captures; without `close` it stays as a kill would leave it."""
    writer = WarcWriter(folder, "test", "baokan/test")
    kept = [writer.write(exchange(n, b), None, payload_digest(b)) for n, b in enumerate(bodies)]
    if close:
        writer.close()
    else:
        assert writer._file is not None
        writer._file.close()
    return kept


def check(path: Path) -> list[bytes]:
    """The payloads of a file as FastWARC sees them, after both libraries called it sound."""
    tool = Path(sys.executable).with_name("warcio")
    done = subprocess.run([tool, "check", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return fast(path)


def fast(path: Path) -> list[bytes]:
    """The payloads of the response records of a file, by FastWARC, digests verified."""
    found = []
    with path.open("rb") as file:
        for record in FastIterator(file, verify_digests=True):
            assert record.record_id
            if record.headers["WARC-Type"] == "response":
                found.append(record.reader.read())
    return found


def test_what_is_written_is_read_at_its_offset(tmp_path: Path) -> None:
    bodies = [b"", b"<p>\xb1\xa8\xbf\xaf", gzip.compress(b"x" * 999), *payloads(8, 9000)]
    kept = write(tmp_path, bodies)
    for capture, body in zip(kept, bodies, strict=True):
        headers, payload = warc_read.read(Shelf(tmp_path), capture.warc_file, capture.warc_offset)
        assert payload == body
        assert headers["content-type"] == capture.content_type == "text/html; charset=gbk"
        assert (capture.length, capture.digest) == (len(body), payload_digest(body))
        whole = (tmp_path / capture.warc_file).read_bytes()
        piece = whole[capture.warc_offset : capture.warc_offset + capture.warc_length]
        assert gzip.decompress(piece).count(b"WARC/1.1\r\n") == 1, "exactly one member"
    assert check(tmp_path / kept[0].warc_file) == bodies
    assert [p.name for p in tmp_path.iterdir()] == [kept[0].warc_file]


def test_a_file_of_a_run_that_still_writes_can_be_read(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "test", "baokan/test")
    capture = writer.write(exchange(1, b"early"), None, payload_digest(b"early"))
    assert (tmp_path / (capture.warc_file + ".open")).is_file()
    assert warc_read.read(Shelf(tmp_path), capture.warc_file, capture.warc_offset)[1] == b"early"
    assert mend(tmp_path) == [], "a living run's file is left alone"
    writer.close()
    writer.close()
    assert warc_read.read(Shelf(tmp_path), capture.warc_file, capture.warc_offset)[1] == b"early"


def test_the_same_bytes_again_are_a_revisit_that_leads_to_the_first(tmp_path: Path) -> None:
    page = gzip.compress("<p>渡口</p>".encode())
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "test", "baokan/test")
        ids = []
        for number in range(2):
            same = captures.same_payload(archive.connection, payload_digest(page))
            capture = writer.write(
                exchange(number, page, **{"Content-Encoding": "gzip"}),
                (same["id"], same["url"], same["fetched_at"]) if same else None,
                payload_digest(page),
            )
            ids.append(archive.keep(opened.run_id, capture))
        writer.close()
        assert capture.kind == "revisit"
        assert capture.refers_to == ids[0]
        for capture_id in ids:
            headers, body = reading.raw(archive, capture_id)
            assert body.decode() == "<p>渡口</p>"
            assert headers["content-encoding"] == "gzip"
        path = archive.warc_folder / capture.warc_file
        assert check(path) == [page]
        with path.open("rb") as file:
            (revisit,) = [
                r.headers.asdict() for r in FastIterator(file, parse_http=False)
                if r.headers["WARC-Type"] == "revisit"
            ]  # fmt: skip
        assert revisit["WARC-Refers-To-Target-URI"] == exchange(0, b"").url
        assert revisit["WARC-Refers-To-Date"] == DAY_1


def test_a_changed_or_missing_file_is_named(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        opened = open_crawl(archive)
        (capture,) = write(archive.warc_folder, [b"<p>one</p>" * 9])
        number = archive.keep(opened.run_id, capture)
        path = archive.warc_folder / capture.warc_file
        whole = path.read_bytes()
        for at in range(capture.warc_offset, capture.warc_offset + capture.warc_length, 3):
            changed = bytearray(whole)
            changed[at] ^= 0x10
            path.write_bytes(changed)
            with suppress(ArchiveError):
                body = reading.raw(archive, number)[1]
                assert body == b"<p>one</p>" * 9, "the flip was in a header"
        path.unlink()
        with pytest.raises(ArchiveError, match=r"missing; restore"):
            reading.raw(archive, number)
        with pytest.raises(ArchiveError, match="no capture 99"):
            reading.raw(archive, 99)


def test_no_record_where_none_begins(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, [b"x"])
    for offset in (0, 5, capture.warc_offset + 1, capture.warc_offset + capture.warc_length, 9**9):
        with pytest.raises(ArchiveError, match=f"no response at byte {offset}"):
            warc_read.read(Shelf(tmp_path), capture.warc_file, offset)


def test_a_large_file_is_followed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "ROTATE_BYTES", 3000)
    bodies = payloads(20)
    kept = write(tmp_path, bodies)
    files = sorted(tmp_path.iterdir())
    assert len(files) > 3
    assert [p for f in files for p in check(f)] == bodies
    assert [c.warc_file for c in kept] == sorted(c.warc_file for c in kept)
    for capture, body in zip(kept, bodies, strict=True):
        assert warc_read.read(Shelf(tmp_path), capture.warc_file, capture.warc_offset)[1] == body


def test_mend_keeps_every_whole_record_of_a_file_cut_anywhere(tmp_path: Path) -> None:
    bodies = payloads(12)
    (tmp_path / "first").mkdir()
    kept = write(tmp_path / "first", bodies, close=False)
    name = kept[0].warc_file
    whole = (tmp_path / "first" / f"{name}.open").read_bytes()
    rng = random.Random(7)
    ends = [c.warc_offset + c.warc_length for c in kept]
    cuts = [0, 1, ends[3], ends[3] - 1, ends[3] + 1, kept[3].warc_offset, len(whole)]
    for number, cut in enumerate(cuts + [rng.randrange(len(whole)) for _ in range(60)]):
        folder = tmp_path / str(number)
        folder.mkdir()
        junk = rng.randbytes(40) if number % 3 == 0 else b""  # a torn sector
        (folder / f"{name}.open").write_bytes(whole[:cut] + junk)
        mended = mend(folder)
        left = [body for body, end in zip(bodies, ends, strict=True) if end <= cut]
        if not mended:
            assert cut < kept[0].warc_offset
            assert list(folder.iterdir()) == []
            continue
        assert mended == [folder / name] == list(folder.iterdir())
        assert (check if number < len(cuts) else fast)(mended[0]) == left
        for capture, body in zip(kept, left, strict=False):
            assert warc_read.read(Shelf(folder), name, capture.warc_offset)[1] == body
        assert mend(folder) == []


def test_mend_of_many_and_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "old.warc.gz").write_bytes(b"not ours to judge")
    assert mend(tmp_path) == []
    assert mend(tmp_path / "none") == []
    assert (tmp_path / "old.warc.gz").read_bytes() == b"not ours to judge"


def test_a_full_disk_cuts_off_what_did_not_fit(small_disk: Path) -> None:
    writer = WarcWriter(small_disk / "warc", "test", "baokan/test")
    kept = []
    with pytest.raises(DiskFullError, match=r"test-001\.warc\.gz: the disk is full"):  # noqa: PT012
        for number, body in enumerate(payloads(100, 30_000)):
            kept.append((writer.write(exchange(number, body), None, payload_digest(body)), body))
    writer.close()
    path = small_disk / "warc" / kept[0][0].warc_file
    assert check(path) == [body for _, body in kept]
    for capture, body in kept:
        assert (
            warc_read.read(Shelf(path.parent), capture.warc_file, capture.warc_offset)[1] == body
        )


def test_no_room_for_the_first_record_leaves_no_file(small_disk: Path) -> None:
    writer = WarcWriter(small_disk / "warc", "test", "baokan/test")
    ballast = small_disk / "ballast"
    ballast.touch()
    with pytest.raises(OSError, match="space"):
        ballast.write_bytes(bytes(4_000_000))
    with pytest.raises(DiskFullError):
        writer.write(exchange(1, b"x"), None, payload_digest(b"x"))
    assert list((small_disk / "warc").iterdir()) == []
    ballast.unlink()
    capture = writer.write(exchange(1, b"x"), None, payload_digest(b"x"))
    writer.close()
    assert check(small_disk / "warc" / capture.warc_file) == [b"x"]


@given(st.binary(max_size=300), st.sampled_from(["gzip", "x-gzip", " GZIP ", "deflate", "br", ""]))
def test_codings(body: bytes, coding: str) -> None:
    packed = {"gzip": gzip.compress(body), "x-gzip": gzip.compress(body) + bytes(9),
              " GZIP ": gzip.compress(body[:5]) + gzip.compress(body[5:]),
              "deflate": zlib.compress(body)}.get(coding, body)  # fmt: skip
    assert decoded({"content-encoding": coding}, packed) == body
    if coding == "deflate":
        assert decoded({"content-encoding": coding}, zlib.compress(body, wbits=-15)) == body


@given(st.binary(max_size=100), st.sampled_from(["gzip", "deflate"]))
def test_a_broken_coding_is_a_value_error(body: bytes, coding: str) -> None:
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}[coding][:-1]
    with pytest.raises(ValueError, match=r"cut short|broken"):
        decoded({"content-encoding": coding}, packed)
    with suppress(ValueError):
        decoded({"content-encoding": coding}, body)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.coding.MOST_BYTES", 1 << 20)
    with pytest.raises(ValueError, match="unpacks to more than 1 MiB"):
        decoded({"content-encoding": "gzip"}, gzip.compress(bytes(1 << 24)))
