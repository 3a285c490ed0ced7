"""Data files, read back by other programs: CSV, JSON Lines, Parquet, Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.csv
import pyarrow.parquet
import pytest
import yaml
from hypothesis import given, settings
from markdown_it import MarkdownIt

from archive.errors import ArchiveError
from archive.export import csv_file, jsonl, markdown, parquet
from archive.export.entry import Credit, Entry
from archive.export.record_dict import as_dict
from archive.export.text import clean, one_line
from tests.entries import HOSTILE, entry, hostile, hostile_entries, texts

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")


def table(entries: Sequence[Entry]) -> list[list[str]]:
    data = b"".join(csv_file.lines(entries))
    assert data.startswith(b"\xef\xbb\xbfid,")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def taken_off(cell: str) -> str:
    """What the docs say of a cell: one apostrophe away where a formula would follow."""
    return cell[1:] if re.match(rf"'+(?:{FORMULA.pattern})", cell) else cell


@settings(max_examples=150)
@given(hostile_entries())
def test_a_row_of_csv_comes_back_and_no_cell_is_a_formula(one: Entry) -> None:
    header, cells = table([one])
    assert tuple(header) == csv_file.COLUMNS
    assert not [cell for cell in cells if FORMULA.match(cell)]
    wanted = [clean(v) if isinstance(v, str) else str(v) for v in csv_file.row(one)]
    assert [taken_off(cell) for cell in cells] == wanted


@pytest.mark.parametrize("cell", [text for text in HOSTILE if FORMULA.match(text)])
def test_formulas_get_an_apostrophe(cell: str) -> None:
    assert csv_file.cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["桥", "1=1", "'桥'", "——副题", "", "a@b.example", "　桥"])
def test_other_text_stays_as_it_is(cell: str) -> None:
    assert csv_file.cell(cell) == cell


def test_two_other_programs_read_the_csv(tmp_path: Path) -> None:
    entries = hostile()
    path = tmp_path / "a.csv"
    path.write_bytes(b"".join(csv_file.lines(entries)))
    wanted = [csv_file.cell(one.title) for one in entries]
    by_duckdb = duckdb.execute(
        "SELECT title, body FROM read_csv(?, all_varchar = true, header = true, quote = '\"',"
        " escape = '\"', delim = ',', strict_mode = true)",
        [str(path)],
    ).fetchall()
    assert [row[0] for row in by_duckdb] == wanted
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    convert = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(csv_file.COLUMNS, pyarrow.string()), strings_can_be_null=False
    )
    found = pyarrow.csv.read_csv(path, parse_options=options, convert_options=convert)
    assert found.column("title").to_pylist() == wanted
    assert found.column_names[0] == "id", "the byte order mark is none of its name"


@pytest.mark.forty(40)
@settings(max_examples=150)
@given(hostile_entries())
def test_a_line_of_json_comes_back_whole(one: Entry) -> None:
    data = b"".join(jsonl.lines([one, one]))
    lines = data.decode().splitlines()
    assert len(lines) == 2, "whatever a reader takes for a line break"
    assert json.loads(lines[0]) == json.loads(lines[1]) == as_dict(one)


def test_json_has_people_pictures_and_provenance() -> None:
    (found,) = map(json.loads, jsonl.lines([entry()]))
    assert found["authors"][0] == {"name": "方知夏", "role": "记者", "affiliation": "湖滨晚报"}
    assert found["images"][0]["caption"] == "桥上的灯"
    assert found["provenance"] == {"title": "line that the marks name"}
    assert found["body"] == ["新桥昨天通车。", "桥长四百米。"]
    assert found["capture"]["warc_offset"] == 12


def parquet_of(entries: Sequence[Entry], path: Path) -> list[dict[str, Any]]:
    """The rows, read by DuckDB."""
    with path.open("wb") as file:
        parquet.write(file, entries)
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@settings(max_examples=40)
@given(hostile_entries())
def test_a_row_of_parquet_comes_back(tmp_path_factory: pytest.TempPathFactory, one: Entry) -> None:
    (row,) = parquet_of([one], tmp_path_factory.mktemp("parquet") / "a.parquet")
    assert row["title"] == clean(one.title)
    assert row["body"] == [clean(line) for line in one.paragraphs]
    assert [(p["name"], p["role"], p["affiliation"]) for p in row["authors"]] == [
        (clean(p.name), clean(p.role), clean(p.affiliation)) for p in one.authors
    ]
    assert [image["caption"] for image in row["images"]] == [clean(i.caption) for i in one.images]


def test_parquet_has_real_types(tmp_path: Path) -> None:
    entries = [
        entry(published="2022-08-04T09:13:22+08:00", precision="second"),
        entry(published="2022-08-04", capture=None),
        entry(published="2022-08", issue_date="", issue_id=None, authors=()),
    ]
    path = tmp_path / "a.parquet"
    one, two, three = parquet_of(entries, path)
    assert one["published_at"].utcoffset() is not None
    assert one["published_at"] == datetime.fromisoformat("2022-08-04T01:13:22+00:00")
    assert (one["published_day"], one["issue_date"]) == (date(2022, 8, 4), date(2022, 8, 4))
    assert one["capture"]["at"] - one["first_seen"] == timedelta(0)
    assert (two["published_day"], two["published_at"], two["capture"]) == (
        date(2022, 8, 4), None, None
    )  # fmt: skip
    assert (three["published"], three["published_day"], three["issue_date"]) == (
        "2022-08", None, None
    )  # fmt: skip
    assert three["authors"] == []
    data = pyarrow.parquet.ParquetFile(path)
    assert data.metadata.row_group(0).column(0).compression == "ZSTD"
    assert str(data.schema_arrow.field("published_at").type) == "timestamp[ms, tz=Asia/Shanghai]"


def test_parquet_is_written_in_groups(tmp_path: Path) -> None:
    rows = parquet_of([entry(id=n) for n in range(2500)], tmp_path / "a.parquet")
    assert [row["id"] for row in rows] == list(range(2500))
    assert pyarrow.parquet.ParquetFile(tmp_path / "a.parquet").num_row_groups == 3


def test_without_pyarrow_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ArchiveError, match=r"pip install 'baokan\[parquet\]'"):
        parquet_of([entry()], tmp_path / "a.parquet")


def parts_of(text: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(front matter, [(tag, text)] of what Markdown shows), by PyYAML and markdown-it."""
    begin, facts, body = text.split("---\n", 2)
    assert begin == ""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    shown = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            children = token.children or []
            assert {c.type for c in children} <= {
                "text",
                "text_special",
                "link_open",
                "link_close",
            }
            shown.append((before.tag, "".join(child.content for child in children)))
    assert {t.type for t in tokens} <= {
        "inline", "heading_open", "heading_close", "paragraph_open", "paragraph_close"
    }  # fmt: skip
    return yaml.safe_load(facts), shown


@settings(max_examples=200)
@given(hostile_entries())
def test_markdown_shows_the_text_and_yaml_has_the_facts(one: Entry) -> None:
    facts, shown = parts_of(markdown.document(one))
    wanted = {name: value for name, value in as_dict(one).items() if name != "body"}
    assert facts == {name: value for name, value in wanted.items() if value or value == 0}
    lines = [("h1", one_line(one.title) or one_line(one.kicker) or "（无题）")]
    lines += [("p", one_line(text)) for text in one.paragraphs if one_line(text)]
    rest = iter(shown)
    for line in lines:
        assert line in rest, (line, shown)  # in this order


def test_one_line_has_single_blanks() -> None:
    assert one_line("0 \x1b\r0\x1c 1") == "0 0 1"


@settings(max_examples=300)
@given(texts)
def test_any_line_is_text_in_markdown(text: str) -> None:
    shown = parts_of("---\n---\n" + markdown.escaped(text))[1]
    assert shown == ([("p", one_line(text))] if one_line(text) else [])


def test_many_in_one_file_and_one_a_file(tmp_path: Path) -> None:
    entries = [entry(), entry(id=4, issue_date="", published="")]
    assert "".join(markdown.lines(entries)).count("\n---\n") == 2 + 1
    assert list(markdown.fill(tmp_path, entries)) == entries
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["2022-08-04-123.md", "undated-4.md"]
    text = (tmp_path / "2022-08-04-123.md").read_text("utf-8")
    assert text == markdown.document(entries[0])


def test_a_date_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    list(markdown.fill(tmp_path, [entry(issue_date="../../x", published="..")]))
    assert [path.name for path in tmp_path.iterdir()] == ["undated-123.md"]


@pytest.mark.parametrize("writer", [csv_file.lines, jsonl.lines])
def test_the_same_entries_give_the_same_bytes(writer: Any) -> None:
    assert b"".join(writer(hostile())) == b"".join(writer(hostile()))


def test_parquet_gives_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    parquet.write(first, hostile())
    parquet.write(second, hostile())
    assert first.getvalue() == second.getvalue()


def test_names_of_one_cell() -> None:
    one = entry(authors=(Credit("方知夏", "记者"), Credit("周禾苗", "通讯员")))
    row = dict(zip(csv_file.COLUMNS, table([one])[1], strict=True))
    assert row["authors"] == "方知夏；周禾苗"
    assert row["author_roles"] == "记者；通讯员"
