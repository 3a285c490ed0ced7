"""`baokan verify` names exactly what was changed, cut, taken out or moved."""

from __future__ import annotations

import random
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange import Exchange
from archive.findings import Report
from archive.fixity import knows, verify
from archive.ledger import begin, line_hash
from archive.records import Article, Found, Visit
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from tests.crawling import baokan
from tests.helpers import DAY_1, hand_out, new_archive, open_crawl, prose

FILES, EACH = 3, 20


@dataclass(frozen=True)
class Kept:
    """An archive that is whole: it is copied before anything is done to it."""

    folder: Path

    def copy(self, to: Path) -> Path:
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.folder, to)
        return to / "archive.db"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("verify")
    with new_archive(folder) as archive:
        crawl = open_crawl(archive)
        for part in range(FILES):
            writer = WarcWriter(archive.warc_folder, f"part{part}", "baokan/test")
            for number in range(part * EACH, part * EACH + EACH):
                keep(archive, crawl.run_id, writer, hand_out(archive, crawl, url(number)), number)
            writer.close()
    return Kept(folder)


def url(number: int) -> str:
    return f"http://lakeside.example/{number}.html"


def keep(archive: Archive, run_id: int, writer: WarcWriter, ask_id: int, number: int) -> None:
    payload = f"<p>{prose(number)}</p>".encode()
    answer = Exchange(url(number), DAY_1, "GET", [("Host", "lakeside.example")], 200, "OK",
                      "HTTP/1.1", [("Content-Type", "text/html")], payload)  # fmt: skip
    capture = writer.write(answer, None, payload_digest(payload), {"ask": f'{{"n": {number}}}'})
    article = Article(title=f"第{number}篇", body=prose(number), published="2026-01-05")
    found = Found("article", article)
    archive.ingest(run_id, Visit(ask_id, "done", DAY_1, (capture,), found))


def report(path: Path) -> Report:
    with Archive.open(path, create=False) as archive:
        return verify(archive)


def named(path: Path) -> set[tuple[str, str]]:
    return {(one.what, one.where.split(" http")[0]) for one in report(path).findings}


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_what_nobody_touched_is_whole(kept: Kept, tmp_path: Path) -> None:
    found = report(kept.copy(tmp_path / "a"))
    assert (found.findings, found.notes) == ([], [])
    assert (found.captures, found.articles, found.files) == (FILES * EACH, FILES * EACH, FILES)
    assert found.lines == found.rows == 2 * FILES * EACH


def blocks(path: Path) -> list[tuple[int, Path, int, int]]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT id, warc_file, block_offset, block_length FROM captures")
    found = [(r[0], path.with_suffix(".warc") / r[1], r[2], r[3]) for r in rows]
    connection.close()
    return found


def flip(file: Path, place: int, bit: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1 << bit
    file.write_bytes(data)


@pytest.mark.forty(38)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_twenty_flipped_bits_are_twenty_captures_by_name(
    kept: Kept, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    path = kept.copy(tmp_path_factory.getbasetemp() / "flipped")
    rng = random.Random(seed)
    hit = rng.sample(blocks(path), 20)
    for _, file, offset, length in hit:
        flip(file, offset + rng.randrange(length), rng.randrange(8))
    assert named(path) == {("capture", f"capture {number}") for number, *_ in hit}


@pytest.mark.forty(38)
def test_a_cut_file_is_named_with_what_it_lost(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    number, file, offset, length = blocks(path)[EACH + 12]
    with file.open("r+b") as cut:
        cut.truncate(offset + length // 2)
    (one,) = report(path).findings
    assert (one.what, one.where) == ("warc file", file.name)
    assert f"{EACH - 12} captures ({number} to {2 * EACH}) lost" in one.detail


def test_a_file_that_is_not_there_is_named(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    file = blocks(path)[0][1]
    file.unlink()
    assert named(path) == {("warc file", file.name)}


def test_bytes_without_a_row_are_a_note_and_no_damage(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    file = blocks(path)[0][1]
    with file.open("ab") as more:
        more.write(b"of a killed run")
    found = report(path)
    assert found.findings == []
    assert [file.name in note for note in found.notes] == [True]


@pytest.mark.forty(38)
def test_a_line_that_was_taken_out(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    change(path, "DELETE FROM ledger WHERE seq = 31")
    (one,) = report(path).findings
    assert one.where == "ledger line 31"
    assert "capture 16 " in one.detail


@pytest.mark.forty(38)
def test_lines_that_were_exchanged(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    change(
        path,
        "UPDATE ledger SET seq = -1 WHERE seq = 20",
        "UPDATE ledger SET seq = 20 WHERE seq = 90",
        "UPDATE ledger SET seq = 90 WHERE seq = -1",
    )
    found = {one.where: one.detail for one in report(path).findings}
    assert found == {
        "ledger line 20": "moved; it was written as line 90",
        "ledger line 90": "moved; it was written as line 20",
    }


def test_all_of_it_at_once_is_told_apart(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    rng = random.Random(7)
    known = blocks(path)
    cut = known[-1][1]
    hit = rng.sample([block for block in known if block[1] != cut], 20)
    for _, file, offset, length in hit:
        flip(file, offset + rng.randrange(length), rng.randrange(8))
    with cut.open("r+b") as shorter:
        shorter.truncate(known[-5][2])
    change(
        path,
        "DELETE FROM ledger WHERE seq = 31",
        "UPDATE ledger SET seq = -1 WHERE seq = 20",
        "UPDATE ledger SET seq = 20 WHERE seq = 90",
        "UPDATE ledger SET seq = 90 WHERE seq = -1",
    )
    wanted = {("capture", f"capture {number}") for number, *_ in hit}
    wanted |= {("line", f"ledger line {seq}") for seq in (20, 31, 90)}
    assert named(path) == wanted | {("warc file", cut.name)}


@pytest.mark.parametrize("column", ["digest", "row_id", "kind", "previous", "hash"])
def test_a_line_that_was_changed(kept: Kept, tmp_path: Path, column: str) -> None:
    path = kept.copy(tmp_path / "a")
    value = {"row_id": "59", "kind": "'sighting'"}.get(column, f"'{'0' * 64}'")
    change(path, f"UPDATE ledger SET {column} = {value} WHERE seq = 31")
    assert ("line", "ledger line 31") in named(path)
    assert len(report(path).findings) <= 2, "the row may have lost the line that vouched for it"


def test_a_line_whose_hash_was_made_anew(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    with Archive.open(path) as archive:
        row = archive.query("SELECT * FROM ledger WHERE seq = 31")[0]
        made = line_hash(row["previous"], 31, row["kind"], row["row_id"], "0" * 64)
    change(path, f"UPDATE ledger SET digest = '{'0' * 64}', hash = '{made}' WHERE seq = 31")
    assert named(path) == {("line", "ledger line 31")}


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("UPDATE captures SET status = 404 WHERE id = 9", {("capture", "capture 9")}),
        ("UPDATE captures SET fetched_at = '2001' WHERE id = 9", {("capture", "capture 9")}),
        (
            "UPDATE revisions SET body = body || '。' WHERE article_id = 5",
            {("revision", "revision 5 (article 5, revision 1)")},
        ),
        ("UPDATE articles SET body = body || '。' WHERE id = 5", {("article", "article 5")}),
        ("UPDATE articles SET published = '2026-01-06' WHERE id = 5", {("article", "article 5")}),
        (
            "INSERT INTO people (article_id, position, name, role, raw)"
            " VALUES (5, 1, '白露', '记者', '白露')",
            {("article", "article 5")},
        ),
    ],
)
def test_rows_that_were_changed(
    kept: Kept, tmp_path: Path, statement: str, names: set[tuple[str, str]]
) -> None:
    path = kept.copy(tmp_path / "a")
    change(path, statement)
    assert named(path) == names


def test_a_row_that_was_taken_out(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    change(
        path, "PRAGMA foreign_keys = OFF", "DELETE FROM revisions WHERE article_id = 7",
    )  # fmt: skip
    assert named(path) == {("revision", "revision 7"), ("article", "article 7")}


def test_the_end_of_the_ledger_cannot_vanish_with_its_rows(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    head = report(path).head
    with Archive.open(path) as archive:
        assert knows(archive, head)
    change(path, f"DELETE FROM ledger WHERE seq > {2 * FILES * EACH - 2}")
    assert len(report(path).findings) == 2, "two rows have no line"
    with Archive.open(path) as archive:
        assert not knows(archive, head)


@pytest.mark.forty(38)
def test_the_command_says_it_and_its_exit_code_too(kept: Kept, tmp_path: Path) -> None:
    path = kept.copy(tmp_path / "a")
    done = baokan("verify", "--archive", path)
    assert done.code == 0, done.err
    assert "60 captures" in done.out
    head = done.out.split()[-1]
    assert baokan("verify", "--head", head, "--archive", path).code == 0
    assert baokan("verify", "--head", "0" * 64, "--archive", path).code == 10
    change(path, "UPDATE captures SET url = 'http://elsewhere.example/' WHERE id = 3")
    done = baokan("verify", "--archive", path)
    assert done.code == 10
    assert "capture 3 http://elsewhere.example/" in done.out
    done = baokan("verify", "--json", "--archive", path)
    assert '"what": "capture"' in done.out


def test_an_older_archive_gets_its_ledger_with_the_migration(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "old", "baokan/test")
        for number in range(3):
            ask_id = hand_out(archive, crawl, url(number))
            keep(archive, crawl.run_id, writer, ask_id, number)
        writer.close()
    path = tmp_path / "archive.db"
    older = "UPDATE captures SET block_digest = '', block_offset = NULL, block_length = NULL"
    change(path, "DELETE FROM ledger", older)
    with Archive.open(path) as archive, archive.transaction() as connection:
        begin(connection)
    found = report(path)
    assert (found.findings, found.lines) == ([], 6)
    (file,) = path.with_suffix(".warc").iterdir()
    flip(file, 600, 3)
    assert [one.what for one in report(path).findings] == ["capture"]
