"""The SQL functions: what they say, that nothing makes them fail, and where they are known."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import functions
from archive.likeness import Text, compare
from tests.demo_archive import shell
from tests.helpers import new_archive, prose
from tests.test_docs import DOCS, cells, section

NAMES = {"fold_zh": 1, "day_zh": 1, "host_of": 1, "same_text": 2}
TEXT = section(DOCS["views.md"], "SQL functions")


def run(sql: str, *values: Any) -> Any:
    connection = sqlite3.connect(":memory:")
    functions.register(connection)
    try:
        return connection.execute(sql, values).fetchone()[0]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("fold_zh('臺灣 Ａ，ＢｃＤ')", "台湾 a,bcd"),
        ("fold_zh('简体')", "简体"),
        ("fold_zh(2022)", "2022"),
        ("day_zh('2022-08-04')", "2022年8月4日 星期四"),
        ("day_zh('2022-08-07T09:13+08:00')", "2022年8月7日 星期日"),
        ("day_zh('2022-08')", "2022年8月"),
        ("day_zh('2022')", "2022年"),
        ("day_zh(2022)", "2022年"),
        ("day_zh('2022-02-30')", None),
        ("day_zh('2022-13')", None),
        ("day_zh('0000')", None),
        ("day_zh('２０２２')", None),
        ("day_zh('²²²²')", None),
        ("day_zh('20220804')", None),
        ("day_zh('2022-W31-4')", None),
        ("day_zh('2022-08-04x')", None),
        ("day_zh('')", None),
        ("host_of('http://A.example:8080/x?y')", "a.example:8080"),
        ("host_of('https://a.example:443/')", "a.example"),
        ("host_of('no address')", None),
        ("host_of('http://[::1')", None),
        ("host_of('http://a.example:99999/')", None),
        ("same_text('', '')", 1.0),
        ("same_text('短', '长')", 0.0),
        ("same_text('臺灣的渡口有船', '台湾的渡口，有船。')", 1.0),
        ("same_text('渡口有三条船来', '完全是另一件事情')", 0.0),
    ],
)
def test_what_they_say(call: str, wanted: object) -> None:
    assert run(f"SELECT {call}") == wanted


def test_likeness_is_the_one_that_families_are_made_with() -> None:
    one = prose(1, 900)
    other = one[:600] + prose(2, 300)
    found = compare(Text(one), Text(other))
    assert found is not None
    assert run("SELECT same_text(?, ?)", one, other) == found.jaccard
    assert 0.2 < found.jaccard < 0.9


VALUE = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.binary(),
    st.text(st.characters(exclude_categories=["Cs"])), st.from_regex(r"\A[0-9W-]{0,12}\Z"),
    st.from_regex(r"\Ahttps?://[\[\]:@0-9a-z./]{0,20}\Z"),
)  # fmt: skip


@given(one=VALUE, other=VALUE)
def test_nothing_makes_them_fail(one: object, other: object) -> None:
    for name, count in NAMES.items():
        values = (one, other)[:count]
        marks = ", ".join("?" * count)
        found = run(f"SELECT {name}({marks})", *values)
        if None in values:
            assert found is None
        if name == "same_text" and found is not None:
            assert 0 <= found <= 1


def test_they_are_deterministic() -> None:
    """Only such a function may make an index."""
    connection = sqlite3.connect(":memory:")
    functions.register(connection)
    connection.execute("CREATE TABLE t (a TEXT)")
    for name, count in NAMES.items():
        arguments = ", ".join(["a"] * count)
        connection.execute(f"CREATE INDEX i_{name} ON t({name}({arguments}))")
    connection.execute("INSERT INTO t VALUES ('臺灣')")
    connection.close()


# ---------------------------------------------------------------- in sqlite-utils, as documented


def test_every_function_is_documented_and_no_other() -> None:
    assert {cell.split("(")[0] for cell in cells(TEXT)} == set(NAMES)


@pytest.mark.parametrize("block", re.findall(r"^```console\n\$ (.*?)^```", TEXT, re.M | re.S))
def test_sqlite_utils_knows_them(block: str, tmp_path: Path) -> None:
    command, _, output = block.partition("\n")
    (tmp_path / "baokan-demo").mkdir()
    new_archive(tmp_path / "baokan-demo").close()
    assert json.loads(shell(command, tmp_path)) == json.loads(output)
