"""What a file is, by its bytes, and that a stored file is whole or not there."""

from __future__ import annotations

import errno
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import page_files
from archive.errors import ArchiveError, DiskFullError
from archive.file_kinds import FileKind, file_kind
from crawler.demo import pictures
from crawler.polite import is_internal

EXIF = b"\xff\xe1" + struct.pack(">H", 300) + b"\xff\xc0" * 149  # a segment full of false marks
FRAME = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 900, 640) + b"\x03" + b"\x00" * 9
PDF = FileKind("application/pdf", ".pdf")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (pictures.pdf("x"), PDF),
        (b"\n" * 1024 + b"%PDF-1.4", PDF),
        (b"\n" * 1025 + b"%PDF-1.4", None),
        (b"\xff\xd8" + EXIF + FRAME, FileKind("image/jpeg", ".jpg", 640, 900)),
        (b"\xff\xd8\xff\xff" + FRAME[1:], FileKind("image/jpeg", ".jpg", 640, 900)),
        (b"\xff\xd8" + EXIF, FileKind("image/jpeg", ".jpg")),
        (b"\xff\xd8\xff\xe0\x00\x00" * 9, FileKind("image/jpeg", ".jpg")),
        (pictures.png(350, 550, 1), FileKind("image/png", ".png", 350, 550)),
        (pictures.png(350, 550, 1)[:20], FileKind("image/png", ".png")),
        (b"GIF89a" + struct.pack("<HH", 7, 9), FileKind("image/gif", ".gif", 7, 9)),
        (b"RIFF\0\0\0\0WEBPVP8 ", FileKind("image/webp", ".webp")),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"<html>%PDF", None),
        (b"", None),
    ],
)
def test_the_kind_of_a_file(body: bytes, wanted: FileKind | None) -> None:
    assert file_kind(body) == wanted


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b""]), st.binary())
def test_no_bytes_crash_it(start: bytes, rest: bytes) -> None:
    file_kind(start + rest)


def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = pictures.pdf("x")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(DiskFullError):
            page_files.store(tmp_path / "archive.files", body, PDF, ".title.part")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    found = page_files.store(tmp_path / "archive.files", body, PDF, ".title.part")
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert path == tmp_path / "archive.files" / found.file
    assert path.read_bytes() == body
    path.write_bytes(body[:-1])  # a disk that lost its end
    page_files.store(tmp_path / "archive.files", body, PDF, ".title.part")
    assert path.read_bytes() == body


def test_a_folder_that_is_none_is_an_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "archive.files").write_text("no folder")
    with pytest.raises(ArchiveError) as error:
        page_files.store(tmp_path / "archive.files", b"%PDF-", PDF, ".title.part")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "internal"),
    [
        ("http://site1/hnsb/images/1.jpg", True),
        ("http://192.168.1.9:8080/1.jpg", True),
        ("http://[fd00::1]/1.jpg", True),
        ("http://paper.example/1.jpg", False),
        ("http://8.8.8.8/1.jpg", False),
        ("http://127.0.0.1:8000/1.jpg", False),
        ("http://127.0.0.2:8000/1.jpg", False),
        ("http://localhost/1.jpg", False),
        ("http://mirror/1.jpg", False),  # where the title is crawled
    ],
)
def test_trap_18_internal_hosts(url: str, internal: bool) -> None:
    assert is_internal(url, "http://mirror/paper/") is internal
