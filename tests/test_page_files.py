"""The PDF and the picture of each page: fetched like any page, kept as files with their digest."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crawler.demo import pictures
from crawler.demo.press import DemoPress
from crawler.demo.server import Hit, Reply
from tests import crawling
from tests.crawling import Process, Result, assert_sound, baokan, rows
from tests.presses.page_files import JPEG, JPG_1, JPG_2, PDF_1, PDF_2, press
from tests.presses.static import Press, StaticPress

pytestmark = pytest.mark.slow


@contextmanager
def crawled(served: Press, archive: Path, *more: str, **env: str) -> Iterator[Result]:
    with StaticPress(served) as running:
        yield crawl(running, archive, *more, **env)


def crawl(running: StaticPress, archive: Path, *more: str, **env: str) -> Result:
    env = {"BAOKAN_RETRY_WAITS": "0.1", "BAOKAN_CONTACT": "a@b.example"} | env
    return baokan(
        "crawl", "hunan_daily", "--entry", running.entry, "--archive", archive, *more, **env
    )


FILES = "SELECT p.label, f.kind, f.digest, f.file, f.size, f.content_type, f.width, f.height"
FILES += " FROM page_files f JOIN pages p ON p.id = page_id ORDER BY p.label, f.kind, f.id"
ASKED = "SELECT url, state, reason FROM frontier WHERE kind = 'page file' ORDER BY id"


def kept(archive: Path) -> list[Path]:
    folder = archive.with_suffix(".files")
    return sorted(path for path in folder.rglob("*") if path.is_file())


def assert_files_are_whole(archive: Path) -> None:
    """Every file is what its name says, and every row has its file."""
    for path in kept(archive):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
        assert path.parent.name == path.stem[:2]
    for (name,) in rows(archive, "SELECT file FROM page_files"):
        assert (archive.with_suffix(".files") / str(name)).is_file()


def test_files_are_kept_with_digest_size_type_and_measures(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    served = press()
    with crawled(served, archive) as result:
        assert result.code == 0, result.err
    found = rows(archive, FILES)
    names = {("01", "pdf"): PDF_1, ("01", "picture"): JPG_1, ("02", "pdf"): PDF_2}
    names[("02", "picture")] = JPG_2
    assert [(row[0], row[1]) for row in found] == sorted(names)
    types = ["application/pdf", "image/jpeg", "application/pdf", "image/png"]
    assert [row[5] for row in found] == types
    assert [row[6:] for row in found] == [(None, None), (320, 480), (None, None), (30, 40)]
    for label, kind, digest, file, size, *_ in found:
        body = served.files[names[(str(label), str(kind))]]
        assert isinstance(body, bytes)
        assert digest == "sha256:" + hashlib.sha256(body).hexdigest()
        assert (archive.with_suffix(".files") / str(file)).read_bytes() == body
        assert size == len(body)
    assert_files_are_whole(archive)
    # The proof: each came with a capture of the same bytes.
    assert rows(
        archive,
        "SELECT count(*) FROM page_files f JOIN captures c ON c.id = f.capture_id"
        " WHERE c.digest = f.digest AND c.length = f.size AND c.status = 200",
    ) == [(4,)]
    asked = rows(archive, "SELECT kind FROM frontier ORDER BY priority DESC, id")
    assert asked[-4:] == [("page file",)] * 4  # when nothing else waits
    assert "4  PDFs and pictures of pages (版)" in result.out
    # An article's area joins with the picture that it lies on.
    assert rows(
        archive,
        "SELECT x.area, f.content_type, f.width FROM placements x"
        " JOIN page_files f ON f.page_id = x.page_id AND f.kind = 'picture'"
        " JOIN articles a ON a.id = x.article_id ORDER BY a.title",
    ) == [("1,1,9,1,9,9", "image/jpeg", 320), ("1,1,9,1,9,9", "image/png", 30)]
    shown = baokan("show", "1", "--archive", archive).out.replace("\n", "")
    assert str(rows(archive, FILES)[0][3]) in shown


@pytest.mark.parametrize("off", [("--no-page-files", ""), ("", "0"), ("", "False")])
def test_the_switch_is_off(tmp_path: Path, off: tuple[str, str]) -> None:
    archive = tmp_path / "archive.db"
    option, value = off
    env = {"BAOKAN_PAGE_FILES": value} if value else {}
    with crawled(press(), archive, *([option] if option else []), **env) as result:
        assert result.code == 0, result.err
    assert rows(archive, ASKED) == []
    assert not archive.with_suffix(".files").exists()
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]


def test_a_crawl_that_goes_on_with_the_switch_off_asks_for_no_file(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with StaticPress(press()) as running:
        assert crawl(running, archive, "--max-pages", "5").code == 4
        assert len(rows(archive, ASKED)) == 4
        before = rows(archive, "SELECT count(*) FROM page_files")
        assert crawl(running, archive, "--no-page-files").code == 0
    reasons = [row[1:] for row in rows(archive, ASKED)]
    assert reasons.count(("refused", "page files are switched off")) >= 1
    assert rows(archive, "SELECT count(*) FROM page_files") == before


PAGE = Reply("<html>请登录后下载</html>".encode(), content_type="application/pdf")


@pytest.mark.parametrize(
    ("changes", "state", "reason", "code"),
    [
        ({"files": {PDF_2: None}}, "gone", "HTTP 404", 0),
        ({"files": {JPG_2: None}}, "gone", "HTTP 404", 0),
        ({"files": {PDF_2: PAGE}}, "failed", "not a PDF", 3),
        ({"files": {PDF_2: JPEG}}, "failed", "not a PDF, but image/jpeg", 3),
        ({"files": {PDF_2: b" " * 1025 + pictures.pdf("late")}}, "failed", "not a PDF", 3),
        ({"files": {JPG_2: PAGE}}, "failed", "not a picture", 0),
        ({"files": {PDF_2: Reply(b"", 503)}}, "failed", "HTTP 503, 2 times", 3),
        ({"files": {JPG_2: Reply(b"", 503)}}, "failed", "HTTP 503, 2 times", 0),
        ({"files": {PDF_2: Reply(b"", 403)}}, "failed", "HTTP 403", 3),
        ({"jpg_2": "http://site1/hnsb/images/02.jpg"}, "refused", "site1 is a host of the", 0),
        ({"pdf_2": "http://10.1.2.3/02.pdf"}, "refused", "10.1.2.3 is not on the public", 0),
    ],
)  # fmt: skip
def test_trap_18_a_file_that_cannot_be_had_has_its_reason(
    tmp_path: Path, changes: dict[str, Any], state: str, reason: str, code: int
) -> None:
    archive = tmp_path / "archive.db"
    with crawled(press(**changes), archive) as result:
        assert result.code == code, result.err
    (row,) = [row for row in rows(archive, ASKED) if row[1] != "done"]
    assert row[1] == state
    assert reason in str(row[2])
    assert len(kept(archive)) == 3
    assert rows(archive, "SELECT count(*) FROM articles") == [(2,)]
    if code:
        assert "1 failed" in result.err


def test_a_pdf_with_a_few_bytes_before_it_is_one(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    body = b"\r\n" * 500 + pictures.pdf("late")
    with crawled(press(files={PDF_2: body}), archive) as result:
        assert result.code == 0, result.err
    assert len(kept(archive)) == 4


def test_the_bound_on_size_is_that_of_the_files_alone(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    large = pictures.pdf("large") + b"%" * 3_000_000
    files = {PDF_2: large, JPG_2: JPEG + b"\0" * 1_500_000}
    with StaticPress(press(files=files)) as running:
        done = scrapy_crawl(running, archive, "BAOKAN_PAGE_FILE_MAX=2000000")
        assert done == 0
        (row,) = [row for row in rows(archive, ASKED) if row[1] != "done"]
        assert row[1] == "refused"
        assert "larger than allowed" in str(row[2])
        # Above the bound of pages, and within its own.
        other = tmp_path / "other.db"
        bounds = ("DOWNLOAD_MAXSIZE=1000000", "BAOKAN_PAGE_FILE_MAX=4000000")
        assert scrapy_crawl(running, other, *bounds) == 0
    assert len(kept(archive)) == 3
    assert len(kept(other)) == 4


def scrapy_crawl(running: StaticPress, archive: Path, *settings: str) -> int:
    command = [sys.executable, "-m", "scrapy", "crawl", "hunan_daily"]
    command += ["-a", f"entry={running.entry}", "-s", f"BAOKAN_ARCHIVE={archive}"]
    for setting in settings:
        command += ["-s", setting]
    done = subprocess.run(command, cwd=crawling.ROOT, capture_output=True, check=False)
    return done.returncode


def test_other_bytes_are_another_version_and_the_same_are_not(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    served = press()
    with StaticPress(served) as running:
        assert crawl(running, archive).code == 0
        assert crawl(running, archive).code == 0
        assert len(kept(archive)) == 4
        assert isinstance(served.files, dict)
        served.files[PDF_1] = pictures.pdf("page one corrected")
        assert crawl(running, archive).code == 0
    assert len(kept(archive)) == 5
    versions = rows(
        archive,
        "SELECT f.first_seen, f.last_seen FROM page_files f JOIN pages p ON p.id = page_id"
        " WHERE p.label = '01' AND f.kind = 'pdf' ORDER BY f.id",
    )
    assert len(versions) == 2
    (first, last), (second, newest) = versions
    assert first < last < second == newest  # type: ignore[operator]
    # The bytes that came again are not in WARC a second time.
    assert rows(
        archive,
        "SELECT count(*) FROM captures WHERE kind = 'response' AND content_type = 'image/jpeg'",
    ) == [(2,)]
    shown = baokan("show", "1", "--archive", archive).out.replace("\n", "")
    newest_file = rows(archive, "SELECT file FROM page_files ORDER BY id DESC")[0][0]
    assert str(newest_file) in shown
    assert shown.count(".pdf") == 1


def test_one_pdf_of_the_whole_issue_is_fetched_once_and_belongs_to_each_page(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "archive.db"
    with StaticPress(press(pdf_2=PDF_1)) as running:
        assert crawl(running, archive).code == 0
        asked = [hit.path for hit in running.log]
    assert asked.count(PDF_1) == 1
    pdfs = [row for row in rows(archive, FILES) if row[1] == "pdf"]
    assert [row[0] for row in pdfs] == ["01", "02"]
    assert len({row[2] for row in pdfs}) == 1


def test_a_kill_leaves_no_half_file(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    big = {path: pictures.pdf(path) + os.urandom(4_000_000) for path in (PDF_1, PDF_2)}
    with StaticPress(press(files=big)) as running:
        command = ("crawl", "hunan_daily", "--entry", running.entry, "--archive", archive)
        for _ in range(4):
            before = len(running.log)
            process = Process(*command)
            while process.poll() is None and not pdf_asked(running.log[before:]):
                time.sleep(0.001)
            process.kill()
            process.end()
            assert_sound(archive)
            assert_files_are_whole_but_the_part(archive)
        result = baokan(*command)
        assert result.code == 0, result.err
    assert_sound(archive)
    assert_files_are_whole(archive)
    assert len(kept(archive)) == 4
    assert len(rows(archive, FILES)) == 4


def pdf_asked(log: list[Hit]) -> bool:
    return any(hit.path.endswith(".pdf") for hit in log)


def assert_files_are_whole_but_the_part(archive: Path) -> None:
    part = archive.with_suffix(".files") / ".hunan_daily.part"
    part.unlink(missing_ok=True)
    assert_files_are_whole(archive)


def test_the_demo_press_has_all_its_files(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    span = ("--since", "2022-08-03", "--until", "2022-08-05")
    with DemoPress() as demo:
        result = baokan("crawl", "hunan_daily", "--entry", demo.paper, *span, "--archive", archive)
        assert result.code == 0, result.err
    assert rows(
        archive, "SELECT count(*) FROM pages p WHERE (SELECT count(*) FROM page_files"
        " WHERE page_id = p.id) = 2"
    ) == rows(archive, "SELECT count(*) FROM pages")  # fmt: skip
    assert_files_are_whole(archive)
