"""WACZ: what readers that are not ours find in it."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from archive.errors import ArchiveError, DiskFullError
from archive.export import cdxj
from archive.export.wacz import Packed, write_wacz
from archive.store import Archive
from archive.warc import WarcWriter
from tests.crawling import baokan
from tests.helpers import DAY_1, DAY_2, new_archive, open_crawl
from tests.packing import HILLS, HOME, ROBOTS, SOFTWARE, Wacz, keep, page, shelf

LAKE_FILE, HILL_FILE = "lakeside-1-001.warc.gz", "hills-1-001.warc.gz"


def export(path: Path, to: Path, title: str | None = None, *, text: bool = False) -> Packed:
    with Archive.open(path, create=False) as archive:
        return write_wacz(archive, to, title=title, text=text, software="baokan 0", at=DAY_2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return shelf(tmp_path)


def test_the_package_is_as_the_specification_says(path: Path, tmp_path: Path) -> None:
    packed = export(path, tmp_path / "a.wacz")
    wacz = Wacz(tmp_path / "a.wacz")
    assert wacz.zip.testzip() is None
    assert wacz.names("archive") == [HILL_FILE, LAKE_FILE]
    assert wacz.names("indexes") == ["index.cdx.gz", "index.idx"]
    stored = {i.filename for i in wacz.zip.infolist() if i.compress_type == zipfile.ZIP_STORED}
    assert stored == {f"archive/{HILL_FILE}", f"archive/{LAKE_FILE}", "indexes/index.cdx.gz"}
    described = wacz.described
    assert described["profile"] == "data-package"
    assert described["wacz_version"] == "1.1.1"
    assert described["created"] == "2026-01-06T06:30:00Z"
    assert "湖滨晚报" in described["title"]
    assert "山岭月刊" in described["title"]
    listed = {one["path"]: one for one in described["resources"]}
    assert set(listed) == set(wacz.zip.namelist()) - {
        "datapackage.json",
        "datapackage-digest.json",
    }
    assert all(re.fullmatch(r"[-a-z0-9._]+", one["name"]) for one in listed.values())
    for name, one in listed.items():
        data = wacz.zip.read(name)
        assert one["bytes"] == len(data)
        assert one["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
    for name in (HILL_FILE, LAKE_FILE):
        there = (path.with_suffix(".warc") / name).read_bytes()
        assert listed[f"archive/{name}"]["hash"] == f"sha256:{hashlib.sha256(there).hexdigest()}"
    digest = json.loads(wacz.zip.read("datapackage-digest.json"))
    data = wacz.zip.read("datapackage.json")
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    assert (packed.files, packed.records, packed.pages) == (2, 12, 7)
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("title", [None, "hills"])
def test_the_reference_implementation_finds_it_valid(
    path: Path, tmp_path: Path, title: str | None
) -> None:
    export(path, tmp_path / "a.wacz", title, text=True)
    program = Path(sys.executable).with_name("wacz")
    done = subprocess.run([program, "validate", "-f", tmp_path / "a.wacz"], check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Validation succeeded" in done.stdout


def test_every_line_of_the_index_leads_to_its_record(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "a.wacz")
    wacz = Wacz(tmp_path / "a.wacz")
    lines = wacz.lines()
    assert [line.encode() for line in lines] == sorted(line.encode() for line in lines)
    for line in lines:
        entry = json.loads(line[line.index("{") :])
        with wacz.record(entry) as record:
            assert record.headers["WARC-Target-URI"] == entry["url"]
            assert record.headers["WARC-Type"] in ("response", "revisit")
            digest = record.headers.get("WARC-Payload-Digest") or "-"
            assert digest == entry["digest"]
            stamp = re.sub(r"\D", "", record.headers["WARC-Date"][:19])
        assert line.split(" ")[1] == stamp


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 1024])
def test_a_page_is_looked_up_by_its_key(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(cdxj, "_LINES", lines)
    export(path, tmp_path / "a.wacz")
    wacz = Wacz(tmp_path / "a.wacz")
    assert len(wacz.blocks) == -(-12 // lines)
    assert wacz.pages
    for listed in wacz.pages:
        stamp = re.sub(r"\D", "", listed["ts"][:19])
        (entry,) = [one for one in wacz.look_up(listed["url"]) if one["timestamp"] == stamp]
        number = int(listed["title"].strip("第篇"))
        assert wacz.payload(entry) == page(number)
    assert wacz.look_up(f"{HOME}/none.html") == []


def test_a_revisit_leads_to_its_bytes(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "a.wacz")
    wacz = Wacz(tmp_path / "a.wacz")
    (robots,) = wacz.look_up(f"{HILLS}/robots.txt")
    assert robots["mime"] == "warc/revisit"
    assert wacz.payload(robots) == ROBOTS
    _, confirmed = wacz.look_up(f"{HOME}/0.html")
    assert (confirmed["status"], confirmed["digest"]) == ("304", "-")
    assert wacz.payload(confirmed) == page(0)


def test_a_form_is_part_of_the_key(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "a.wacz")
    (line,) = [line for line in Wacz(tmp_path / "a.wacz").lines() if "list.asp" in line]
    assert line.startswith("example,lakeside)/list.asp?__wb_method=post&day=2026-01-05&page=2 ")
    assert json.loads(line[line.index("{") :])["method"] == "POST"


def test_a_title_brings_the_files_that_its_revisits_refer_to(path: Path, tmp_path: Path) -> None:
    packed = export(path, tmp_path / "a.wacz", "hills")
    wacz = Wacz(tmp_path / "a.wacz")
    assert wacz.names("archive") == [HILL_FILE, LAKE_FILE]
    (robots,) = wacz.look_up(f"{HILLS}/robots.txt")
    assert wacz.payload(robots) == ROBOTS
    of_lakeside = [line for line in wacz.lines() if "lakeside)" in line]
    assert len(of_lakeside) == 1, "of the other title, only the record that is needed"
    assert {one["url"].split("/")[2] for one in wacz.pages} == {"hills.example"}
    assert (packed.pages, packed.records) == (3, 6)
    assert wacz.described["title"] == "山岭月刊"
    export(path, tmp_path / "b.wacz", "lakeside")
    assert Wacz(tmp_path / "b.wacz").names("archive") == [LAKE_FILE], "nothing it does not need"


def test_texts_are_in_the_page_list_when_asked_for(path: Path, tmp_path: Path) -> None:
    export(path, tmp_path / "a.wacz")
    export(path, tmp_path / "b.wacz", text=True)
    without, with_text = Wacz(tmp_path / "a.wacz"), Wacz(tmp_path / "b.wacz")
    assert all("text" not in one for one in without.pages)
    assert all(one["text"] for one in with_text.pages)
    header = json.loads(with_text.zip.open("pages/pages.jsonl").readline())
    assert header == {
        "format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True,
    }  # fmt: skip
    assert len({one["id"] for one in with_text.pages}) == len(with_text.pages)


def test_what_a_crawl_still_writes_is_left_out_and_named(path: Path, tmp_path: Path) -> None:
    with Archive.open(path) as archive:
        crawl = open_crawl(archive, at=DAY_2)
        writer = WarcWriter(archive.warc_folder, "lakeside-2", SOFTWARE)
        keep(archive, crawl, writer, f"{HOME}/20.html", page(20), at=DAY_2, number=20)
        other = WarcWriter(archive.warc_folder, "lakeside-3", SOFTWARE)
        keep(archive, crawl, other, f"{HOME}/21.html", page(20), at=DAY_2, number=20)
        other.close()
        done = baokan("export", "--wacz", tmp_path / "a.wacz", "--archive", path)
        assert done.code == 0, done.err
        assert done.err.splitlines() == [
            "baokan: lakeside-2-001.warc.gz.open is left out: a crawl is still writing it",
            "baokan: 1 records refer to pages in what is left out; export again later",
        ]
        wacz = Wacz(tmp_path / "a.wacz")
        assert "lakeside-3-001.warc.gz" in wacz.names("archive")
        assert not [name for name in wacz.names("archive") if "lakeside-2" in name]
        assert not [one for one in wacz.pages if one["url"].endswith(("/20.html", "/21.html"))]
        writer.close()
    assert export(path, tmp_path / "b.wacz").open == ()
    assert [one for one in Wacz(tmp_path / "b.wacz").pages if one["url"].endswith("/20.html")]


def test_what_a_killed_crawl_left_is_finished_first(tmp_path: Path) -> None:
    path = shelf(tmp_path)
    finished = path.with_suffix(".warc") / HILL_FILE
    finished.rename(finished.with_name(finished.name + ".open"))
    with finished.with_name(finished.name + ".open").open("ab") as file:
        file.write(b"\x1f\x8b half a record")
    assert export(path, tmp_path / "a.wacz").open == ()
    assert Wacz(tmp_path / "a.wacz").names("archive") == [HILL_FILE, LAKE_FILE]


def test_bodies_that_lie_about_their_coding_are_indexed(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "odd", SOFTWARE)
        for number, coding in enumerate(("gzip", "deflate", "br", "zstd", "x-none")):
            for body in (b"", b"\x1f\x8b\x08", b"plain text", bytes(range(256)) * 300):
                url = f"{HOME}/{number}-{len(body)}?q=%zz"
                keep(archive, crawl, writer, url, body + coding.encode(),
                     response_headers=[("Content-Encoding", coding)])  # fmt: skip
        keep(archive, crawl, writer, f"{HOME}/%zz|%E6%8A%A5?a=b c", b"<p>", number=1)
        writer.close()
        packed = write_wacz(archive, tmp_path / "a.wacz", software="baokan 0", at=DAY_1)
    assert packed.records == 21
    assert all(len(x[: x.index("{")].split()) == 2 for x in Wacz(tmp_path / "a.wacz").lines())


def test_more_than_the_index_finds_is_damage(path: Path, tmp_path: Path) -> None:
    file = path.with_suffix(".warc") / LAKE_FILE
    data = file.read_bytes()
    with Archive.open(path) as archive:
        (row,) = archive.query("SELECT warc_offset AS at FROM captures WHERE url LIKE '%/2.html'")
    for damaged in (data[: row["at"]], data[: row["at"] + 30], b"", b"no WARC file"):
        file.write_bytes(damaged)
        with pytest.raises(ArchiveError, match="see: baokan verify") as told:
            export(path, tmp_path / "a.wacz")
        assert "\n" not in str(told.value)
    file.unlink()
    with pytest.raises(ArchiveError, match="the WARC file is missing"):
        export(path, tmp_path / "a.wacz")
    assert [one.name for one in tmp_path.glob("a.wacz*")] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--wacz", "{}/a.zip"], 2, "has to end in .wacz"),
        (["--wacz", "{}/archive.wacz", "--bagit", "{}/bag"], 2, "say what to make"),
        ([], 2, "say what to make"),
        (["--bagit", "{}/bag", "--title", "hills"], 2, "a bag holds the whole archive"),
        (["--wacz", "{}/a.wacz", "--title", "valley"], 1, "no title 'valley'"),
        (["--wacz", "{}/none/a.wacz"], 1, "does not exist"),
        (["--wacz", "{}/there.wacz"], 1, "is there already"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    path: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "there.wacz").write_bytes(b"mine")
    done = baokan("export", *(one.format(tmp_path) for one in arguments), "--archive", path)
    assert (done.code, done.err.count("\n"), done.out) == (code, 1, "")
    assert said in done.err
    assert (tmp_path / "there.wacz").read_bytes() == b"mine"
    assert {one.name for one in tmp_path.glob("*.wacz*")} == {"there.wacz"}


def test_an_archive_without_captures_has_nothing_to_package(tmp_path: Path) -> None:
    new_archive(tmp_path).close()
    with pytest.raises(ArchiveError, match="nothing was captured"):
        export(tmp_path / "archive.db", tmp_path / "a.wacz")


def test_a_full_disk_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "big", SOFTWARE)
        noise = random.Random(1).randbytes(4_000_000)
        keep(archive, crawl, writer, f"{HOME}/big.pdf", noise)
        writer.close()
    with pytest.raises(DiskFullError):
        export(tmp_path / "archive.db", small_disk / "a.wacz")
    assert list(small_disk.iterdir()) == []
